"""Reading requests: JSON bodies without surprises, list queries, versions, and keys of repeated requests."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NoReturn

from flask import Request

from planhub.kernel.errors import BadInput, Invalid, PlanHubError
from planhub.kernel.fields import Field, Kind, parse
from planhub.kernel.text import Text
from planhub.record.queries import PAGE, ListQuery

LONGEST = 10_000_000
"""Bytes of a JSON body."""


class NotJson(PlanHubError):  # noqa: N818 - a refusal in the domain's words, as its siblings in kernel.errors
    """The body is no JSON object."""

    status = 400
    title = Text("อ่านคำขอไม่ได้", "The request cannot be read")

    def __init__(self) -> None:
        super().__init__(
            Text(
                "เนื้อหาต้องเป็น JSON object (application/json)",
                "The body must be a JSON object (application/json)",
            )
        )


class VersionNeeded(PlanHubError):  # noqa: N818 - see NotJson
    """A change was sent without the version it was made on."""

    status = 428
    title = Text("ต้องระบุรุ่นของข้อมูล", "A version is needed")

    def __init__(self) -> None:
        super().__init__(
            Text(
                "โปรดส่ง If-Match หรือ version ของข้อมูลที่ท่านเห็น",
                "Please send If-Match, or the version of what you saw",
            )
        )


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("not a number of JSON")


def body(request: Request) -> dict[str, Any]:
    """Give the JSON object that was sent; an empty body is an empty object. Raises `NotJson`."""
    raw = request.get_data(cache=True)
    if not raw:
        return {}
    if not request.is_json or len(raw) > LONGEST:
        raise NotJson
    try:
        sent = json.loads(raw.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise NotJson from None
    if not isinstance(sent, dict):
        raise NotJson
    return sent


def version_of(request: Request, sent: dict[str, Any]) -> int:
    """Give the version that a change was made on, from the body or If-Match. Raises `VersionNeeded` or `Invalid`."""
    given = sent.pop("version", None)
    if given is None:
        given = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"') or None
    if given is None:
        raise VersionNeeded
    try:
        return int(
            parse(Field("version", Kind.INTEGER, Text("รุ่น", "Version"), required=True, max=2**31 - 1), given)
        )
    except BadInput as fault:
        raise Invalid({"version": [fault.message]}) from None


_YEAR = Field("fiscal_year", Kind.FISCAL_YEAR, Text("ปีงบประมาณ", "Fiscal year"))
_LIMIT = Field("limit", Kind.INTEGER, Text("จำนวน", "Limit"), min=1, max=1000)
_LINES = tuple(
    Field(name, Kind.LINE, Text(name, name), max=500)
    for name in ("state", "q", "owner_org", "party", "province", "area", "sort", "cursor")
)


def list_query(args: Mapping[str, str]) -> ListQuery:
    """Read the query of a list. Raises `Invalid` for anything that cannot be read."""
    values: dict[str, Any] = {}
    faults = {}
    for field in (*_LINES, _YEAR, _LIMIT):
        try:
            values[field.name] = parse(field, args.get(field.name))
        except BadInput as fault:
            faults[field.name] = [fault.message]
    if faults:
        raise Invalid(faults)
    values["sort"] = values["sort"] or "-updated"
    values["limit"] = values["limit"] or PAGE
    return ListQuery(**values)


def request_hash(request: Request) -> str:
    """Give what tells one request from another: method, path and body."""
    said = f"{request.method} {request.full_path}\0".encode() + request.get_data(cache=True)
    return hashlib.sha256(said).hexdigest()
