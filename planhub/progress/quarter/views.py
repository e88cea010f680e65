"""The screens of my quarter: the table, the cards of a phone, and what is sent or certified together."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, make_response, request
from sqlalchemy.exc import IntegrityError

from planhub.kernel import clock
from planhub.kernel.errors import Conflict, Invalid, NotFound
from planhub.kernel.text import Text
from planhub.kernel.thai import format_datetime
from planhub.progress.choices import STATUSES
from planhub.progress.grid import asked as asking
from planhub.progress.quarter import reading, writing
from planhub.progress.quarter.reading import CERTIFY, SUBMIT, Line, MyQuarter
from planhub.progress.rules import EDIT, POLICY
from planhub.record import access, idempotency
from planhub.record.services import load
from planhub.record.types import registry
from planhub.ui import inputs as posted
from planhub.ui import known
from planhub.ui.actor import current_actor, current_session
from planhub.ui.inputs import Inputs
from planhub.ui.pages import page, see, wants_fragment

blueprint = Blueprint("my_quarter", __name__, url_prefix="/my-quarter")

LONGEST_KEY = 80
SETS: Mapping[str, tuple[Text, Text]] = {
    SUBMIT: (Text("เสนอทั้งชุด", "Send the whole set"), Text("เสนอแล้ว {n} รายงาน", "{n} reports sent")),
    CERTIFY: (Text("รับรองทั้งหมด", "Certify all"), Text("รับรองแล้ว {n} รายงาน", "{n} reports certified")),
}


def _asked() -> asking.Asked:
    return asking.read(request.args, one_quarter=True)


def _mine(asked: asking.Asked) -> MyQuarter:
    actor = current_actor()
    access.signed_in(actor)
    return reading.read(current_session(), actor, asked.fiscal_year, asked.quarter or 4)


def _drawn(template: str, asked: asking.Asked, **more: Any) -> Response:
    provinces, _ = known.provinces(current_session())
    return page(
        template,
        asked=asked,
        provinces=provinces,
        statuses=STATUSES,
        may_write=POLICY.ever(current_actor(), EDIT),
        **more,
    )


@blueprint.get("")
def index() -> Response:
    """Show every report of one's own in the quarter as one table."""
    asked = _asked()
    return _drawn("progress/my_quarter.html", asked, found=_mine(asked), sets=SETS)


@blueprint.get("/cards")
def cards() -> Response:
    """Show the same one after the other, for a phone; the whole page is there before the signal goes."""
    asked = _asked()
    return _drawn("progress/cards.html", asked, found=_mine(asked))


# --- one report -------------------------------------------------------------------------------------------------


@blueprint.post("/<string:code>")
def save(code: str) -> Response:
    """Save one row of the table."""
    session, actor, inputs = current_session(), current_actor(), Inputs(request.form.items(multi=True))
    faults: Mapping[str, Any] = {}
    clash: list[writing.Clash] = []
    try:
        writing.save(session, actor, code, inputs.to_dict(), version=posted.version_of(inputs))
    except Invalid as error:
        session.rollback()
        faults = error.errors
    except Conflict:
        session.rollback()
        clash = writing.clashes(_seen(code), inputs.to_dict())
    else:
        session.flush()
    refused = bool(faults or clash)
    if not refused and not wants_fragment():
        flash(str(Text("บันทึกแล้ว", "Saved")))
        return see("my_quarter.index", **_asked().args(), _anchor=f"r-{code}")
    line = _line(code)
    shown = {
        "line": line,
        "typed": inputs if refused else {},
        "faults": faults,
        "clash": clash,
        "saved": None if refused else clock.now(),
    }
    status = 409 if clash else 422 if faults else 200
    asked = _asked()
    if wants_fragment():
        return _drawn("progress/_my_row.html", asked, **shown)
    mine = _mine(asked)
    return _drawn_again(asked, mine, shown, status)


def _drawn_again(asked: asking.Asked, mine: MyQuarter, shown: dict[str, Any], status: int) -> Response:
    """Show the whole table again, the refused row as it was typed; for a browser without scripts."""
    response = _drawn("progress/my_quarter.html", asked, found=mine, sets=SETS, refused=shown)
    response.status_code = status
    return response


def _seen(code: str) -> Any:
    report = load(current_session(), registry.get("progress-reports"), code)
    access.authorise(current_actor(), EDIT, report)
    return report


