"""The calendar: a month, or a list of what comes."""

from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy import or_, select

from planhub.calendar import asked as asking
from planhub.calendar import drawn
from planhub.calendar.asked import AskedDays
from planhub.calendar.queries import ALL, SCOPES, Asked, days, kinds_by_key
from planhub.kernel import clock
from planhub.kernel.text import Text
from planhub.kernel.thai import BE, WEEKDAYS, format_date, month_name
from planhub.meetings.queries import list_committees
from planhub.record import access
from planhub.record.models import Record
from planhub.record.types import registry
from planhub.ui import known
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page
from planhub.ui.values import Names

blueprint = Blueprint("calendar", __name__)

SUNDAY_FIRST = (WEEKDAYS[6], *WEEKDAYS[:6])
_NO_PLAN = Text("ไม่พบแผนนี้ หรือท่านไม่มีสิทธิ์อ่าน", "There is no such plan, or you may not read it")


@blueprint.get("/calendar")
def show() -> Response:
    """Show a month, or the list of what comes."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    asked = asking.read(request.args)
    plan = _plan(asked.plan) if asked.plan else None
    if asked.plan and plan is None:
        asked.faults.append(_NO_PLAN)
    first, last = asked.span() if asked.view == asking.LIST else drawn.span_of(asked.first)
    found = days(session, actor, _question(asked, first, last, plan))
    orgs, _ = known.organizations(session)
    _, provinces = known.provinces(session)
    today = clock.today()
    return page(
        "calendar/show.html",
        asked=asked,
        plan=plan,
        found=found,
        cells=drawn.listed(found.rows, today) if asked.view == asking.LIST else (),
        weeks=drawn.weeks(asked.first, found.rows, today) if asked.view == asking.MONTH else (),
        weekdays=SUNDAY_FIRST,
        heading=_heading(asked),
        title=_title(asked.year, asked.month),
        scopes=SCOPES,
        kinds=[(key, kind.label) for key, (_, kind) in kinds_by_key().items()],
        cut=[kinds_by_key()[key][1].label for key in found.cut],
        provinces=provinces,
        committees=list_committees(session),
        names=Names(orgs=dict(orgs)),
        today=today,
    )


def _question(asked: AskedDays, first: Any, last: Any, plan: Any) -> Asked:
    return Asked(
        first,
        last,
        ALL if asked.plan or asked.committee else asked.scope,
        asked.kinds,
        province=asked.province or None,
        plan=(plan.id if plan else "-") if asked.plan else None,
        committee=asked.committee or None,
    )


def _plan(code: str) -> Any:
    """Give the plan of that code, if the reader may see it."""
    rt = registry.get("plans")
    query = select(Record.id, Record.code, Record.title).where(or_(Record.code == code, Record.id == code))
    seen = access.visible(current_actor(), rt.view, rt)
    return current_session().execute(query.where(seen)).one_or_none()


def _title(year: int, month: int) -> Text:
    return Text("{month} {be}", "{month} {ce}").format(month=month_name(month), be=year + BE, ce=year)


def _heading(asked: AskedDays) -> str:
    """Say which days are shown: a month, a day, or the days of the list."""
    if asked.view == asking.MONTH:
        return str(_title(asked.year, asked.month))
    first, last = asked.span()
    return format_date(first) if first == last else f"{format_date(first)} – {format_date(last)}"
