"""Committees, meetings with agenda, attendance and resolutions, assignments, frozen figures, and built packs."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planhub.infra.db import Audited, Model
from planhub.kernel import text
from planhub.kernel.fields import Choice
from planhub.kernel.ids import new_id
from planhub.meetings.words import (
    ACTION_KINDS,
    ATTENDANCE,
    DUTIES,
    NUMBERINGS,
    RESOLUTIONS,
    SECTIONS,
    number_of,
)
from planhub.people.models import Post
from planhub.record.models import RESTRICT, Record


def _one_of(column: str, choices: tuple[Choice, ...]) -> str:
    return f"{column} IN ({', '.join(repr(key) for key, _ in choices)})"


class Committee(Audited, Model):
    """A body that meets: its members are posts, not persons."""

    __tablename__ = "committee"
    __table_args__ = (
        CheckConstraint(_one_of("numbering", NUMBERINGS), name="numbering"),
        CheckConstraint("quorum_percent BETWEEN 1 AND 100", name="quorum_percent"),
    )

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name_th: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(300))
    numbering: Mapped[str] = mapped_column(String(10), default="calendar")
    """Meetings are counted by calendar or by fiscal year (B.E.)."""
    quorum_percent: Mapped[int] = mapped_column(default=50)
    """The least share of members who must be present or represented, in per cent."""
    notice_days: Mapped[int] = mapped_column(default=7)
    """Days between invitation and meeting, unless it is urgent."""
    is_closed: Mapped[bool] = mapped_column(default=False)
    origin: Mapped[str] = mapped_column(String(10), default="own")
    members: Mapped[list[CommitteeMember]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="CommitteeMember.position"
    )

    @property
    def name(self) -> text.Text:
        """The full name."""
        return text.Text(self.name_th, self.name_en)


class CommitteeMember(Audited, Model):
    """A post that is a member of a committee, with its duty there."""

    __tablename__ = "committee_member"
    __table_args__ = (
        UniqueConstraint("committee_code", "post_id"),
        CheckConstraint(_one_of("duty", DUTIES), name="duty"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    committee_code: Mapped[str] = mapped_column(ForeignKey("committee.code", ondelete=RESTRICT))
    post_id: Mapped[str] = mapped_column(ForeignKey("post.id", ondelete=RESTRICT))
    duty: Mapped[str] = mapped_column(String(20), default="member")
    position: Mapped[int]
    """Place in lists, from 1."""
    post: Mapped[Post] = relationship(lazy="raise_on_sql")


class Meeting(Record):
    """One meeting of a committee, from the draft of its agenda to its adopted minutes."""

    __tablename__ = "meeting"
    __table_args__ = (  # type: ignore[assignment]  # each table has its own
        UniqueConstraint("committee_code", "year_be", "seq_no"),
        CheckConstraint("seq_no >= 1", name="seq_no"),
        Index("ix_meeting_held_on", "held_on"),
    )

    id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT), primary_key=True)
    committee_code: Mapped[str] = mapped_column(ForeignKey("committee.code", ondelete=RESTRICT))
    seq_no: Mapped[int]
    """1, 2, … within the committee's year, without gaps."""
    year_be: Mapped[int]
    """The year (B.E.) of the number; calendar or fiscal, as the committee counts."""
    held_on: Mapped[date]
    starts_at: Mapped[time | None]
    """Planned begin, Bangkok time."""
    ends_at: Mapped[time | None]
    """Planned end, Bangkok time."""
    place: Mapped[str | None] = mapped_column(String(300))
    link: Mapped[str | None] = mapped_column(String(300))
    """Address of an online room."""
    provinces: Mapped[list[Any]] = mapped_column(default=list)
    """Codes of the provinces that get a page in the pack; empty: all with a plan or an activity."""
    letter_no: Mapped[str | None] = mapped_column(String(100))
    """Number of the letter of invitation."""
    is_urgent: Mapped[bool] = mapped_column(default=False)
    urgent_reason: Mapped[str | None] = mapped_column(Text)
    """Why the notice is shorter than the committee asks."""
    letter_on: Mapped[date | None]
    """Day of the letter of invitation."""
    signer_name: Mapped[str | None] = mapped_column(String(200))
    """Who signs the letter: the chair, or who may in the chair's place."""
    signer_post: Mapped[str | None] = mapped_column(String(300))
    signer_order: Mapped[str | None] = mapped_column(String(200))
    """The order by which somebody else signs (รักษาการแทน, ปฏิบัติราชการแทน)."""
    pack_sections: Mapped[list[Any]] = mapped_column(default=list)
    """Keys of the sections that the pack shows, in order; empty: all in the usual order."""
    began_at: Mapped[time | None]
    """When it truly began (เริ่มประชุมเวลา)."""
    ended_at: Mapped[time | None]
    """When it truly ended (เลิกประชุมเวลา)."""
    is_consultation: Mapped[bool] = mapped_column(default=False)
    """Held without quorum (ประชุมหารือ): no resolutions."""
    recorder_name: Mapped[str | None] = mapped_column(String(200))
    recorder_post: Mapped[str | None] = mapped_column(String(200))
    checker_name: Mapped[str | None] = mapped_column(String(200))
    checker_post: Mapped[str | None] = mapped_column(String(200))
    corrections_until: Mapped[date | None]
    """Last day on which those who attended may ask for corrections of the minutes."""
    adopted_by: Mapped[str | None] = mapped_column(String(20))
    """How the minutes were adopted: "circulation" or "meeting"."""
    lesson: Mapped[str | None] = mapped_column(Text)
    """What was learnt from the meeting, or why there is nothing."""

    committee: Mapped[Committee] = relationship(lazy="raise_on_sql")
    agenda: Mapped[list[AgendaItem]] = relationship(
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        order_by="AgendaItem.position, AgendaItem.id",
        foreign_keys="AgendaItem.record_id",
    )
    attendees: Mapped[list[Attendee]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Attendee.position, Attendee.id"
    )
    resolutions: Mapped[list[Resolution]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Resolution.number"
    )

    __mapper_args__ = {"polymorphic_identity": "meetings"}  # noqa: RUF012 - SQLAlchemy's own form

    @property
    def no(self) -> str:
        """The number as papers write it: 1/2566."""
        return number_of(self.seq_no, self.year_be)


