"""The tables of MOUs: the paper's head, its parties, clauses, duties, signatories, signatures and kept versions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planhub.infra.db import Audited, Model
from planhub.kernel.ids import new_id
from planhub.kernel.text import Text as Words
from planhub.mou import choices
from planhub.mou.life import Changing, Living
from planhub.mou.paper import Paper, compose
from planhub.people.models import Organization
from planhub.record.models import RESTRICT, Record


class Mou(Living, Changing, Record):
    """A memorandum between two or more organisations; `title` is its subject (เรื่อง)."""

    __tablename__ = "mou"
    __table_args__ = (  # type: ignore[assignment]  # SQLAlchemy reads it per class
        CheckConstraint(
            f"instrument_type IN ({choices.keys(choices.INSTRUMENT_TYPES)})", name="instrument_type"
        ),
        CheckConstraint(
            f"cooperation_kind IN ({choices.keys(choices.COOPERATION_KINDS)})", name="cooperation_kind"
        ),
        CheckConstraint(
            f"cooperation_sub IN ({choices.keys(choices.COOPERATION_SUBKINDS)})", name="cooperation_sub"
        ),
        CheckConstraint(
            f"financial_term IN ({choices.keys(choices.FINANCIAL_TERMS)})", name="financial_term"
        ),
        CheckConstraint("ends_on >= starts_on", name="life"),
        CheckConstraint(
            f"amendment_type IN ({choices.keys(choices.AMENDMENT_TYPES)})", name="amendment_type"
        ),
        CheckConstraint("(amends_id IS NULL) = (amendment_type IS NULL)", name="amendment"),
        CheckConstraint("amends_id IS NULL OR renews_id IS NULL", name="one_parent"),
        CheckConstraint("amends_id <> id AND renews_id <> id", name="no_self"),
        Index("ix_mou_ends_on", "ends_on"),
        Index("ix_mou_ceremony_on", "ceremony_on"),
        Index("ix_mou_amends_id", "amends_id"),
        Index("ix_mou_renews_id", "renews_id"),
    )

    id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT), primary_key=True)
    instrument_type: Mapped[str] = mapped_column(String(20), default="mou")
    cooperation_kind: Mapped[str] = mapped_column(String(20))
    cooperation_sub: Mapped[str | None] = mapped_column(String(30))
    directions: Mapped[list[Any]] = mapped_column(default=list)
    background: Mapped[str | None] = mapped_column(Text)
    """Why the parties agree; each line a paragraph of "โดยที่…"."""
    objectives: Mapped[str | None] = mapped_column(Text)
    """Each line one objective."""
    areas: Mapped[list[Any]] = mapped_column(default=list)
    """Area codes (2, 4 or 6 digits) in which the parties work together."""
    financial_term: Mapped[str] = mapped_column(String(20), default="none")
    effective_on: Mapped[date | None]
    """First day; None: the day on which the last party signs."""
    expires_on: Mapped[date | None]
    """Last day; None: counted from the first day by `term_years`."""
    term_years: Mapped[int | None]
    notice_days: Mapped[int | None]
    """Days of notice before a party may leave."""
    renewal_days: Mapped[int | None]
    """Days before the end by which an extension must be agreed."""
    meetings_per_year: Mapped[int | None]
    """How often the joint working group reports at least."""
    place: Mapped[str | None] = mapped_column(String(300))
    """Where it is made and signed."""
    copies: Mapped[int | None]
    """How many originals are made (คู่ฉบับ); None: one for each party."""
    template: Mapped[str | None] = mapped_column(String(60))
    """The template it was begun with, and its edition: `area-household@2`."""

    turn_org: Mapped[str | None] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    """Whose turn it is to work on the text while it is negotiated."""
    turn_hash: Mapped[str | None] = mapped_column(String(64), info={"noisy": True})
    """Hash of the text as that party got it."""
    official_no: Mapped[str | None] = mapped_column(String(40))
    """Number of the locked text, such as 1/2567; one signed outside keeps its own."""
    locked_hash: Mapped[str | None] = mapped_column(String(64))
    """Hash of the text that all parties approved; what is signed."""
    ceremony_on: Mapped[date | None]
    signed_on: Mapped[date | None]
    """The day of the last signature."""
    starts_on: Mapped[date | None]
    """First day in force, known once all have signed."""
    ends_on: Mapped[date | None]
    """Last day in force, known once all have signed."""
    registered: Mapped[bool] = mapped_column(default=False)
    """Was signed outside PlanHub and entered afterwards."""
    shared_on: Mapped[date | None]
    """The day on which the other parties first saw it; None: a draft of its own agency alone, for ever."""
    similar: Mapped[list[Any]] = mapped_column(default=list, info={"noisy": True})
    """Codes of living MOUs between the same parties in the same areas, as they stood when this was written."""
    text_n: Mapped[int] = mapped_column(default=0, info={"noisy": True})
    """Number of the newest kept version of its text; 0: none is kept yet."""

    amends: Mapped[Mou | None] = relationship(
        lazy="raise_on_sql", foreign_keys="Mou.amends_id", remote_side="Mou.id", viewonly=True
    )
    renews: Mapped[Mou | None] = relationship(
        lazy="raise_on_sql", foreign_keys="Mou.renews_id", remote_side="Mou.id", viewonly=True
    )
    amending: Mapped[Mou | None] = relationship(
        lazy="raise_on_sql", foreign_keys="Mou.amending_id", remote_side="Mou.id", viewonly=True
    )
    renewal: Mapped[Mou | None] = relationship(
        lazy="raise_on_sql", foreign_keys="Mou.renewal_id", remote_side="Mou.id", viewonly=True
    )

    parties: Mapped[list[MouParty]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="MouParty.position"
    )
    clauses: Mapped[list[MouClause]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="MouClause.position"
    )
    obligations: Mapped[list[MouObligation]] = relationship(
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        order_by="MouObligation.position",
        primaryjoin="and_(Mou.id == foreign(MouObligation.record_id), MouObligation.dropped_on.is_(None))",
    )
    signatories: Mapped[list[MouSignatory]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="MouSignatory.position"
    )
    signatures: Mapped[list[MouSignature]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="MouSignature.position"
    )

    __mapper_args__ = {"polymorphic_identity": "mous"}  # noqa: RUF012 - SQLAlchemy's own form

    def paper(self, areas: Mapping[str, Words]) -> Paper:
        """Give the text as it is read; `areas` gives the names of its area codes."""
        return compose(self, areas)

    @property
    def members(self) -> list[str]:
        """The organisations that are party to it now: those that signed, without those that have left."""
        return [party.org for party in self.parties if party.left_on is None]

    @property
    def is_amendment(self) -> bool:
        """Whether it changes another MOU instead of living by itself."""
        return self.amends_id is not None

    @property
    def is_behind(self) -> bool:
        """Whether its parent's text has moved on since it was written; its `amends` must be loaded."""
        return self.amends is not None and self.merged_on is None and self.amends.text_n != self.base_n

    @property
    def board(self) -> list[tuple[MouParty, MouSignatory | None, MouSignature | None]]:
        """Give each party with who is to sign for it, and how it has signed."""
        planned = {s.org: s for s in reversed(self.signatories) if s.kind == "signer"}
        signed = {s.org: s for s in self.signatures}
        return [(party, planned.get(party.org), signed.get(party.org)) for party in self.parties]


