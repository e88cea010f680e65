"""Lists on their way in: kept with their owner between the check and the save, then written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from planhub.infra.db import Audited, Model
from planhub.infra.sheet_reading import Book, read_file, read_pasted
from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import BadInput, Conflict, Denied, Invalid, NotFound
from planhub.kernel.ids import new_id
from planhub.kernel.text import Text
from planhub.kernel.textclean import clean_line, find_citizen_id
from planhub.record import access, audit
from planhub.record.import_check import OPEN, Report, Row, Said, check
from planhub.record.imports import KINDS, ImportKind

KEPT = timedelta(days=3)
"""How long a list that was not saved is kept for its owner."""
PASTED = ""
"""Name of a list that was pasted."""


class ImportJob(Audited, Model):
    """One list that somebody brought: first to be checked, then saved; what it changed is vouched for by its entry."""

    __tablename__ = "import_job"
    __table_args__ = (
        CheckConstraint("state IN ('checking', 'saved')", name="state"),
        CheckConstraint("state = 'saved' OR content IS NOT NULL", name="content"),
        Index("ix_import_job_user_id", "user_id", "created_at"),
        Index("ix_import_job_expires_at", "expires_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10), default="checking")
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"))
    """Whose it is; None for a list brought by command."""
    post_title: Mapped[str | None] = mapped_column(String(200))
    """From which post."""
    name: Mapped[str] = mapped_column(String(150))
    """Name of the file, empty for pasted cells."""
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, info={"noisy": True})
    """The file until it is saved."""
    said: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Columns that were given once for the whole list."""
    choices: Mapped[dict[str, Any]] = mapped_column(default=dict, info={"noisy": True})
    """Areas that a person chose, by row."""
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """How many rows were added, changed, removed …"""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    saved_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, info={"noisy": True})
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


def authorise(actor: Actor, kind: str) -> ImportKind:
    """Give a kind that the actor may import. Raises `NotFound` or `Denied`."""
    access.signed_in(actor)
    found = KINDS.find(kind)
    if found is None:
        raise NotFound
    if not (actor.is_system or found.may(actor)):
        raise Denied(
            Text(
                "เฉพาะผู้ประสานงานหรือผู้ดูแลระบบของหน่วยงานนำเข้ารายการนี้ได้",
                "Only an agency's coordinator or administrator may import this list",
            )
        )
    return found


def start(
    session: Session, actor: Actor, kind: ImportKind, *, name: str, content: bytes, said: Mapping[str, str]
) -> ImportJob:
    """Keep a list for its owner. Raises `Invalid` where it cannot be read at all or holds a personal number."""
    try:
        report = check(session, actor, kind, read(name, content), Said(said))
    except BadInput as fault:
        raise Invalid({"file": [fault.message]}) from None
    if report.refused:
        raise Invalid({"file": [report.refused]})
    job = ImportJob(
        kind=kind.name,
        user_id=actor.user_id,
        name=_shown_name(name),
        sha256=sha256(content).hexdigest(),
        content=content,
        said=dict(said),
        created_at=clock.now(),
        expires_at=clock.now() + KEPT,
    )
    session.add(job)
    return job


def read(name: str, content: bytes) -> Book:
    """Read a list as it was brought. Raises `BadInput`."""
    return read_file(name, content) if name else read_pasted(content.decode("utf-8", "replace"))


def _shown_name(name: str) -> str:
    try:
        shown = clean_line(name.replace("\\", "/").rpartition("/")[2], 1000)[:150]
    except BadInput:
        shown = ""
    return "" if find_citizen_id(shown) else shown


def load(session: Session, actor: Actor, job_id: str, *, lock: bool = False) -> ImportJob:
    """Give a list of the actor's own. Raises `NotFound` for others' and for those that are gone."""
    query = select(ImportJob).where(ImportJob.id == job_id, ImportJob.user_id == actor.user_id)
    job = session.scalar(query.with_for_update() if lock else query)
    if job is None or (job.expires_at is not None and job.expires_at < clock.now()):
        raise NotFound
    return job


def list_jobs(session: Session, actor: Actor, *, limit: int = 20) -> list[Any]:
    """List the actor's own lists, the newest first, without their contents."""
    names = ("id", "kind", "state", "name", "counts", "created_at", "saved_at", "expires_at")
    query = (
        select(*(getattr(ImportJob, name) for name in names))
        .where(ImportJob.user_id == actor.user_id)
        .order_by(ImportJob.created_at.desc(), ImportJob.id)
        .limit(limit)
    )
    return [row for row in session.execute(query) if not row.expires_at or row.expires_at >= clock.now()]


def look(session: Session, actor: Actor, kind: ImportKind, job: ImportJob) -> Report:
    """Check a kept list again: with the choices made since, against what stands now."""
    content = job.content or b""
    try:
        book = read(job.name, content)
    except BadInput as fault:
        return Report(kind, refused=fault.message)
    return check(session, actor, kind, book, said_of(job))


def said_of(job: ImportJob) -> Said:
    """Give what was said beside a list."""
    return Said(job.said, {int(row): code for row, code in job.choices.items()})


def choose(job: ImportJob, choices: Mapping[int, str]) -> None:
    """Remember which areas a person chose; an empty choice takes one back."""
    kept = {**job.choices, **{str(row): code for row, code in choices.items()}}
    job.choices = {row: code for row, code in kept.items() if code}


