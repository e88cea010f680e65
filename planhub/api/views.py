"""The routes of the API: `/api/v1/{type}` and what hangs under it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, jsonify, make_response, render_template, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.datastructures import LanguageAccept

from planhub.api import (
    clauses,
    delegations,
    obligations,
    openapi,
    places,
    provinces,
    records,
    reference,
    requests,
    suggestions,
)
from planhub.api.problems import problem
from planhub.infra.kept import Kept
from planhub.kernel import clock, thai
from planhub.kernel.errors import Invalid, NotFound, PlanHubError
from planhub.kernel.text import LOCALES, THAI, Text, set_locale
from planhub.places import kept
from planhub.places.levels import AreaLevel
from planhub.places.queries import list_regions
from planhub.record import access, idempotency
from planhub.record.search import reading as search_index
from planhub.record.types import RecordType, registry
from planhub.ui.actor import current_actor, current_session

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

_CREATED = {"comments": reference.create_comment, "delegations": delegations.create}
"""What can be begun besides records."""
MOST_HITS = 50
"""Hits of a search, of all types together."""


blueprint.register_error_handler(PlanHubError, problem)


@blueprint.before_request
def _speak() -> None:
    accepted: LanguageAccept = request.accept_languages
    set_locale(accepted.best_match(LOCALES) or THAI)


@blueprint.before_request
def _repeated() -> Response | None:
    """Give the first answer again to a request with the same Idempotency-Key; claim a new key otherwise."""
    key = request.headers.get("Idempotency-Key")
    if request.method != "POST" or not key:
        return None
    if len(key) > 120 or not key.isprintable():
        raise Invalid(
            {"Idempotency-Key": [Text("รหัสยาวเกินไปหรือใช้ไม่ได้", "The key is too long or cannot be used")]}
        )
    access.signed_in(current_actor())
    session, said = current_session(), requests.request_hash(request)
    try:
        first = idempotency.find(session, current_actor(), key, said)
        if first is None:
            g.claimed_key = idempotency.begin(session, current_actor(), key, said)
            return None
    except IntegrityError:  # another request with this key has just been committed
        session.rollback()
        first = idempotency.find(session, current_actor(), key, said)
        if first is None:
            raise
    return _again(first)


def _again(first: idempotency.Answer) -> Response:
    response = make_response(first.body, first.status)
    response.mimetype = "application/json"
    response.headers.update({**first.headers, "Idempotency-Replayed": "true"})
    return response


def _kept(response: Response) -> Response:
    """Keep the answer with its key, in the transaction of the change."""
    claimed = g.pop("claimed_key", None)
    if claimed is not None and response.status_code < 400:
        claimed.status = response.status_code
        claimed.body = response.get_data(as_text=True)
        claimed.headers = {k: v for k, v in response.headers.items() if k in ("ETag", "Location")}
    return response


def _type(name: str) -> RecordType:
    if name not in registry:
        raise NotFound
    return registry.get(name)


def _known(name: str, governed: Callable[[RecordType], Response], other: Callable[[], Response]) -> Response:
    return other() if name in reference.REFERENCES else governed(_type(name))


@blueprint.get("/openapi.json")
def description() -> Response:
    """Describe the API (OpenAPI 3.1), from the same declarations as everything else."""
    access.public()
    return jsonify(openapi.describe())


@blueprint.get("/")
def reading() -> str:
    """Show the description as a page."""
    access.public()
    return render_template("api/index.html", api=openapi.describe())


@blueprint.get("/overlap")
def overlap() -> Response:
    """Give the overlap matrix (domain.md §7.3)."""
    access.signed_in(current_actor())
    level = request.args.get("level") or "province"
    if level not in {x.value for x in AreaLevel}:
        raise Invalid({"level": [Text("ไม่มีระดับพื้นที่นี้", "There is no such level")]})
    year = requests.list_query(request.args).fiscal_year or thai.fiscal_year(clock.today())
    region = request.args.get("region") or None
    session = current_session()
    if region is not None and region not in {one.code for one in list_regions(session)}:
        raise Invalid({"region": [Text("ไม่มีภาคนี้", "There is no such region")]})
    return _kept_overlap(session, kept.Question(AreaLevel(level), year, region))


_overlaps = Kept(6)
"""Written answers; every caller gets the same."""


def _kept_overlap(session: Session, question: kept.Question) -> Response:
    """Write the matrix once, until the lists change."""
    now = kept.standing(session)
    key = (now, question) if None not in now else None
    text = _overlaps.get(key, lambda: jsonify(kept.matrix(session, now, question).as_dict()).get_data())
    return Response(text, mimetype="application/json")


@blueprint.get("/search")
def search() -> Response:
    """Give the newest hits, of all types, that the caller may see."""
    access.signed_in(current_actor())
    query = requests.list_query(request.args)
    items: list[dict[str, Any]] = []
    meant = None
    if query.q:
        found = search_index.search(
            current_session(), current_actor(), query.q, limit=min(query.limit, MOST_HITS)
        )
        items = [_hit(one) for one in found.hits]
        meant = found.meant
    return jsonify({"items": items, "next": None, "meant": meant})


def _hit(one: search_index.Hit) -> dict[str, Any]:
    shown = {name: getattr(one, name) for name in ("id", "type", "code", "title", "state", "owner_org")}
    return {**shown, "excerpt": "".join(text for text, _ in one.excerpt)}


@blueprint.get("/<string:kind>")
def list_items(kind: str) -> Response:
    """List."""
    return _known(kind, records.list_records, lambda: reference.list_rows(kind))


@blueprint.post("/<string:kind>")
def create_item(kind: str) -> Response:
    """Begin a record, or add a remark."""
    if kind in places.BEGUN:
        return _kept(places.create(kind))
    if kind in _CREATED:
        return _kept(_CREATED[kind]())
    return _kept(records.create_record(_type(kind)))


@blueprint.get("/<string:kind>/<string:key>")
def get_item(kind: str, key: str) -> Response:
    """Read."""
    if kind == "delegations":
        return delegations.show(key)
    return _known(kind, lambda rt: records.get_record(rt, key), lambda: reference.get_row(kind, key))


@blueprint.patch("/<string:kind>/<string:key>")
def change_item(kind: str, key: str) -> Response:
    """Change fields."""
    if kind in places.CHANGED:
        return places.change(kind, key)
    return records.change_record(_type(kind), key)


@blueprint.post("/<string:kind>/<string:key>/moves/<string:name>")
def move_item(kind: str, key: str, name: str) -> Response:
    """Make a move."""
    if kind in places.CHANGED:
        return _kept(places.move(kind, key, name))
    if kind == "delegations":
        return _kept(delegations.move(key, name))
    return _kept(records.move_record(_type(kind), key, name))


@blueprint.get("/<string:kind>/<string:key>/history")
def item_history(kind: str, key: str) -> Response:
    """Read the history."""
    return records.record_history(_type(kind), key)


@blueprint.get("/<string:kind>/<string:key>/documents/<string:paper>.pdf")
def item_document(kind: str, key: str, paper: str) -> Response:
    """Print."""
    return records.document(_type(kind), key, paper)


@blueprint.get("/areas/<string:key>/documents/province.pdf")
def province_document(key: str) -> Response:
    """Print a province on one page."""
    return provinces.document(key)


@blueprint.get("/mous/<string:key>/clauses")
def list_clauses(key: str) -> Response:
    """List the clauses of an MOU."""
    return clauses.list_clauses(key)


@blueprint.post("/mous/<string:key>/clauses")
def add_clause(key: str) -> Response:
    """Add a clause."""
    return _kept(clauses.add(key))


@blueprint.patch("/mous/<string:key>/clauses/<string:clause_id>")
def change_clause(key: str, clause_id: str) -> Response:
    """Change one clause."""
    return clauses.change(key, clause_id)


@blueprint.post("/comments/<string:key>/<any(resolve, reopen):act>")
def answer_comment(key: str, act: str) -> Response:
    """Settle a remark, or open it again."""
    return _kept(clauses.answer_comment(key, act))


@blueprint.get("/<any(plans, activities):name>/<string:key>/suggestions")
def suggestions_of(name: str, key: str) -> Response:
    """Give the lessons and items that would help a plan or an activity."""
    return suggestions.list_suggestions(name, key)


@blueprint.get("/mous/<string:key>/obligations")
def duties(key: str) -> Response:
    """List the duties of an MOU with how they stand."""
    return obligations.list_duties(key)


@blueprint.post("/mous/<string:key>/obligations/<string:duty_id>/fulfilments")
def fulfil_duty(key: str, duty_id: str) -> Response:
    """Say how a duty stands."""
    return _kept(obligations.fulfil(key, duty_id))


@blueprint.patch("/mous/<string:key>/obligations/<string:duty_id>")
def plan_duty(key: str, duty_id: str) -> Response:
    """Set rhythm, first day and what shows that a duty is done."""
    return obligations.plan(key, duty_id)
