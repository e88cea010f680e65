"""The form of a new record as an address fills it in: `/activities/new?area_codes=45&partners-0-org=EEF`.

Each value is read by its own field and each reference is looked up, so that a link can put nothing into a form which
the form itself would refuse; what cannot be used is told and left out. Fields and lists of rows that the address names
are shown beside those of the short form.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.errors import BadInput
from planhub.kernel.fields import Field, parse
from planhub.kernel.text import Text
from planhub.record.references import resolve
from planhub.record.types import Children, RecordType
from planhub.ui import inputs as posted
from planhub.ui.inputs import Inputs

ASK = "_ask"
"""Names, in an address, fields that are asked for beside the short form although the address cannot fill them in."""

MOST_ROWS = 20
"""Rows of one list that an address may fill in."""


class Prefilled(NamedTuple):
    """What the form shows before anybody types."""

    inputs: Inputs
    fields: tuple[Field, ...]
    children: tuple[Children, ...]
    used: bool
    """Whether the address filled anything in."""
    refused: list[Text]
    """The labels of what it named in vain."""


class _Value(NamedTuple):
    """A value that an address gives, read by its field."""

    name: str
    """Of the input: `title`, `partners-0-org`."""
    field: Field
    children: Children | None
    values: dict[str, Any]
    texts: list[str]


def short_fields(record_type: RecordType, named: Iterable[str] = ()) -> tuple[Field, ...]:
    """Give the fields of the short form, with those that are named besides."""
    extra = {*named}
    return tuple(f for f in record_type.fields if f.short or f.required or f.name in extra)


def short_children(record_type: RecordType, named: Iterable[str] = ()) -> tuple[Children, ...]:
    """Give the lists of rows of the short form, with those of which an input is named; of a row only what is asked first."""
    heads = {name.partition("-")[0] for name in named}
    return tuple(
        replace(c, fields=tuple(f for f in c.fields if f.short or f.required))
        for c in record_type.children
        if not c.read_only and not c.screen and (c.minimum > 0 or c.name in heads)
    )


def prefill(session: Session, actor: Actor, record_type: RecordType, args: Inputs) -> Prefilled:
    """Read the address; never raises, because a broken link should still open a form."""
    refused: list[Text] = []
    given = list(_read(record_type, args, refused))
    faults: dict[str, list[Text]] = {}
    resolve(session, actor, [(one.field, one.values, one.name) for one in given], faults)
    refused += [one.field.label for one in given if one.name in faults]
    good = [one for one in given if one.name not in faults]
    names = [*(one.name for one in good), *args.getlist(ASK)]
    fields, children = short_fields(record_type, names), short_children(record_type, names)
    inputs = posted.of_fields(fields, None)
    for one in children:
        inputs.update(_rows(one, good))
    for value in good:
        inputs.setlist(value.name, value.texts)
    return Prefilled(inputs, fields, children, bool(good), [*dict.fromkeys(refused)])


def _rows(children: Children, good: Iterable[_Value]) -> Inputs:
    """Give empty inputs for every row that is filled in, and at least as many as the list must have."""
    filled = {int(x.name.split("-")[1]) for x in good if x.children and x.children.name == children.name}
    inputs = posted.of_children(children, ())
    for number in sorted(filled - set(range(children.minimum))):
        prefix = f"{children.name}-{number}-"
        inputs.update(posted.of_fields(children.fields, None, prefix))
        inputs.setlist(f"{prefix}id", [""])
    return inputs


def _read(record_type: RecordType, args: Inputs, refused: list[Text]) -> Iterator[_Value]:
    yield from _values(record_type.fields, args, "", None, refused)
    for children in short_children(record_type, args):
        for number in posted.numbers_of(children.name, args)[:MOST_ROWS]:
            yield from _values(children.fields, args, f"{children.name}-{number}-", children, refused)


def _values(
    fields: Iterable[Field], args: Inputs, prefix: str, children: Children | None, refused: list[Text]
) -> Iterator[_Value]:
    for field in fields:
        name = f"{prefix}{field.name}"
        if not any(text.strip() for text in args.getlist(name)):
            continue
        try:
            value = parse(field, posted.raw_fields([field], args, prefix)[field.name])
        except BadInput:
            refused.append(field.label)
            continue
        texts = [posted.showable(text) for text in posted.write(field, value)]
        yield _Value(name, field, children, {field.name: value}, texts)


def drop_untouched(record_type: RecordType, args: Inputs, inputs: Inputs) -> Inputs:
    """Give what was posted without the rows that the address began and nobody finished.

    A budget line of which only the agency was filled in beforehand is no line yet, and no fault either.
    """
    kept = Inputs(inputs.items(multi=True))
    for children in short_children(record_type, args):
        for number in posted.numbers_of(children.name, args)[:MOST_ROWS]:
            prefix = f"{children.name}-{number}-"
            if _is_begun_only(children, prefix, args, inputs):
                for name in [name for name in kept if name.startswith(prefix)]:
                    kept.poplist(name)
    return kept


def _is_begun_only(children: Children, prefix: str, args: Inputs, inputs: Inputs) -> bool:
    if inputs.get(f"{prefix}id"):
        return False
    said = posted.raw_fields(children.fields, inputs, prefix)
    lacks = [f for f in children.fields if f.required and said[f.name] in (None, "", [])]
    typed = [f for f in children.fields if f"{prefix}{f.name}" not in args and _is_typed(f, said[f.name])]
    return bool(lacks) and not typed


def _is_typed(field: Field, said: Any) -> bool:
    default = posted.write(field, field.default)
    texts = [text for text in (said if isinstance(said, list) else [said]) if text]
    return bool(texts) and texts not in (default, ["off"])