class MouParty(Audited, Model):
    """A party, in the order in which the text names it."""

    __tablename__ = "mou_party"
    __table_args__ = (Index("ix_mou_party_record_id", "record_id", "position"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("mou.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    org: Mapped[str] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT), index=True)
    called: Mapped[str | None] = mapped_column(String(60))
    """What the text calls it from then on; None: its abbreviation."""
    address: Mapped[str | None] = mapped_column(String(500))
    """None: the organisation's address."""
    signs_via: Mapped[str | None] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    """The juristic person through which a party without legal personality signs."""
    official_no: Mapped[str | None] = mapped_column(String(60))
    """The number under which this party keeps it in its own register."""
    notice_on: Mapped[date | None]
    """Day of the letter by which it gave notice that it leaves."""
    notice_no: Mapped[str | None] = mapped_column(String(100))
    left_on: Mapped[date | None]
    """The day on which it left; the signed text still names it."""
    left_no: Mapped[str | None] = mapped_column(String(100))
    handover: Mapped[list[Any]] = mapped_column(default=list, info={"noisy": True})
    """What it left behind when it left, as {"kind", "code", "text", "to"}: its open duties and its work."""
    organization: Mapped[Organization] = relationship(lazy="raise_on_sql", foreign_keys=org, viewonly=True)
    via: Mapped[Organization | None] = relationship(
        lazy="raise_on_sql", foreign_keys=signs_via, viewonly=True
    )


class MouClause(Audited, Model):
    """A numbered clause (ข้อ) of the text; the number is its place."""

    __tablename__ = "mou_clause"
    __table_args__ = (
        CheckConstraint(f"kind IN ({choices.keys(choices.CLAUSE_KINDS)})", name="kind"),
        Index("ix_mou_clause_record_id", "record_id", "position"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("mou.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    source: Mapped[str | None] = mapped_column(String(40))
    """Key of the library's clause that it came from."""
    source_n: Mapped[int | None]
    """The edition of that clause."""
    standard: Mapped[str | None] = mapped_column(Text)
    """What that edition said: what the clause is compared with, whatever becomes of the library."""
    heading: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    """Paragraphs by lines; {placeholders} are filled from the record when it is shown or printed."""
    kind: Mapped[str] = mapped_column(String(10), default="adaptable")
    reason: Mapped[str | None] = mapped_column(Text)
    """Why a standard text was changed; legal officers read it."""

    @property
    def is_altered(self) -> bool:
        """Whether a standard text no longer says what the library said."""
        return self.kind == "fixed" and self.standard is not None and self.body != self.standard


class MouObligation(Audited, Model):
    """A duty of one party, or of all together where no party is named."""

    __tablename__ = "mou_obligation"
    __table_args__ = (
        CheckConstraint(f"rhythm IN ({choices.keys(choices.RHYTHMS)})", name="rhythm"),
        CheckConstraint(f"fulfilled_by IN ({choices.keys(choices.FULFILMENTS)})", name="fulfilled_by"),
        Index("ix_mou_obligation_record_id", "record_id", "position"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("mou.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    org: Mapped[str | None] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    rhythm: Mapped[str] = mapped_column(String(12), default="once", server_default="once")
    """How often it is due; the register of duties counts its periods (`planhub.mou.duties.measures`)."""
    first_due_on: Mapped[date | None]
    """The day agreed for the register where the text names none: of the duty, or of its first period."""
    fulfilled_by: Mapped[str] = mapped_column(String(12), default="any", server_default="any")
    """What shows that it was done."""
    handed_to: Mapped[str | None] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    """Who does it since the party that the text names has left."""
    dropped_on: Mapped[date | None]
    """The day on which an amendment took it out of the text; it stays, because its history hangs on it."""


class MouSignatory(Audited, Model):
    """Somebody who is to sign, to witness, or to be present as guest of honour."""

    __tablename__ = "mou_signatory"
    __table_args__ = (
        CheckConstraint(f"kind IN ({choices.keys(choices.SIGNATORY_KINDS)})", name="kind"),
        CheckConstraint(f"capacity IN ({choices.keys(choices.CAPACITIES)})", name="capacity"),
        CheckConstraint("kind = 'guest' OR org IS NOT NULL", name="org"),
        Index("ix_mou_signatory_record_id", "record_id", "position"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("mou.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    org: Mapped[str | None] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    """The party for which they sign or witness; a guest of honour may stand for none."""
    kind: Mapped[str] = mapped_column(String(10), default="signer")
    name: Mapped[str | None] = mapped_column(String(200))
    """May stay open until the ceremony; the post may not."""
    post: Mapped[str] = mapped_column(String(200))
    """Title of the person's own post."""
    capacity: Mapped[str] = mapped_column(String(10), default="own")
    for_post: Mapped[str | None] = mapped_column(String(200))
    """The post acted for, where the capacity is not "own"."""
    order_no: Mapped[str | None] = mapped_column(String(100))
    """Number of the order behind an acting or delegated capacity."""
    order_on: Mapped[date | None]
    """The day of that order."""


class MouSignature(Audited, Model):
    """A party's signature as it was made; written by the moves of signing alone."""

    __tablename__ = "mou_signature"
    __table_args__ = (
        UniqueConstraint("record_id", "org"),
        CheckConstraint(f"capacity IN ({choices.keys(choices.CAPACITIES)})", name="capacity"),
        CheckConstraint(f"method IN ({choices.keys(choices.METHODS)})", name="method"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("mou.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    """In the order of signing."""
    org: Mapped[str] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    signer: Mapped[str] = mapped_column(String(200))
    post: Mapped[str] = mapped_column(String(200))
    capacity: Mapped[str] = mapped_column(String(10), default="own")
    order_no: Mapped[str | None] = mapped_column(String(100))
    order_on: Mapped[date | None]
    signed_on: Mapped[date]
    method: Mapped[str] = mapped_column(String(10))
    witness: Mapped[str | None] = mapped_column(String(300))
    scan_id: Mapped[str] = mapped_column(ForeignKey("attachment.id", ondelete=RESTRICT))
    scan_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the scan, or of the electronically signed file."""
    recorded_by: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    recorded_key: Mapped[str | None] = mapped_column(String(64), info={"noisy": True})
    """The person behind that account, who cannot confirm it too."""
    recorded_role: Mapped[str] = mapped_column(String(30))
    """Who recorded it: the secretariat, or the party's coordinator; the other one confirms."""
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    confirmed_at: Mapped[datetime | None]

    @property
    def is_confirmed(self) -> bool:
        """Whether the other side has confirmed what was recorded (rule S2)."""
        return self.confirmed_at is not None


class MouVersion(Model):
    """The whole text as it stood at an event; rows are only ever added, so a signed text is never overwritten.

    The version store on which differences, papers and amendments rest: `planhub.mou.queries.list_versions` gives the
    rows of one MOU, oldest first, and `signed_version` the text that holds. `content` is what
    `planhub.record.content.content` gives (fields by name, `parties`, `clauses` and `obligations` as lists of dicts),
    and `content_hash` is its digest. A row is written on every `choices.VERSION_REASONS`; a hand-over that changed
    nothing writes none.
    """

    __tablename__ = "mou_version"
    __table_args__ = (
        UniqueConstraint("record_id", "n"),
        CheckConstraint(f"reason IN ({choices.keys(choices.VERSION_REASONS)})", name="reason"),
        CheckConstraint("n >= 1", name="n"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("mou.id", ondelete=RESTRICT))
    n: Mapped[int]
    """1, 2, … within the record, without gaps."""
    reason: Mapped[str] = mapped_column(String(12))
    """Why it was kept, one of `choices.VERSION_REASONS`."""
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id", ondelete=RESTRICT))
    """The event at which it was kept; it tells the round, the post and the note."""
    content_hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]]
    signatories: Mapped[list[Any]] = mapped_column(default=list)
    """Who was to sign and witness, as the API writes it; beside the content, because no consent hangs on it."""
    at: Mapped[datetime]
    by_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    """The account behind the event; None: the system."""
    by_name: Mapped[str] = mapped_column(String(200))
    """The person as they were called then."""
    by_org: Mapped[str | None] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    """The organisation for which that person acted."""
