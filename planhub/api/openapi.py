"""The OpenAPI 3.1 description, made from the record types: nothing in it is written by hand twice."""

from collections.abc import Sequence
from typing import Any

from planhub import __version__
from planhub.api import clauses, places
from planhub.api.reference import REFERENCES
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.kernel.workflow import Move, Trigger
from planhub.mou.duties import fulfilling
from planhub.record.types import RecordType, registry

_SCHEMAS: dict[Kind, dict[str, Any]] = {
    Kind.INTEGER: {"type": "integer"},
    Kind.PERCENT: {"type": "integer", "minimum": 0, "maximum": 100},
    Kind.MONEY: {"type": "string", "pattern": r"^\d+(\.\d{1,2})?$", "description": "baht"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.TIME: {"type": "string", "pattern": r"^\d{2}:\d{2}$"},
    Kind.BOOL: {"type": "boolean"},
    Kind.FISCAL_YEAR: {"type": "integer", "description": "Buddhist Era, named for the year in which it ends"},
    Kind.QUARTER: {"type": "integer", "minimum": 1, "maximum": 4},
}


def describe() -> dict[str, Any]:
    """Give the whole description, in the language of the request."""
    paths: dict[str, Any] = {}
    for record_type in registry.all():
        paths |= _record_paths(record_type)
    for name in REFERENCES:
        paths[f"/{name}"] = {"get": _call(f"list {name}", query=("q", "limit", "cursor"))}
        paths[f"/{name}/{{id}}"] = {"get": _call(f"get {name}", path=("id",))}
    for name, fields in places.BEGUN.items():
        paths[f"/{name}"]["post"] = _call(
            f"begin {name}", body=_object(fields), status="201", header=("Idempotency-Key",)
        )
        changed = _object(places.CHANGED[name])
        changed.pop("required", None)  # what is not sent stays
        paths[f"/{name}/{{id}}"]["patch"] = _call(
            f"change {name}", path=("id",), body=changed, header=("If-Match",)
        )
    paths |= _duty_paths()
    paths |= _clause_paths() | _suggestion_paths()
    paths["/overlap"] = {"get": _call("overlap matrix", query=("level", "fiscal_year", "region"))}
    paths["/areas/{id}/documents/province.pdf"] = {
        "get": _call("province on one page", path=("id",), query=("fiscal_year", "thai_digits"))
    }
    paths["/search"] = {"get": _call("search", query=("q", "limit"))}
    return {
        "openapi": "3.1.0",
        "info": {"title": "PlanHub", "version": __version__},
        "servers": [{"url": "/api/v1"}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": {rt.name: _schema(rt) for rt in registry.all()} | {"problem": _PROBLEM},
        },
    }


_PROBLEM = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object"},
        "reasons": {"type": "array", "items": {"type": "object"}},
    },
}

_FILTERS = ("state", "province", "fiscal_year", "owner_org", "party", "area", "q", "sort", "limit", "cursor")


def _record_paths(rt: RecordType) -> dict[str, Any]:
    one = {"$ref": f"#/components/schemas/{rt.name}"}
    item = f"/{rt.name}/{{id}}"
    paths: dict[str, Any] = {
        f"/{rt.name}": {
            "get": _call(str(rt.plural), query=_FILTERS),
            "post": _call(str(rt.label), body=one, status="201", header=("Idempotency-Key",)),
        },
        item: {
            "get": _call(str(rt.label), path=("id",)),
            "patch": _call(str(rt.label), path=("id",), body=one, header=("If-Match",)),
        },
        f"{item}/history": {"get": _call("history", path=("id",))},
    }
    for move in rt.workflow.moves:
        if move.by is Trigger.PERSON:
            paths[f"{item}/moves/{move.key}"] = {"post": _move_call(move)}
    for paper in rt.documents:
        paths[f"{item}/documents/{paper.kind}.pdf"] = {"get": _call(str(paper.label), path=("id",))}
    return paths


def _duty_paths() -> dict[str, Any]:
    duties = "/mous/{id}/obligations"
    plan = _object(fulfilling.PLAN_FIELDS)
    plan.pop("required", None)  # what is not sent takes its default
    return {
        duties: {"get": _call("duties of an MOU and how they stand", path=("id",))},
        f"{duties}/{{duty}}": {"patch": _call("rhythm and first day", path=("id", "duty"), body=plan)},
        f"{duties}/{{duty}}/fulfilments": {
            "post": _call(
                "say how a duty stands",
                path=("id", "duty"),
                body=_object(fulfilling.FIELDS),
                status="201",
                header=("Idempotency-Key",),
            )
        },
    }


def _suggestion_paths() -> dict[str, Any]:
    said = "lessons and items that would help it, with the reasons"
    return {
        f"/{name}/{{id}}/suggestions": {"get": _call(said, path=("id",))} for name in ("plans", "activities")
    }


def _clause_paths() -> dict[str, Any]:
    all_of_them, answered = "/mous/{id}/clauses", "/comments/{id}"
    return {
        all_of_them: {
            "get": _call("clauses of an MOU", path=("id",)),
            "post": _call(
                "add a clause", path=("id",), body=clauses.NEW, status="201", header=("Idempotency-Key",)
            ),
        },
        f"{all_of_them}/{{clause}}": {
            "patch": _call("change one clause", path=("id", "clause"), body=clauses.BODY)
        },
        f"{answered}/resolve": {"post": _call("settle a remark", path=("id",))},
        f"{answered}/reopen": {"post": _call("open a remark again", path=("id",))},
    }


def _move_call(move: Move) -> dict[str, Any]:
    body = _object(move.asks)
    body["properties"] |= {
        "version": {"type": "integer"},
        "note": {"type": "string"},
        "content_hash": {"type": "string"},
    }
    if move.returns:
        words = {
            "sections": {"type": "array", "items": {"type": "string"}},
            "wanted_by": {"type": "string", "format": "date"},
        }
        body["properties"] |= words
    said = str(Text("{label}", "{label}").format(label=move.label))
    return _call(said, path=("id",), body=body, header=("Idempotency-Key",))


def _call(
    summary: str,
    *,
    path: Sequence[str] = (),
    query: Sequence[str] = (),
    header: Sequence[str] = (),
    body: dict[str, Any] | None = None,
    status: str = "200",
) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}}
        for place, names in (("path", path), ("query", query), ("header", header))
        for name in names
    ]
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}
    call: dict[str, Any] = {
        "summary": summary,
        "parameters": parameters,
        "responses": {
            status: {"description": summary},
            "default": {"description": "problem", "content": problem},
        },
    }
    if body is not None:
        call["requestBody"] = {"content": {"application/json": {"schema": body}}}
    return call


def _schema(rt: RecordType) -> dict[str, Any]:
    schema = _object((*rt.fields, *rt.derived))
    for children in rt.children:
        schema["properties"][children.name] = {
            "type": "array",
            "items": _object(children.fields),
            "description": str(children.label),
        }
    return schema


def _object(fields: Sequence[Field]) -> dict[str, Any]:
    described: dict[str, Any] = {"type": "object", "properties": {f.name: _property(f) for f in fields}}
    required = [f.name for f in fields if f.required]
    return {**described, "required": required} if required else described


def _property(field: Field) -> dict[str, Any]:
    one: dict[str, Any] = dict(_SCHEMAS.get(field.kind, {"type": "string"}))
    if field.choices:
        one["enum"] = [key for key, _label in field.choices]
    if field.many:
        one = {"type": "array", "items": one}
    return {**one, "title": str(field.label)}
