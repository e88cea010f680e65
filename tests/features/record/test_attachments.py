"""Files on records: what is kept, what is refused, and who may have it."""

import io
import zipfile
from collections.abc import Callable

import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planhub.record.models import Attachment, Record
from tests.client import HouseClient

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def picture(kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", (20, 20), "red")
    exif = image.getexif()
    exif[0x010F] = "SECRET-CAMERA"
    image.save(out, kind, exif=exif)
    return out.getvalue()


def package(*names: str, size: int = 10) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parcel:
        for name in names:
            parcel.writestr(name, b"0" * size)
    return out.getvalue()


@pytest.fixture
def mou(client: HouseClient, db_session: Session) -> str:
    client.sign_in("coordinator.codi")
    client.post(
        "/mous/new",
        data={
            "title": "ทดสอบไฟล์",
            "instrument_type": "mou",
            "cooperation_kind": "area_approach",
            "financial_term": "none",
            "parties-0-org": "CODI",
            "parties-1-org": "EEF",
        },
    )
    return str(db_session.scalars(select(Record.code).where(Record.title == "ทดสอบไฟล์")).one())


def send(client: HouseClient, code: str, name: str, content: bytes) -> int:
    return client.post(f"/files/{code}", data={"file": (io.BytesIO(content), name)}).status_code


def test_a_file_comes_back_as_it_was_and_runs_nothing(
    client: HouseClient, mou: str, db_session: Session
) -> None:
    assert send(client, mou, "แผนบูรณาการ ๒๕๖๖.pdf", PDF) == 303
    row = db_session.scalars(select(Attachment)).one()
    assert row.name == "แผนบูรณาการ ๒๕๖๖.pdf"
    back = client.get(f"/files/{row.id}")
    assert back.data == PDF
    assert back.headers["Content-Disposition"].startswith("attachment")
    assert back.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_picture_loses_what_was_hidden_in_it(client: HouseClient, mou: str, db_session: Session) -> None:
    assert b"SECRET-CAMERA" in picture()
    assert send(client, mou, "ภาพ.jpg", picture()) == 303
    row = db_session.scalars(select(Attachment)).one()
    assert b"SECRET-CAMERA" not in client.get(f"/files/{row.id}").data


HOSTILE = {
    "x.svg": b"<svg onload=alert(1)>",
    "x.html": b"<script>",
    "x.pdf": b"<html>",
    "empty.pdf": b"",
    "x.png": b"\x89PNG\r\n\x1a\n<script>",
    "x.jpg": PDF,
    "macro.docx": package("word/document.xml", "word/vbaProject.bin"),
    "linked.xlsx": package("xl/workbook.xml", "xl/externalLinks/externalLink1.xml"),
    "bomb.xlsx": package("xl/workbook.xml", size=150_000_000),
    "not.xlsx": package("word/document.xml"),
    "broken.docx": b"PK\x03\x04 nothing",
    "page.csv": b"  <html>",
    "noending": PDF,
    ".pdf": b"",
    "x.zip": package("a"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_not_what_it_says_is_refused(
    client: HouseClient, mou: str, db_session: Session, name: str
) -> None:
    assert send(client, mou, name, HOSTILE[name]) == 422
    assert db_session.scalar(select(func.count()).select_from(Attachment)) == 0


@pytest.mark.parametrize("name", ["../../etc/x.pdf", "..\\..\\x.pdf", "\u202egpj.pdf", "ก" * 140 + ".pdf"])
def test_odd_names_are_only_names(client: HouseClient, mou: str, db_session: Session, name: str) -> None:
    assert send(client, mou, name, PDF) == 303
    row = db_session.scalars(select(Attachment)).one()
    assert not set(row.name) & set("/\\\r\n\u202e")
    assert client.get(f"/files/{row.id}").status_code == 200


def test_a_stranger_gets_nothing(
    client: HouseClient, mou: str, db_session: Session, new_client: Callable[[], HouseClient]
) -> None:
    send(client, mou, "x.pdf", PDF)
    row = db_session.scalars(select(Attachment)).one()
    other = new_client()
    other.sign_in("coordinator.pmua")
    assert other.get(f"/files/{row.id}").status_code == 404
    assert send(other, mou, "y.pdf", PDF) == 404
    assert other.get("/files/nothing").status_code == 404
