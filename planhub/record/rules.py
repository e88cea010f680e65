"""The rules that hold for every machine: separation of duties, limits, returns with reasons, posts that exist."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import ADMIN_ROLES, APPROVING_ROLES, Role, Standing
from planhub.kernel.errors import Reason
from planhub.kernel.numbers import format_money
from planhub.kernel.text import Text, plain
from planhub.kernel.workflow import Case, Check, Guard, Move, Workflow
from planhub.people.queries import PostHolder, post_holders
from planhub.record import lanes
from planhub.record.models import Event, Lane, Record
from planhub.record.types import RecordType, registry

NOT_PERMITTED = Reason("not_permitted", Text("ขั้นตอนนี้เป็นหน้าที่ของตำแหน่งอื่น", "This step belongs to another post"))

HOLDERS = "holders"
"""Fact: the posts of the record's parties with those who can act from them today."""
ORGS = "orgs"
"""Fact that a type may give: what people call the organisations, by code; otherwise reasons say the code."""
AUTHORS = "authors"
"""Fact: which persons made which moves in this round."""


class Facts(Mapping[str, Any]):
    """What the guards of a record may look at: read when the first of them looks, and once."""

    def __init__(
        self, session: Session, record: Record, rt: RecordType, events: Sequence[Event] | None
    ) -> None:
        """Take what is needed to read; `events` are the record's newest, where a page has read them already."""
        self._session, self._record, self._type, self._events = session, record, rt, events
        self._own = {HOLDERS: self._holders, AUTHORS: self._authors}
        self._read: dict[str, Any] = {}
        self._of_type: Mapping[str, Any] | None = None
        self._orgs: list[str] = []

    def settle(self) -> None:
        """Read what the type gives."""
        self._typed()

    def __getitem__(self, key: str) -> Any:
        if key in self._own:
            if key not in self._read:
                self._read[key] = self._own[key]()
            return self._read[key]
        return self._typed()[key]

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        yield from self._typed()

    def __len__(self) -> int:
        return len(self._own) + len(self._typed())

    def _typed(self) -> Mapping[str, Any]:
        if self._of_type is None:
            self._of_type = self._type.facts(self._session, self._record)
        return self._of_type

    def _holders(self) -> list[PostHolder]:
        self._orgs = self._concerned()
        return post_holders(self._session, orgs=self._orgs)

    def _concerned(self) -> list[str]:
        return sorted({self._record.owner_org, *self._type.parties(self._record)})

    @property
    def record(self) -> Record:
        """The record that they are about."""
        return self._record

    def renewed(self) -> "Facts":
        """Give the facts after a move: who holds which post has not changed by it, everything else may have."""
        new = Facts(self._session, self._record, self._type, None)
        if HOLDERS in self._read and self._orgs == new._concerned():
            new._read[HOLDERS], new._orgs = self._read[HOLDERS], self._orgs
        return new

    def _authors(self) -> list[tuple[str, str | None, datetime]]:
        known, number = self._events, self._record.round
        if known and (known[0].n == 1 or known[0].round < number):  # the whole round is among them
            return [(e.move, e.person_key, e.at) for e in known if e.round == number]
        acts = self._session.execute(_ACTS, {"record": self._record.id, "round": number})
        return [(move, person, at) for move, person, at in acts]


def settle(facts: Mapping[str, Any]) -> None:
    """Read all that the type gives now, because what follows changes the record."""
    if isinstance(facts, Facts):
        facts.settle()


_ACTS = (
    select(Event.move, Event.person_key, Event.at)
    .where(Event.record_id == bindparam("record"), Event.round == bindparam("round"))
    .order_by(Event.n)
)


def gather(
    session: Session, record: Record, rt: RecordType, *, events: Sequence[Event] | None = None
) -> Facts:
    """Give what the guards of a record may look at, each part read when it is first asked for.

    A page that has read the newest events, oldest first, hands them over.
    """
    return Facts(session, record, rt, events)


def faults(case: Case, move: Move) -> tuple[Reason, ...]:
    """Give every reason why the move is not possible: the house's rules first, then the move's guards."""
    found = [*_own_work(case, move), *_limit(case, move), *_recall(case, move)]
    for guard in move.guards:
        found += guard.check(case)
    return tuple(found)


def _own_work(case: Case, move: Move) -> Iterator[Reason]:
    """Rules R7 and S1: who wrote, sent or proposed in this round does not approve, from whichever account."""
    if not move.not_by_author_of or case.actor.is_system:
        return
    person = case.actor.person_key
    mine = {name for name, key, _at in case.facts.get(AUTHORS, ()) if key == person}
    if case.record.edited_key == person:
        mine.add("edit")
    if mine & set(move.not_by_author_of):
        yield Reason(
            "own_work",
            Text(
                "ผู้จัดทำหรือผู้เสนอในรอบนี้เป็นผู้อนุมัติเองไม่ได้ ต้องให้ผู้มีอำนาจท่านอื่นดำเนินการ",
                "Whoever wrote or sent it in this round may not take this step; another post must",
            ),
        )
    if case.actor.roles & ADMIN_ROLES and case.standing and case.standing.role in APPROVING_ROLES:
        yield Reason(
            "admin_approves",
            Text("ผู้ดูแลระบบเป็นผู้อนุมัติไม่ได้", "An administrator may not approve"),
        )


