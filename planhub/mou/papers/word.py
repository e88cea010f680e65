"""The text as a Word file, for legal officers who mark up in Word. The record stays the text that counts."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from sqlalchemy.orm import Session

from planhub.kernel.thai import thai_digits
from planhub.mou import paper
from planhub.mou.models import Mou
from planhub.mou.papers.documents import DRAFTS, text_footer
from planhub.places.queries import full_names

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "TH Sarabun New"
"""The official face; where it is missing, Word takes the Thai face of the machine."""
SIZE = 16
"""Points, of that face."""

_FIRST_LINE = Cm(2.5)
_LEVELS = {0: Cm(2.5), 1: Cm(2.5), 2: Cm(3.5)}


def text_file(session: Session, mou: Mou, *, thai: bool = True) -> bytes:
    """Give the text as docx: clauses with their numbers, places for signatures, who it is and which version.

    `thai`: digits as ๐-๙. The same record gives the same file.
    """
    composed = paper.compose(mou, full_names(session, mou.areas))
    is_draft = mou.state in DRAFTS
    sheet = _Sheet(thai=thai)
    sheet.describe(mou)
    footer = text_footer(session, mou, is_draft=is_draft)
    told = [footer.code, footer.version, footer.short_hash, footer.as_of]
    sheet.margins(_draft_words(mou) if is_draft else "", " · ".join(part for part in told if part))
    _head(sheet, mou, composed)
    for line in (composed.opening, *composed.introductions, *composed.whereas, composed.agreed):
        sheet.paragraph(line, first=_FIRST_LINE)
    for section in composed.sections:
        _section(sheet, section)
    _end(sheet, composed)
    return sheet.content()


def _draft_words(mou: Mou) -> str:
    return f"ร่าง รอบที่ {mou.round} — แก้ไขในไฟล์นี้ไม่เปลี่ยนข้อความในระบบ โปรดนำข้อแก้ไขกลับไปบันทึกในระบบ"


def _head(sheet: "_Sheet", mou: Mou, composed: paper.Paper) -> None:
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


def _section(sheet: "_Sheet", section: paper.Section) -> None:
    if section.number is None:
        sheet.paragraph(f"[คำแนะนำ] {section.heading}", style="Guidance")
        for block in section.blocks:
            sheet.paragraph(block.text, style="Guidance")
        return
    sheet.paragraph(section.title, style="Heading 1")
    for block in section.blocks:
        text = f"{block.number} {block.text}" if block.number else block.text
        sheet.paragraph(text, first=_LEVELS[block.level])


def _end(sheet: "_Sheet", composed: paper.Paper) -> None:
    sheet.paragraph(composed.closing, first=_FIRST_LINE, keep=True)
    sheet.signatures(composed.signers, columns=1 if len(composed.signers) == 3 else 2)
    sheet.signatures(composed.witnesses, columns=min(len(composed.witnesses), 3) or 1)
    if composed.guests:
        sheet.paragraph("สักขีพยาน", bold=True)
        for guest in composed.guests:
            sheet.paragraph(f"{guest.name} {guest.post}".strip())


class _Sheet:
    """A Word file in the official style; every run says its face and size for complex script too."""

    def __init__(self, *, thai: bool) -> None:
        self._thai = thai
        self._document = Document()
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3), Cm(2)
        section.top_margin, section.bottom_margin = Cm(2.5), Cm(2)
        self._styles()

    def describe(self, mou: Mou) -> None:
        """Set the properties of the file, so that the same record gives the same file."""
        properties = self._document.core_properties
        properties.title, properties.subject = f"{mou.code} {mou.title}", mou.title
        properties.author = properties.last_modified_by = "PlanHub"
        properties.language, properties.comments = "th-TH", ""
        properties.created = properties.modified = mou.updated_at.replace(tzinfo=None)
        properties.revision = 1

    def margins(self, head: str, foot: str) -> None:
        """Write the words above and below every page, with the page's number."""
        section = self._document.sections[0]
        if head:
            line = section.header.paragraphs[0]
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _dress(line.add_run(self._digits(head)), size=12, colour=RGBColor(0x9B, 0x1C, 0x1C))
        line = section.footer.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _dress(line.add_run(f"{foot} · หน้า "), size=11)
        for code in ("PAGE", "NUMPAGES"):
            _field(line, code)
            if code == "PAGE":
                _dress(line.add_run(" / "), size=11)

    def paragraph(
        self,
        text: str,
        *,
        style: str = "Normal",
        first: Any = None,
        align: Any = None,
        bold: bool = False,
        keep: bool = False,
    ) -> Any:
        """Add a paragraph; `first` is its first line's indent, `keep` holds it with the next one."""
        line = self._document.add_paragraph(style=style)
        self._write(line, text, bold=bold)
        if first is not None:
            line.paragraph_format.first_line_indent = first
        if align is not None:
            line.alignment = align
        line.paragraph_format.keep_with_next = keep or None
        return line

    def signatures(self, people: Sequence[paper.Signer], *, columns: int) -> None:
        """Add places to sign side by side; a row is never split between pages."""
        if not people:
            return
        table = self._document.add_table(rows=0, cols=columns)
        for start in range(0, len(people), columns):
            row = table.add_row()
            _whole(row)
            for cell, person in zip(row.cells, people[start : start + columns], strict=False):
                self._sign(cell, person)

    def content(self) -> bytes:
        """Give the bytes of the file."""
        out = BytesIO()
        self._document.save(out)
        return out.getvalue()

    def _sign(self, cell: Any, person: paper.Signer) -> None:
        dots = "." * 34
        lines = [
            "",
            f"(ลงชื่อ) {dots}{' พยาน' if person.witness else ''}",
            f"({person.name or dots})",
            person.post,
            *_parted(person.acting),
            person.organization,
        ]
        first, *rest = [line for i, line in enumerate(lines) if line or i == 0]
        lines_in_cell = [cell.paragraphs[0], *(cell.add_paragraph() for _ in rest)]
        for line, text in zip(lines_in_cell, (first, *rest), strict=True):
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            line.paragraph_format.keep_with_next = True
            self._write(line, text)

    def _write(self, line: Any, text: str, *, bold: bool = False) -> None:
        run = line.add_run(self._digits(text))
        if bold:
            run.bold = True
            run.font.cs_bold = True
        _thai(run)

    def _digits(self, text: str) -> str:
        return thai_digits(text) if self._thai else text

    def _styles(self) -> None:
        styles = self._document.styles
        _face(styles["Normal"], size=SIZE)
        styles["Normal"].paragraph_format.space_after = Pt(0)
        for name, size in (("Title", 18), ("Heading 1", SIZE)):
            _face(styles[name], size=size, bold=True)
            styles[name].paragraph_format.space_after = Pt(0)
        styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _without_border(styles["Title"])
        styles["Heading 1"].paragraph_format.first_line_indent = _FIRST_LINE
        styles["Heading 1"].paragraph_format.space_before = Pt(8)
        styles["Heading 1"].paragraph_format.keep_with_next = True
        guidance = styles.add_style("Guidance", 1)
        guidance.base_style = styles["Normal"]
        _face(guidance, size=14, colour=RGBColor(0x5B, 0x64, 0x70))
        guidance.paragraph_format.left_indent = Cm(1)


