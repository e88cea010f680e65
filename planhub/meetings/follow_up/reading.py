"""The list of assignments for whoever follows them up: by agency, with lights, days and how often they were carried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.meetings.follow_up.carrying import OPEN
from planhub.meetings.models import ActionItem, Committee, Meeting, Resolution
from planhub.meetings.words import number_of
from planhub.record.access import visible
from planhub.record.types import registry

MOST = 300
"""Rows on one page or sheet; a narrower choice shows the others."""
SOON = timedelta(days=7)
"""An assignment that is due so soon is pointed out."""

LATE, NEAR, ON_TIME, DONE, ENDED = "late", "near", "on_time", "done", "ended"
LIGHTS: Mapping[str, tuple[Text, str]] = {
    LATE: (Text("เกินกำหนด", "Overdue"), "bad"),
    NEAR: (Text("ใกล้กำหนด", "Due soon"), "wait"),
    ON_TIME: (Text("อยู่ในกำหนด", "In time"), "active"),
    DONE: (Text("แล้วเสร็จ รอที่ประชุมรับทราบ", "Done, to be verified"), "good"),
    ENDED: (Text("ปิดแล้ว", "Closed"), "ended"),
}
"""Lights with their words and tones; colour never stands alone."""

STANDS: tuple[tuple[str, Text], ...] = (
    ("open", Text("ยังไม่ปิด", "Not closed")),
    (LATE, LIGHTS[LATE][0]),
    (NEAR, LIGHTS[NEAR][0]),
    (DONE, LIGHTS[DONE][0]),
    (ENDED, LIGHTS[ENDED][0]),
    ("all", Text("ทั้งหมด", "All")),
)
"""What may be chosen in the address as `stands`."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    org: str = ""
    committee: str = ""
    stands: str = "open"

    @property
    def values(self) -> dict[str, str]:
        """The choice as the address says it; what is usual is left out."""
        given = {"org": self.org, "committee": self.committee, "stands": self.stands}
        return {key: value for key, value in given.items() if value and (key, value) != ("stands", "open")}


class Line(NamedTuple):
    """One assignment in the list."""

    code: str
    title: str
    what: str
    state: str
    org: str
    post: str | None
    due_on: date
    carried: int
    result: str | None
    origin: str
    seq_no: int | None
    year_be: int | None
    resolution: int | None

    @property
    def meeting(self) -> str:
        """The number of the meeting that assigned it; empty for a request between agencies."""
        return number_of(self.seq_no, self.year_be) if self.seq_no and self.year_be else ""

    def light(self, today: date) -> str:
        """Give how it stands by its state and its day."""
        if self.state in ("verified", "dropped"):
            return ENDED
        if self.state == "done":
            return DONE
        if self.due_on < today:
            return LATE
        return NEAR if self.due_on <= today + SOON else ON_TIME

    def late(self, today: date) -> int:
        """Give by how many days it is overdue."""
        return max(0, (today - self.due_on).days)


_MEETING = cast("Table", Meeting.__table__)
"""The own columns of meetings; joining two types of records would join their common header twice."""


def list_lines(session: Session, actor: Actor, asked: Asked) -> list[Line]:
    """List the assignments that the actor may see, by agency, the earliest day first; one query, at most `MOST`."""
    rt = registry.get("action-items")
    query = (
        select(
            ActionItem.code,
            ActionItem.title,
            ActionItem.what,
            ActionItem.state,
            ActionItem.owner_org,
            ActionItem.post,
            ActionItem.due_on,
            ActionItem.carried,
            ActionItem.result,
            ActionItem.origin,
            _MEETING.c.seq_no,
            _MEETING.c.year_be,
            Resolution.number,
        )
        .outerjoin(_MEETING, _MEETING.c.id == ActionItem.meeting_id)
        .outerjoin(Resolution, Resolution.id == ActionItem.resolution_id)
        .where(visible(actor, rt.view, rt), ActionItem.is_training.is_(False), *_chosen(asked))
        .order_by(ActionItem.owner_org, ActionItem.due_on, ActionItem.code)
        .limit(MOST)
    )
    return [Line._make(row) for row in session.execute(query)]


def _chosen(asked: Asked) -> list[ColumnElement[bool]]:
    today, action = clock.today(), ActionItem
    terms: dict[str, list[Any]] = {
        "open": [action.state.in_((*OPEN, "done"))],
        LATE: [action.state.in_(OPEN), action.due_on < today],
        NEAR: [action.state.in_(OPEN), action.due_on >= today, action.due_on <= today + SOON],
        DONE: [action.state == "done"],
        ENDED: [action.state.in_(("verified", "dropped"))],
        "all": [],
    }
    chosen = list(terms[asked.stands])
    if asked.org:
        chosen.append(action.owner_org == asked.org)
    if asked.committee:
        chosen.append(_MEETING.c.committee_code == asked.committee)
    return chosen


def grouped(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """Give the lines by agency, in their order."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.org, []).append(line)
    return found


def committees(session: Session) -> Sequence[Any]:
    """List the committees to choose from."""
    query = select(Committee.code, Committee.name_th, Committee.name_en).order_by(Committee.code)
    return session.execute(query).all()
