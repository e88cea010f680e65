"""The papers of a meeting as pages: nothing widowed, nothing split, tagged, and copied letter by letter by two readers."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

import pypdf
import pytest
from flask import Flask

from planhub.infra import i18n
from planhub.infra.paths import resource
from planhub.meetings.inviting import letters
from planhub.meetings.pack import drawing
from planhub.record import chain
from tests.features.infra.papers import mupdf_text, open_pdf
from tests.features.meetings import sample
from tests.features.meetings.conftest import Desk
from tests.pdf import flat, pages_of

COPIED = {"poppler": lambda pdf: "".join(pages_of(pdf, "-raw")), "mupdf": mupdf_text}
"""Readers by which text is copied out, in the order of reading."""
FOOT = 60.0
"""Points at the foot of a sheet that belong to its furniture."""
HEADING = 11.0
"""Least size in points of a heading of the first two levels; text is 10.7 and less."""


@pytest.fixture(scope="module")
def paper_app() -> Iterator[None]:
    app = Flask("planhub", template_folder=str(resource("templates")))
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    i18n.register(app)
    with app.app_context():
        yield


@pytest.fixture(scope="module", params=[3, 22])
def pack(paper_app: None, request: pytest.FixtureRequest) -> tuple[Mapping[str, Any], bytes]:
    content = sample.content(request.param)
    return content, drawing.render_content(content, chain.digest(content), version=1)


def lines_of(pdf: bytes) -> Iterator[list[tuple[float, float, bool, str]]]:
    """Give the lines of each page above its foot: bottom edge, largest size, whether all is bold, text; top to bottom."""
    for page in open_pdf(pdf):
        found = []
        for block in page.get_text("dict")["blocks"]:
            for line in block.get("lines", ()):
                spans = [s for s in line["spans"] if s["text"].strip()]
                if spans and line["bbox"][3] < page.rect.height - FOOT:
                    bold = all("Bold" in s["font"] or s["flags"] & 16 for s in spans)
                    text = "".join(s["text"] for s in spans)
                    found.append((line["bbox"][3], max(s["size"] for s in spans), bold, text))
        yield sorted(found)


def test_no_heading_stands_alone_at_the_foot_of_a_page(pack: tuple[Mapping[str, Any], bytes]) -> None:
    _, pdf = pack
    headings = 0
    for number, lines in enumerate(lines_of(pdf), start=1):
        headings += sum(bold and size >= HEADING for _, size, bold, _ in lines)
        if number == 1 or not lines:
            continue  # the cover holds nothing but its title
        _, size, bold, text = lines[-1]
        assert not (bold and size >= HEADING), f"page {number} ends with the heading {text!r}"
    assert headings >= 20, "the measure knows headings when it sees them"


def test_the_measure_finds_a_widowed_heading() -> None:
    """Guards the test above: a heading at the foot of a page is seen as one."""
    document = open_pdf(_blank())
    page = document[0]
    page.insert_text((72, 700), "A text", fontsize=10)
    page.insert_text((72, 760), "A heading", fontsize=14, fontname="hebo")
    (lines,) = lines_of(document.tobytes())
    _, size, bold, text = lines[-1]
    assert (text, bold, size >= HEADING) == ("A heading", True, True)


def _blank() -> bytes:
    writer, stream = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize("reader", COPIED)
def test_what_is_copied_is_what_was_frozen(pack: tuple[Mapping[str, Any], bytes], reader: str) -> None:
    content, pdf = pack
    text = flat(COPIED[reader](pdf))
    matters = [item for part in content["agenda"] for item in part["items"]]
    wanted = [item["title"] for item in matters]
    for item in matters:
        if item["no"].startswith("5."):
            long = [item[key] for key in ("background", "facts", "options", "proposal", "draft") if item[key]]
            wanted += [line for one in long for line in one.splitlines()]
    wanted += [p["name"]["th"] for p in content["provinces"]]
    wanted += [row["code"] for row in content["missing"]]
    wanted += [f["label"]["th"] for f in content["figures"]] + [s["source"]["th"] for s in content["sources"]]
    lost = [one for one in wanted if flat(one) not in text]
    assert lost == []
    assert len(wanted) > 30


def test_the_pack_is_tagged_titled_and_in_thai(pack: tuple[Mapping[str, Any], bytes]) -> None:
    _, pdf = pack
    root: Any = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"].get_object()
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "th"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.parametrize("lines", [0, 14, 16, 18, 20, 22, 24])
def test_a_signature_block_is_never_split(desk: Desk, in_app: None, lines: int) -> None:
    meeting = desk.call()
    why = "ต้องพิจารณาให้ทันรอบการจัดสรรงบประมาณของพื้นที่ซึ่งจะปิดรับในเดือนนี้และไม่อาจเลื่อนได้อีก "
    desk.move(meeting, "invite", is_urgent="on", urgent_reason="ด่วน")
    meeting = desk.load(meeting)
    meeting.urgent_reason = (why * lines) or "ด่วน"
    pages = pages_of(letters.invitation(desk.session, meeting, {"to": meeting.attendees[1].post_id}))
    (signed,) = [flat(page) for page in pages if flat("ขอแสดงความนับถือ") in flat(page)]
    assert flat(meeting.signer_name or "-") in signed
    assert flat("ประธานคณะทำงานร่วม") in signed
    (foot,) = [flat(page) for page in pages if flat("ตอบรับได้ที่รหัสด้านข้าง") in flat(page)]
    assert flat("ฝ่ายเลขานุการคณะทำงานร่วม") in foot
    assert len(pages) == (2 if foot == flat(pages[0]) else 3)
