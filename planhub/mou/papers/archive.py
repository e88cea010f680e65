"""The archive of a closed MOU: PDF/A-3 with the whole record inside as JSON, kept with it as a file by its hash."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.infra import pdf
from planhub.infra.files import Kept, store
from planhub.infra.jobs import Deed, enqueue_once
from planhub.infra.pdf import Attachment as Inside
from planhub.kernel import clock
from planhub.mou.duties.obligations import obligations_of
from planhub.mou.effects.ending import ARCHIVE
from planhub.mou.models import Mou, MouVersion
from planhub.mou.papers import documents
from planhub.record import papers as issued
from planhub.record.content import content, dump_children, dump_row
from planhub.record.events import list_events
from planhub.record.models import Attachment
from planhub.record.services import load
from planhub.record.types import registry

KIND = "mou-archive"
MAKE = ARCHIVE
"""The job that makes the archive of one MOU; closing asks for it."""
DAILY = "mou.archive_closed"
"""The job of each day: no closed MOU stays without its archive, whatever became of the first try."""

_ATTACHMENT = "archive"


def archive_closed(session: Session) -> None:
    """Ask for the archive of every closed MOU that has none; may run twice."""
    has_one = (
        select(Attachment.id).where(Attachment.record_id == Mou.id, Attachment.kind == _ATTACHMENT).exists()
    )
    query = select(Mou.id).where(Mou.state == "closed", ~has_one).order_by(Mou.id).limit(100)
    for mou_id in session.scalars(query).all():
        enqueue_once(session, MAKE, f"{MAKE}:{mou_id}:{clock.today()}", record_id=mou_id)


def make(session: Session, record_id: str) -> Deed | None:
    """Make the archive of a closed MOU; the handler of `MAKE`. May run twice: the second time finds it there."""
    mou: Mou = load(session, registry.get("mous"), record_id)
    if mou.state != "closed" or _found(session, mou.id):
        return None
    html, options = documents.drawn(session, mou, {}, review=False)
    data = json.dumps(whole(session, mou), ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()
    inside = Inside(
        name=f"{mou.code}.json",
        content=data,
        description="ข้อมูลทั้งเรื่อง: ข้อความทุกฉบับ ลายมือชื่อ หน้าที่ เหตุการณ์ และค่าแฮชของไฟล์",
    )
    archived = replace(options, variant="pdf/a-3a", attachments=(inside,))
    sheet = issued.sheet_of(
        mou,
        KIND,
        sha256="",
        as_of=mou.updated_at,
        mark=options.footer.short_hash,
        version=options.footer.version,
    )

    def draw() -> Kept:
        return store().put(pdf.render(html, options=archived))

    return Deed(draw, _noting(record_id, f"{mou.code}-archive.pdf", sheet))


def _noting(record_id: str, name: str, sheet: issued.Sheet) -> Callable[[Session, Kept], None]:
    def note(session: Session, kept: Kept) -> None:
        if _found(session, record_id):
            return
        session.add(
            Attachment(
                record_id=record_id,
                kind=_ATTACHMENT,
                name=name,
                media_type="application/pdf",
                size=kept.size,
                sha256=kept.sha256,
                backend=kept.backend,
                at=clock.now(),
            )
        )
        issued.register(session, replace(sheet, sha256=kept.sha256), made_by=None)

    return note


def _found(session: Session, record_id: str) -> bool:
    query = select(Attachment.id).where(Attachment.record_id == record_id, Attachment.kind == _ATTACHMENT)
    return session.scalar(query.limit(1)) is not None


def whole(session: Session, mou: Mou) -> Mapping[str, Any]:
    """Give everything that is known of an MOU, as the API writes it: enough to read the file without PlanHub."""
    rt = registry.get(mou.type)
    return {
        "format": "planhub-mou-archive/1",
        "code": mou.code,
        "state": mou.state,
        "owner_org": mou.owner_org,
        "created_at": mou.created_at.isoformat(),
        "origin": mou.origin,
        "content": content(mou, rt),
        "content_hash": mou.content_hash,
        "locked_hash": mou.locked_hash,
        "facts": dump_row(mou, rt.derived),
        **{c.name: dump_children(mou, c) for c in rt.children},
        "register_of_duties": _duties(session, mou),
        "versions": _versions(session, mou),
        "events": [_event(e) for e in list_events(session, mou.id)],
        "files": _files(session, mou),
    }


def _versions(session: Session, mou: Mou) -> list[Mapping[str, Any]]:
    query = select(MouVersion).where(MouVersion.record_id == mou.id).order_by(MouVersion.n)
    return [
        {"n": v.n, "at": v.at.isoformat(), "content_hash": v.content_hash, "content": v.content}
        for v in session.scalars(query)
    ]


def _duties(session: Session, mou: Mou) -> list[Mapping[str, Any]]:
    return [
        {
            "duty": one.duty.id,
            "org": one.duty.org,
            "text": one.duty.text,
            "rhythm": one.duty.rhythm,
            "light": one.standing.light,
            "said": [
                {
                    "at": said.at.isoformat(),
                    "org": said.org,
                    "by": said.by_name,
                    "period": said.period.isoformat() if said.period else None,
                    "status": said.status,
                    "note": said.note,
                    "evidence": said.evidence_id,
                    "file": said.attachment_id,
                }
                for said in one.said
            ],
        }
        for one in obligations_of(session, mou)
    ]


def _event(event: Any) -> Mapping[str, Any]:
    return {
        "n": event.n,
        "at": event.at.isoformat(),
        "move": event.move,
        "from": event.from_state,
        "to": event.to_state,
        "round": event.round,
        "actor": event.actor_name,
        "post": event.post_title_th,
        "org": event.org_code,
        "capacity": event.capacity,
        "order_no": event.order_no,
        "content_hash": event.content_hash,
        "note": event.note,
        "data": event.data,
    }


def _files(session: Session, mou: Mou) -> list[Mapping[str, Any]]:
    query = select(Attachment).where(Attachment.record_id == mou.id).order_by(Attachment.at, Attachment.id)
    return [
        {"id": a.id, "name": a.name, "sha256": a.sha256, "size": a.size, "at": a.at.isoformat()}
        for a in session.scalars(query)
    ]
