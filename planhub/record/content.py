"""What a record says, in one canonical form: for the API, for approval by hash, for snapshots and differences."""

from typing import Any

from sqlalchemy import inspect

from planhub.kernel.fields import Field, Kind, dump
from planhub.record import chain
from planhub.record.models import Record
from planhub.record.types import Children, RecordType, registry


def value_of(row: Any, field: Field) -> Any:
    """Give the value of a field of a record or child row; references to records are given as codes."""
    if field.kind is Kind.RECORD:
        other = getattr(row, field.name)
        return other.code if other is not None else None
    return getattr(row, field.name)


def dump_row(row: Any, fields: tuple[Field, ...]) -> dict[str, Any]:
    """Give the fields of a row as the API writes them."""
    return {f.name: dump(f, value_of(row, f)) for f in fields}


def dump_children(record: Record, children: Children) -> list[dict[str, Any]]:
    """Give the rows of one list of children as the API writes them, in their order, each with its id."""
    return [{"id": row.id, **dump_row(row, children.fields)} for row in getattr(record, children.name)]


def _said(row: Any, fields: tuple[Field, ...]) -> dict[str, Any]:
    """Give the fields of a row as they are approved: an empty one that was declared later is not there."""
    late = {f.name for f in fields if f.late}
    return {
        name: value
        for name, value in dump_row(row, fields).items()
        if name not in late or value not in (None, [], False)
    }


def content(record: Record, record_type: RecordType | None = None) -> dict[str, Any]:
    """Give exactly what is approved: the content fields of the record and of its children."""
    rt = record_type or registry.get(record.type)
    fields = tuple(f for f in rt.fields if f.content)
    said: dict[str, Any] = {"type": rt.name, **_said(record, fields)}
    for children in rt.children:
        if children.content:
            kept = tuple(f for f in children.fields if f.content)
            said[children.name] = [_said(row, kept) for row in getattr(record, children.name)]
    return said


def content_hash(record: Record, record_type: RecordType | None = None) -> str:
    """Give the SHA-256 of what is approved (rule R11)."""
    return chain.digest(content(record, record_type))


def changed(record: Record, record_type: RecordType | None = None) -> list[str]:
    """Name the content fields and lists of children that were changed since they were read from the database."""
    rt = record_type or registry.get(record.type)
    found = [f.name for f in rt.fields if f.content and is_changed(record, f.name)]
    for children in rt.children:
        names = [f.name for f in children.fields if f.content]
        rows = getattr(record, children.name)
        touched = is_changed(record, children.name) or any(is_changed(row, *names) for row in rows)
        if children.content and touched:
            found.append(children.name)
    return found


def is_changed(row: object, *names: str) -> bool:
    """Tell whether one of these attributes differs from what was read from the database."""
    attributes = inspect(row, raiseerr=True).attrs
    return any(name in attributes and attributes[name].history.has_changes() for name in names)
