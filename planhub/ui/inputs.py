"""From values to what stands in a form's inputs, and from a posted form to what services read."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from planhub.kernel.fields import Field, Kind
from planhub.kernel.numbers import format_money, format_number
from planhub.kernel.thai import format_date, format_time
from planhub.record.content import value_of
from planhub.record.types import Children

Inputs = MultiDict[str, str]

MOST_ROWS = 400
"""Rows of children in one form; longer lists come by import."""


def write(field: Field, value: Any) -> list[str]:
    """Give the texts that stand in the inputs of a field; an empty list where there is nothing."""
    if value is None:
        return []
    if field.many:
        return [str(item) for item in value]
    return [_WRITTEN.get(field.kind, str)(value)]


_WRITTEN: Mapping[Kind, Callable[[Any], str]] = {
    Kind.MONEY: lambda value: format_money(value, bare=True),
    Kind.INTEGER: format_number,
    Kind.DATE: lambda value: format_date(value, "numeric"),
    Kind.TIME: format_time,
    Kind.BOOL: lambda value: "true" if value else "false",
}


_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def showable(text: str) -> str:
    """Give what was typed without the signs that no page may hold; what services read keeps them, and is refused."""
    return _UNSHOWABLE.sub("", text)


def of_fields(fields: Iterable[Field], row: Any | None, prefix: str = "") -> Inputs:
    """Give the inputs of a row as it stands, or of the defaults where there is no row yet."""
    inputs: Inputs = MultiDict()
    for field in fields:
        value = field.default if row is None else value_of(row, field)
        inputs.setlist(f"{prefix}{field.name}", write(field, value))
    return inputs


def of_children(children: Children, rows: Sequence[Any]) -> Inputs:
    """Give the inputs of a record's child rows, each with its id, and of empty rows up to the least number."""
    inputs: Inputs = MultiDict()
    for i, row in enumerate(rows):
        inputs.update(of_fields(children.fields, row, f"{children.name}-{i}-"))
        inputs.setlist(f"{children.name}-{i}-id", [row.id])
    for i in range(len(rows), max(len(rows), children.minimum)):
        inputs.update(of_fields(children.fields, None, f"{children.name}-{i}-"))
        inputs.setlist(f"{children.name}-{i}-id", [""])
    return inputs


_ROW = re.compile(r"-([0-9]{1,4})-")


def numbers_of(children: str, inputs: Inputs) -> list[int]:
    """Give the numbers of the rows of one list of children that a form holds, in order."""
    found = {_ROW.match(key, len(children)) for key in inputs if key.startswith(f"{children}-")}
    return sorted({int(match[1]) for match in found if match})[:MOST_ROWS]


def raw_fields(fields: Iterable[Field], inputs: Inputs, prefix: str = "") -> dict[str, Any]:
    """Give what was posted for the fields as services take it: a list for many, a text for one; unread and untrusted."""
    raw: dict[str, Any] = {}
    for field in fields:
        sent = inputs.getlist(f"{prefix}{field.name}")
        if field.many:
            raw[field.name] = sent
        elif field.kind is Kind.BOOL:
            raw[field.name] = sent[-1] if sent else "off"
        else:
            raw[field.name] = sent[0] if sent else None
    return raw


def raw_children(children: Children, inputs: Inputs) -> list[dict[str, Any]]:
    """Give the posted rows of one list of children; rows in which nothing was filled in are left out."""
    rows = []
    for n in numbers_of(children.name, inputs):
        prefix = f"{children.name}-{n}-"
        row = raw_fields(children.fields, inputs, prefix)
        identity = inputs.get(f"{prefix}id", "")
        if identity or any(_is_filled(field, row[field.name]) for field in children.fields):
            rows.append({**row, **({"id": identity} if identity else {})})
    return rows


def _is_filled(field: Field, value: Any) -> bool:
    if field.kind is Kind.BOOL:
        return value not in ("off", "false", "0", None)
    default = write(field, field.default)
    return bool(value) and value not in (default, default[0] if default else None)


def version_of(inputs: Inputs) -> int:
    """Read the version that a form was opened with; anything else is no version of ours, and so a conflict."""
    text = inputs.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
