"""The screens of an MOU's text: one clause at a time, for several people at once, with and without a script."""

from typing import Any

from flask import Blueprint, Response, flash, jsonify, request

from planhub.kernel.errors import Conflict, Invalid, NotFound
from planhub.kernel.text import Text
from planhub.kernel.thai import format_time
from planhub.mou import clauses
from planhub.mou.models import Mou
from planhub.mou.text import editing
from planhub.mou.text.editing import Base, ClauseConflict, Typed
from planhub.mou.text.merge import merge
from planhub.mou.text.page import PLACEHOLDERS, TextPage, digest
from planhub.record import access, comments
from planhub.record.comments import Anchor
from planhub.record.services import load
from planhub.record.types import registry
from planhub.ui.actor import current_actor, current_session
from planhub.ui.diff import compare
from planhub.ui.inputs import showable
from planhub.ui.pages import page, see, wants_fragment
from planhub.ui.record_page import header

text = Blueprint("mou_text", __name__, url_prefix="/mous/<string:code>/text")

TAKE = "_take"
"""Which text is taken whole in a conflict: "mine" or "theirs"."""


def _shown(code: str) -> TextPage:
    session, actor = current_session(), current_actor()
    mou = load(session, registry.get("mous"), code)
    access.authorise_view(actor, mou)
    return TextPage(session, actor, mou)


def _header(code: str) -> Mou:
    mou: Mou = header(current_session(), registry.get("mous"), code)
    return mou


def _typed() -> Typed:
    form = request.form
    return Typed(
        form.get("heading", ""), form.get("body", ""), form.get("reason", ""), form.get("kind", "adaptable")
    )


def _base() -> Base:
    return Base(request.form.get("base_heading", ""), request.form.get("base_body", ""))


def _page(code: str, *, status: int = 200, **more: Any) -> Response:
    """Give the whole page, or only the list of clauses where a script asks."""
    at = _shown(code)
    return page("mou/text.html", fragment="mou/text_list.html", status=status, at=at, **more)


def _card(code: str, key: str, *, status: int = 200, **more: Any) -> Response:
    """Give one clause where a script asks for it, else the page on which it stands."""
    at = _shown(code)
    one = at.clause(key)
    if one is None:
        raise NotFound
    return page(
        "mou/text.html", fragment="mou/text_clause.html", status=status, at=at, one=one, only=key, **more
    )


def _back(code: str, key: str | None = None) -> Response:
    return see("mou_text.show", code=code, _anchor=f"clause-{key}" if key else None)


@text.get("")
def show(code: str) -> Response:
    """Show the text, clause by clause."""
    return _page(code)


@text.get("/<string:key>")
def clause(code: str, key: str) -> Response:
    """Show one clause as it stands; the way out of the editor."""
    return _card(code, key)


@text.get("/<string:key>/edit")
def edit(code: str, key: str) -> Response:
    """Open one clause for writing, with what the reader typed and had not saved."""
    at = _shown(code)
    access.authorise(current_actor(), registry.get("mous").edit, at.mou)
    one = at.clause(key)
    if one is None:
        raise NotFound
    row, draft = one.clause, one.draft
    typed = (
        Typed(draft.heading, draft.body, draft.reason)
        if draft
        else Typed(row.heading, row.body, row.reason or "")
    )
    base = Base(draft.base_heading, draft.base_body) if draft else Base(row.heading, row.body)
    return _card(code, key, editing=key, typed=typed, base=base, placeholders=PLACEHOLDERS)


@text.post("/<string:key>/edit")
def save(code: str, key: str) -> Response:
    """Save one clause; a conflict sets both texts side by side and proposes one that holds both."""
    session, actor, mou = current_session(), current_actor(), _header(code)
    typed, base = _typed(), _base()
    if request.form.get(TAKE) == "theirs":
        editing.drop_draft(session, actor, load(session, registry.get("mous"), code), key=key)
        return _answer(code, key)
    if request.form.get(TAKE) == "mine":
        typed = Typed(request.form.get("mine_heading", ""), request.form.get("mine_body", ""), typed.reason)
    try:
        editing.change(session, actor, mou, key, typed=typed, base=base)
    except ClauseConflict as error:
        session.rollback()
        return _conflict(code, key, typed, base, error)
    except Invalid as error:
        session.rollback()
        return _refused(code, key, typed, base, error)
    session.flush()  # what is shown next is read anew
    flash(str(Text("บันทึกข้อความแล้ว", "The clause was saved"))) if not wants_fragment() else None
    return _answer(code, key)


