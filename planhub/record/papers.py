"""Papers that were handed out: what is kept of each, so that whoever holds one can check it (the page /verify)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from planhub.infra.db import Model
from planhub.kernel import clock
from planhub.kernel.ids import new_id
from planhub.record.models import RESTRICT, Record
from planhub.record.types import registry

MARK = 12
"""Characters of the short hash at the foot of a sheet."""
MOST_FOUND = 10


class IssuedPaper(Model):
    """A paper that left the house as a file; rows are only ever added."""

    __tablename__ = "issued_paper"
    __table_args__ = (
        UniqueConstraint("sha256"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        Index("ix_issued_paper_mark", "mark", "made_at"),
        Index("ix_issued_paper_record_id", "record_id", "kind", "made_at"),
        Index("ix_issued_paper_subject", "kind", "code", "made_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(30))
    """Name of the paper in `planhub pdf` and in the API."""
    record_id: Mapped[str | None] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT))
    """None for papers of no single record: a register, a province."""
    code: Mapped[str] = mapped_column(String(60))
    """Code of the record, province or year."""
    title: Mapped[str] = mapped_column(String(500))
    parties: Mapped[list[Any]] = mapped_column(default=list)
    """Codes of the organisations that the paper names as its parties."""
    version: Mapped[str | None] = mapped_column(String(100))
    """The version as the sheet says it."""
    as_of: Mapped[datetime]
    """The instant whose content it shows."""
    mark: Mapped[str] = mapped_column(String(16))
    """The short hash at the foot of each sheet; empty where the sheets bear none."""
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the file, byte for byte."""
    content_hash: Mapped[str | None] = mapped_column(String(64))
    """What the record said when it was made."""
    is_public: Mapped[bool] = mapped_column(default=False)
    """Is no draft: it may be named to anybody who holds it, once its record may (`RecordType.public_states`)."""
    made_at: Mapped[datetime]
    made_by: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is to be kept of a paper that was made."""

    kind: str
    code: str
    title: str
    sha256: str
    as_of: datetime
    mark: str = ""
    version: str = ""
    is_public: bool = False
    record_id: str | None = None
    content_hash: str | None = None
    parties: Sequence[str] = field(default=())


def sheet_of(record: Record, kind: str, **made: Any) -> Sheet:
    """Give the sheet of a paper of `record`; `made` is what the printing says of itself."""
    rt = registry.get(record.type)
    named = made.pop("is_public", True) and not record.is_training
    return Sheet(
        kind=kind,
        code=record.code,
        title=record.title,
        record_id=record.id,
        content_hash=record.content_hash or None,
        parties=tuple(rt.parties(record)),
        is_public=named,
        **made,
    )


def register(session: Session, sheet: Sheet, *, made_by: str | None) -> None:
    """Keep what there is to know of a paper; the same file again is the same paper."""
    if session.scalar(select(IssuedPaper.id).where(IssuedPaper.sha256 == sheet.sha256)):
        return
    session.add(
        IssuedPaper(
            kind=sheet.kind,
            record_id=sheet.record_id,
            code=sheet.code[:60],
            title=sheet.title[:500],
            parties=list(sheet.parties),
            version=sheet.version[:100] or None,
            as_of=sheet.as_of,
            mark=sheet.mark,
            sha256=sheet.sha256,
            content_hash=sheet.content_hash,
            is_public=sheet.is_public,
            made_at=clock.now(),
            made_by=made_by,
        )
    )
    session.flush()  # a file that another request registered meanwhile must show here


def find(session: Session, wanted: str) -> list[IssuedPaper]:
    """Give the papers with that hash, long or short, newest first; `wanted` is lower-case hexadecimal."""
    asked = IssuedPaper.sha256 == wanted if len(wanted) == 64 else IssuedPaper.mark == wanted[:MARK]
    if MARK < len(wanted) < 64:
        asked = IssuedPaper.sha256.startswith(wanted, autoescape=True)
    if len(wanted) == 64:
        asked = or_(asked, IssuedPaper.content_hash == wanted)
    query = select(IssuedPaper).where(asked).order_by(IssuedPaper.made_at.desc(), IssuedPaper.id.desc())
    return list(session.scalars(query.limit(MOST_FOUND)))


def newest(session: Session, paper: IssuedPaper) -> IssuedPaper:
    """Give the newest paper of the same kind and subject that may be named; the paper itself if there is none."""
    same = IssuedPaper.record_id == paper.record_id if paper.record_id else IssuedPaper.code == paper.code
    query = select(IssuedPaper).where(IssuedPaper.kind == paper.kind, same, IssuedPaper.is_public)
    found = session.scalars(
        query.order_by(IssuedPaper.made_at.desc(), IssuedPaper.id.desc()).limit(1)
    ).first()
    return found or paper
