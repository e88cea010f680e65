"""The page of a plan's outcome beside its baseline, and the list of what is carried over while it is closed."""

from typing import Any

from flask import Blueprint, Response, flash, request

from planhub.activities.choices import BUDGET_SOURCES
from planhub.activities.workflow import WORKFLOW as ACTIVITY
from planhub.kernel.errors import Conflict, Invalid, NotFound
from planhub.kernel.text import Text
from planhub.plans.models import IntegratedPlan
from planhub.plans.results.actual import Result, result_of
from planhub.plans.results.reading import rolled_up
from planhub.plans.results.rollup import other_units
from planhub.plans.results.settled import open_matters
from planhub.plans.rules import SETTLING
from planhub.record import access, services
from planhub.record.types import registry
from planhub.ui import inputs as posted
from planhub.ui.actor import current_actor, current_session
from planhub.ui.inputs import Inputs
from planhub.ui.pages import page, see
from planhub.ui.values import read_names

results = Blueprint("plan_results", __name__, url_prefix="/plans/<string:code>/result")

LESSONS = "lessons_note"


def _seen(code: str) -> IntegratedPlan:
    """Give a plan that has a baseline, if the reader may see it. Raises `NotFound`."""
    plan: IntegratedPlan = services.load(current_session(), registry.get("plans"), code)
    access.authorise_view(current_actor(), plan)
    if plan.baseline is None:
        raise NotFound
    return plan


@results.get("")
def show(code: str) -> Response:
    """Show what came of the plan: dates, targets, money and indicators beside what was approved."""
    return _page(_seen(code))


def _page(plan: IntegratedPlan, *, status: int = 200, inputs: Inputs | None = None) -> Response:
    session, actor = current_session(), current_actor()
    result, rolled = result_of(plan), rolled_up(session, plan)
    settling = plan.state in SETTLING
    return page(
        "plans/result.html",
        status=status,
        plan=plan,
        result=result,
        rolled=rolled,
        unlike=other_units(rolled),
        matters=open_matters(session, plan) if settling else [],
        sees_money=access.may(actor, "plan:money", plan),
        may_settle=settling and access.may(actor, "plan:edit", plan),
        kept=inputs if inputs is not None else _standing(plan, result),
        states={s.key: s for s in ACTIVITY.states},
        sources=dict(BUDGET_SOURCES),
        names=read_names(session, orgs=_orgs(plan, result)),
    )


def _orgs(plan: IntegratedPlan, result: Result) -> set[str]:
    leads = {row.activity.owner_org for row in plan.activities}
    return leads | {cell.org for cell in result.cells} | {part.org for part in plan.parts}


def _standing(plan: IntegratedPlan, result: Result) -> Inputs:
    """Give what the form shows before anybody typed."""
    reasons = [(_name(one.row), one.row.carried_because or "") for one in result.unfinished]
    return Inputs([*reasons, (LESSONS, plan.lessons_note or ""), ("version", str(plan.version))])


def _name(row: Any) -> str:
    return f"carried-{row.id}"


@results.post("")
def settle(code: str) -> Response:
    """Keep why activities are carried over, and what the plan taught."""
    session, actor = current_session(), current_actor()
    plan, inputs = _seen(code), Inputs(request.form.items(multi=True))
    rows = [
        {
            "id": row.id,
            "activity": row.activity.code,
            "goal": row.goal,
            "carried_because": inputs.get(_name(row), row.carried_because),
        }
        for row in plan.activities
    ]
    raw = {"activities": rows, LESSONS: inputs.get(LESSONS, plan.lessons_note)}
    try:
        services.save(session, actor, plan, raw, version=posted.version_of(inputs))
    except (Conflict, Invalid) as error:
        session.rollback()
        flash(str(_why(error)))
        return _page(_seen(code), status=409 if isinstance(error, Conflict) else 422, inputs=inputs)
    flash(str(Text("บันทึกรายการยกไปและบทเรียนแล้ว", "What is carried over and the lessons were saved")))
    return see("plan_results.show", code=code, _anchor="carried")


def _why(error: Conflict | Invalid) -> Text:
    if isinstance(error, Invalid):
        return next(text for texts in error.errors.values() for text in texts)
    return Text(
        "มีผู้อื่นแก้ไขแผนนี้ระหว่างที่ท่านกรอก ข้อความของท่านยังอยู่ โปรดตรวจแล้วบันทึกอีกครั้ง",
        "Somebody changed the plan meanwhile; your words are kept, please look and save again",
    )