def _answer(code: str, key: str) -> Response:
    if not wants_fragment():
        return _back(code, key)
    current_session().expire_all()
    return _card(code, key, just_saved=True)


def _refused(code: str, key: str, typed: Typed, base: Base, error: Invalid) -> Response:
    said = Typed(showable(typed.heading), showable(typed.body), showable(typed.reason))
    return _card(
        code,
        key,
        status=422,
        editing=key,
        typed=said,
        base=base,
        faults=error.errors,
        placeholders=PLACEHOLDERS,
    )


def _conflict(code: str, key: str, typed: Typed, base: Base, error: ClauseConflict) -> Response:
    mine = Base(editing.plainly(showable(typed.heading)), editing.plainly(showable(typed.body)))
    theirs = Base(error.heading or "", error.body or "")
    began = Base(editing.plainly(base.heading), editing.plainly(base.body))
    merged = {
        name: merge(*(getattr(one, name) for one in (began, mine, theirs))) for name in ("heading", "body")
    }
    at = _shown(code)
    return page(
        "mou/text_conflict.html",
        fragment="mou/text_clash.html",
        status=409,
        at=at,
        key=key,
        one=at.clause(key),
        gone=error.is_gone,
        mine=mine,
        theirs=theirs,
        reason=showable(typed.reason),
        merged=merged,
        clashes=[*merged["heading"].clashes, *merged["body"].clashes],
        mine_pieces=compare(began.body, mine.body),
        their_pieces=compare(began.body, theirs.body),
    )


# --- drafts and presence --------------------------------------------------------------------------------------


@text.post("/<string:key>/draft")
def draft(code: str, key: str) -> Response:
    """Keep what is being typed, and say who else is here; without a text only say that the clause stands open."""
    session, actor = current_session(), current_actor()
    mou = load(session, registry.get("mous"), code)
    typed = _typed() if "body" in request.form else None
    row = editing.keep_draft(session, actor, mou, key, typed=typed, base=_base() if typed else None)
    found = next(c for c in mou.clauses if c.id == key)
    at = Text(format_time(row.seen_at, locale="th"), format_time(row.seen_at, locale="en"))
    said = Text("บันทึกร่างแล้วเมื่อ {at}", "Draft saved at {at}").format(at=at)
    others = [one.name for one in editing.at_work(session, actor, mou).get(key, ())]
    return jsonify(
        said=str(said) if typed else "",
        others=others,
        moved_on="base_body" in request.form and not _base().is_of(found),
        unknown=list(clauses.unknown_placeholders(editing.plainly(typed.body))) if typed else [],
    )


@text.get("/at-work")
def at_work(code: str) -> Response:
    """Say, by clause, who is writing it and what it says by now; asked again and again by an open page."""
    at = _shown(code)
    people = editing.at_work(at.session, at.actor, at.mou)
    return jsonify(
        {c.id: {"digest": digest(c), "names": [p.name for p in people.get(c.id, ())]} for c in at.mou.clauses}
    )


@text.post("/<string:key>/draft/drop")
def drop(code: str, key: str) -> Response:
    """Throw away what the reader typed into a clause and did not save."""
    editing.drop_draft(
        current_session(), current_actor(), load(current_session(), registry.get("mous"), code), key=key
    )
    return _answer(code, key)


@text.post("/drafts/<string:draft_id>/drop")
def drop_orphan(code: str, draft_id: str) -> Response:
    """Throw away what the reader typed into a clause that is gone."""
    session = current_session()
    editing.drop_draft(session, current_actor(), load(session, registry.get("mous"), code), draft_id)
    return _back(code)


# --- adding, taking out, moving -----------------------------------------------------------------------------------


@text.route("/new", methods=["GET", "POST"])
def new(code: str) -> Response:
    """Write a clause of one's own, to stand behind another one."""
    session, actor = current_session(), current_actor()
    after = request.values.get("after") or None
    if request.method == "GET":
        at = _shown(code)
        access.authorise(actor, registry.get("mous").edit, at.mou)
        return page("mou/text_new.html", at=at, after=after, typed=Typed("", ""), placeholders=PLACEHOLDERS)
    typed = _typed()
    try:
        made = editing.add(session, actor, _header(code), typed=typed, after=after)
    except Invalid as error:
        session.rollback()
        said = Typed(showable(typed.heading), showable(typed.body), kind=typed.kind)
        at = _shown(code)
        return page(
            "mou/text_new.html",
            status=422,
            at=at,
            after=after,
            typed=said,
            faults=error.errors,
            placeholders=PLACEHOLDERS,
        )
    if request.form.get("draft"):
        editing.drop_draft(session, actor, load(session, registry.get("mous"), code), request.form["draft"])
    flash(str(Text("เพิ่มข้อแล้ว", "The clause was added")))
    return _back(code, made.id)


