"""What tests of papers share: templates as callers use them, options, and two readers of finished PDFs."""

import io
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jinja2
import pymupdf
from PIL import Image, ImageDraw

from planhub.infra import pdf
from planhub.infra.paths import resource

HERE = Path(__file__).parent
LONG_TEXT = (HERE / "long_text.th.txt").read_text("utf-8")
CREATED = datetime(2022, 12, 9, 3, 42, tzinfo=UTC)


def options(**chosen: Any) -> pdf.PdfOptions:
    """Return options with a title and a date, and no words in the margins unless chosen."""
    return pdf.PdfOptions(**{"title": "เอกสารทดสอบ", "created": CREATED, **chosen})


def environment() -> jinja2.Environment:
    """Return templates with what a paper needs of the application: words in Thai, and escaping."""
    loader = jinja2.FileSystemLoader([resource("templates"), HERE / "templates"])
    found = jinja2.Environment(loader=loader, autoescape=True)
    found.globals["t"] = lambda th, _en, **values: th.format(**values)
    found.filters["nobreak"] = pdf.nobreak
    return found


def draw(template: str, **context: Any) -> str:
    """Return the HTML of a template of ours."""
    return environment().get_template(template).render(paper_css=None, title="", **context)


def page(body: str, css: str = "") -> str:
    """Return a whole paper around `body`, in the looks of every paper."""
    link = '<link rel="stylesheet" href="planhub:css/print.css">'
    return (
        f"<!doctype html><html><head>{link}<style>{css}</style></head><body><main>{body}</main></body></html>"
    )


def logo(colour: str) -> bytes:
    """Return a PNG."""
    picture, stream = Image.new("RGB", (120, 120), "white"), io.BytesIO()
    ImageDraw.Draw(picture).ellipse((6, 6, 114, 114), fill=colour)
    picture.save(stream, "PNG")
    return stream.getvalue()


def open_pdf(content: bytes) -> Any:
    """Return the PDF as MuPDF reads it."""
    return pymupdf.open(stream=content, filetype="pdf")  # type: ignore[no-untyped-call]


def mupdf_text(content: bytes) -> str:
    """Return all text as MuPDF copies it."""
    return "\n".join(sheet.get_text() for sheet in open_pdf(content))


def poppler_text(content: bytes) -> str:
    """Return all text as poppler copies it."""
    command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


READERS: Mapping[str, Any] = {"poppler": poppler_text, "mupdf": mupdf_text}


SYLLABLES = [
    base + vowel + tone + "น"
    for base in "กญฐฎปฝฟฬส"
    for vowel in ("", "ั", "ิ", "ี", "ึ", "ื", "็", "ุ", "ู")
    for tone in ("", "่", "้", "๊", "๋", "์")
] + [base + tone + "ำน" for base in "กญฐฎปฝฟฬส" for tone in ("", "่", "้", "๊", "๋")]
"""Each kind of letter with each mark it can carry: high, with a foot, with a tail, and plain."""


def squeezed(text: str) -> str:
    """Return `text` without white space: a line of a page ends where it is full, not where a word does."""
    return "".join(text.split())
