"""The sections of a record as forms of their own, each with its draft, its remarks and what was opened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.errors import NotFound
from planhub.kernel.fields import Field
from planhub.kernel.text import Text
from planhub.record.comments import may_answer
from planhub.record.models import Comment, Record
from planhub.record.together.drafts import Typed
from planhub.record.together.models import Draft
from planhub.record.types import Children, RecordType
from planhub.ui import inputs as posted
from planhub.ui.choosers import SEEK, Choosers
from planhub.ui.drafting import merging
from planhub.ui.forms import RecordForm
from planhub.ui.inputs import Inputs

WHOLE = ""
"""The section of a form that shows everything at once."""
MAIN = Text("ข้อมูลหลัก", "Main facts")


@dataclass(frozen=True)
class Part:
    """The fields and lists of one section that this reader may change."""

    key: str
    label: Text
    fields: tuple[Field, ...]
    children: tuple[Children, ...]
    elsewhere: tuple[Children, ...] = ()
    """Lists with a screen of their own."""

    def names(self, inputs: Inputs) -> list[tuple[str, str]]:
        """Give the inputs that belong to the section, as a draft keeps them."""
        heads = tuple(f"{c.name}-" for c in self.children)
        known = {f.name for f in self.fields}
        return [
            (key, posted.showable(text))
            for key, text in inputs.items(multi=True)
            if key in known or (heads and key.startswith(heads))
        ]

    def standing(self, record: Record) -> Inputs:
        """Give the inputs as the record stands."""
        inputs = posted.of_fields(self.fields, record)
        for children in self.children:
            inputs.update(posted.of_children(children, getattr(record, children.name)))
        return inputs

    def base(self, inputs: Inputs) -> str:
        """Give the digests of what the form shows."""
        return merging.base_of(self.fields, self.children, inputs)


def parts_of(record_type: RecordType, sees: Any, labels: Sequence[tuple[str, Text]]) -> list[Part]:
    """Give the sections in the machine's order; `sees` tells whether the reader has a permission for any rows at all."""
    fields = [f for f in record_type.fields if not f.fixed]
    shown = [c for c in record_type.children if c.permission is None or sees(c.permission)]
    lists = [c for c in shown if not (c.screen or c.read_only)]
    names = dict(labels)
    keys = dict.fromkeys([*(f.section for f in fields), *(c.section for c in lists)])
    order = [*(k for k in keys if k not in names), *(k for k in names if k in keys)]
    return [
        Part(
            key,
            names.get(key, MAIN),
            tuple(f for f in fields if f.section == key),
            tuple(c for c in lists if c.section == key),
            tuple(c for c in shown if c.screen and c.section == key),
        )
        for key in order
    ]


def whole_of(parts: Iterable[Part]) -> Part:
    """Give all sections as one."""
    known = list(parts)
    return Part(
        WHOLE,
        MAIN,
        tuple(f for part in known for f in part.fields),
        tuple(c for part in known for c in part.children),
        tuple(c for part in known for c in part.elsewhere),
    )


def find(parts: Iterable[Part], key: str) -> Part:
    """Give the section of that key; raises `NotFound`."""
    for part in parts:
        if part.key == key:
            return part
    raise NotFound


@dataclass(frozen=True)
class Thread:
    """The remarks on one section, for one reader."""

    key: str
    remarks: Sequence[Comment] = ()
    answerable: frozenset[str] = frozenset()
    """Ids of the remarks that the reader may settle or open again."""

    @property
    def open(self) -> int:
        """How many wait for an answer."""
        return sum(1 for one in self.remarks if one.resolved_at is None)


def thread_of(actor: Actor, record: Record, key: str) -> Thread:
    """Give the remarks on a section; those of the record must have been read with it."""
    remarks = [c for c in record.comments if (c.section or "") == key]
    return Thread(key, remarks, frozenset(c.id for c in remarks if may_answer(actor, record, c)))


@dataclass
class SectionForm:
    """One section as its reader works on it."""

    part: Part
    form: RecordForm
    version: int
    base: str
    draft: Draft | None = None
    """The reader's own draft, which the form shows."""
    is_behind: bool = False
    """Whether the record was saved after the draft was begun."""
    thread: Thread | None = None
    """The remarks on it, where they are shown beside it."""
    closed: Text | None = None
    """Why it can only be read."""
    saved: str = ""
    """What is said after a save."""
    clashes: Sequence[merging.Clash] = field(default_factory=list)
    mine: RecordForm | None = None
    now: RecordForm | None = None
    """Where texts clash: the section as its reader sent it, and as it stands."""


class Desk:
    """Makes the forms of one record for one reader; options of choosers are read once for all of them."""

    def __init__(self, session: Session, actor: Actor, record: Record, inputs: Inputs) -> None:
        """Take who works on what, and what was sent (for searches without a script)."""
        self.actor, self.record = actor, record
        seeking = Inputs((k, v) for k, v in inputs.items(multi=True) if k.startswith(SEEK))
        self._choosers = Choosers(session, actor, seeking)

    def form(self, part: Part, inputs: Inputs) -> RecordForm:
        """Give the form of a section from inputs."""
        return RecordForm(part.fields, part.children, inputs, self._choosers)

    def open(self, part: Part, draft: Draft | None = None) -> SectionForm:
        """Give a section as its reader left it: the draft where there is one that says something new, else as it stands."""
        standing = part.standing(self.record)
        made = SectionForm(part, self.form(part, standing), self.record.version, part.base(standing))
        if draft is not None:
            typed = Inputs([tuple(pair) for pair in draft.typed])
            if part.base(typed) != made.base or _more_rows(part, typed, standing):
                made.form, made.draft, made.version = self.form(part, typed), draft, draft.version
                made.is_behind = draft.base != made.base
                made.base = draft.base
        return made


def _more_rows(part: Part, typed: Inputs, standing: Inputs) -> bool:
    return any(
        len(posted.numbers_of(c.name, typed)) != len(posted.numbers_of(c.name, standing))
        for c in part.children
    )


def typed_in(part: Part, inputs: Inputs) -> Typed:
    """Give what a form sent, as a draft keeps it."""
    return Typed(
        part.names(inputs), posted.version_of(inputs), inputs.get("_was", "")[: merging.LONGEST_BASE]
    )


def choices_of(inputs: Inputs) -> Mapping[str, str]:
    """Give what was chosen on the screen of a conflict."""
    return {
        key.removeprefix(merging.KEEP): choice
        for key, choice in inputs.items()
        if key.startswith(merging.KEEP)
    }
