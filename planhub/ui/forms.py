"""Forms made from the fields of the kernel: one declaration, one way to read it, one way to draw it.

A form always shows texts: what a record holds (`planhub.ui.inputs`), or exactly what a person typed, so that a
refused form comes back with nothing lost. Reading is the kernel's (`fields.parse`), whose messages are bilingual.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import Field as FormField
from wtforms import Form

from planhub.kernel.errors import BadInput, Reason
from planhub.kernel.fields import Field, Kind, parse
from planhub.kernel.numbers import baht_text
from planhub.kernel.text import Text
from planhub.kernel.thai import format_date
from planhub.record.types import Children
from planhub.ui import inputs as posted
from planhub.ui.choosers import Choosers, Option
from planhub.ui.inputs import Inputs

_HINTS = {
    Kind.DATE: Text("เช่น 9/12/2565", "Such as 9/12/2565 or 9 Dec 2022"),
    Kind.TIME: Text("เช่น 13.30", "Such as 13:30"),
    Kind.FISCAL_YEAR: Text("เช่น 2566", "Such as 2566"),
    Kind.QUARTER: Text("1 ถึง 4 โดยไตรมาส 1 คือตุลาคมถึงธันวาคม", "1 to 4; the first is October to December"),
}

NEW = "NEW"
"""Stands for the number of a row in the row from which new ones are made."""


class Input(FormField):
    """One kernel field in a form."""

    spec: Field
    texts: list[str]
    """What stands in the input: one text, or the chosen ones."""
    faults: list[Text]
    """What is wrong with it, once a service has said so."""

    def __init__(self, *, spec: Field, choosers: Choosers, **kwargs: Any) -> None:
        """Take the declaration, and where the options of choosers come from."""
        super().__init__(str(spec.label), **kwargs)
        self.spec = spec
        self.texts = []
        self.faults = []
        self._choosers = choosers

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was sent by the field's own rule; keep the texts whatever comes of it.

        What cannot be read is told by the service that is given the texts, together with everything else.
        """
        self.texts = [posted.showable(str(value)) for value in valuelist]
        raw: Any = self.texts if self.spec.many else (self.texts[0] if self.texts else None)
        try:
            self.data = parse(self.spec, raw)
        except BadInput:
            self.data = None

    @property
    def text(self) -> str:
        """The one text of the input."""
        return self.texts[0] if self.texts else ""

    @property
    def checked(self) -> bool:
        """Whether a yes-or-no box is ticked."""
        return bool(self.texts) and self.texts[-1] not in ("", "off", "false", "0")

    @property
    def hint(self) -> Text | None:
        """What stands under the label: the field's own help, else what the kind is written like."""
        return self.spec.help or _HINTS.get(self.spec.kind)

    @property
    def words(self) -> str:
        """What the input says in words: an amount of money, a day with its weekday."""
        if self.spec.kind is Kind.MONEY and isinstance(self.data, int):
            return baht_text(self.data)
        return format_date(self.data, "full") if isinstance(self.data, date) else ""

    @property
    def searches(self) -> bool:
        """Whether it is chosen by searching."""
        return self._choosers.is_search(self.spec)

    @property
    def said(self) -> str:
        """What is chosen or written, as one text."""
        if self.spec.kind is Kind.BOOL:
            return str(Text("ใช่", "Yes") if self.checked else Text("ไม่ใช่", "No"))
        if self.searches or self.options:
            return ", ".join(f"{o.label} {o.more}".strip() for o in self.chosen)
        return self.text

    @property
    def options(self) -> Sequence[Option]:
        """What may be chosen here."""
        return self._choosers.options(self.spec)

    @property
    def found(self) -> Sequence[Option]:
        """What a search beside the input has found; without the ones that are chosen already."""
        return [o for o in self._choosers.found(self.spec, self.name) if o.key not in self.texts]

    @property
    def chosen(self) -> Sequence[Option]:
        """What is chosen, with its words."""
        return self._choosers.named(self.spec, self.texts)

    @property
    def sought(self) -> str:
        """What stands in the search beside the input."""
        return self._choosers.sought(self.name)


@dataclass
class Row:
    """One child row in a form."""

    number: int
    identity: str
    fields: Sequence[Input]


@dataclass
class Rows:
    """The rows of one list of children in a form."""

    children: Children
    rows: Sequence[Row]
    blank: Row
    """A row from which the page makes new ones."""
    errors: Sequence[Text] = ()

    @property
    def following(self) -> int:
        """The number of the next new row."""
        return max((row.number for row in self.rows), default=-1) + 1


