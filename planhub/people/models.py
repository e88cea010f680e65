"""Organisations, posts and their holders, orders of acting and delegation, and each agency's chains of posts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planhub.infra.db import Audited, Model
from planhub.kernel.access import Role
from planhub.kernel.ids import new_id
from planhub.kernel.text import Text

SECTORS: tuple[tuple[str, Text], ...] = (
    ("state", Text("ภาครัฐ", "Government")),
    ("academic", Text("ภาควิชาการ", "Academia")),
    ("education", Text("ภาคการศึกษา", "Education")),
    ("community", Text("ภาคชุมชน", "Community")),
    ("civil_society", Text("ภาคประชาสังคม", "Civil society")),
    ("business", Text("ภาคธุรกิจ", "Business")),
    ("local_gov", Text("ท้องถิ่น (อปท.)", "Local government")),
)
"""Sectors of domain.md §2.1."""

ORG_TYPES: tuple[tuple[str, Text], ...] = (
    ("state_fund", Text("กองทุนของรัฐ", "State fund")),
    ("public_org", Text("องค์การมหาชน", "Public organisation")),
    ("government", Text("ส่วนราชการ", "Government office")),
    ("research_unit", Text("หน่วยบริหารและจัดการทุน", "Research funding unit")),
    ("university", Text("มหาวิทยาลัย", "University")),
    ("local_gov", Text("องค์กรปกครองส่วนท้องถิ่น", "Local government unit")),
    ("community_network", Text("เครือข่ายชุมชน", "Community network")),
    ("civil_society", Text("องค์กรภาคประชาสังคม", "Civil society organisation")),
    ("business", Text("ธุรกิจ", "Business")),
    ("mechanism", Text("กลไกของรัฐ", "Government mechanism")),
)
"""Kinds of organisation of domain.md §7.1."""


class Organization(Audited, Model):
    """An agency, network or business (domain.md §2.1)."""

    __tablename__ = "organization"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name_th: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(300))
    abbr_th: Mapped[str | None] = mapped_column(String(40))
    abbr_en: Mapped[str | None] = mapped_column(String(40))
    sector: Mapped[str] = mapped_column(String(20))
    org_type: Mapped[str] = mapped_column(String(30))
    is_juristic: Mapped[bool] = mapped_column(default=True)
    """A juristic person, which may sign for itself."""
    signs_via: Mapped[str | None] = mapped_column(ForeignKey("organization.code"))
    """The organisation through which one that is not a juristic person signs."""
    head_title_th: Mapped[str | None] = mapped_column(String(100))
    """What the head is called: ผู้อำนวยการ, or ผู้จัดการ at กสศ."""
    head_title_en: Mapped[str | None] = mapped_column(String(100))
    address_th: Mapped[str | None] = mapped_column(String(500))
    is_core: Mapped[bool] = mapped_column(default=False)
    """One of the agencies that plan together here."""
    colour: Mapped[str | None] = mapped_column(String(7))
    """A small mark of colour, #rrggbb; never the only sign."""
    origin: Mapped[str] = mapped_column(String(10), default="own")

    @property
    def name(self) -> Text:
        """The full name."""
        return Text(self.name_th, self.name_en)

    @property
    def abbr(self) -> Text:
        """The abbreviation, or the full name where there is none."""
        return Text(self.abbr_th or self.name_th, self.abbr_en or self.name_en)


