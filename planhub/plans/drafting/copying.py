"""Taking over what still holds from the plan of the year before: words and agencies at once, activities one by one.

Nothing that the new plan says already is written over. Money and figures are only copied where somebody asked for
them: last year's amounts look like this year's, and are not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.activities.models import JointActivity
from planhub.kernel import clock
from planhub.kernel.access import Actor, Reach
from planhub.kernel.errors import Invalid, NotFound
from planhub.kernel.fields import Field, dump
from planhub.kernel.text import Text
from planhub.plans import queries
from planhub.plans.drafting.models import PlanCopy
from planhub.plans.guards import OVER
from planhub.plans.models import IntegratedPlan, PlanActivity
from planhub.record import access, chain, content, services
from planhub.record.models import Record
from planhub.record.types import registry

TEXTS = ("situation", "vision")
GO_ON, AGAIN = "go_on", "again"
"""An activity that is not over goes on in the new plan; one that repeats begins anew from last year's."""

_OFFERED = frozenset({"draft", "collecting"})
"""States of the new plan in which something can still be taken over."""
_NOT_A_PLAN = ("draft", "cancelled")

_FIGURES = {
    "activities": frozenset({"target_count"}),
    "indicators": frozenset({"baseline", "baseline_source", "target"}),
}
"""What is a figure of the year before, and only copied where it was asked for."""
_OF_ITS_YEAR = frozenset(
    {"mou", "mou_clause", "own_project_code", "funding_path", "funding_year", "lead_org"}
)
"""Fields of an activity that belong to its year, or follow from who begins it."""
_LISTS = ("partners", "milestones", "indicators", "policy_links")
_LEFT_OF_ROWS = frozenset({"own_project_code", "done_on"})


@dataclass(frozen=True, slots=True)
class Offer:
    """An activity of the year before, and what may be done with it."""

    activity: JointActivity
    may_go_on: bool
    may_repeat: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody ticked."""

    what: frozenset[str]
    """Of "situation", "vision", "goals", "agencies" and "contributions"."""
    activities: Mapping[str, str]
    """By code: `GO_ON` or `AGAIN`."""
    figures: bool = False
    """Targets, baselines and money are copied too, as a beginning."""


def before(session: Session, actor: Actor, plan: IntegratedPlan) -> queries.PlanLine | None:
    """Give the province's plan of the fiscal year before, the newest edition that the actor may read; one statement."""
    if plan.state not in _OFFERED or plan.revises_id is not None or plan.fiscal_year is None:
        return None
    lines = queries.list_plans(
        session,
        actor,
        Record.province_code == plan.province_code,
        Record.fiscal_year == plan.fiscal_year - 1,
        Record.state.not_in(_NOT_A_PLAN),
    )
    ranked = sorted(lines, key=lambda one: (one.state == "superseded", not one.is_approved, one.code))
    return ranked[0] if ranked else None


def read(session: Session, actor: Actor, plan: IntegratedPlan) -> IntegratedPlan:
    """Give the plan of the year before with everything in it. Raises `NotFound` where there is none."""
    line = before(session, actor, plan)
    if line is None:
        raise NotFound
    source: IntegratedPlan = services.load(session, registry.get("plans"), line.id)
    return source


def offers(actor: Actor, plan: IntegratedPlan, source: IntegratedPlan) -> list[Offer]:
    """Give the activities of the year before that are not in the plan yet; no statement."""
    there = {row.activity_id for row in plan.activities}
    leads = {part.org for part in plan.parts} | {part.org for part in source.parts}
    rows = [row.activity for row in source.activities if row.activity_id not in there]
    return [
        Offer(one, one.state not in OVER and _may_take(actor, plan, one), _may_begin(actor, one))
        for one in rows
        if one.owner_org in leads
    ]


def _may_take(actor: Actor, plan: IntegratedPlan, activity: JointActivity) -> bool:
    """The lead of a plan takes any activity in; a partner its own."""
    return plan.state == "draft" or plan.owner_org in actor.orgs or activity.owner_org in actor.orgs


def _may_begin(actor: Actor, activity: JointActivity) -> bool:
    """Only the agency that led it begins it anew: nobody promises for another."""
    rt = registry.get("activities")
    reach = Reach(
        rt.name, rt.workflow.initial, activity.owner_org, areas=frozenset(activity.area_codes or ())
    )
    return activity.owner_org in actor.orgs and bool(rt.policy.standings(actor, rt.create, reach))


# --- copying ------------------------------------------------------------------------------------------------------


def take_over(session: Session, actor: Actor, plan: IntegratedPlan, wanted: Wanted) -> list[str]:
    """Copy what was ticked into the plan; give the names of what was changed. Raises `NotFound`, `Denied`, `Invalid`.

    Everything happens in one save of the plan, under its rights and its rules; new activities are begun before it.
    """
    plan = services.locked(session, plan)
    access.authorise(actor, registry.get("plans").edit, plan)
    source = read(session, actor, plan)
    raw: dict[str, Any] = dict(_texts(plan, source, wanted.what))
    if "goals" in wanted.what:
        raw |= _goals(plan, source)
    if {"agencies", "contributions"} & wanted.what or wanted.activities:
        raw |= _parts(plan, source, wanted)
    begun = _activities(session, actor, plan, source, wanted, raw)
    raw = {name: value for name, value in raw.items() if value is not None}
    if not raw:
        raise Invalid({"": [Text("ยังไม่ได้เลือกสิ่งที่จะนำมา", "Nothing was chosen to take over")]})
    services.save(session, actor, plan, raw, version=plan.version)
    _mark(session, actor, plan, source, raw, begun)
    return sorted(raw)


