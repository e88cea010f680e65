"""What records refer to, in the API: organisations, posts, people, places, programmes, remarks, files, notices."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, jsonify, request
from sqlalchemy import ColumnElement, Select, exists, false, or_, select, true
from sqlalchemy.orm import joinedload

from planhub.api import requests, resources
from planhub.kernel.access import Actor, Role
from planhub.kernel.errors import Invalid, NotFound
from planhub.kernel.text import Text
from planhub.kernel.textclean import search_key
from planhub.meetings.models import Committee
from planhub.people.models import Assignment, Delegation, Organization, Post, User
from planhub.places.lookup import find_areas
from planhub.places.models import Area, AreaStat, Programme, ProgrammeArea
from planhub.places.needs import SMALL
from planhub.programmes.fields import PROGRAMME_FIELDS, ROW_FIELDS
from planhub.record import access, comments, services
from planhub.record.models import Attachment, Comment, Notification, Record
from planhub.ui.actor import current_actor, current_session

Where = Callable[[Actor], ColumnElement[bool]]


def _anyone(_actor: Actor) -> ColumnElement[bool]:
    return true()


def _own_notices(actor: Actor) -> ColumnElement[bool]:
    return Notification.user_id == actor.user_id


_SEES_ALL_PEOPLE = frozenset({Role.SYSTEM_ADMIN, Role.AUDITOR, Role.SECRETARIAT})


def _colleagues(actor: Actor) -> ColumnElement[bool]:
    """Everyone sees themselves; agencies see their own people; those who serve all agencies see all (security.md §B6)."""
    if actor.roles & _SEES_ALL_PEOPLE:
        return true()
    works_there = exists().where(
        Assignment.user_id == User.id, Assignment.post_id == Post.id, Post.org_code.in_(actor.orgs)
    )
    return or_(User.id == actor.user_id, works_there)


def _orders(actor: Actor) -> ColumnElement[bool]:
    if actor.roles & _SEES_ALL_PEOPLE:
        return true()
    own = exists().where(Post.id == Delegation.post_id, Post.org_code.in_(actor.orgs))
    return or_(Delegation.user_id == actor.user_id, own)


def _of_seen_records(model: type[Any]) -> Where:
    def where(actor: Actor) -> ColumnElement[bool]:
        return exists().where(Record.id == model.record_id, access.visible_any(actor))

    return where


def _of_programme(where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Programme.id == ProgrammeArea.programme_id, where)


def _areas_called(text: str) -> ColumnElement[bool]:
    return Area.code.in_([area.code for area in find_areas(current_session(), text, limit=200)])


def _stated(actor: Actor, row: AreaStat) -> dict[str, Any]:
    """Show a statement; a count below 5 is its own agency's alone (planhub.places.needs)."""
    shown = {name: resources.plain(getattr(row, name)) for name in REFERENCES["area-stats"].columns}
    hidden = row.value < SMALL and row.org_code not in actor.orgs
    return {**shown, "value": None if hidden else row.value, "suppressed": hidden}


@dataclass(frozen=True)
class Reference:
    """One type of such rows: where they are, who sees which, and what is shown of them."""

    model: type[Any]
    columns: tuple[str, ...]
    where: Where = _anyone
    key: str = "id"
    search: str | None = None
    filters: tuple[str, ...] = ()
    narrow: Mapping[str, Callable[[str], ColumnElement[bool]]] = field(default_factory=dict)
    """Filters that are no column of the rows, by name."""
    loads: tuple[Any, ...] = ()
    """Options by which rows are read with what stands beside them."""
    shown: Callable[[Actor, Any], dict[str, Any]] | None = None
    """What of a row is shown to whom, where that is not all of its columns to everybody."""
    find: Callable[[str], ColumnElement[bool]] | None = None
    """How a word is looked for, where that is more than a folded text."""


