"""The tables that every governed record shares: one header row, its reach, its lanes and its history."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planhub.infra.db import Audited, Model
from planhub.kernel.ids import new_id

ORIGINS = ("own", "article", "public", "derived", "sample")
"""Where a row comes from (domain.md §2.8); everything but "own" is marked on screen and on paper."""

NOISY = {"noisy": True}
"""Derived columns, whose changes are not worth a line in the history."""

RESTRICT = "RESTRICT"
"""Nothing that something else refers to is ever deleted (rules R3, S7)."""


class RecordState(Model):
    """The states that records of a type may be in: filled from the machines, so that the database refuses others."""

    __tablename__ = "record_state"

    type: Mapped[str] = mapped_column(String(30), primary_key=True)
    state: Mapped[str] = mapped_column(String(30), primary_key=True)


class Record(Audited, Model):
    """The header of every governed record; the type's own table holds the rest (joined inheritance)."""

    __tablename__ = "record"
    __table_args__ = (
        ForeignKeyConstraint(["type", "state"], ["record_state.type", "record_state.state"]),
        CheckConstraint("round >= 1", name="round"),
        Index("ix_record_updated", "updated_at", "id"),
        Index("ix_record_type_updated", "type", "updated_at", "id"),
        Index("ix_record_type_state", "type", "state", "updated_at", "id"),
        Index("ix_record_state_since", "type", "state", "state_since", "id"),
        Index("ix_record_owner_since", "type", "state", "owner_org", "state_since", "id"),
        Index("ix_record_state_title", "type", "state", "title_sort", "id"),
        Index("ix_record_type_title", "type", "title_sort", "id"),
        Index("ix_record_type_code", "type", "code"),
        Index("ix_record_place", "type", "province_code", "fiscal_year"),
        Index("ix_record_wake_on", "wake_on"),
        Index("ix_record_type_owner", "type", "owner_org", "updated_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    type: Mapped[str] = mapped_column(String(30))
    """Name of the record type, as in the API."""
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(500))
    title_sort: Mapped[str] = mapped_column(String(600), default="", info=NOISY)
    """Key of the Thai alphabetical order."""
    search_key: Mapped[str] = mapped_column(Text, default="", info=NOISY)
    """Folded text in which the list's search looks."""
    state: Mapped[str] = mapped_column(String(30))
    round: Mapped[int] = mapped_column(default=1)
    """Counts the returns: 1, 2, … (rule R8)."""
    version: Mapped[int] = mapped_column(default=1, info=NOISY)
    """Counts the changes; a save or move of an older version is refused."""
    workflow_version: Mapped[int] = mapped_column(default=1)
    owner_org: Mapped[str] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    fiscal_year: Mapped[int | None]
    """Buddhist Era."""
    province_code: Mapped[str | None] = mapped_column(ForeignKey("area.code", ondelete=RESTRICT))
    created_by: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    created_at: Mapped[datetime]
    edited_by: Mapped[str | None] = mapped_column(
        ForeignKey("user_account.id", ondelete=RESTRICT), info=NOISY
    )
    """Who last changed the content."""
    edited_key: Mapped[str | None] = mapped_column(String(64), info=NOISY)
    """The person behind that account, whichever account was used (rule S1)."""
    updated_at: Mapped[datetime] = mapped_column(info=NOISY)
    state_since: Mapped[datetime] = mapped_column(info=NOISY)
    content_hash: Mapped[str] = mapped_column(String(64), default="", info=NOISY)
    """SHA-256 of what is approved (rule R11)."""
    wake_on: Mapped[date | None] = mapped_column(info=NOISY)
    """Next day on which an automatic move may be due (rule R17)."""
    is_training: Mapped[bool] = mapped_column(default=False)
    """Training never mails outside and prints a watermark (rule R14)."""
    origin: Mapped[str] = mapped_column(String(10), default="own")

    party_rows: Mapped[list[RecordParty]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="RecordParty.org_code"
    )
    area_rows: Mapped[list[RecordArea]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="RecordArea.area_code"
    )
    lanes: Mapped[list[Lane]] = relationship(
        lazy="raise_on_sql", order_by="Lane.round, Lane.kind, Lane.org_code, Lane.step"
    )
    attachments: Mapped[list[Attachment]] = relationship(
        lazy="raise_on_sql", viewonly=True, order_by="Attachment.at, Attachment.id"
    )
    comments: Mapped[list[Comment]] = relationship(
        lazy="raise_on_sql", viewonly=True, order_by="Comment.at, Comment.id"
    )
    """Read with the record where its remarks are shown (`planhub.record.loading`)."""

    __mapper_args__ = {  # noqa: RUF012 - SQLAlchemy's own form
        "polymorphic_on": "type",
        "version_id_col": version,
        "with_polymorphic": None,
    }


class RecordParty(Audited, Model):
    """An organisation that is party to a record; the scope PARTY looks here."""

    __tablename__ = "record_party"
    __table_args__ = (Index("ix_record_party_org_code", "org_code", "record_id"),)

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT), primary_key=True)
    org_code: Mapped[str] = mapped_column(
        ForeignKey("organization.code", ondelete=RESTRICT), primary_key=True
    )