def _line(code: str) -> Line:
    found = reading.one(current_session(), current_actor(), code)
    if found is None:
        raise NotFound
    return found


@blueprint.post("/<string:code>/send")
def send(code: str) -> Response:
    """Take a card: save it with its photo and send it on. The same key twice is one sending."""
    session, actor, inputs = current_session(), current_actor(), Inputs(request.form.items(multi=True))
    access.signed_in(actor)
    key, digest = inputs.get("key", "")[:LONGEST_KEY], _digest(inputs)
    if key:
        first = idempotency.find(session, actor, f"quarter:{key}", digest)
        if first is not None:
            return _told(json.loads(first.body), first.status)
    try:
        row = idempotency.begin(session, actor, f"quarter:{key}", digest) if key else None
    except IntegrityError:  # the same card came twice at once; the other one is being written
        session.rollback()
        return _told({"code": code, "wait": True}, 503)
    photos = [
        writing.File(str(f.filename), f.stream.read()) for f in request.files.getlist("photo") if f.filename
    ]
    sent = {name: value for name, value in inputs.to_dict().items() if name not in ("key", "version")}
    try:
        done = writing.send(session, actor, code, sent, photos, version=posted.version_of(inputs))
    except Conflict:
        session.rollback()
        report = _seen(code)
        differ = [[c.label, c.mine, c.theirs] for c in writing.clashes(report, sent)]
        return _told({"code": code, "version": report.version, "clashes": differ}, 409)
    except Invalid as error:
        session.rollback()
        return _told(
            {"code": code, "missing": [str(t) for texts in error.errors.values() for t in texts]}, 422
        )
    body = {
        "code": code,
        "sent": done.sent,
        "version": done.report.version,
        "missing": [str(reason.text) for reason in done.missing],
        "at": format_datetime(clock.now()),
    }
    if row is not None:
        row.status, row.body = 200, json.dumps(body)
    return _told(body, 200)


def _digest(inputs: Inputs) -> str:
    """Tell one sending from another by what it says; the photo goes with its key."""
    said = sorted((name, value) for name, value in inputs.items(multi=True) if name != "csrf_token")
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _told(body: dict[str, Any], status: int) -> Response:
    """Answer the outbox of a phone in JSON, and everybody else by a page."""
    if request.accept_mimetypes.best == "application/json":
        return make_response(body, status)
    code, asked = body["code"], _asked()
    if body.get("sent"):
        flash(str(Text("เสนอรายงาน {code} แล้ว", "{code} was sent").format(code=Text(code, code))))
        return see("my_quarter.cards", **asked.args(), _anchor="next")
    told = _drawn("progress/cards.html", asked, found=_mine(asked), told=body)
    told.status_code = status  # a refusal undoes what was written; what is only not sent yet stays saved
    return told


# --- the whole set ------------------------------------------------------------------------------------------------


@blueprint.get("/all/<any(submit, certify):name>")
def whole(name: str) -> Response:
    """Ask for the confirmation of sending or certifying everything that can be."""
    asked = _asked()
    return _whole(name, asked, _mine(asked))


@blueprint.post("/all/<any(submit, certify):name>")
def move_whole(name: str) -> Response:
    """Send or certify what was shown, as it was shown; say of each that could not why."""
    session, actor, asked = current_session(), current_actor(), _asked()
    access.signed_in(actor)
    if not POLICY.ever(actor, f"report:{name}"):
        raise NotFound
    seen = dict(_read_seen(text) for text in request.form.getlist("seen")[: reading.MOST])
    moved = writing.move_all(session, actor, name, seen)
    flash(str(SETS[name][1].format(n=len(moved.done))))
    if not moved.refused:
        return see("my_quarter.index", **asked.args())
    return _whole(name, asked, _mine(asked), refused=moved.refused)


def _read_seen(text: str) -> tuple[str, tuple[int, str]]:
    code, _, rest = text.partition("|")
    version, _, content_hash = rest.partition("|")
    return code, (int(version) if version.isascii() and version.isdigit() else 0, content_hash)


def _whole(name: str, asked: asking.Asked, mine: MyQuarter, **more: Any) -> Response:
    chosen = mine.ready if name == SUBMIT else mine.to_certify
    rest = [line for line in mine.to_write if line not in chosen] if name == SUBMIT else []
    return _drawn(
        "progress/my_whole.html", asked, name=name, words=SETS[name][0], chosen=chosen, rest=rest, **more
    )
