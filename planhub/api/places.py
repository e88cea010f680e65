"""Programmes, their areas and the areas' needs in the API: begun and changed by the services of the screens."""

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request
from sqlalchemy.orm import Session

from planhub.api import reference, requests
from planhub.api.problems import problem
from planhub.kernel.access import Actor
from planhub.kernel.errors import Conflict, Invalid, NotFound
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.programmes import rules, services
from planhub.programmes.fields import AREA, CODE, PROGRAMME_FIELDS, ROW_FIELDS, STAT_FIELDS, STAT_KEYS, YEAR
from planhub.record import access
from planhub.ui.actor import current_actor, current_session

_ORG = Field("org_code", Kind.ORG, Text("หน่วยงาน", "Agency"))
_PROGRAMME = Field("programme_code", Kind.LINE, Text("รหัสโครงการ", "Programme code"), required=True)

BEGUN: Mapping[str, tuple[Field, ...]] = {
    "programmes": (_ORG, CODE, *PROGRAMME_FIELDS),
    "programme-areas": (_PROGRAMME, AREA, YEAR, *ROW_FIELDS),
    "area-stats": (_ORG, *STAT_KEYS, *STAT_FIELDS),
}
"""The fields with which such a row begins; `org_code` may be left out by those who keep one agency's."""
CHANGED: Mapping[str, tuple[Field, ...]] = {
    "programmes": PROGRAMME_FIELDS,
    "programme-areas": ROW_FIELDS,
    "area-stats": STAT_FIELDS,
}
"""The fields that may be changed."""


def create(kind: str) -> Response:
    """Begin a row."""
    session, actor, sent = current_session(), current_actor(), requests.body(request)
    access.signed_in(actor)
    if kind == "programme-areas":
        code = sent.pop("programme_code", None)
        if not isinstance(code, str):
            raise Invalid({"programme_code": [Text("ต้องระบุข้อมูลนี้", "This is needed")]})
        programme = services.get_programme(session, code)
        row: Any = services.add_row(session, actor, programme, sent)
    elif kind == "programmes":
        row = services.create_programme(session, actor, _org(actor, sent, rules.EDIT), sent)
    else:
        row = services.state_need(session, actor, _org(actor, sent, rules.NEED_STATE), sent)
    session.flush()  # the answer shows its id
    response = _answer(kind, row)
    response.status_code = 201
    key = row.code if kind == "programmes" else row.id
    response.headers["Location"] = f"/api/v1/{kind}/{key}"
    return response


def _org(actor: Actor, sent: dict[str, Any], permission: str) -> str:
    """Give the agency for which a row begins: the one that is named, or the only one it can be."""
    named = sent.pop("org_code", None)
    own = services.orgs_of(actor, permission)
    if named is None and len(own) != 1:
        raise Invalid({"org_code": [Text("ต้องระบุหน่วยงาน", "The agency is needed")]})
    org = str(named) if named is not None else own[0]
    services.authorise(actor, permission, org)
    return org


def change(kind: str, key: str) -> Response:
    """Change a row; a conflict answers with what stands and with what was sent."""
    session, actor, sent = current_session(), current_actor(), requests.body(request)
    access.signed_in(actor)
    version = requests.version_of(request, sent)
    row = _row(session, kind, key, lock=True)
    if (mine := sent.keys() & {"code", "id", "version"}) and all(
        sent[n] == getattr(row, n, None) for n in mine
    ):
        sent = {name: value for name, value in sent.items() if name not in mine}
    changing: Any = {
        "programmes": services.change_programme,
        "programme-areas": services.change_row,
        "area-stats": services.change_need,
    }[kind]
    try:
        changing(session, actor, row, sent, version=version, partly=True)
    except Conflict as conflict:
        session.rollback()
        current = reference.shown(reference.REFERENCES[kind], _row(session, kind, key))
        return problem(conflict, current=current, yours={**sent, "version": version})
    return _answer(kind, row)


def _row(session: Session, kind: str, key: str, *, lock: bool = False) -> Any:
    if kind == "programmes":
        return services.get_programme(session, key, lock=lock)
    if kind == "programme-areas":
        return services.get_row(session, key, lock=lock)
    return services.get_stat(session, key, lock=lock)


def move(kind: str, key: str, name: str) -> Response:
    """Verify an area of a programme, or say that the work there has ended."""
    if kind != "programme-areas" or name not in ("verify", "end"):
        raise NotFound
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    version = requests.version_of(request, requests.body(request))
    row = services.get_row(session, key, lock=True)
    if row.version != version:
        raise Conflict
    doing = services.verify_rows if name == "verify" else services.end_rows
    doing(actor, row.programme, [row])
    session.flush()  # the answer shows its new version
    return _answer(kind, row)


def _answer(kind: str, row: Any) -> Response:
    session = current_session()
    if kind == "programme-areas":
        session.refresh(row, ["programme", "version"])
    response = jsonify(reference.shown(reference.REFERENCES[kind], row))
    response.headers["ETag"] = f'"{row.version}"'
    return response