@text.post("/library")
def from_library(code: str) -> Response:
    """Put in a clause of the library."""
    form = request.form
    made = editing.add(
        current_session(),
        current_actor(),
        _header(code),
        typed=None,
        after=form.get("after") or None,
        source=form.get("source") or "-",
    )
    flash(str(Text("เพิ่มข้อจากคลังข้อความแล้ว", "A clause of the library was added")))
    return _back(code, made.id)


@text.post("/fill")
def fill(code: str) -> Response:
    """Fill a text that has no clauses from its template."""
    try:
        n = editing.fill_in(current_session(), current_actor(), _header(code))
    except Conflict:
        current_session().rollback()
        flash(
            str(
                Text(
                    "เนื้อความมีข้ออยู่แล้ว จึงไม่ได้เติมจากแม่แบบ", "The text has clauses already; nothing was filled in"
                )
            )
        )
    else:
        flash(str(Text("เติมข้อความจากแม่แบบแล้ว {n} ข้อ", "{n} clauses were filled in").format(n=n)))
    return _back(code)


@text.post("/<string:key>/move")
def move(code: str, key: str) -> Response:
    """Move a clause up, down, or to a place."""
    session = current_session()
    editing.move(session, current_actor(), _header(code), key, request.form.get("to", ""))
    if not wants_fragment():
        return _back(code, key)
    session.flush()  # what is shown next is read anew
    session.expire_all()
    return _page(code, moved=key)


@text.post("/<string:key>/remove")
def remove(code: str, key: str) -> Response:
    """Take out a clause that may be adapted."""
    session = current_session()
    try:
        editing.remove(session, current_actor(), _header(code), key, base=_base())
    except ClauseConflict:
        session.rollback()
        said = Text(
            "มีผู้แก้ไขข้อนี้หลังจากท่านเปิด จึงยังไม่นำออก โปรดอ่านข้อความปัจจุบันก่อน",
            "Somebody changed this clause after you opened it; it was not taken out. Please read it first",
        )
        return _card(code, key, status=409, warned={key: said})
    flash(
        str(Text("นำข้อออกแล้ว ข้อความเดิมยังอยู่ในประวัติ", "The clause was taken out; the history keeps its text"))
    )
    return _back(code)


# --- remarks ------------------------------------------------------------------------------------------------------


@text.post("/<string:key>/comments")
def remark(code: str, key: str) -> Response:
    """Add a remark on a clause."""
    session, actor = current_session(), current_actor()
    mou = load(session, registry.get("mous"), code)
    access.authorise_view(actor, mou)
    found = next((c for c in mou.clauses if c.id == key), None)
    if found is None:
        raise NotFound
    body = request.form.get("body", "")
    try:
        comments.comment(session, actor, mou, body, section="text", anchor=Anchor(key, found.heading))
    except Invalid as error:
        session.rollback()
        said = {"key": key, "body": showable(body), "errors": error.errors}
        return _card(code, key, status=422, remarked=said, talking=key)
    session.flush()  # what is shown next is read anew
    return _talk(code, key)


@text.post("/comments/<string:comment_id>/<any(resolve, reopen):act>")
def answer(code: str, comment_id: str, act: str) -> Response:
    """Settle a remark, or open it again."""
    session, actor = current_session(), current_actor()
    mou = load(session, registry.get("mous"), code)
    row = (comments.resolve if act == "resolve" else comments.reopen)(session, actor, mou, comment_id)
    session.flush()  # what is shown next is read anew
    there = row.anchor and any(c.id == row.anchor for c in mou.clauses)
    return (
        _talk(code, row.anchor)
        if there and row.anchor
        else see("mous.show", code=code, _anchor=f"comment-{row.id}")
    )


def _talk(code: str, key: str) -> Response:
    if not wants_fragment():
        return _back(code, key)
    current_session().expire_all()
    return _card(code, key, talking=key)