class AgendaItem(Audited, Model):
    """One matter under one of the six parts of the agenda."""

    __tablename__ = "meeting_item"
    __table_args__ = (
        CheckConstraint(_one_of("section", SECTIONS), name="section"),
        Index("ix_meeting_item_record_id", "record_id", "section", "position"),
        Index("ix_meeting_item_about_id", "about_id"),
        CheckConstraint("minutes BETWEEN 1 AND 600", name="minutes"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete=RESTRICT))
    position: Mapped[int]
    """Place in the order of the agenda, from 1."""
    section: Mapped[str] = mapped_column(String(1))
    title: Mapped[str] = mapped_column(String(500))
    org: Mapped[str | None] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    """The agency that brings the matter."""
    background: Mapped[str | None] = mapped_column(Text)
    """ความเป็นมา."""
    facts: Mapped[str | None] = mapped_column(Text)
    """ข้อเท็จจริง."""
    options: Mapped[str | None] = mapped_column(Text)
    """ทางเลือก, one on each line."""
    proposal: Mapped[str | None] = mapped_column(Text)
    """ข้อเสนอ."""
    draft_resolution: Mapped[str | None] = mapped_column(Text)
    """ร่างมติ."""
    requested: Mapped[str | None] = mapped_column(String(10))
    """The kind of resolution that is asked for."""
    about_id: Mapped[str | None] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT))
    """The record that the matter is about, of any type."""
    discussion: Mapped[str | None] = mapped_column(Text)
    """What was said (สาระ), for the minutes."""
    minutes: Mapped[int | None]
    """Planned length, in minutes."""
    papers: Mapped[str | None] = mapped_column(Text)
    """Ids of the meeting's files that belong to the matter, in order, one on each line."""
    proposal_id: Mapped[str | None] = mapped_column(ForeignKey("meeting_proposal.id", ondelete=RESTRICT))
    """The proposal of an agency from which it was made."""
    about: Mapped[Record | None] = relationship(lazy="raise_on_sql", foreign_keys=about_id)


class Attendee(Audited, Model):
    """Somebody at the table (or missing there), as the minutes name them; an account is not needed."""

    __tablename__ = "meeting_attendee"
    __table_args__ = (
        CheckConstraint(_one_of("kind", ATTENDANCE), name="kind"),
        Index("ix_meeting_attendee_record_id", "record_id", "position"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete=RESTRICT))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    post_title: Mapped[str | None] = mapped_column(String(300))
    org: Mapped[str | None] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    org_name: Mapped[str | None] = mapped_column(String(300))
    """The organisation in words, where it is not one of the register."""
    kind: Mapped[str] = mapped_column(String(10), default="member")
    duty: Mapped[str | None] = mapped_column(String(20))
    """Duty in the committee; None for those in attendance."""
    stands_for: Mapped[str | None] = mapped_column(String(300))
    """Whom a substitute represents."""
    cause: Mapped[str | None] = mapped_column(String(300))
    """Why a member is absent (ติดราชการ)."""
    post_id: Mapped[str | None] = mapped_column(ForeignKey("post.id", ondelete=RESTRICT))
    """The committee's post from which the line was copied."""
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))


