"""The screens of following up: the list by agency, the same as a sheet, and a word to copy into LINE."""

from typing import Any

from flask import Blueprint, Response, make_response, request, url_for

from planhub.infra import sheets
from planhub.kernel import clock
from planhub.kernel.errors import NotFound
from planhub.kernel.text import Text
from planhub.kernel.thai import format_datetime
from planhub.meetings import rules
from planhub.meetings.follow_up import nudge, reading
from planhub.meetings.follow_up.reading import LIGHTS, STANDS, Asked, Line
from planhub.record import access
from planhub.record.types import registry
from planhub.ui import known
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page
from planhub.ui.papers import address

follow_up = Blueprint("follow_up", __name__, url_prefix="/follow-up")


def _asked() -> Asked:
    """Read the address; what is not known reads as the usual choice."""
    stands = request.args.get("stands", "open")
    return Asked(
        org=request.args.get("org", "")[:20],
        committee=request.args.get("committee", "")[:20],
        stands=stands if stands in dict(STANDS) else "open",
    )


def _lines(asked: Asked) -> list[Line]:
    return reading.list_lines(current_session(), current_actor(), asked)


@follow_up.get("")
def index() -> Response:
    """Show what meetings assigned, by agency."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    asked = _asked()
    lines = _lines(asked)
    names, orgs = known.organizations(session)
    rt = registry.get("action-items")
    return page(
        "meetings/follow_up.html",
        fragment="meetings/_follow_up.html",
        asked=asked,
        groups=reading.grouped(lines),
        is_cut=len(lines) >= reading.MOST,
        names=names,
        orgs=orgs,
        committees=reading.committees(session),
        stands=STANDS,
        lights=LIGHTS,
        states={s.key: s.label for s in rt.workflow.states},
        today=clock.today(),
        may_nudge=rt.policy.ever(actor, rules.ACTION_VERIFY),
    )


_HEAD = (
    Text("รหัส", "Code"),
    Text("หน่วยงาน", "Agency"),
    Text("ตำแหน่งผู้รับผิดชอบ", "Responsible post"),
    Text("เรื่องที่มอบหมาย", "Assignment"),
    Text("ประชุมครั้งที่", "Meeting"),
    Text("มติที่", "Resolution"),
    Text("ภายในวันที่", "By"),
    Text("สถานะ", "State"),
    Text("เทียบกำหนด", "Against the day"),
    Text("ยกมา (ครั้ง)", "Carried over"),
    Text("ผลการดำเนินงาน", "Result"),
)


@follow_up.get("/list.xlsx")
def as_xlsx() -> Response:
    """Give the same list as a workbook."""
    access.signed_in(current_actor())
    states = {s.key: s.label for s in registry.get("action-items").workflow.states}
    today = clock.today()
    rows = [_row(line, states, today) for line in _lines(_asked())]
    said = Text("ข้อมูล ณ {at}", "As of {at}").format(at=format_datetime(clock.now()))
    title = Text("เรื่องที่ที่ประชุมมอบหมาย", "Assignments of meetings")
    sheet = sheets.Sheet(
        name=str(title), head=_HEAD, rows=rows, above=[title, said], texts=frozenset({0, 4, 5})
    )
    response = make_response(sheets.write_xlsx(sheet))
    response.mimetype = sheets.XLSX
    response.headers["Content-Disposition"] = 'attachment; filename="follow-up.xlsx"'
    return response


def _row(line: Line, states: dict[str, Text], today: Any) -> list[Any]:
    return [
        line.code,
        line.org,
        line.post or "",
        line.what,
        line.meeting,
        str(line.resolution or ""),
        line.due_on,
        str(states[line.state]),
        str(LIGHTS[line.light(today)][0]),
        line.carried,
        line.result or "",
    ]


@follow_up.get("/nudge")
def word() -> Response:
    """Show a polite word for one agency, to be copied."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    names, _ = known.organizations(session)
    org = request.args.get("org", "")
    if org not in names:
        raise NotFound
    link = address(url_for("follow_up.index", org=org))
    text = nudge.write(names[org].text, _lines(Asked(org=org)), clock.today(), link)
    return page("meetings/nudge.html", org=names[org], text=text)