REFERENCES: Mapping[str, Reference] = {
    "organizations": Reference(
        Organization,
        (
            "code",
            "name_th",
            "name_en",
            "abbr_th",
            "abbr_en",
            "sector",
            "org_type",
            "is_juristic",
            "signs_via",
            "is_core",
            "origin",
        ),
        key="code",
        filters=("sector", "org_type"),
    ),
    "users": Reference(
        User, ("id", "login", "name_th", "name_en", "is_disabled"), _colleagues, filters=("login",)
    ),
    "posts": Reference(
        Post,
        ("id", "org_code", "role", "title_th", "title_en", "areas", "is_head", "is_closed"),
        filters=("org_code", "role"),
    ),
    "delegations": Reference(
        Delegation,
        (
            "id",
            "post_id",
            "user_id",
            "kind",
            "state",
            "order_no",
            "order_date",
            "record_types",
            "limit_satang",
            "starts_at",
            "ends_at",
            "version",
        ),
        _orders,
        filters=("state", "post_id", "user_id"),
    ),
    "areas": Reference(
        Area,
        ("code", "level", "name_th", "name_en", "parent_code", "region_code", "cluster_code"),
        key="code",
        filters=("level", "parent_code", "region_code", "cluster_code"),
        find=_areas_called,
    ),
    "programmes": Reference(
        Programme,
        ("code", "org_code", *(f.name for f in PROGRAMME_FIELDS), "origin", "version"),
        key="code",
        filters=("org_code", "target_level"),
    ),
    "programme-areas": Reference(
        ProgrammeArea,
        (
            *("id", "programme_id", "programme_code", "area_code", "fiscal_year"),
            *(f.name for f in ROW_FIELDS),
            *("verified_by", "verified_on", "origin", "version"),
        ),
        filters=("area_code", "fiscal_year", "status"),
        narrow={
            "programme_code": lambda code: _of_programme(Programme.code == code),
            "org_code": lambda code: _of_programme(Programme.org_code == code),
            "province": lambda code: ProgrammeArea.area_code.startswith(code, autoescape=True),
        },
        loads=(joinedload(ProgrammeArea.programme),),
    ),
    "area-stats": Reference(
        AreaStat,
        (
            *("id", "org_code", "area_code", "year", "year_kind", "dimension", "measure", "value", "unit"),
            *("source", "as_of", "origin", "entered_by", "version"),
        ),
        filters=("org_code", "area_code", "year", "dimension", "measure", "unit", "source"),
        narrow={"province": lambda code: AreaStat.area_code.startswith(code, autoescape=True)},
        shown=_stated,
    ),
    "committees": Reference(
        Committee,
        ("code", "name_th", "name_en", "numbering", "quorum_percent", "notice_days", "is_closed", "origin"),
        key="code",
    ),
    "comments": Reference(
        Comment,
        (
            *(
                "id",
                "record_id",
                "section",
                "anchor",
                "anchor_label",
                "body",
                "author_name",
                "org_code",
                "at",
            ),
            *("resolved_at", "resolved_name"),
        ),
        _of_seen_records(Comment),
        filters=("record_id",),
    ),
    "attachments": Reference(
        Attachment,
        ("id", "record_id", "kind", "name", "media_type", "size", "sha256", "at"),
        _of_seen_records(Attachment),
        filters=("record_id",),
    ),
    "notifications": Reference(
        Notification, ("id", "record_id", "text_th", "text_en", "at", "read_at"), _own_notices
    ),
}


def list_rows(name: str) -> Response:
    """Answer with a page of rows, in the order of their keys."""
    reference = REFERENCES[name]
    access.signed_in(current_actor())
    query = requests.list_query({k: v for k, v in request.args.items() if k in ("q", "limit")})
    statement = _select(reference)
    key = getattr(reference.model, reference.key)
    after = request.args.get("cursor")
    if after:
        statement = statement.where(key > _line(after, "cursor"))
    limit = min(query.limit, 200)
    rows = current_session().scalars(statement.order_by(key).limit(limit + 1)).all()
    items = [shown(reference, row) for row in rows[:limit]]
    return jsonify({"items": items, "next": str(items[-1][reference.key]) if len(rows) > limit else None})


def get_row(name: str, key: str) -> Response:
    """Answer with one row."""
    reference = REFERENCES[name]
    access.signed_in(current_actor())
    column = getattr(reference.model, reference.key)
    statement = select(reference.model).where(column == key, reference.where(current_actor()))
    row = current_session().scalar(statement.options(*reference.loads))
    if row is None:
        raise NotFound
    response = jsonify(shown(reference, row))
    if "version" in reference.columns:
        response.headers["ETag"] = f'"{row.version}"'
    return response


def create_comment() -> Response:
    """Add a remark to a record."""
    sent = requests.body(request)
    session, actor = current_session(), current_actor()
    record = services.load_any(session, str(sent.get("record", sent.get("record_id", ""))))
    row = comments.comment(
        session,
        actor,
        record,
        str(sent.get("body", "")),
        section=sent.get("section"),
        anchor=comments.anchor_of(record, sent.get("anchor")),
    )
    session.flush()  # the answer shows its id
    response = jsonify(shown(REFERENCES["comments"], row))
    response.status_code = 201
    return response


def _select(reference: Reference) -> Select[Any]:
    statement = select(reference.model).where(reference.where(current_actor()))
    for name in reference.filters:
        value = request.args.get(name)
        if value is not None:
            statement = statement.where(_equal(getattr(reference.model, name), _line(value, name)))
    for name, narrowed in reference.narrow.items():
        value = request.args.get(name)
        if value is not None:
            statement = statement.where(narrowed(_line(value, name)))
    statement = statement.options(*reference.loads)
    wanted = request.args.get("q")
    if wanted and reference.find:
        statement = statement.where(reference.find(_line(wanted, "q")))
    if wanted and reference.search:
        statement = statement.where(
            getattr(reference.model, reference.search).contains(search_key(wanted), autoescape=True)
        )
    return statement


def _equal(column: Any, value: str) -> ColumnElement[bool]:
    if column.type.python_type is int:
        same: ColumnElement[bool] = (
            column == int(value) if value.isascii() and value.isdigit() and len(value) < 10 else false()
        )
        return same
    equal: ColumnElement[bool] = column == value
    return equal


def _line(value: str, name: str) -> str:
    if "\x00" in value or len(value) > 500:
        raise Invalid({name: [Text("ค่านี้ใช้ไม่ได้", "This value cannot be used")]})
    return value


def shown(reference: Reference, row: Any) -> dict[str, Any]:
    """Give a row as the caller may see it."""
    if reference.shown is not None:
        return reference.shown(current_actor(), row)
    return {name: resources.plain(getattr(row, name)) for name in reference.columns}