class User(Audited, Model):
    """A person's account. Rights do not hang on it but on the posts that the person holds."""

    __tablename__ = "user_account"
    __table_args__ = (Index("ix_user_account_person_key", "person_key"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    name_th: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(40))
    password_hash: Mapped[str | None] = mapped_column(String(200), info={"secret": True})
    person_key: Mapped[str | None] = mapped_column(String(64))
    """Equal for two accounts of the same person (same e-mail, phone or subject): rule S1."""
    is_disabled: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    """An account of the demonstration world, which production refuses."""
    locale: Mapped[str] = mapped_column(String(2), default="th")
    security_stamp: Mapped[str] = mapped_column(String(36), default=new_id, info={"secret": True})
    """Changes with password, roles or disabling: sessions of an older stamp end at the next request."""
    created_at: Mapped[datetime]

    @property
    def name(self) -> Text:
        """The name to show."""
        return Text(self.name_th, self.name_en)

    def renew_stamp(self) -> None:
        """End every session of this account at its next request."""
        self.security_stamp = new_id()


class Post(Audited, Model):
    """A post in an organisation: what rights hang on, and what papers wait for."""

    __tablename__ = "post"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    org_code: Mapped[str] = mapped_column(ForeignKey("organization.code"), index=True)
    role: Mapped[str] = mapped_column(String(30))
    title_th: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    areas: Mapped[list[Any]] = mapped_column(default=list)
    """Area codes that the post looks after (area coordinators)."""
    deputy_post_id: Mapped[str | None] = mapped_column(ForeignKey("post.id"))
    """The post that is reminded when this one does not answer (rule R10)."""
    is_head: Mapped[bool] = mapped_column(default=False)
    is_closed: Mapped[bool] = mapped_column(default=False)
    """Posts are closed, never deleted (rule R3)."""
    org: Mapped[Organization] = relationship(lazy="raise_on_sql")

    @property
    def title(self) -> Text:
        """The post's title."""
        return Text(self.title_th, self.title_en)

    @property
    def role_(self) -> Role:
        """The role as a `Role`."""
        return Role(self.role)


class Assignment(Audited, Model):
    """Who holds a post, from when to when. One post has one holder at a time."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("post_id", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="order"),
        Index("ix_assignment_user_id_ends_on", "user_id", "ends_on"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    post_id: Mapped[str] = mapped_column(ForeignKey("post.id"))
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"))
    starts_on: Mapped[date]
    """First day (Bangkok)."""
    ends_on: Mapped[date | None]
    """Last day (Bangkok); None while it lasts."""
    post: Mapped[Post] = relationship(lazy="raise_on_sql")
    user: Mapped[User] = relationship(lazy="raise_on_sql")


class Delegation(Audited, Model):
    """An order by which a person acts for a post: รักษาการแทน or ปฏิบัติการแทน (domain.md §3.4)."""

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint("kind IN ('acting', 'delegated')", name="kind"),
        CheckConstraint("state IN ('draft', 'active', 'revoked')", name="state"),
        CheckConstraint("ends_at > starts_at", name="order"),
        Index("ix_delegation_user_id_state", "user_id", "state"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    post_id: Mapped[str] = mapped_column(ForeignKey("post.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="draft")
    order_no: Mapped[str] = mapped_column(String(100))
    """Number of the written order (คำสั่ง), printed in signature blocks."""
    order_date: Mapped[date]
    record_types: Mapped[list[Any]] = mapped_column(default=list)
    """Matters covered; empty for all."""
    limit_satang: Mapped[int | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    """The first instant at which the order no longer holds."""
    version: Mapped[int] = mapped_column(default=1)
    post: Mapped[Post] = relationship(lazy="raise_on_sql")
    user: Mapped[User] = relationship(lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class ChainStep(Audited, Model):
    """One step of an agency's own ladder for a type of record (rule R16)."""

    __tablename__ = "chain_step"
    __table_args__ = (UniqueConstraint("org_code", "record_type", "version", "step"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    org_code: Mapped[str] = mapped_column(ForeignKey("organization.code"))
    record_type: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(default=1)
    """A changed ladder is a new version; lanes that were opened keep theirs (rule R3)."""
    step: Mapped[int]
    """1 is first; the last step approves, those before it concur."""
    post_id: Mapped[str] = mapped_column(ForeignKey("post.id"))
    verb: Mapped[str] = mapped_column(String(10), default="approve")
    """"endorse" เห็นชอบ or "approve" อนุมัติ."""
    post: Mapped[Post] = relationship(lazy="raise_on_sql")


class ApiToken(Audited, Model):
    """A bearer token of the JSON API; only its SHA-256 is kept."""

    __tablename__ = "api_token"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class WebSession(Model):
    """A signed-in (or signing-in) browser; the cookie holds a random id of which only the SHA-256 is kept."""

    __tablename__ = "web_session"
    __table_args__ = (
        Index("ix_web_session_user_id", "user_id"),
        Index("ix_web_session_expires_at", "expires_at"),
    )

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"))
    security_stamp: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    verified_at: Mapped[datetime]
    """When the person last showed who they are: at sign-in, or before approving or signing (rule S5)."""
    expires_at: Mapped[datetime]
    """Absolute end; the idle limit is counted from `seen_at`."""
    user_agent: Mapped[str | None] = mapped_column(String(300))


class Attempt(Model):
    """One try on a credential route; what guessing is limited by (goal G15)."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_bucket_at", "bucket", "at"), Index("ix_attempt_at", "at"))

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    bucket: Mapped[str] = mapped_column(String(120))
    """What is counted together, such as "sign-in:user:…" or "sign-in:ip:…"."""
    at: Mapped[datetime]
