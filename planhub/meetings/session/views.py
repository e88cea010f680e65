"""The screens of a sitting meeting: the secretaries' and the room's, with and without a script."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, flash, jsonify, make_response, request

from planhub.kernel import clock
from planhub.kernel.errors import Conflict, GuardFailed, Invalid, NotFound, PlanHubError
from planhub.kernel.text import Text
from planhub.kernel.thai import format_time
from planhub.meetings import rules
from planhub.meetings.models import Meeting
from planhub.meetings.session import attendance, floor
from planhub.meetings.session.floor import FloorConflict
from planhub.meetings.session.once import once
from planhub.meetings.session.page import LivePage
from planhub.meetings.session.queries import floor_version, read_floor
from planhub.meetings.words import RESOLUTIONS
from planhub.mou.text.merge import merge
from planhub.record import access
from planhub.record.services import load
from planhub.record.types import registry
from planhub.ui.actor import current_actor, current_session
from planhub.ui.diff import compare
from planhub.ui.inputs import showable
from planhub.ui.pages import page, see

live = Blueprint("meeting_live", __name__, url_prefix="/meetings/<string:code>")

_NAMES = ("discussion", "kind", "text", "assign_post", "assign_what")


def _meeting(code: str) -> Meeting:
    meeting: Meeting = load(current_session(), registry.get("meetings"), code)
    return meeting


def _page(code: str, item: str | None, *, status: int = 200, **more: Any) -> Response:
    meeting = _meeting(code)
    access.authorise(current_actor(), rules.RUN, meeting)
    at = LivePage(current_session(), current_actor(), meeting, item)
    return page("meetings/live.html", status=status, at=at, **more)


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _typed() -> dict[str, Any]:
    """Give what the form says: a chip or a choice, whichever was used; only what was sent at all."""
    form = request.form
    typed: dict[str, Any] = {name: form[name] for name in _NAMES if name in form}
    if "assign_org" in form or "assign_org_other" in form:
        typed["assign_org"] = form.get("assign_org_other") or form.get("assign_org") or ""
    if "assign_due" in form or "assign_due_in" in form:
        typed["assign_due"] = form.get("assign_due") or form.get("assign_due_in") or ""
    return typed


def _version() -> int:
    raw = request.form.get("version", "")
    if not raw.isascii() or not raw.isdigit() or len(raw) > 9:
        raise Conflict
    return int(raw)


@live.get("/live")
def show(code: str) -> Response:
    """Show the secretaries' screen, at the matter on the table or the one that was opened."""
    return _page(code, request.args.get("item"))


@live.get("/live/pulse")
def pulse(code: str) -> Response:
    """Say which versions the matters have by now; asked every few seconds by an open page."""
    meeting = _meeting(code)
    access.authorise(current_actor(), rules.RUN, meeting)
    now = read_floor(current_session(), meeting)
    done = {r.item_id for r in meeting.resolutions}
    drafts = {
        key: {"version": d.version, "who": d.edited_name, "done": key in done}
        for key, d in now.drafts.items()
    }
    return jsonify({"items": drafts, "now": now.item_id, "state": meeting.state})


@live.post("/live/items/<string:item_id>")
def act(code: str, item_id: str) -> Response:
    """Keep a wording, record a resolution, put a matter on the table or take it off."""
    acts: Mapping[str, Callable[[str, str], Response]] = {
        "draft": _draft,
        "resolve": _resolve,
        "show": _show,
        "withdraw": _withdraw,
        "back": _back,
    }
    wanted = acts.get(request.form.get("_act", "draft"))
    if wanted is None:
        raise NotFound
    session, actor = current_session(), current_actor()
    try:
        return once(session, actor, lambda: wanted(code, item_id))
    except FloorConflict as error:
        return _conflict(code, item_id, error)
    except (Invalid, GuardFailed) as error:
        return _refused(code, item_id, error)


def _saved(code: str, item_id: str, said: Text, *, to: str | None = None, **more: Any) -> Response:
    if _wants_json():
        return jsonify({"said": str(said), **more})
    flash(str(said))
    return see("meeting_live.show", code=code, item=to or item_id)


def _draft(code: str, item_id: str) -> Response:
    row = floor.write(current_session(), current_actor(), code, item_id, _typed(), version=_version())
    at = Text(format_time(clock.now(), locale="th"), format_time(clock.now(), locale="en"))
    said = Text("บันทึกร่างแล้วเมื่อ {at}", "Draft saved at {at}").format(at=at)
    return _saved(code, item_id, said, version=row.version)


def _resolve(code: str, item_id: str) -> Response:
    session, actor = current_session(), current_actor()
    floor.resolve(session, actor, code, item_id, _typed(), version=_version())
    session.flush()  # the next matter is found among what was written
    following = floor.next_of(_meeting(code), item_id) or item_id
    said = Text("บันทึกมติแล้ว", "The resolution is recorded")
    return _saved(code, item_id, said, to=item_id, next=following)