class Resolution(Audited, Model):
    """What the meeting resolved on one matter (มติที่ประชุม)."""

    __tablename__ = "meeting_resolution"
    __table_args__ = (
        UniqueConstraint("record_id", "number"),
        CheckConstraint(_one_of("kind", RESOLUTIONS), name="kind"),
        Index("ix_meeting_resolution_item_id", "item_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete=RESTRICT))
    item_id: Mapped[str] = mapped_column(ForeignKey("meeting_item.id", ondelete=RESTRICT))
    number: Mapped[int]
    """1, 2, … within the meeting, without gaps."""
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class ActionItem(Record):
    """Somebody is to do something by a day; the header's owner is who must.

    A meeting assigns it by a resolution, or another agency asks for a list of areas (`kind`).
    """

    __tablename__ = "action_item"
    __table_args__ = (  # type: ignore[assignment]  # each table has its own
        CheckConstraint(_one_of("kind", ACTION_KINDS), name="kind"),
        CheckConstraint(
            "kind <> 'assignment' OR (meeting_id IS NOT NULL AND item_id IS NOT NULL AND resolution_id IS NOT NULL)",
            name="assigned",
        ),
        CheckConstraint("kind <> 'area_list' OR asked_by_org IS NOT NULL", name="asked"),
        Index("ix_action_item_meeting_id", "meeting_id"),
        Index("ix_action_item_due_on", "due_on"),
    )

    id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT), primary_key=True)
    what: Mapped[str] = mapped_column(Text)
    post: Mapped[str | None] = mapped_column(String(300))
    """The post that is responsible, in words."""
    due_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(20), default="assignment")
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id", ondelete=RESTRICT))
    item_id: Mapped[str | None] = mapped_column(ForeignKey("meeting_item.id", ondelete=RESTRICT))
    resolution_id: Mapped[str | None] = mapped_column(
        ForeignKey("meeting_resolution.id", ondelete=RESTRICT), unique=True
    )
    """The resolution that assigned it; one assignment each."""
    asked_by_org: Mapped[str | None] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    """The agency that asks for a list of areas."""
    asked_area: Mapped[str | None] = mapped_column(ForeignKey("area.code", ondelete=RESTRICT))
    """The area inside which the list is wanted; the fiscal year is the header's."""
    request_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    """Of an open request: whose list, of which area and year; nobody needs to ask twice while it stands."""
    result: Mapped[str | None] = mapped_column(Text)
    """What came of it, told by who did it."""
    evidence: Mapped[str | None] = mapped_column(String(500))
    """Where the result can be seen: a file, a code, an address."""
    carried: Mapped[int] = mapped_column(default=0)
    """How often a meeting has carried it over."""
    meeting: Mapped[Meeting | None] = relationship(lazy="raise_on_sql", foreign_keys=meeting_id)

    __mapper_args__ = {"polymorphic_identity": "action-items"}  # noqa: RUF012 - SQLAlchemy's own form


class MeetingSnapshot(Model):
    """All figures of a pack as they stood at one instant; written once, the only input of its paper (hazard F22)."""

    __tablename__ = "meeting_snapshot"
    __table_args__ = (
        UniqueConstraint("meeting_id", "kind", "number"),
        CheckConstraint("kind IN ('pack', 'minutes')", name="kind"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete=RESTRICT))
    kind: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    """1, 2, … of this kind within the meeting."""
    as_of: Mapped[datetime]
    """The instant at which the figures were read."""
    agenda_hash: Mapped[str] = mapped_column(String(64))
    """Content hash of the meeting at that instant: tells whether the agenda has changed since."""
    body: Mapped[str] = mapped_column(Text)
    """Canonical JSON (RFC 8785), as text so that its bytes stay."""
    content_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of `body`."""
    made_by: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))


class MeetingPack(Model):
    """One building of the pack's PDF from a snapshot, and how far it is."""

    __tablename__ = "meeting_pack"
    __table_args__ = (
        UniqueConstraint("meeting_id", "version"),
        CheckConstraint("state IN ('waiting', 'building', 'ready', 'failed')", name="state"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete=RESTRICT))
    snapshot_id: Mapped[str] = mapped_column(ForeignKey("meeting_snapshot.id", ondelete=RESTRICT))
    version: Mapped[int]
    """1, 2, … within the meeting, as the footer prints it."""
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    progress: Mapped[int] = mapped_column(default=0)
    """Per cent."""
    step_th: Mapped[str] = mapped_column(String(200), default="")
    step_en: Mapped[str] = mapped_column(String(200), default="")
    """What is being done."""
    made_at: Mapped[datetime]
    made_by: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    finished_at: Mapped[datetime | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
    """Bytes."""
    sha256: Mapped[str | None] = mapped_column(String(64))
    backend: Mapped[str | None] = mapped_column(String(20))
    """The file store that holds it, under its SHA-256."""
    layout: Mapped[str] = mapped_column(Text, default="{}")
    """Canonical JSON of what is drawn beside the figures: chosen sections, explanations of agencies, papers."""
    pages: Mapped[int | None]
    """How many pages it has."""
    error_th: Mapped[str | None] = mapped_column(Text)
    error_en: Mapped[str | None] = mapped_column(Text)

    @property
    def step(self) -> text.Text:
        """What is being done, in words."""
        return text.Text(self.step_th, self.step_en)