class RecordArea(Audited, Model):
    """An area that a record touches; the scope AREA and the province page look here."""

    __tablename__ = "record_area"
    __table_args__ = (Index("ix_record_area_area_code", "area_code", "record_id"),)

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT), primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code", ondelete=RESTRICT), primary_key=True)


class Lane(Model):
    """One step of one agency's lane in one round: whom a record waits for, or who has acted."""

    __tablename__ = "lane"
    __table_args__ = (
        UniqueConstraint("record_id", "round", "kind", "org_code", "step"),
        CheckConstraint("status IN ('queued', 'waiting', 'done', 'returned', 'void')", name="status"),
        Index("ix_lane_waiting", "status", "org_code", "role", "since", "record_id"),
        Index("ix_lane_post_id", "post_id", "status", "since", "record_id"),
        Index("ix_lane_record_id", "record_id", "round", "status"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT))
    round: Mapped[int]
    kind: Mapped[str] = mapped_column(String(30))
    """Key of the set of lanes in the machine."""
    org_code: Mapped[str] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    step: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(String(10))
    role: Mapped[str] = mapped_column(String(30))
    post_id: Mapped[str | None] = mapped_column(ForeignKey("post.id", ondelete=RESTRICT))
    """The post of a chain's step, fixed when the lane was opened (rules R3, R16); None: any post of the role."""
    since: Mapped[datetime]
    """Since when it has stood as it stands."""
    content_hash: Mapped[str | None] = mapped_column(String(64))
    """What was consented to."""
    event_id: Mapped[str | None] = mapped_column(ForeignKey("event.id", ondelete=RESTRICT))
    confirm_only: Mapped[bool] = mapped_column(default=False)
    """The agency consented in an earlier round and is only asked to confirm (rule R8)."""


class Event(Model):
    """One thing that happened to a record; rows are only ever added (rule R1)."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("record_id", "n"), Index("ix_event_actor_id", "actor_id", "at"))

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT))
    n: Mapped[int]
    """1, 2, … within the record, without gaps."""
    move: Mapped[str] = mapped_column(String(40))
    round: Mapped[int]
    to_round: Mapped[int]
    from_state: Mapped[str] = mapped_column(String(30))
    to_state: Mapped[str] = mapped_column(String(30))
    lane: Mapped[str | None] = mapped_column(String(30))
    lane_org: Mapped[str | None] = mapped_column(String(20))
    lane_step: Mapped[int] = mapped_column(default=1)
    outcome: Mapped[str | None] = mapped_column(String(10))
    actor_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    person_key: Mapped[str | None] = mapped_column(String(64))
    actor_name: Mapped[str] = mapped_column(String(200))
    post_id: Mapped[str | None] = mapped_column(ForeignKey("post.id", ondelete=RESTRICT))
    post_title_th: Mapped[str | None] = mapped_column(String(200))
    post_title_en: Mapped[str | None] = mapped_column(String(200))
    org_code: Mapped[str | None] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    """The organisation from whose post the actor acted."""
    capacity: Mapped[str] = mapped_column(String(10))
    delegation_id: Mapped[str | None] = mapped_column(ForeignKey("delegation.id", ondelete=RESTRICT))
    order_no: Mapped[str | None] = mapped_column(String(100))
    content_hash: Mapped[str] = mapped_column(String(64))
    record_version: Mapped[int]
    note: Mapped[str | None] = mapped_column(Text)
    sections: Mapped[list[Any]] = mapped_column(default=list)
    wanted_by: Mapped[date | None]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the move asked for, as the API writes it."""
    entitled: Mapped[list[Any]] = mapped_column(default=list)
    """The posts that were entitled to act at that instant (rule R6)."""
    at: Mapped[datetime]
    request_id: Mapped[str | None] = mapped_column(String(36))