def _show(code: str, item_id: str) -> Response:
    floor.show(current_session(), current_actor(), code, item_id)
    return _saved(code, item_id, Text("แสดงเรื่องนี้บนจอห้องประชุมแล้ว", "The room's screen shows this matter"))


def _withdraw(code: str, item_id: str) -> Response:
    floor.withdraw(current_session(), current_actor(), code, item_id, request.form, version=_version())
    return _saved(code, item_id, Text("ถอนเรื่องแล้ว", "The matter is withdrawn"))


def _back(code: str, item_id: str) -> Response:
    floor.bring_back(current_session(), current_actor(), code, item_id)
    return _saved(code, item_id, Text("นำเรื่องกลับมาแล้ว", "The matter is back"))


def _refused(code: str, item_id: str, error: PlanHubError) -> Response:
    current_session().rollback()
    told = _sentences(error)
    if _wants_json():
        return make_response(jsonify({"errors": [str(one) for one in told]}), 422)
    return _page(code, item_id, status=422, faults=told, typed=_shown())


def _sentences(error: PlanHubError) -> list[Text]:
    if isinstance(error, Invalid):
        return [text for texts in error.errors.values() for text in texts]
    return [r.text for r in error.reasons] if isinstance(error, GuardFailed) else [error.message]


def _shown() -> dict[str, str]:
    return {name: showable(str(value)) for name, value in _typed().items()}


def _conflict(code: str, item_id: str, error: FloorConflict) -> Response:
    mine = _shown()
    theirs = {"discussion": error.row.discussion or "", "text": error.row.text or ""}
    who, version = error.row.edited_name, error.row.version
    current_session().rollback()
    if _wants_json():
        return make_response(jsonify({"conflict": True, "who": who, "version": version, **theirs}), 409)
    told = []
    for name in ("discussion", "text"):
        was, own = showable(request.form.get(f"_was_{name}", "")), mine.get(name, "")
        both = merge(was, own, theirs[name])
        told.append(
            {
                "name": name,
                "mine": compare(was, own),
                "theirs": compare(was, theirs[name]),
                "differs": own != theirs[name],
                "both": both.text,
                "is_clean": both.is_clean,
                "their_text": theirs[name],
            }
        )
    clash = {"who": who, "version": version, "texts": told, "kind": mine.get("kind")}
    return _page(code, item_id, status=409, clash=clash, typed=mine, choices=RESOLUTIONS)


# --- who is in the room ---------------------------------------------------------------------------------------------


@live.post("/live/items/<string:item_id>/room")
def leave(code: str, item_id: str) -> Response:
    """Note who leaves the room, and why; or that it was a mistake."""
    session, actor = current_session(), current_actor()
    try:
        if "back" in request.form:
            floor.come_back(session, actor, code, item_id, request.form["back"])
        else:
            floor.leave_room(session, actor, code, item_id, request.form)
    except (Invalid, GuardFailed) as error:
        return _refused(code, item_id, error)
    return see("meeting_live.show", code=code, item=item_id, _anchor="room")


@live.post("/live/attendance/<string:attendee_id>")
def tick(code: str, attendee_id: str) -> Response:
    """Tick one member: here, represented, or absent."""
    form = request.form
    return _ticked(
        code,
        lambda: attendance.tick(
            current_session(), current_actor(), code, attendee_id, form, was=form.get("was", "")
        ),
    )


@live.post("/live/attendance")
def guest(code: str) -> Response:
    """Add somebody who attends without being a member."""
    return _ticked(code, lambda: attendance.add_guest(current_session(), current_actor(), code, request.form))


def _ticked(code: str, write: Callable[[], object]) -> Response:
    session, faults, status = current_session(), [], 200
    try:
        write()
    except (Conflict, Invalid, GuardFailed) as error:
        session.rollback()
        faults, status = _sentences(error), error.status
    session.flush()  # what is shown next is read anew
    session.expire_all()
    meeting = _meeting(code)
    access.authorise(current_actor(), rules.EDIT, meeting)
    at = LivePage(session, current_actor(), meeting, request.form.get("item"))
    if not faults and "HX-Request" not in request.headers:
        return see("meeting_live.show", code=code, item=request.form.get("item"), _anchor="attendance")
    return page(
        "meetings/live.html",
        fragment="meetings/_live_attendance.html",
        status=status,
        at=at,
        open_list=True,
        tick_faults=faults,
    )


# --- the room's screen ----------------------------------------------------------------------------------------------


@live.get("/screen")
def screen(code: str) -> Response:
    """Show the room what is on the table; an unchanged screen is answered by nothing."""
    session, actor = current_session(), current_actor()
    version = floor_version(session, actor, code)
    if version is None:
        raise NotFound
    if request.args.get("v") == str(version):
        return Response(status=204)
    meeting = _meeting(code)
    access.authorise(actor, rules.VIEW, meeting)
    at = LivePage(session, actor, meeting)
    return page(
        "meetings/screen.html",
        fragment="meetings/_screen.html",
        at=at,
        floor_version=version,
        is_now=at.floor.item_id is not None,
    )
