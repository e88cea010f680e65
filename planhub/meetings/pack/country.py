"""The whole country as an executive reads it: the figures and risks of the pack's first page, at any moment.

The numbers are written by `planhub.meetings.pack.summary`, so that a screen and the page that directors hold never
differ; they are read in eight queries, MOUs and assignments as counts, because there may be very many.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Integer, Select, String, Table, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from planhub.activities.choices import BUDGET_SOURCES
from planhub.meetings.action_workflow import UNFINISHED
from planhub.meetings.matters import BEFORE
from planhub.meetings.models import ActionItem, Meeting
from planhub.meetings.pack import compose, one_province, reading, summary
from planhub.meetings.pack.compose import Facts, iso
from planhub.meetings.pack.reading import Material, Question
from planhub.mou.models import Mou
from planhub.people.queries import list_organizations
from planhub.places import kept
from planhub.places.levels import AreaLevel
from planhub.plans.models import ENDED
from planhub.progress.models import ProgressReport
from planhub.record.models import Record

SOON = timedelta(days=60)
"""How far ahead deadlines are told."""
MOST_DEADLINES = 12
TO_REPORT = ("open", "draft", "returned")
"""States of a report that its agency still owes."""


class Deadline(NamedTuple):
    """Something that falls due: an MOU's end, a meeting, an assignment, the reports of a quarter."""

    kind: str
    """The record type."""
    code: str
    title: str
    day: date
    org: str | None
    n: int
    """How many fall due together."""
    origin: str


class Country(NamedTuple):
    """What the executive page shows."""

    content: Facts
    """As the pack's: `figures`, `risks`, `activities`, `overlap`, `plans`."""
    deadlines: Sequence[Deadline]
    matrix: Any
    tree: kept.Tree
    years: Sequence[int]
    orgs: Mapping[str, Any]


def read_country(session: Session, question: Question) -> Country:
    """Read it all, as far as the actor of the question may see."""
    now = kept.standing(session)
    tree, lists = kept.tree(session, now), kept.lists(session, now, question.fiscal_year)
    matrix = lists.matrix(AreaLevel.PROVINCE, question.fiscal_year, tree.places(AreaLevel.PROVINCE), {})
    orgs = {org.code: org for org in list_organizations(session)}
    material = _material(session, question, {"orgs": orgs, "overlap": matrix, "tree": tree})
    deadlines = _deadlines(session, question)
    content = _content(session, question, material)
    return Country(content, deadlines, matrix, tree, kept.fiscal_years(session, now), orgs)


def _material(session: Session, question: Question, known: Mapping[str, Any]) -> Material:
    records = one_province.records_of(session, question, ("plans", "activities"))
    activities = [row for row in records if row.type == "activities"]
    ids = reading.activity_ids(question)
    partners, milestones = one_province.small_rows(session, ids)
    tree: kept.Tree = known["tree"]
    return Material(
        question=question,
        orgs=known["orgs"],
        areas=[one_province.area_of(tree, place) for place in tree.places(AreaLevel.PROVINCE)],
        overlap=known["overlap"],
        presences=(),
        mous=(),
        mou_parties={},
        lanes={},
        plans=[row for row in records if row.type == "plans" and row.state not in ENDED],
        activities=activities,
        partners=partners,
        milestones=milestones,
        lines=reading.lines(session, question, ids),
        indicators={},
        values={},
        reports=reading.reports(session, question, ids),
        lessons=(),
        reach={row.id: sorted((row.reach or "").split(",")) for row in records},
        needs={},
    )


def _content(session: Session, question: Question, material: Material) -> Facts:
    activities = compose.by_urgency(compose.activities(material))
    content: Facts = {
        "as_of": question.as_of.isoformat(),
        "day": question.day.isoformat(),
        "fiscal_year": question.fiscal_year,
        **compose.speaking_quarter(question.fiscal_year, question.day),
        "follow_up": _follow_up(session, question),
        "overlap": compose.overlap(material),
        "mous": _mous(session, question),
        "plans": [
            {
                "province": row.province_code,
                "state": compose.state_of("plans", row.workflow_version, row.state),
                "origin": row.origin,
            }
            for row in material.plans
        ],
        "activities": activities,
        "lights": compose.lights(activities),
        "budget": compose.budget(material, BUDGET_SOURCES),
        "missing": [a for a in activities if a["missing"]],
    }
    content["provinces"] = sorted({code for a in activities for code in a["provinces"]})
    content["elapsed"] = summary.elapsed(content)
    content["figures"] = summary.figures(content)
    content["risks"] = summary.risks(content)
    rows = [*content["follow_up"], *content["mous"], *content["plans"], *activities]
    content["has_sample"] = any(row["origin"] == "sample" for row in rows)
    return content


