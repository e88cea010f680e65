"""A small record type with every kind of move, for testing the engine apart from any feature."""

from collections.abc import Iterator
from datetime import date

from planhub.kernel.access import Grant, Policy, Role, Scope, grants
from planhub.kernel.errors import Reason
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.kernel.workflow import Case, Guard, Lanes, Move, Notice, State, Tone, Trigger, Workflow
from planhub.record import rules
from planhub.record.models import Record
from planhub.record.types import RecordType, registry

PARTIES = ("CODI", "EEF", "PMUA")


class Toy(Record):
    """A record with nothing of its own (single-table inheritance: no table)."""

    __mapper_args__ = {"polymorphic_identity": "toys"}  # noqa: RUF012 - SQLAlchemy's own form


def _word(word: str) -> Text:
    return Text(f"ไทย {word}", word)


def _notice(*to: str) -> Notice:
    return Notice(to or ("coordinators",), Text("{actor} ดำเนินการกับ {code}", "{actor} acted on {code}"))


def _titled(case: Case) -> Iterator[Reason]:
    if "!" in case.record.title:
        yield Reason("shouting", _word("no shouting"), "title")
    if "?" in case.record.title:
        yield Reason("asking", _word("no questions"), "title")


def _day_has_come(case: Case) -> Iterator[Reason]:
    if case.record.fiscal_year is None or case.today < date(case.record.fiscal_year - 543, 1, 1):
        yield Reason("not_yet", _word("the day has not come"))


STATES = (
    State("draft", _word("draft"), Tone.DRAFT),
    State("clearance", _word("clearance"), Tone.WAIT, partner_label=_word("being looked at")),
    State("approval", _word("approval"), Tone.WAIT),
    State("approved", _word("approved"), Tone.GOOD, public_label=_word("agreed")),
    State("running", _word("running"), Tone.ACTIVE),
    State("over", _word("over"), Tone.ENDED, final=True),
    State("cancelled", _word("cancelled"), Tone.BAD, final=True),
)

MOVES = (
    Move(
        "submit",
        _word("submit"),
        ("draft",),
        "clearance",
        "toy:submit",
        guards=(
            Guard("titled", _word("a calm title"), _titled),
            rules.posts_ready("posts", [Role.LEGAL_OFFICER]),
        ),
        notice=_notice("legal"),
        main=True,
    ),
    Move(
        "clear", _word("clear"), ("clearance",), None, "toy:clear", lane="legal", notice=_notice(), main=True
    ),
    Move(
        "all_cleared",
        _word("all clear"),
        ("clearance",),
        "approval",
        by=Trigger.SYSTEM,
        when_lanes=("legal",),
        notice=_notice("directors"),
    ),
    Move(
        "approve",
        _word("approve"),
        ("approval",),
        None,
        "toy:approve",
        lane="approval",
        not_by_author_of=("create", "edit", "submit"),
        asks=(Field("remark", Kind.LINE, _word("remark"), max=20),),
        notice=_notice("secretariat"),
        main=True,
    ),
    Move(
        "return_",
        _word("return"),
        ("clearance", "approval"),
        "draft",
        "toy:return",
        returns=True,
        notice=_notice("owner"),
    ),
    Move(
        "recall",
        _word("recall"),
        ("clearance",),
        "draft",
        "toy:submit",
        recalls=True,
        notice=_notice("legal"),
    ),
    Move(
        "quorum",
        _word("quorum"),
        ("approval",),
        "approved",
        by=Trigger.SYSTEM,
        when_lanes=("approval",),
        notice=_notice(),
    ),
    Move(
        "start",
        _word("start"),
        ("approved",),
        "running",
        by=Trigger.SYSTEM,
        guards=(Guard("day", _word("the day has come"), _day_has_come),),
        notice=_notice(),
    ),
    Move("end", _word("end"), ("running", "approved"), "over", "toy:end", needs_note=True, notice=_notice()),
    Move("cancel", _word("cancel"), ("draft",), "cancelled", "toy:end", needs_note=True, notice=_notice()),
)

WORKFLOW = Workflow(
    name="toys",
    label=_word("toy"),
    initial="draft",
    states=STATES,
    moves=MOVES,
    lanes=(
        Lanes("legal", _word("legal"), frozenset({"clearance"}), role="legal_officer"),
        Lanes("approval", _word("approval"), frozenset({"approval"}), role="director", chained=True),
    ),
    sections=(("main", _word("everything")),),
)

OLDER = Workflow(
    name="toys",
    label=_word("toy"),
    initial="draft",
    states=(State("draft", _word("draft"), Tone.DRAFT), State("over", _word("over"), Tone.ENDED, final=True)),
    moves=(Move("submit", _word("finish at once"), ("draft",), "over", "toy:submit", notice=_notice()),),
    version=0,
)

SHARED = [s.key for s in STATES if s.key != "draft"]

POLICY = Policy(
    grants=(
        *grants([Role.COORDINATOR], ["toy:view", "toy:create", "toy:edit", "toy:submit"], Scope.OWN),
        *grants([Role.COORDINATOR, Role.LEGAL_OFFICER, Role.DIRECTOR], ["toy:view"], Scope.PARTY, SHARED),
        *grants([Role.LEGAL_OFFICER], ["toy:clear"], Scope.PARTY),
        *grants([Role.DIRECTOR], ["toy:approve"], Scope.PARTY),
        *grants([Role.LEGAL_OFFICER, Role.DIRECTOR], ["toy:return"], Scope.PARTY),
        *grants([Role.SECRETARIAT], ["toy:view", "toy:end"], Scope.ALL, SHARED),
        *grants([Role.AREA_COORDINATOR], ["toy:view"], Scope.AREA, SHARED),
        Grant(Role.AUDITOR, "toy:view", Scope.ALL),
    ),
    permissions={
        name: _word(name)
        for name in (
            "toy:view",
            "toy:create",
            "toy:edit",
            "toy:submit",
            "toy:clear",
            "toy:approve",
            "toy:return",
            "toy:end",
        )
    },
)

TOYS = RecordType(
    name="toys",
    key="toy",
    label=_word("toy"),
    plural=_word("toys"),
    model=Toy,
    workflow=WORKFLOW,
    older_workflows=(OLDER,),
    policy=POLICY,
    fields=(
        Field("title", Kind.LINE, _word("title"), required=True),
        Field("fiscal_year", Kind.FISCAL_YEAR, _word("year")),
        Field("province_code", Kind.AREA, _word("province"), ref="province", content=False),
    ),
    code_prefix="TOY",
    parties=lambda _record: PARTIES,
    areas=lambda record: [record.province_code] if record.province_code else [],
    wake_on=lambda record: (
        date(record.fiscal_year - 543, 1, 1) if record.fiscal_year and record.state == "approved" else None
    ),
    amount=lambda record, _org: 5_000_000_00 if "expensive" in record.title else 100,
)


def register() -> RecordType:
    """Make the toy known to the process; doing so twice is harmless."""
    registry.add(TOYS)
    return TOYS