class FieldChange(Model):
    """One changed field of one row, written by the flush itself (architecture.md §7)."""

    __tablename__ = "field_change"
    __table_args__ = (Index("ix_field_change_record_id", "record_id", "at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    entry_id: Mapped[str] = mapped_column(String(36), index=True)
    """The entry of the hash chains that vouches for this line."""
    record_id: Mapped[str | None] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT))
    table_name: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[str] = mapped_column(String(120))
    field: Mapped[str] = mapped_column(String(60))
    old: Mapped[str | None] = mapped_column(Text)
    """The value before, as JSON; NULL where there was none."""
    new: Mapped[str | None] = mapped_column(Text)
    actor_id: Mapped[str | None] = mapped_column(String(36))
    actor_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    request_id: Mapped[str | None] = mapped_column(String(36))


class ChainHead(Model):
    """The end of one organisation's hash chain; its row is locked while an entry is added."""

    __tablename__ = "chain_head"

    chain: Mapped[str] = mapped_column(String(20), primary_key=True)
    n: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64))


class AuditEntry(Model):
    """One entry of a hash chain (security.md §G); rows are only ever added, triggers refuse the rest."""

    __tablename__ = "audit_entry"

    chain: Mapped[str] = mapped_column(String(20), primary_key=True)
    """Code of the organisation, or "system"."""
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[str] = mapped_column(String(36), index=True)
    """The same in every chain that an event touches."""
    body: Mapped[str] = mapped_column(Text)
    """Canonical JSON (RFC 8785)."""
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Comment(Audited, Model):
    """A remark on a record, anchored to a section where one is named."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_record_id", "record_id", "at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT))
    section: Mapped[str | None] = mapped_column(String(40))
    anchor: Mapped[str | None] = mapped_column(String(36))
    """Id of the row within the record that it is about, such as a clause; the row may be gone by now."""
    anchor_label: Mapped[str | None] = mapped_column(String(300))
    """What that row was called when the remark was made."""
    body: Mapped[str] = mapped_column(Text)
    author_id: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    author_name: Mapped[str] = mapped_column(String(200))
    org_code: Mapped[str | None] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    resolved_name: Mapped[str | None] = mapped_column(String(200))
    """Who settled it; all three are empty while it is open, and again once it was reopened."""


class Attachment(Audited, Model):
    """A file on a record; its bytes lie in the file store under their SHA-256."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_record_id", "record_id", "at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT))
    kind: Mapped[str] = mapped_column(String(30), default="file")
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    """Bytes."""
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    backend: Mapped[str] = mapped_column(String(20))
    author_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    at: Mapped[datetime]


class Notification(Model):
    """A line in a person's bell; mail is made from it by a job."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("user_id", "cause"),
        Index("ix_notification_user_id", "user_id", "read_at", "at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    record_id: Mapped[str | None] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT))
    cause: Mapped[str] = mapped_column(String(120))
    """What it comes from; one notice per person and cause, however often a job runs (rule R5)."""
    text_th: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Counter(Model):
    """The last number given out in a series; its row is locked while the next is taken (hazard F21)."""

    __tablename__ = "counter"

    series: Mapped[str] = mapped_column(String(60), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class IdempotencyKey(Model):
    """The answer to a request that may be sent again; stored in the same transaction as its change (hazard F2)."""

    __tablename__ = "idempotency_key"

    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime] = mapped_column(index=True)