def _parted(acting: str) -> Iterable[str]:
    who, _, order = acting.partition(" ตามคำสั่งที่ ")
    return (who, f"ตามคำสั่งที่ {order}") if order else (who,)


def _face(style: Any, *, size: int, bold: bool = False, colour: Any = None) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.bold = style.font.cs_bold = bold
    style.font.color.rgb = colour or RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    _complex(properties, size)


def _dress(run: Any, *, size: int, colour: Any = None) -> None:
    run.font.name, run.font.size = FONT, Pt(size)
    if colour is not None:
        run.font.color.rgb = colour
    _complex(run._element.get_or_add_rPr(), size)  # noqa: SLF001 - python-docx has no door to complex script
    _thai(run)


def _complex(properties: Any, size: int) -> None:
    """Say face and size for complex script, or Thai takes the theme's (technology.md §8)."""
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    _child(properties, "w:szCs").set(qn("w:val"), str(size * 2))


def _thai(run: Any) -> None:
    """Mark the words as Thai, so that Word breaks lines between words and spells in Thai."""
    language = _child(run._element.get_or_add_rPr(), "w:lang")  # noqa: SLF001 - as above
    language.set(qn("w:val"), "th-TH")
    language.set(qn("w:bidi"), "th-TH")


_AFTER = {
    "w:szCs": ("w:highlight", "w:u", "w:effect", "w:lang", "w:cs"),
    "w:lang": ("w:eastAsianLayout", "w:specVanish", "w:oMath"),
}
"""What must come after an element by the schema; Word refuses another order."""


def _child(properties: Any, name: str) -> Any:
    found = properties.find(qn(name))
    if found is None:
        found = OxmlElement(name)
        later = next((e for n in _AFTER[name] if (e := properties.find(qn(n))) is not None), None)
        properties.append(found) if later is None else later.addprevious(found)
    return found


def _without_border(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _field(line: Any, code: str) -> None:
    run = line.add_run()
    _dress(run, size=11)
    for kind, text in (("begin", None), (None, code), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)  # noqa: SLF001 - python-docx has no door to fields


def _whole(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no door to it
    properties.append(OxmlElement("w:cantSplit"))
