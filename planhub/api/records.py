"""Governed records in the API: list, read, begin, change, move, history and papers."""

from typing import Any

from flask import Response, jsonify, make_response, request

from planhub.api import requests, resources
from planhub.api.problems import problem
from planhub.kernel.errors import BadInput, Conflict, Invalid, NotFound
from planhub.kernel.fields import Field, Kind, parse
from planhub.kernel.text import Text
from planhub.record import access, flow, loading, queries, services
from planhub.record.history import history
from planhub.record.models import Record
from planhub.record.types import RecordType, registry
from planhub.ui import papers
from planhub.ui.actor import current_actor, current_session

_NOTE = Field("note", Kind.BODY, Text("หมายเหตุ", "Note"), max=4000)
_WANTED = Field("wanted_by", Kind.DATE, Text("ต้องการคืนภายใน", "Wanted by"))


def list_records(record_type: RecordType) -> Response:
    """Answer with a page of the records that the caller may see."""
    query = requests.list_query(request.args)
    page = queries.list_page(current_session(), current_actor(), record_type, query)
    return jsonify({"items": [resources.brief(row, record_type) for row in page.rows], "next": page.next})


def create_record(record_type: RecordType) -> Response:
    """Begin a record."""
    session, actor = current_session(), current_actor()
    record = services.create(session, actor, record_type, requests.body(request))
    session.flush()  # versions and ids are part of the answer
    return _answer(_reloaded(record), status=201)


def get_record(record_type: RecordType, key: str) -> Response:
    """Answer with one record."""
    record = _seen(record_type, key)
    return _answer(record)


def change_record(record_type: RecordType, key: str) -> Response:
    """Change fields of a record; a conflict answers with both versions."""
    sent = requests.body(request)
    version = requests.version_of(request, sent)
    record = _seen(record_type, key, lock=True)
    try:
        record = services.save(current_session(), current_actor(), record, sent, version=version)
    except Conflict as conflict:
        return _conflict(record, sent, version, conflict)
    return _answer(_reloaded(record))


def move_record(record_type: RecordType, key: str, name: str) -> Response:
    """Make a move."""
    session, actor = current_session(), current_actor()
    sent = requests.body(request)
    version = requests.version_of(request, sent)
    record = _seen(record_type, key, lock=True)
    flow.move(session, actor, record, name, version=version, said=_said(sent))
    session.flush()  # the answer shows what was written
    return _answer(record if loading.is_current(record) else _reloaded(record))


def record_history(record_type: RecordType, key: str) -> Response:
    """Answer with everything that happened to a record, newest last."""
    record = _seen(record_type, key)
    without = access.hidden_tables(current_actor(), record)
    told = history(current_session(), record.id, without=without)
    return jsonify({"items": [resources.moment(m) for m in told]})


def document(record_type: RecordType, key: str, kind: str) -> Response:
    """Answer with a paper of a record."""
    record = _seen(record_type, key)
    paper = next((d for d in record_type.documents if d.kind == kind), None)
    if paper is None:
        raise NotFound
    access.authorise_document(current_actor(), paper, record)
    options = {"thai_digits": True} if request.args.get("thai_digits") in ("1", "true") else {}
    name, actor = f"{record.code}-{kind}.pdf", current_actor()
    response = make_response(papers.issue(current_session(), record, paper, options, made_by=actor.user_id))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _seen(record_type: RecordType, key: str, *, lock: bool = False) -> Any:
    record = services.load(current_session(), record_type, key, lock=lock)
    access.authorise_view(current_actor(), record)
    return record


def _reloaded(record: Record) -> Any:
    session = current_session()
    session.flush()  # the answer shows what was written
    record_type, key = registry.get(record.type), record.id
    session.expire(record)  # from here on, asking it for anything would be a query of its own
    return services.load(session, record_type, key)


def _answer(record: Record, *, status: int = 200) -> Response:
    response = jsonify(resources.full(current_session(), current_actor(), record))
    response.status_code = status
    response.headers["ETag"] = resources.etag(record)
    if status == 201:
        response.headers["Location"] = f"/api/v1/{record.type}/{record.id}"
    return response


def _conflict(record: Record, sent: dict[str, Any], version: int, conflict: Conflict) -> Response:
    session = current_session()
    session.rollback()
    current = services.load(session, registry.get(record.type), record.id)
    shown = resources.full(session, current_actor(), current)
    return problem(conflict, current=shown, yours={**sent, "version": version})


def _said(sent: dict[str, Any]) -> flow.Said:
    faults: dict[str, list[Text]] = {}
    words: dict[str, Any] = {}
    for field in (_NOTE, _WANTED):
        try:
            words[field.name] = parse(field, sent.pop(field.name, None))
        except BadInput as fault:
            faults[field.name] = [fault.message]
    sections = sent.pop("sections", None) or []
    seen = sent.pop("content_hash", None)
    if not isinstance(sections, list) or not all(isinstance(s, str) and len(s) < 60 for s in sections):
        faults["sections"] = [Text("รูปแบบข้อมูลไม่ถูกต้อง", "This is not the right kind of value")]
    if faults:
        raise Invalid(faults)
    return flow.Said(
        values=sent, note=words["note"], sections=sections, wanted_by=words["wanted_by"], seen_hash=seen
    )
