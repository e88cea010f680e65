"""The clauses of an MOU in the API, one at a time, and the settling of remarks; the services of the screens.

A change says from which words it was made (`base`), not from which version of the MOU: changes of other clauses do not
stand in its way. Where the clause itself moved on, the answer is 409 with both texts and one that holds both.
"""

from typing import Any

from flask import Response, jsonify, request

from planhub.api import requests
from planhub.api.problems import problem
from planhub.api.reference import REFERENCES, shown
from planhub.kernel.errors import BadInput, Invalid, NotFound
from planhub.kernel.fields import Field, Kind, parse
from planhub.kernel.text import Text
from planhub.mou.fields import CLAUSES
from planhub.mou.models import Mou, MouClause
from planhub.mou.text import editing
from planhub.mou.text.editing import Base, ClauseConflict, Typed
from planhub.mou.text.merge import merge
from planhub.record import access, comments, services
from planhub.record.content import dump_row
from planhub.record.types import registry
from planhub.ui.actor import current_actor, current_session

_POSITION = Field("position", Kind.INTEGER, Text("ลำดับ", "Position"), min=1, max=999)
_WORDS = ("heading", "body", "reason")

BODY = {
    "type": "object",
    "properties": {
        **{name: {"type": "string"} for name in _WORDS},
        "position": {"type": "integer"},
        "base": {
            "type": "object",
            "description": "what the clause said when it was read; needed with heading, body or reason",
            "properties": {"heading": {"type": "string"}, "body": {"type": "string"}},
        },
    },
}
"""What a change may say, for the description of the API."""
NEW = {
    "type": "object",
    "properties": {
        **{name: {"type": "string"} for name in ("heading", "body", "kind")},
        "source": {"type": "string", "description": "key of a clause of the library, instead of words"},
        "after": {"type": "string", "description": "id of the clause before it"},
    },
}


def list_clauses(key: str) -> Response:
    """Answer with the clauses of an MOU in order."""
    mou = _seen(key)
    return jsonify({"items": [_clause(one, place) for place, one in enumerate(mou.clauses, start=1)]})


def change(key: str, clause_id: str) -> Response:
    """Change the words of one clause, or its place."""
    session, actor, mou, sent = current_session(), current_actor(), _seen(key), requests.body(request)
    found = next((c for c in mou.clauses if c.id == clause_id), None)
    if any(name in sent for name in _WORDS):
        typed, base = _typed(sent, found), _base(sent)
        try:
            editing.change(session, actor, mou, clause_id, typed=typed, base=base)
        except ClauseConflict as error:
            return _conflict(error, typed, base)
    if sent.get("position") is not None:
        editing.move(session, actor, mou, clause_id, str(_position(sent["position"])))
    return _one(key, clause_id)


def add(key: str) -> Response:
    """Put in a clause of one's own, or one of the library."""
    session, actor, mou, sent = current_session(), current_actor(), _seen(key), requests.body(request)
    source = _word(sent, "source")
    typed = (
        None
        if source
        else Typed(_word(sent, "heading"), _word(sent, "body"), kind=_word(sent, "kind") or "adaptable")
    )
    made = editing.add(
        session, actor, mou, typed=typed, after=_word(sent, "after") or None, source=source or None
    )
    response = _one(key, made.id)
    response.status_code = 201
    return response


def answer_comment(comment_id: str, act: str) -> Response:
    """Settle a remark, or open it again."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    reference = REFERENCES["comments"]
    row = session.get(reference.model, comment_id)
    if row is None:
        raise NotFound
    record = services.load_any(session, row.record_id)
    done = (comments.resolve if act == "resolve" else comments.reopen)(session, actor, record, comment_id)
    session.flush()  # the answer shows when
    return jsonify(shown(reference, done))


def _seen(key: str) -> Mou:
    mou: Mou = services.load(current_session(), registry.get("mous"), key)
    access.authorise_view(current_actor(), mou)
    return mou


def _one(key: str, clause_id: str) -> Response:
    session = current_session()
    session.flush()  # the answer shows what was written
    session.expire_all()
    mou = _seen(key)
    for place, one in enumerate(mou.clauses, start=1):
        if one.id == clause_id:
            return jsonify(_clause(one, place))
    raise NotFound


def _clause(one: MouClause, place: int) -> dict[str, Any]:
    return {
        "id": one.id,
        "position": place,
        **dump_row(one, CLAUSES.fields),
        "source": one.source,
        "edition": one.source_n,
        "standard": one.standard,
        "is_altered": one.is_altered,
    }


def _conflict(error: ClauseConflict, typed: Typed, base: Base) -> Response:
    current_session().rollback()
    yours = {"heading": typed.heading, "body": typed.body}
    if error.is_gone:
        return problem(error, current=None, yours=yours)
    current = {"heading": error.heading or "", "body": error.body or ""}
    began = {"heading": base.heading, "body": base.body}
    merged = {
        name: merge(*(editing.plainly(one[name]) for one in (began, yours, current))) for name in current
    }
    clashes = [
        {"base": c.base, "yours": c.mine, "current": c.theirs} for one in merged.values() for c in one.clashes
    ]
    proposal = {name: one.text for name, one in merged.items()}
    return problem(error, current=current, yours=yours, proposal=proposal, clashes=clashes)


def _typed(sent: dict[str, Any], found: MouClause | None) -> Typed:
    standing = {name: (getattr(found, name) or "") if found else "" for name in _WORDS}
    return Typed(**{name: _word(sent, name) if name in sent else standing[name] for name in _WORDS})


def _base(sent: dict[str, Any]) -> Base:
    said = sent.get("base")
    if not isinstance(said, dict):
        raise requests.VersionNeeded
    return Base(_word(said, "heading"), _word(said, "body"))


def _word(sent: dict[str, Any], name: str) -> str:
    value = sent.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Invalid({name: [Text("รูปแบบข้อมูลไม่ถูกต้อง", "This is not the right kind of value")]})
    return value


def _position(value: Any) -> int:
    try:
        return int(parse(_POSITION, value))
    except BadInput as fault:
        raise Invalid({"position": [fault.message]}) from None