def save(
    session: Session, actor: Actor, job: ImportJob, report: Report, *, seen: str, remove_gone: bool = False
) -> None:
    """Write a list whole. Raises `Invalid` while rows are open, `Conflict` where it would do else than was seen."""
    if not report.is_ready:
        n = sum(report.counts[state] for state in OPEN)
        raise Invalid({"file": [_OPEN.format(n=n)]})
    if seen != report.digest:
        raise Conflict(
            Text(
                "ข้อมูลในระบบเปลี่ยนไประหว่างตรวจ โปรดดูความแตกต่างใหม่ก่อนบันทึก",
                "The data changed while you were looking; please look at the differences again",
            )
        )
    writing = report.kind.write or write
    counts = writing(session, actor, job, report, remove_gone=remove_gone)
    job.counts = counts
    job.state = "saved"
    job.content = None
    job.expires_at = None
    job.saved_at = clock.now()


_OPEN = Text(
    "ยังบันทึกไม่ได้: มี {n} แถวที่ต้องแก้ไขหรือเลือกพื้นที่ก่อน",
    "This cannot be saved yet: {n} rows must be mended or their areas chosen first",
)


def run(
    session: Session, actor: Actor, report: Report, *, name: str, content: bytes, remove_gone: bool
) -> ImportJob:
    """Write a checked list at once, without keeping it between; for the command. Raises `Invalid`."""
    job = ImportJob(
        kind=report.kind.name,
        user_id=actor.user_id,
        name=_shown_name(name),
        sha256=sha256(content).hexdigest(),
        content=content,
        created_at=clock.now(),
    )
    session.add(job)
    session.flush()  # the rows are vouched for by its id
    save(session, actor, job, report, seen=report.digest, remove_gone=remove_gone)
    return job


# --- writing --------------------------------------------------------------------------------------------------


_BATCH = 5_000
"""Rows written together: what the database's own copy of them may take."""


def write(
    session: Session, actor: Actor, job: ImportJob, report: Report, *, remove_gone: bool
) -> dict[str, int]:
    """Write the rows of a checked list; every change is vouched for by the list's own entry."""
    assert report.run is not None
    kind, stamp = report.kind, dict(report.run.stamp())
    title = next((str(s.post_title.th) for s in actor.standings if s.post_title), None)
    job.post_title = title
    table = kind.model.__tablename__
    added = [_attributes(kind, row, stamp) for row in report.of("added")]
    changed = list(report.of("changed"))
    gone = report.gone if remove_gone else []
    for start_at in range(0, len(added), _BATCH):
        session.execute(insert(kind.model), added[start_at : start_at + _BATCH])
    if changed:
        _change(session, kind, changed, stamp)
    for part in _parts([standing.row_id for standing in gone]):
        rows = kind.model.__table__
        session.connection().execute(delete(rows).where(rows.c.id.in_(part)))  # type: ignore[arg-type]  # as in _change
    notes = (
        *((table, row["id"], "", None, _told(row)) for row in added),
        *((table, row.row_id or "", name, old, new) for row in changed for name, old, new in row.changes),
        *((table, one.row_id, "", _told(one.values), None) for one in gone),
    )
    audit.note_rows(session, ("import_job", job.id), notes)
    counts = {state: report.counts[state] for state in ("unchanged", "repeated", "skipped")}
    kept = 0 if remove_gone else len(report.gone)
    return {"added": len(added), "changed": len(changed), "removed": len(gone), "kept": kept, **counts}


def _attributes(kind: ImportKind, row: Row, stamp: Mapping[str, Any]) -> dict[str, Any]:
    columns = kind.model.__table__.columns
    return {
        "id": new_id(),
        **{name: value for name, value in row.values.items() if name in columns},
        **stamp,
    }


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in ("id", "version", "entered_at")}


def _change(session: Session, kind: ImportKind, rows: Iterable[Row], stamp: Mapping[str, Any]) -> None:
    """Change rows of the versions that were looked at. Raises `Conflict` where one has moved on."""
    table = kind.model.__table__
    by_names: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        says = {**stamp, **{name: new for name, _old, new in row.changes}}
        binds = {f"to_{name}": value for name, value in says.items()}
        by_names.setdefault(tuple(says), []).append({"at_id": row.row_id, "at_version": row.version, **binds})
    for names, values in by_names.items():
        statement = (
            update(table)  # type: ignore[arg-type]  # a mapped class has a real table
            .where(table.c.id == bindparam("at_id"), table.c.version == bindparam("at_version"))
            .values({**{name: bindparam(f"to_{name}") for name in names}, "version": table.c.version + 1})
        )
        done = session.connection().execute(statement, values)
        if done.rowcount != len(values):
            raise Conflict


def _parts(ids: list[str], size: int = 500) -> Iterator[list[str]]:
    for start_at in range(0, len(ids), size):
        yield ids[start_at : start_at + size]


def tidy(session: Session) -> int:
    """Forget lists that nobody saved in time; gives how many."""
    old = session.scalars(select(ImportJob).where(ImportJob.expires_at < clock.now())).all()
    for job in old:
        session.delete(job)
    return len(old)
