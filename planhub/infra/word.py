"""Word files in the official style: the Thai face said for complex script too, digits, signature blocks, tables."""

import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from planhub.kernel.thai import thai_digits

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "TH Sarabun New"
"""The official face; where it is missing, Word takes the Thai face of the machine."""
SIZE = 16
"""Points, of that face."""
FIRST_LINE = Cm(2.5)
"""The first line's indent of a paragraph."""


class Sheet:
    """A Word file in the official style; every run says its face and size for complex script too."""

    def __init__(self, *, thai: bool) -> None:
        """Begin an A4 sheet with the official margins; `thai`: digits as ๐-๙."""
        self._thai = thai
        self._document = Document()
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3), Cm(2)
        section.top_margin, section.bottom_margin = Cm(2.5), Cm(2)
        self._styles()

    def describe(self, title: str, subject: str, at: datetime) -> None:
        """Set the properties of the file, so that the same record gives the same file."""
        properties = self._document.core_properties
        properties.title, properties.subject = title, subject
        properties.author = properties.last_modified_by = "PlanHub"
        properties.language, properties.comments = "th-TH", ""
        properties.created = properties.modified = at.replace(tzinfo=None)
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
        self.write(line, text, bold=bold)
        if first is not None:
            line.paragraph_format.first_line_indent = first
        if align is not None:
            line.alignment = align
        line.paragraph_format.keep_with_next = keep or None
        return line

    def blocks(self, blocks: Sequence[Sequence[str]], *, columns: int) -> None:
        """Add places to sign side by side, each a few lines; a row is never split between pages."""
        table = self._document.add_table(rows=0, cols=columns)
        for start in range(0, len(blocks), columns):
            row = table.add_row()
            _whole(row)
            for cell, lines in zip(row.cells, blocks[start : start + columns], strict=False):
                self._block(cell, lines)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """Add a table with lines; its head repeats on every page, a row is never split. `widths` in centimetres."""
        table = self._document.add_table(rows=0, cols=len(heads), style="Table Grid")
        table.autofit = False
        for place, cells in enumerate((heads, *rows)):
            row = table.add_row()
            _whole(row)
            if place == 0:
                _repeated(row)
            for cell, text, width in zip(row.cells, cells, widths, strict=True):
                cell.width = Cm(width)
                self.write(cell.paragraphs[0], text, bold=place == 0)

    def content(self) -> bytes:
        """Give the bytes of the file; nothing in it tells when it was made, so that equal words give equal bytes."""
        out, kept = BytesIO(), BytesIO()
        self._document.save(out)
        with zipfile.ZipFile(out) as made, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as book:
            for part in made.infolist():
                entry = zipfile.ZipInfo(part.filename)
                entry.compress_type = zipfile.ZIP_DEFLATED
                book.writestr(entry, made.read(part))
        return kept.getvalue()

    def _block(self, cell: Any, lines: Sequence[str]) -> None:
        first, *rest = lines
        lines_in_cell = [cell.paragraphs[0], *(cell.add_paragraph() for _ in rest)]
        for line, text in zip(lines_in_cell, (first, *rest), strict=True):
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            line.paragraph_format.keep_with_next = True
            self.write(line, text)

    def write(self, line: Any, text: str, *, bold: bool = False) -> None:
        """Add words to a paragraph."""
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
        styles["Heading 1"].paragraph_format.first_line_indent = FIRST_LINE
        styles["Heading 1"].paragraph_format.space_before = Pt(8)
        styles["Heading 1"].paragraph_format.keep_with_next = True
        guidance = styles.add_style("Guidance", 1)
        guidance.base_style = styles["Normal"]
        _face(guidance, size=14, colour=RGBColor(0x5B, 0x64, 0x70))
        guidance.paragraph_format.left_indent = Cm(1)


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


def _repeated(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no door to it
    properties.append(OxmlElement("w:tblHeader"))
