"""Gathers what the page of one record shows, in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import NotFound
from planhub.kernel.fields import Field
from planhub.kernel.text import Text
from planhub.kernel.workflow import State, Workflow
from planhub.people.queries import PostHolder
from planhub.record import access, flow, rules
from planhub.record.attachments import list_files
from planhub.record.comments import list_comments, may_answer
from planhub.record.events import list_events
from planhub.record.flow import OpenMove
from planhub.record.models import Attachment, Comment, Event, Record
from planhub.record.types import Children, Document, RecordType
from planhub.ui import anatomy, panels
from planhub.ui.values import Names, Shown, names_of, show
from planhub.ui.waiting import Reader, Waiting, waiting_of

GIST = 6
"""Facts in the summary above a decision."""

NEWEST = 50
"""Events on the page; the others are on the page of the history."""


def header(session: Session, record_type: RecordType, code: str) -> Any:
    """Give the record of that code without what its page needs, for services that load and decide themselves.

    Raises `NotFound`.
    """
    query = select(record_type.model).where(or_(Record.code == code, Record.id == code))
    record = session.scalars(query).one_or_none()
    if record is None:
        raise NotFound
    return record


@dataclass(frozen=True, slots=True)
class Section:
    """A named part of the content: values, and lists of children."""

    key: str
    label: Text | None
    facts: Sequence[tuple[Field, Shown]]
    children: Sequence[tuple[Children, Sequence[Sequence[Shown]]]]


@dataclass
class RecordPage:
    """One record for one reader. The decision to show it has been taken before."""

    session: Session
    actor: Actor
    record_type: RecordType
    record: Any

    @cached_property
    def machine(self) -> Workflow:
        """The machine that the record follows."""
        return flow.machine_of(self.record)

    @cached_property
    def state(self) -> State:
        """The state it is in."""
        return self.machine.state(self.record.state)

    @cached_property
    def audience(self) -> str:
        """As whom the reader reads."""
        return anatomy.audience_of(self.actor, self.record)

    @property
    def state_label(self) -> Text:
        """The state in the words of this reader."""
        return self.state.label_for(self.audience)

    @cached_property
    def events(self) -> list[Event]:
        """The newest events, oldest first."""
        return list_events(self.session, self.record.id, limit=NEWEST)

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """What the guards look at, gathered once for the whole page."""
        return rules.gather(self.session, self.record, self.record_type, events=self.events)

    @property
    def holders(self) -> Sequence[PostHolder]:
        """The posts of the record's parties, with who can act from them."""
        holders: Sequence[PostHolder] = self.facts[rules.HOLDERS]
        return holders

    @cached_property
    def names(self) -> Names:
        """The names behind every code on the page."""
        orgs = {x.org_code for x in (*self.record.lanes, *self.record.party_rows)}
        orgs |= {code for e in self.events for code in (e.org_code, e.lane_org) if code}
        orgs |= {c.org_code for c in self.comments if c.org_code}
        return names_of(self.session, self.record_type, self.record, orgs)

    @cached_property
    def moves(self) -> list[OpenMove]:
        """The reader's moves, the main one first; those of other posts are left out."""
        mine = [m for m in flow.moves(self.session, self.actor, self.record, facts=self.facts) if m.permitted]
        return sorted(mine, key=lambda m: (not m.allowed, not m.move.main))

    @property
    def open_moves(self) -> list[OpenMove]:
        """What the reader can do now."""
        return [m for m in self.moves if m.allowed]

    @property
    def closed_moves(self) -> list[OpenMove]:
        """What the reader's posts will be able to do, with what is still missing."""
        return [m for m in self.moves if not m.allowed]

    @cached_property
    def may_edit(self) -> bool:
        """Whether the reader may change the fields now."""
        return access.may(self.actor, self.record_type.edit, self.record)

    @cached_property
    def waiting(self) -> Waiting:
        """Whom it waits for."""
        reader = Reader(self.actor, self.names)
        return waiting_of(self.record, self.record_type, self.machine, self.holders, reader)

    @property
    def path(self) -> list[anatomy.Step]:
        """The path with its steps."""
        return anatomy.path_of(self.record, self.machine, self.events, self.audience)

    @property
    def boards(self) -> list[anatomy.Board]:
        """The boards of lanes, one a round."""
        cast = anatomy.Cast(self.holders, {e.id: e for e in self.events}, self.actor, self.names)
        return anatomy.boards(self.record, self.machine, cast)

    @property
    def history(self) -> list[anatomy.Happening]:
        """What happened, newest first."""
        return anatomy.history(self.events, self.machine, self.names, self.audience)

    @property
    def flags(self) -> Sequence[tuple[str, Text]]:
        """What dates and children say beside the state (rule R13)."""
        return self.record_type.flags(self.record, clock.today()) if self.record_type.flags else ()

    @property
    def warnings(self) -> list[tuple[str, Text]]:
        """What is odd and may stand all the same, each with its place on the form; of unseen lists nothing."""
        rt = self.record_type
        lists = {c.name for c in rt.children}
        found = rt.warnings(self.record) if rt.warnings else ()
        return [
            (f"{'rows' if name in lists else 'f'}-{name}", words)
            for name, words in found
            if name not in lists or name in self.seen_lists
        ]

    @cached_property
    def comments(self) -> list[Comment]:
        """The remarks, oldest first."""
        return list_comments(self.session, self.record)

    def may_answer(self, row: Comment) -> bool:
        """Whether the reader may settle or reopen a remark."""
        return may_answer(self.actor, self.record, row)

    @cached_property
    def attachments(self) -> list[Attachment]:
        """The files, newest first."""
        return sorted(list_files(self.session, self.record), key=lambda one: one.at, reverse=True)

    @property
    def documents(self) -> list[Document]:
        """The papers that the reader may print."""
        mine = [d for d in self.record_type.documents if access.may(self.actor, d.permission, self.record)]
        return [d for d in mine if d.reader is None or d.reader(self.actor, self.record)]

    @cached_property
    def panels(self) -> list[panels.Shown]:
        """What higher features have to say of it."""
        return panels.panels_for(self.session, self.actor, self.record_type.name, self.record)

    @cached_property
    def seen_lists(self) -> frozenset[str]:
        """Names of the lists whose rows the reader may see; of the others only sums are shown."""
        return frozenset(c.name for c in access.seen_children(self.actor, self.record))

    @cached_property
    def sections(self) -> list[Section]:
        """The content, section by section, in the machine's order."""
        rt, names = self.record_type, dict(self.machine.sections)
        keys = dict.fromkeys([*(f.section for f in rt.fields), *(c.section for c in rt.children)])
        order = [*(k for k in keys if k not in names), *(k for k in names if k in keys)]
        return [Section(key, names.get(key), self._facts(key), self._children(key)) for key in order]

    @property
    def gist(self) -> list[tuple[Field, Shown]]:
        """What a decision is about, in a few lines: the first short facts that were given."""
        fields = [f for f in self.record_type.fields if f.short and f.name != "title"]
        told = [(f, show(f, getattr(self.record, f.name), self.names)) for f in fields]
        return [(f, shown) for f, shown in told if shown.text is not None][:GIST]

    def _facts(self, section: str) -> list[tuple[Field, Shown]]:
        fields = [f for f in self.record_type.fields if f.section == section and f.name != "title"]
        return [(f, show(f, getattr(self.record, f.name), self.names)) for f in fields]

    def _children(self, section: str) -> list[tuple[Children, list[list[Shown]]]]:
        found = []
        for children in self.record_type.children:
            if children.section == section and children.name in self.seen_lists:
                rows = getattr(self.record, children.name)
                found.append(
                    (
                        children,
                        [
                            [show(f, getattr(row, f.name), self.names) for f in children.fields]
                            for row in rows
                        ],
                    )
                )
        return found
