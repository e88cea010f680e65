"""What the page of an MOU's text shows: each clause with its words, its state, its hands and its remarks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.kernel.workflow import State
from planhub.mou import clauses
from planhub.mou.models import Mou, MouClause
from planhub.mou.paper import Paper, Section, compose
from planhub.mou.text import editing
from planhub.mou.text import library as text_library
from planhub.mou.text.models import ClauseDraft, LibraryClause, LibraryTemplate
from planhub.places.queries import full_names
from planhub.record import access, comments, flow
from planhub.record.models import Comment
from planhub.record.types import registry
from planhub.ui.diff import Piece, compare


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark, and whether the reader may settle or reopen it."""

    row: Comment
    answerable: bool


@dataclass(frozen=True)
class ClauseShown:
    """One clause as it stands."""

    clause: MouClause
    section: Section
    place: int
    """1, 2, … among all clauses, guidance included."""
    is_last: bool
    hand: tuple[str, datetime] | None
    """Who last changed its words, and when."""
    at_work: Sequence[editing.AtWork]
    remarks: Sequence[Remark]
    draft: ClauseDraft | None
    """What the reader typed into it and has not saved."""

    @property
    def open_remarks(self) -> int:
        """Remarks that nobody has settled."""
        return sum(remark.row.resolved_at is None for remark in self.remarks)

    @property
    def unknown(self) -> list[str]:
        """Names in braces that nothing can be filled in for."""
        return list(clauses.unknown_placeholders(self.clause.body))

    @property
    def against_standard(self) -> list[Piece]:
        """What differs from the library's text, in pieces; empty where nothing does."""
        standard = self.clause.standard
        return compare(standard, self.clause.body) if standard not in (None, self.clause.body) else []

    @property
    def digest(self) -> str:
        """A short sign of what it says, by which an open page notices that it changed."""
        return digest(self.clause)


def digest(clause: MouClause) -> str:
    """Give a short sign of what a clause says."""
    said = "\x00".join((clause.heading, clause.body, clause.kind, clause.reason or ""))
    return sha256(said.encode()).hexdigest()[:12]


@dataclass
class TextPage:
    """The text of one MOU for one reader. The decision to show it has been taken before."""

    session: Session
    actor: Actor
    mou: Mou

    @cached_property
    def paper(self) -> Paper:
        """The text as it is read."""
        return compose(self.mou, full_names(self.session, self.mou.areas))

    @property
    def state(self) -> State:
        """The state that the MOU is in."""
        return flow.machine_of(self.mou).state(self.mou.state)

    @cached_property
    def may_edit(self) -> bool:
        """Whether the reader may change the text now."""
        return access.may(self.actor, registry.get("mous").edit, self.mou)

    @cached_property
    def remarks(self) -> list[Remark]:
        """All remarks on the record, oldest first."""
        found = comments.list_comments(self.session, self.mou)
        return [Remark(row, comments.may_answer(self.actor, self.mou, row)) for row in found]

    @cached_property
    def clauses(self) -> list[ClauseShown]:
        """The clauses in order."""
        hands = editing.last_hands(self.session, self.mou)
        at_work = editing.at_work(self.session, self.actor, self.mou)
        drafts = {d.clause_id: d for d in self.drafts if d.clause_id}
        by_anchor: dict[str, list[Remark]] = {}
        for remark in self.remarks:
            by_anchor.setdefault(remark.row.anchor or "", []).append(remark)
        pairs = list(zip(self.mou.clauses, self.paper.sections, strict=True))
        return [
            ClauseShown(
                clause=clause,
                section=section,
                place=place,
                is_last=place == len(pairs),
                hand=hands.get(clause.id),
                at_work=at_work.get(clause.id, ()),
                remarks=by_anchor.get(clause.id, ()),
                draft=drafts.get(clause.id),
            )
            for place, (clause, section) in enumerate(pairs, start=1)
        ]

    def clause(self, key: str) -> ClauseShown | None:
        """Give the clause of that id."""
        return next((one for one in self.clauses if one.clause.id == key), None)

    @cached_property
    def drafts(self) -> list[ClauseDraft]:
        """What the reader typed and has not saved."""
        return editing.my_drafts(self.session, self.actor, self.mou) if self.may_edit else []

    @property
    def orphans(self) -> list[ClauseDraft]:
        """What the reader typed into clauses that somebody took out."""
        return [draft for draft in self.drafts if draft.clause_id is None]

    @property
    def open_remarks(self) -> int:
        """Remarks on clauses that nobody has settled."""
        return sum(one.open_remarks for one in self.clauses)

    @property
    def detached(self) -> list[Remark]:
        """Remarks on clauses that were taken out."""
        there = {clause.id for clause in self.mou.clauses}
        return [r for r in self.remarks if r.row.anchor and r.row.anchor not in there]

    @cached_property
    def library(self) -> text_library.Library:
        """The clause library of the text's fiscal year."""
        return text_library.read(self.session, self.mou.fiscal_year)

    @property
    def left_out(self) -> list[LibraryClause]:
        """Clauses of the library that the text does not have, the template's first."""
        there = {clause.source for clause in self.mou.clauses}
        template = self.template
        first = list(template.clauses) if template else []
        rows = [row for key, row in self.library.clauses.items() if key not in there]
        return sorted(
            rows, key=lambda row: (first.index(row.key) if row.key in first else len(first), row.key)
        )

    @property
    def template(self) -> LibraryTemplate | None:
        """The template that fits the text's kind."""
        mou = self.mou
        return self.library.template_for(mou.instrument_type, mou.cooperation_kind, mou.cooperation_sub)

    @property
    def missing_standards(self) -> list[LibraryClause]:
        """Fixed clauses of the template that the text does without; legal officers look at these."""
        template = self.template
        wanted = set(template.clauses) if template and self.mou.template else set()
        return [row for row in self.left_out if row.kind == "fixed" and row.key in wanted]


PLACEHOLDERS: Mapping[str, Text] = {**clauses.PLACEHOLDERS, **clauses.BLOCKS}
"""What may stand in braces, for the help beside the editor."""