def _texts(plan: IntegratedPlan, source: IntegratedPlan, what: Iterable[str]) -> Iterable[tuple[str, str]]:
    for name in TEXTS:
        text = getattr(source, name)
        if name in what and text and not getattr(plan, name):
            yield name, text


def _rows(rows: Iterable[Any], fields: Sequence[Field]) -> list[dict[str, Any]]:
    return [{"id": row.id, **content.dump_row(row, tuple(fields))} for row in rows]


def _fields(name: str) -> tuple[Field, ...]:
    return next(c.fields for c in registry.get("plans").children if c.name == name)


def _goals(plan: IntegratedPlan, source: IntegratedPlan) -> dict[str, Any]:
    there = {goal.title for goal in plan.goals}
    new = [g for g in source.goals if g.title not in there]
    if not new:
        return {}
    added = [{"title": goal.title, "measure": goal.measure} for goal in new]
    return {"goals": [*_rows(plan.goals, _fields("goals")), *added]}


def _parts(plan: IntegratedPlan, source: IntegratedPlan, wanted: Wanted) -> dict[str, Any]:
    """Add the agencies, and those whose activities are taken in; fill in words where the plan has none yet."""
    rows = _rows(plan.parts, _fields("parts"))
    before_by_org = {part.org: part for part in source.parts}
    there = {row["org"] for row in rows}
    leads = {row.activity.owner_org for row in source.activities if row.activity.code in wanted.activities}
    missing = [org for org in before_by_org if org not in there]
    rows += [{"org": org} for org in missing if "agencies" in wanted.what or org in leads]
    changed = len(rows) > len(there)
    if "contributions" in wanted.what:
        for row in rows:
            part = before_by_org.get(row["org"])
            if part is not None and part.contribution and not row.get("contribution"):
                row["contribution"] = part.contribution
                changed = True
    return {"parts": rows} if changed else {}


def _activities(
    session: Session,
    actor: Actor,
    plan: IntegratedPlan,
    source: IntegratedPlan,
    wanted: Wanted,
    raw: dict[str, Any],
) -> list[str]:
    """Put the wanted activities among those of the plan; give the codes of the ones begun anew."""
    offered = {one.activity.code: one for one in offers(actor, plan, source)}
    codes, begun = [], []
    for code, how in wanted.activities.items():
        offer = offered.get(code)
        if offer is None or how not in (GO_ON, AGAIN):
            continue
        if how == GO_ON and offer.may_go_on:
            codes.append(code)
        elif how == AGAIN and offer.may_repeat:
            begun.append(_begin_again(session, actor, offer.activity.id, figures=wanted.figures))
    if codes or begun:
        rows = _rows(plan.activities, _fields("activities"))
        raw["activities"] = [*rows, *({"activity": code} for code in (*codes, *begun))]
    return begun


def _begin_again(session: Session, actor: Actor, key: str, *, figures: bool) -> str:
    rt = registry.get("activities")
    old = services.load(session, rt, key)
    keep = [
        f
        for f in rt.fields
        if f.name not in _OF_ITS_YEAR and (figures or f.name not in _FIGURES["activities"])
    ]
    raw: dict[str, Any] = {f.name: _next_year(f, getattr(old, f.name)) for f in keep}
    raw["lead_org"] = old.owner_org
    for children in rt.children:
        if children.name in _LISTS:
            raw[children.name] = [
                _row(children.name, children.fields, row, figures=figures)
                for row in getattr(old, children.name)
            ]
    if figures:
        raw["budget_lines"] = [
            {
                "org": line.org,
                "source": line.source,
                "fiscal_year": line.fiscal_year + 1,
                "planned": f"{line.planned // 100}.{line.planned % 100:02d}",
            }
            for line in old.budget_lines
        ]
    return str(services.create(session, actor, rt, raw).code)


def _row(name: str, fields: Sequence[Field], row: Any, *, figures: bool) -> dict[str, Any]:
    left = _LEFT_OF_ROWS | (frozenset() if figures else _FIGURES.get(name, frozenset()))
    return {f.name: _next_year(f, content.value_of(row, f)) for f in fields if f.name not in left}


def _next_year(field: Field, value: Any) -> Any:
    """Give a value as the API writes it; a day a year later."""
    if isinstance(value, date):
        last = value.month == 2 and value.day == 29
        value = value.replace(year=value.year + 1, day=28 if last else value.day)
    return dump(field, value)


# --- marks --------------------------------------------------------------------------------------------------------


def _mark(
    session: Session,
    actor: Actor,
    plan: IntegratedPlan,
    source: IntegratedPlan,
    raw: Mapping[str, Any],
    begun: list[str],
) -> None:
    there = {row.what: row for row in marks(session, plan)}
    for what in raw:
        row = there.get(what) or PlanCopy(record_id=plan.id, what=what, codes=[])
        row.source_code, row.digest = source.code, digest_of(plan, what)
        row.author_name, row.at = actor.name, clock.now()
        if what == "activities":
            row.codes = [*row.codes, *begun]
        session.add(row)


def marks(session: Session, plan: IntegratedPlan) -> list[PlanCopy]:
    """Give what was copied into a plan; one statement."""
    return list(session.scalars(select(PlanCopy).where(PlanCopy.record_id == plan.id).order_by(PlanCopy.at)))


def digest_of(plan: IntegratedPlan, what: str) -> str:
    """Give the SHA-256 of what a plan says now."""
    said: Any = getattr(plan, what)
    if what == "goals":
        said = [[goal.title, goal.measure] for goal in plan.goals]
    elif what == "parts":
        said = sorted([part.org, part.contribution] for part in plan.parts)
    elif what == "activities":
        said = sorted(_activity_of(row) for row in plan.activities)
    return chain.digest({what: said})


def _activity_of(row: PlanActivity) -> str:
    return row.activity_id or row.activity.id