def _limit(case: Case, move: Move) -> Iterator[Reason]:
    """Rule R6: a delegate approves up to the baht limit of the order."""
    limit = case.standing.limit_satang if case.standing else None
    if case.standing is None or limit is None or move.lane is None:
        return
    amount = registry.get(case.record.type).amount(case.record, case.standing.org)
    if amount is None or amount <= limit:
        return
    yield Reason(
        "over_limit",
        Text(
            "วงเงิน {amount} บาท เกินอำนาจตามคำสั่ง {order} ({limit} บาท) โปรดเสนอผู้มีอำนาจชั้นถัดไป",
            "{amount} baht is over the limit of order {order} ({limit} baht); a higher post must act",
        ).format(
            amount=format_money(amount, bare=True),
            limit=format_money(limit, bare=True),
            order=case.standing.order_no or "",
        ),
    )


def _recall(case: Case, move: Move) -> Iterator[Reason]:
    """Rule R9: a recall is open until somebody has acted on what was sent."""
    if not move.recalls:
        return
    acted = [
        x
        for x in lanes.current(case.record, _kinds_here(case.record))
        if x.status != lanes.WAITING and x.event_id
    ]
    if acted:
        yield Reason(
            "already_acted",
            Text(
                "มีหน่วยงานดำเนินการแล้ว จึงเรียกคืนไม่ได้ โปรดขอให้ผู้พิจารณาส่งกลับ",
                "Someone has already acted on it; ask a reviewer to return it instead",
            ),
        )


def _kinds_here(record: Record) -> list[str]:
    machine = registry.get(record.type).machine(record.workflow_version)
    return [x.key for x in machine.lanes_in(record.state)]


def words_missing(
    move: Move, note: str | None, sections: Sequence[str], wanted_by: date | None
) -> Iterator[Reason]:
    """Rule R8: a return says why, where and until when; other moves a note where they ask for one."""
    if (move.returns or move.needs_note) and not (note or "").strip():
        yield Reason("note", Text("โปรดระบุเหตุผล", "Please give a reason"), "note")
    if move.returns and not sections:
        yield Reason("sections", Text("โปรดระบุส่วนที่ต้องแก้ไข", "Please name the sections to revise"), "sections")
    if move.returns and wanted_by is None:
        yield Reason("wanted_by", Text("โปรดระบุวันที่ต้องการคืน", "Please say by when it is wanted"), "wanted_by")
    if wanted_by is not None and wanted_by < clock.today():
        yield Reason("wanted_by", Text("วันที่ต้องการคืนผ่านไปแล้ว", "That date has passed"), "wanted_by")


def wrong_state(machine: Workflow, state: str, move: Move) -> Reason:
    """Say in which states the move would be open."""
    now = machine.state(state).label
    open_in = [machine.state(s).label for s in move.sources]
    return Reason(
        "wrong_state",
        Text(
            "ขณะนี้อยู่ในสถานะ “{now}” ขั้นตอนนี้ทำได้เมื่อ {when}", "It is now “{now}”; this step is open in {when}"
        ).format(
            now=now,
            when=Text(" หรือ ".join(f"“{x.th}”" for x in open_in), " or ".join(f"“{x.en}”" for x in open_in)),
        ),
    )


def no_lane_waits(record: Record, kinds: Iterable[str], standing: Standing) -> Reason:
    """Say why no step waits for this post: its agency is done, or another post comes first."""
    mine = [x for x in lanes.current(record, kinds) if x.org_code == standing.org]
    if mine and all(x.status == lanes.DONE for x in mine):
        return Reason("already_done", Text("หน่วยงานของท่านดำเนินการขั้นนี้แล้ว", "Your agency has taken this step"))
    return Reason("not_in_turn", Text("ยังไม่ถึงลำดับของตำแหน่งท่าน", "It is not your post's turn"))


def entitled(facts: Mapping[str, Any], record: Record, move: Move, lane: Lane | None) -> list[str]:
    """Give the posts that were entitled to act, as they stood at that instant (rule R6)."""
    if lane is not None and lane.post_id:
        return [lane.post_id]
    if lane is not None:
        return [h.post_id for h in facts.get(HOLDERS, ()) if h.org == lane.org_code and h.role == lane.role]
    roles = {g.role.value for g in registry.get(record.type).policy.of(move.permission)}
    return [h.post_id for h in facts.get(HOLDERS, ()) if h.role in roles]


def posts_ready(key: str, roles: Iterable[Role]) -> Guard:
    """Rule R12: every party has somebody who can take each needed step; otherwise name whom to ask."""
    needed = tuple(roles)

    def check(case: Case) -> Iterator[Reason]:
        holders: list[PostHolder] = case.facts.get(HOLDERS, [])
        for org in sorted(set(registry.get(case.record.type).parties(case.record))):
            for role in needed:
                if not any(h.org == org and h.role == role.value and h.user_id for h in holders):
                    yield _nobody(org, role, case.facts)

    words = Text("ทุกภาคีมีผู้ดำรงตำแหน่งที่ต้องใช้", "every party has the posts that are needed")
    return Guard(key, words, check)


def _nobody(org: str, role: Role, facts: Mapping[str, Any]) -> Reason:
    holders: Sequence[PostHolder] = facts.get(HOLDERS, ())
    names: Mapping[str, Text] = facts.get(ORGS, {})
    admin = next((h for h in holders if h.org == org and h.role == Role.AGENCY_ADMIN.value and h.name), None)
    contact = admin.name if admin and admin.name else Text("ฝ่ายเลขานุการ", "the secretariat")
    return Reason(
        f"no_post_{org}_{role.value}",
        Text(
            "ยังขาด{role}ของ {org} — ผู้ดูแลระบบหน่วยงาน: {contact}",
            "{org} has no {role} yet — its administrator: {contact}",
        ).format(role=role.label, org=names.get(org, plain(org)), contact=contact),
    )


def guard(key: str, label: Text) -> Callable[[Check], Guard]:
    """Make a `Guard` of a function that gives reasons; for use as a decorator in a feature's `workflow.py`."""

    def wrap(check: Check) -> Guard:
        return Guard(key, label, check)

    return wrap
