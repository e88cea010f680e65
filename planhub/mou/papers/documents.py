"""The text of an MOU on paper: the copy to be signed, and the review copy."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from planhub.infra.pdf import Footer, PageStyle, PdfOptions, Watermark
from planhub.kernel import clock
from planhub.kernel.text import Text
from planhub.kernel.thai import format_date
from planhub.mou import paper
from planhub.mou.models import Mou
from planhub.mou.queries import version_of
from planhub.places.queries import full_names
from planhub.ui import papers

SAMPLE = Text("มีข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริงของหน่วยงาน", "Contains sample data, not real data of the agencies")

DRAFTS = frozenset({"draft", "negotiating", "clearance", "approval", "cancelled"})
"""States in which the text is not what will be signed."""

SHORT_HASH = 12
"""Characters of the content hash that a sheet bears."""


def signing_copy(session: Session, mou: Mou, options: Mapping[str, Any]) -> bytes:
    """Print the text: as the copy to be signed once it is locked, marked as a draft before."""
    return _text(session, mou, options, review=False)


def review_copy(session: Session, mou: Mou, options: Mapping[str, Any]) -> bytes:
    """Print the text to work on: numbered lines, guidance, version and hash, never to be signed."""
    return _text(session, mou, options, review=True)


def _text(session: Session, mou: Mou, options: Mapping[str, Any], *, review: bool) -> bytes:
    template, pdf_options, values = _parts(session, mou, options, review=review)
    return papers.paper(template, pdf_options, **values)


def drawn(session: Session, mou: Mou, options: Mapping[str, Any], *, review: bool) -> tuple[str, PdfOptions]:
    """Give the text as HTML with its options, for those who print it later or otherwise."""
    template, pdf_options, values = _parts(session, mou, options, review=review)
    return papers.draw(template, lang=pdf_options.lang, **values), pdf_options


def _parts(
    session: Session, mou: Mou, options: Mapping[str, Any], *, review: bool
) -> tuple[str, PdfOptions, dict[str, Any]]:
    is_draft = review or mou.state in DRAFTS
    footer = text_footer(session, mou, is_draft=is_draft)
    pdf_options = PdfOptions(
        title=f"{mou.code} {mou.title}",
        created=mou.updated_at,
        subject=mou.title,
        thai_digits=bool(options.get("thai_digits", True)),
        page_style=PageStyle.OFFICIAL,
        watermark=_watermark(mou, is_draft=is_draft),
        footer=footer,
        line_numbers=review,
    )
    text = paper.compose(mou, full_names(session, mou.areas))
    code = None if is_draft else papers.qr(papers.verify_address(footer.short_hash))
    values = {"paper": text, "number": mou.official_no, "review": review, "qr": code}
    return "pdf/mou.html", pdf_options, values


def text_footer(session: Session, mou: Mou, *, is_draft: bool) -> Footer:
    """Say which text it is: its version and the day on which it was kept, or the draft as it was last changed."""
    kept = version_of(session, mou)
    number = f"ฉบับที่ {kept.n}" if kept else ""
    round_ = f"ฉบับร่าง รอบที่ {mou.round}" if is_draft else ""
    day = format_date((kept.at if kept else mou.updated_at).astimezone(clock.BANGKOK).date(), locale="th")
    as_of = f"ข้อความ ณ วันที่ {day}"
    return Footer(
        code=f"{mou.code} · {mou.official_no}" if mou.official_no else mou.code,
        version=" · ".join(part for part in (round_, number) if part),
        short_hash=mou.content_hash[:SHORT_HASH],
        as_of=f"{as_of} · {SAMPLE.th}" if mou.origin == "sample" else as_of,
    )


def _watermark(mou: Mou, *, is_draft: bool) -> Watermark:
    if mou.is_training:
        return Watermark.TRAINING
    if mou.registered:
        return Watermark.COPY  # the scan of what was signed elsewhere is the original
    return Watermark.DRAFT if is_draft else Watermark.NONE