# --- MOUs, assignments, deadlines -------------------------------------------------------------------------------

_MOU = cast("Table", Mou.__table__).alias("own_mou")
_ACTION = cast("Table", ActionItem.__table__).alias("own_action")
_MEETING = cast("Table", Meeting.__table__).alias("own_meeting")
_REPORT = cast("Table", ProgressReport.__table__).alias("own_report")


def _mous(session: Session, question: Question) -> list[Facts]:
    """Write MOUs by state, and the day of those that end within the days of a risk; one query."""
    ends = _MOU.c.ends_on
    soon = question.day + timedelta(days=summary.EXPIRING_DAYS)
    shown = (Record.state == "in_force") & (ends <= soon)
    code = _case(shown, Record.code)
    query = (
        select(
            Record.state,
            Record.workflow_version,
            code.label("code"),
            func.min(ends).label("ends_on"),
            func.count().label("n"),
            func.max(_case(Record.origin == "sample", Record.origin)).label("sample"),
        )
        .select_from(Record.__table__)
        .join(_MOU, _MOU.c.id == Record.id)
        .where(reading.may_see(question, "mous"), Record.state.not_in(("cancelled", "closed")))
        .group_by(Record.state, Record.workflow_version, code)
    )
    return [fact for row in session.execute(query) for fact in _mou(row, question.day)]


def _case(condition: ColumnElement[bool], value: Any) -> Any:
    return case((condition, value), else_=literal("", String))


def _mou(row: Any, day: date) -> list[Facts]:
    one = {
        "code": row.code,
        "state": compose.state_of("mous", row.workflow_version, row.state),
        "ends_on": iso(row.ends_on),
        "days_left": (row.ends_on - day).days if row.code and row.ends_on else None,
        "origin": row.sample or "own",
    }
    return [one] * int(row.n)


def _follow_up(session: Session, question: Question) -> list[Facts]:
    """Write the assignments that are not closed, the earliest first; one query."""
    query = (
        select(Record.code, Record.title, Record.owner_org, Record.state, Record.origin, _ACTION.c.due_on)
        .select_from(Record.__table__)
        .join(_ACTION, _ACTION.c.id == Record.id)
        .where(reading.may_see(question, "action-items"), Record.state.in_(UNFINISHED))
        .order_by(_ACTION.c.due_on, Record.code)
    )
    return [
        {
            "code": row.code,
            "title": row.title,
            "org": row.owner_org,
            "due_on": iso(row.due_on),
            "overdue": row.state != "done" and row.due_on < question.day,
            "origin": row.origin,
        }
        for row in session.execute(query)
    ]


def _deadlines(session: Session, question: Question) -> list[Deadline]:
    """Give what falls due within `SOON`, the earliest first; one query."""
    until = question.day + SOON
    parts = (
        _due(question, "mous", _MOU, "ends_on", ("in_force",)),
        _due(question, "meetings", _MEETING, "held_on", BEFORE),
        _due(question, "action-items", _ACTION, "due_on", tuple(s for s in UNFINISHED if s != "done")),
        _reports_due(question),
    )
    all_of_them = union_all(*parts).subquery()
    query = (
        select(all_of_them)
        .where(all_of_them.c.day >= question.day, all_of_them.c.day <= until)
        .order_by(all_of_them.c.day, all_of_them.c.code)
        .limit(MOST_DEADLINES)
    )
    return [Deadline(*row) for row in session.execute(query)]


def _due(question: Question, kind: str, table: Any, day: str, states: Sequence[str]) -> Select[Any]:
    return (
        select(
            literal(kind, String).label("kind"),
            Record.code.label("code"),
            Record.title.label("title"),
            table.c[day].label("day"),
            Record.owner_org.label("org"),
            literal(1, Integer).label("n"),
            Record.origin.label("origin"),
        )
        .select_from(Record.__table__)
        .join(table, table.c.id == Record.id)
        .where(reading.may_see(question, kind), Record.state.in_(states))
    )


def _reports_due(question: Question) -> Select[Any]:
    """Select the reports that are still owed, those of one quarter and day as one line."""
    own = _REPORT.c
    return (
        select(
            literal("progress-reports", String),
            func.min(Record.code),
            own.period,
            own.due_on,
            literal("", String),
            func.count(),
            func.max(Record.origin),
        )
        .select_from(Record.__table__)
        .join(_REPORT, own.id == Record.id)
        .where(reading.may_see(question, "progress-reports"), Record.state.in_(TO_REPORT))
        .group_by(own.period, own.due_on)
    )
