"""Files on a record: looked at before they are kept, and handed out only to those who may see the record."""

import io
import re
import zipfile
from collections.abc import Mapping

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from planhub.infra import files
from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import BadInput, Invalid, NotFound
from planhub.kernel.text import Text
from planhub.kernel.textclean import clean_line
from planhub.record import access
from planhub.record.loading import FILES
from planhub.record.models import Attachment, Record

LARGEST = 20_000_000
"""Bytes of one file (security.md §C3)."""
MOST_FILES, MOST_BYTES = 100, 300_000_000
"""Of one record (security.md §C3)."""
LONGEST_NAME = 150
"""Characters of a file's name."""
MOST_PIXELS = 40_000_000
UNPACKED, ENTRIES, RATIO = 100_000_000, 2_000, 100
"""Limits of an office file's inside (security.md §C3)."""

TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
}
"""What is accepted, by ending."""

_ODD = re.compile(r'[\x00-\x1f\x7f:*?"<>|]')
_WRONG = Text(
    "ไฟล์ {name} ไม่ใช่ชนิดที่รับ หรือเนื้อไฟล์ไม่ตรงกับนามสกุล (รับ pdf docx xlsx csv jpg png)",
    "{name} is not of a kind that is accepted, or its content is not what its ending says (pdf docx xlsx csv jpg png)",
)


def attach(
    session: Session, actor: Actor, record: Record, name: str, content: bytes, *, kind: str = "file"
) -> Attachment:
    """Keep a file with a record. Raises `NotFound`, `Invalid`, or `NoSpace`; images lose their hidden data."""
    access.authorise_view(actor, record)
    shown = _display_name(name)
    ending = shown.rpartition(".")[2].lower()
    _within_limits(session, record, shown, content)
    if ending not in TYPES or not _is_what_it_says(ending, content):
        raise _fault(_WRONG.format(name=shown))
    kept = files.store().put(_without_hidden_data(ending, content, shown))
    row = Attachment(
        record_id=record.id,
        kind=kind,
        name=shown,
        media_type=TYPES[ending],
        size=kept.size,
        sha256=kept.sha256,
        backend=kept.backend,
        author_id=actor.user_id,
        at=clock.now(),
    )
    session.add(row)
    session.expire(record, [FILES])
    return row


def list_files(session: Session, record: Record) -> list[Attachment]:
    """Give the files of a record, oldest first; those that were read with it are not read again. Asks no decision."""
    if FILES not in inspect(record).unloaded:
        return list(record.attachments)
    query = select(Attachment).where(Attachment.record_id == record.id)
    return list(session.scalars(query.order_by(Attachment.at, Attachment.id)))


def read(session: Session, actor: Actor, record: Record, attachment_id: str) -> tuple[Attachment, bytes]:
    """Give a file of the record with its bytes. Raises `NotFound`."""
    access.authorise_view(actor, record)
    query = select(Attachment).where(Attachment.id == attachment_id, Attachment.record_id == record.id)
    row = session.scalar(query)
    if row is None:
        raise NotFound
    return row, files.store().get(row.sha256)


def _fault(text: Text) -> Invalid:
    return Invalid({"file": [text]})


def _display_name(name: str) -> str:
    try:
        shown = clean_line(_ODD.sub("", re.split(r"[/\\]", name)[-1]), 10_000).strip(". ")
    except BadInput as fault:
        raise _fault(fault.message) from None
    stem, _dot, ending = shown.rpartition(".")
    return (
        f"{stem[: LONGEST_NAME - 1 - len(ending)]}.{ending}"
        if stem and len(ending) < 10
        else shown[:LONGEST_NAME]
    )


def _within_limits(session: Session, record: Record, name: str, content: bytes) -> None:
    if not content:
        raise _fault(Text("ไฟล์ {name} ว่างเปล่า", "{name} is empty").format(name=name))
    if len(content) > LARGEST:
        raise _fault(Text("ไฟล์ {name} ใหญ่เกิน 20 MB", "{name} is larger than 20 MB").format(name=name))
    held = select(func.count(), func.coalesce(func.sum(Attachment.size), 0)).where(
        Attachment.record_id == record.id
    )
    count, size = session.execute(held).one()
    if count >= MOST_FILES or size + len(content) > MOST_BYTES:
        raise _fault(Text("รายการนี้มีไฟล์ครบตามที่กำหนดแล้ว", "This item holds as many files as it may"))


def _is_what_it_says(ending: str, content: bytes) -> bool:
    match ending:
        case "pdf":
            return content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]
        case "docx" | "xlsx":
            return _is_office(ending, content)
        case "csv":
            return b"\x00" not in content and content.lstrip()[:1] != b"<"
        case _:
            return content.startswith(b"\xff\xd8\xff" if ending != "png" else b"\x89PNG\r\n\x1a\n")


_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_ACTIVE = ("vbaproject", "/embeddings/", "/externallinks/", "/activex/")


def _is_office(ending: str, content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    names = [e.filename.lower() for e in entries]
    unpacked = sum(e.file_size for e in entries)
    small = len(entries) <= ENTRIES and unpacked <= min(UNPACKED, RATIO * len(content) + 1_000_000)
    inert = not any(mark in f"/{name}" for name in names for mark in _ACTIVE)
    return small and inert and _PART[ending] in names


def _without_hidden_data(ending: str, content: bytes, name: str) -> bytes:
    """Re-encode a picture, which drops place, camera and whatever else was hidden in it; other files stay as they are."""
    if ending not in ("jpg", "jpeg", "png"):
        return content
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _fault(
                    Text("ภาพ {name} ใหญ่เกิน 40 ล้านพิกเซล", "{name} has more than 40 million pixels").format(
                        name=name
                    )
                )
            clean = io.BytesIO()
            upright = ImageOps.exif_transpose(picture)  # how a phone was held is said in what is dropped
            if ending == "png":
                upright.convert("RGBA" if upright.mode in ("RGBA", "LA", "P") else "RGB").save(clean, "PNG")
            else:
                upright.convert("RGB").save(clean, "JPEG", quality=88)
            return clean.getvalue()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise _fault(_WRONG.format(name=name)) from None
