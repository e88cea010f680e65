"""The screen on which a new plan takes over what still holds from last year, and what its pages say of it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, request
from sqlalchemy.orm import Session

from planhub.activities.workflow import WORKFLOW as ACTIVITY_WORKFLOW
from planhub.kernel.access import Actor
from planhub.kernel.errors import Invalid
from planhub.kernel.text import Text
from planhub.plans.drafting import copying
from planhub.plans.drafting.copying import Wanted
from planhub.record import access
from planhub.record.services import load
from planhub.record.types import registry
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page, see
from planhub.ui.values import read_names

blueprint = Blueprint("plan_drafting", __name__, url_prefix="/plans")

LABELS: Mapping[str, Text] = {
    "situation": Text("สถานการณ์", "Situation"),
    "vision": Text("วิสัยทัศน์", "Vision"),
    "goals": Text("เป้าหมาย", "Goals"),
    "agencies": Text("หน่วยงานในแผน", "Agencies"),
    "contributions": Text("สิ่งที่หน่วยงานนำมาร่วมและกลไกการทำงาน", "What agencies bring, and how they work"),
    "parts": Text("ส่วนของแต่ละหน่วยงาน", "Parts of the agencies"),
    "activities": Text("กิจกรรม", "Activities"),
}
_TICKS = ("situation", "vision", "goals", "agencies", "contributions")


@blueprint.route("/<string:code>/copy", methods=["GET", "POST"])
def copy(code: str) -> Response:
    """Ask what to take over from the plan of the year before, or take it over."""
    session, actor, rt = current_session(), current_actor(), registry.get("plans")
    plan = load(session, rt, code, lock=request.method == "POST")
    access.authorise(actor, rt.edit, plan)
    if request.method == "GET":
        return _ask(plan, Wanted(frozenset(_TICKS), {}))
    wanted = _wanted()
    try:
        done = copying.take_over(session, actor, plan, wanted)
    except Invalid as error:
        session.rollback()
        return _ask(load(session, rt, code), wanted, error)
    what = Text(*(", ".join(getattr(LABELS[one], lang) for one in done) for lang in ("th", "en")))
    flash(
        str(
            Text(
                "นำมาจากแผนปีก่อนแล้ว: {what} โปรดทบทวนให้เป็นของปีนี้",
                "Taken over: {what}. Please make it this year's",
            ).format(what=what)
        )
    )
    return see("plans.edit", code=plan.code)


def _wanted() -> Wanted:
    chosen = {
        name.removeprefix("activity."): how
        for name, how in request.form.items()
        if name.startswith("activity.") and how in (copying.GO_ON, copying.AGAIN)
    }
    what = frozenset(request.form.getlist("what")) & frozenset(_TICKS)
    return Wanted(what, chosen, figures=request.form.get("figures") == "copy")


def _ask(plan: Any, wanted: Wanted, error: Invalid | None = None) -> Response:
    session, actor = current_session(), current_actor()
    source = copying.read(session, actor, plan)
    offered = copying.offers(actor, plan, source)
    orgs = {part.org for part in (*plan.parts, *source.parts)} | {o.activity.owner_org for o in offered}
    return page(
        "plans/drafting/copy.html",
        status=422 if error else 200,
        plan=plan,
        source=source,
        offers=offered,
        wanted=wanted,
        labels=LABELS,
        names=read_names(session, orgs=orgs),
        states={s.key: s for s in ACTIVITY_WORKFLOW.states},
        faults=[text for texts in error.errors.values() for text in texts] if error else [],
    )


def offer(session: Session, actor: Actor, plan: Any) -> Mapping[str, Any] | None:
    """Say that there is a plan of the year before to take over from; one statement while the plan is drawn up."""
    if not access.may(actor, registry.get("plans").edit, plan):
        return None
    line = copying.before(session, actor, plan)
    return None if line is None else {"plan": plan, "before": line}


def copied(session: Session, _actor: Actor, plan: Any) -> Mapping[str, Any] | None:
    """Say what was copied, and whether anybody has worked on it since; one statement."""
    rows = copying.marks(session, plan)
    if not rows:
        return None
    told = [(row, LABELS[row.what], row.digest == copying.digest_of(plan, row.what)) for row in rows]
    return {"rows": told}
