"""The text as a Word file, for legal officers who mark up in Word. The record stays the text that counts."""

from collections.abc import Iterable, Sequence

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm
from sqlalchemy.orm import Session

from planhub.infra.word import FIRST_LINE, Sheet
from planhub.mou import paper
from planhub.mou.models import Mou
from planhub.mou.papers.documents import DRAFTS, text_footer
from planhub.places.queries import full_names

_LEVELS = {0: Cm(2.5), 1: Cm(2.5), 2: Cm(3.5)}


def text_file(session: Session, mou: Mou, *, thai: bool = True) -> bytes:
    """Give the text as docx: clauses with their numbers, places for signatures, who it is and which version.

    `thai`: digits as ๐-๙. The same record gives the same file.
    """
    composed = paper.compose(mou, full_names(session, mou.areas))
    is_draft = mou.state in DRAFTS
    sheet = Sheet(thai=thai)
    sheet.describe(f"{mou.code} {mou.title}", mou.title, mou.updated_at)
    footer = text_footer(session, mou, is_draft=is_draft)
    told = [footer.code, footer.version, footer.short_hash, footer.as_of]
    sheet.margins(_draft_words(mou) if is_draft else "", " · ".join(part for part in told if part))
    _head(sheet, mou, composed)
    for line in (composed.opening, *composed.introductions, *composed.whereas, composed.agreed):
        sheet.paragraph(line, first=FIRST_LINE)
    for section in composed.sections:
        _section(sheet, section)
    _end(sheet, composed)
    return sheet.content()


def _draft_words(mou: Mou) -> str:
    return f"ร่าง รอบที่ {mou.round} — แก้ไขในไฟล์นี้ไม่เปลี่ยนข้อความในระบบ โปรดนำข้อแก้ไขกลับไปบันทึกในระบบ"


def _head(sheet: Sheet, mou: Mou, composed: paper.Paper) -> None:
    if mou.official_no:
        sheet.paragraph(f"เลขที่ {mou.official_no}", align=WD_ALIGN_PARAGRAPH.RIGHT)
    title = f"เรื่อง {composed.subject}" if composed.name else composed.subject
    for line in (composed.name, title):
        if line:
            sheet.paragraph(line, style="Title")
    sheet.paragraph("ระหว่าง", align=WD_ALIGN_PARAGRAPH.CENTER)
    last = len(composed.parties) - 1
    for i, party in enumerate(composed.parties):
        if i:
            sheet.paragraph("และ" if i == last and last > 1 else "กับ", align=WD_ALIGN_PARAGRAPH.CENTER)
        sheet.paragraph(party, align=WD_ALIGN_PARAGRAPH.CENTER, bold=True)
    sheet.paragraph("")


def _section(sheet: Sheet, section: paper.Section) -> None:
    if section.number is None:
        sheet.paragraph(f"[คำแนะนำ] {section.heading}", style="Guidance")
        for block in section.blocks:
            sheet.paragraph(block.text, style="Guidance")
        return
    sheet.paragraph(section.title, style="Heading 1")
    for block in section.blocks:
        text = f"{block.number} {block.text}" if block.number else block.text
        sheet.paragraph(text, first=_LEVELS[block.level])


def _end(sheet: Sheet, composed: paper.Paper) -> None:
    sheet.paragraph(composed.closing, first=FIRST_LINE, keep=True)
    _signatures(sheet, composed.signers, columns=1 if len(composed.signers) == 3 else 2)
    _signatures(sheet, composed.witnesses, columns=min(len(composed.witnesses), 3) or 1)
    if composed.guests:
        sheet.paragraph("สักขีพยาน", bold=True)
        for guest in composed.guests:
            sheet.paragraph(f"{guest.name} {guest.post}".strip())


def _signatures(sheet: Sheet, people: Sequence[paper.Signer], *, columns: int) -> None:
    if people:
        sheet.blocks([_signed(person) for person in people], columns=columns)


def _signed(person: paper.Signer) -> list[str]:
    dots = "." * 34
    lines = [
        f"(ลงชื่อ) {dots}{' พยาน' if person.witness else ''}",
        f"({person.name or dots})",
        person.post,
        *_parted(person.acting),
        person.organization,
    ]
    return ["", *(line for line in lines if line)]


def _parted(acting: str) -> Iterable[str]:
    who, _, order = acting.partition(" ตามคำสั่งที่ ")
    return (who, f"ตามคำสั่งที่ {order}") if order else (who,)