@dataclass
class Part:
    """The fields and rows of one section of a form."""

    key: str
    label: Text | None
    fields: Sequence[Input]
    rows: Sequence[Rows]


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of the summary above a form, tied to its input."""

    anchor: str
    label: str
    message: Text


class RecordForm:
    """A form of fields and lists of children, drawn from inputs and marked with what is wrong."""

    def __init__(
        self, fields: Sequence[Field], children: Sequence[Children], inputs: Inputs, choosers: Choosers
    ) -> None:
        """Draw the form from `inputs`; nothing is marked until `mark` is called."""
        self.fields = tuple(fields)
        self.children = tuple(children)
        self.inputs = inputs
        self.choosers = choosers
        self.inputs_by_name = {one.spec.name: one for one in _inputs(self.fields, inputs, choosers)}
        self.rows = {c.name: self._rows(c) for c in self.children}
        self.others: dict[str, list[Text]] = {}
        """What is wrong with things that are no field of this form, by name; "" for nothing in particular."""

    def _rows(self, children: Children) -> Rows:
        rows = []
        for n in posted.numbers_of(children.name, self.inputs):
            prefix = f"{children.name}-{n}-"
            fields = _inputs(children.fields, self.inputs, self.choosers, prefix)
            rows.append(Row(n, self.inputs.get(f"{prefix}id", ""), fields))
        prefix = f"{children.name}-{NEW}-"
        empty = posted.of_fields(children.fields, None, prefix)
        return Rows(children, rows, Row(-1, "", _inputs(children.fields, empty, self.choosers, prefix)))

    def raw(self, *, without: Iterable[str] = ()) -> dict[str, Any]:
        """Give what was posted as services take it: unread, by field and by list of children."""
        left_out = set(without)
        raw = posted.raw_fields((f for f in self.fields if f.name not in left_out), self.inputs)
        for children in self.children:
            if children.name not in left_out:
                raw[children.name] = posted.raw_children(children, self.inputs)
        return raw

    def mark(self, errors: Mapping[str, Sequence[Text]]) -> None:
        """Put the messages of a refusal beside their inputs; names are those of services (`parties.0.org`)."""
        for name, texts in errors.items():
            head, *rest = name.split(".")
            if rest and head in self.rows:
                self._mark_row(head, int(rest[0]), rest[-1], texts)
            elif head in self.rows:
                self.rows[head].errors = tuple(texts)
            elif head in self.inputs_by_name:
                self.inputs_by_name[head].faults = list(texts)
            else:
                self.others.setdefault(name, []).extend(texts)

    def _mark_row(self, name: str, position: int, field: str, texts: Sequence[Text]) -> None:
        filled = [row for row in self.rows[name].rows if self._counts(name, row)]
        row = filled[position] if position < len(filled) else None
        for one in row.fields if row else ():
            if one.spec.name == field:
                one.faults = list(texts)
                return
        self.rows[name].errors = (*self.rows[name].errors, *texts)

    def _counts(self, name: str, row: Row) -> bool:
        only: Inputs = Inputs(
            (key, v) for key, v in self.inputs.items(multi=True) if key.startswith(f"{name}-{row.number}-")
        )
        return bool(posted.raw_children(self.rows[name].children, only))

    def mark_reasons(self, reasons: Iterable[Reason]) -> None:
        """Put the reasons of a guard beside the inputs they name, the others above the form."""
        for reason in reasons:
            self.mark({reason.field or "": [reason.text]})

    @property
    def faults(self) -> list[Fault]:
        """Everything that is wrong, in the order of the page."""
        found = [
            Fault(f"f-{name}" if name else "main", "", text)
            for name, texts in self.others.items()
            for text in texts
        ]
        for one in self.inputs_by_name.values():
            found += [Fault(f"f-{one.name}", str(one.spec.label), text) for text in one.faults]
        for name, rows in self.rows.items():
            found += [Fault(f"rows-{name}", str(rows.children.label), text) for text in rows.errors]
            for place, row in enumerate(rows.rows, start=1):
                label = f"{rows.children.label} {place}"
                found += [
                    Fault(f"f-{one.name}", f"{label} – {one.spec.label}", text)
                    for one in row.fields
                    for text in one.faults
                ]
        return found

    def parts(self, sections: Sequence[tuple[str, Text]] = ()) -> list[Part]:
        """Give the form in its sections, in the machine's order; sections without a name come first."""
        names = dict(sections)
        keys = dict.fromkeys([*(f.section for f in self.fields), *(c.section for c in self.children)])
        order = [*(k for k in keys if k not in names), *(k for k in names if k in keys)]
        return [
            Part(
                key,
                names.get(key),
                [one for one in self.inputs_by_name.values() if one.spec.section == key],
                [rows for rows in self.rows.values() if rows.children.section == key],
            )
            for key in order
        ]

    def said(self, name: str) -> str:
        """Give what a field or a list of children says, as text to be set beside another."""
        if name in self.rows:
            rows = self.rows[name].rows
            return "\n".join(", ".join(one.said for one in row.fields if one.said) for row in rows)
        return self.inputs_by_name[name].said

    def said_row(self, name: str, number: int) -> list[tuple[Text, str]]:
        """Give what one row of a list says, label by label, without its empty fields."""
        row = next((row for row in self.rows[name].rows if row.number == number), None)
        return [(one.spec.label, one.said) for one in row.fields if one.said] if row else []


def _inputs(fields: Sequence[Field], inputs: Inputs, choosers: Choosers, prefix: str = "") -> list[Input]:
    members: dict[str, Any] = {f"{prefix}{f.name}": Input(spec=f, choosers=choosers) for f in fields}
    form = type("FieldsForm", (Form,), members)(formdata=inputs or _SOMETHING)
    return [one for one in form if isinstance(one, Input)]


_SOMETHING = Inputs([("_", "")])
"""WTForms takes an empty form for none at all; this one has a field that no field is called."""
