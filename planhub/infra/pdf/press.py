"""Turns HTML into a PDF with WeasyPrint. Imported in the rendering process alone: it loads the system libraries."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from io import BytesIO
from pathlib import Path
from typing import Any

import weasyprint
from PIL import Image
from weasyprint.text.fonts import FontConfiguration

from planhub.infra.pdf.errors import Trouble, pdf_error
from planhub.infra.pdf.fetcher import Fetcher, image_type
from planhub.infra.pdf.finisher import ThaiText, glyph_texts
from planhub.infra.pdf.furniture import margin_css, set_apart
from planhub.infra.pdf.intake import check, check_source, dress
from planhub.infra.pdf.options import Attachment, PdfOptions

FACES = {
    "sarabun-regular.ttf": ("Sarabun", 400, "normal"),
    "sarabun-bold.ttf": ("Sarabun-Bold", 700, "normal"),
    "sarabun-italic.ttf": ("Sarabun-Italic", 400, "italic"),
    "sarabun-bold-italic.ttf": ("Sarabun-Bold-Italic", 700, "italic"),
}
"""The only faces of a paper: file, name inside the PDF, weight, style."""

MAX_PIXELS = 20_000_000
"""Of one image; the decoder refuses twice as many."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """A finished paper."""

    content: bytes
    pages: int
    warnings: tuple[str, ...]
    """What the renderer complained of, and every address it was refused."""


class Press:
    """Everything renderings share: made once in the parent, inherited by each rendering."""

    version: str = weasyprint.VERSION

    def __init__(self, *, fonts: Path, css: Path) -> None:
        """Use the merged faces in `fonts` and the style sheets in `css`. Raises `PdfError` if a face is missing."""
        missing = [name for name in FACES if not (fonts / name).is_file()]
        if missing:
            raise pdf_error(Trouble.FONTS, f"missing: {', '.join(missing)}")
        self.fonts, self.css = fonts, css
        for name in FACES:
            glyph_texts(fonts / name)

    def render(self, html: str, options: PdfOptions) -> Sheets:
        """Return the paper. Raises `PdfRefusedError` for what is over the caps; other errors are the engine's own."""
        _check_images(options.images)
        check_source(html, options.limits)
        fetcher = Fetcher(fonts=self.fonts, css=self.css, images=options.images)
        with _complaints() as complaints:
            page = weasyprint.HTML(string=html, url_fetcher=fetcher)
            check(page.etree_element, options.limits)
            dress(page.etree_element, options)
            fonts = FontConfiguration()
            sheets = [
                weasyprint.CSS(string=text, url_fetcher=fetcher, font_config=fonts)
                for text in (_face_css(), margin_css(options))
            ]
            document = page.render(font_config=fonts, stylesheets=sheets, pdf_variant=options.variant)
            _describe(document.metadata, options)
            content = document.write_pdf(
                finisher=self._finish,
                pdf_variant=options.variant,
                pdf_tags=True,
                attachments=[_attachment(a, options) for a in options.attachments],
            )
        refused = (f"refused: {url}" for url in fetcher.refused)
        said = (line for line in dict.fromkeys(complaints) if "Refused: " not in line)
        return Sheets(content, len(document.pages), (*said, *refused))

    def _finish(self, document: object, pdf: Any) -> None:
        set_apart(pdf)
        ThaiText({name: self.fonts / file for file, (name, _, _) in FACES.items()})(document, pdf)

    def breaks_thai(self) -> bool:
        """Say whether lines of Thai break between words; without libthai's dictionary they silently overflow."""
        text = '<p lang="th">การแก้ไขปัญหาความยากจนและลดความเหลื่อมล้ำเชิงพื้นที่</p>'
        page = weasyprint.HTML(string=text, url_fetcher=Fetcher(fonts=self.fonts, css=self.css, images={}))
        fonts = FontConfiguration()
        faces = weasyprint.CSS(string=_face_css(), url_fetcher=page.url_fetcher, font_config=fonts)
        narrow = weasyprint.CSS(string="@page { size: 4cm 8cm; margin: 0 } p { font: 10pt Sarabun }")
        document = page.render(font_config=fonts, stylesheets=[faces, narrow])
        lines = sum(type(box).__name__ == "LineBox" for box in document.pages[0]._page_box.descendants())  # noqa: SLF001
        return lines > 1


def _face_css() -> str:
    return "\n".join(
        f"@font-face {{ font-family: Sarabun; src: url(planhub:font/{file}); font-weight: {weight}; font-style: {style} }}"
        for file, (_, weight, style) in FACES.items()
    )


def _check_images(images: Mapping[str, bytes]) -> None:
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    for name, content in images.items():
        if image_type(content) is None:
            raise pdf_error(Trouble.BAD_IMAGE, f"{name}: neither PNG nor JPEG")
        try:
            width, height = Image.open(BytesIO(content), formats=("PNG", "JPEG")).size
        except (OSError, Image.DecompressionBombError) as error:
            raise pdf_error(Trouble.BAD_IMAGE, f"{name}: {error}") from error
        if width * height > MAX_PIXELS:
            raise pdf_error(Trouble.BAD_IMAGE, f"{name}: {width} x {height}")


def _describe(metadata: Any, options: PdfOptions) -> None:
    when = options.created.isoformat(timespec="seconds")
    metadata.title, metadata.lang = options.title, options.lang
    metadata.authors = [options.author] if options.author else []
    metadata.description = options.subject or None
    metadata.generator = "PlanHub"
    metadata.created = metadata.modified = when
    metadata.keywords, metadata.custom, metadata.attachments = [], {}, []


def _attachment(file: Attachment, options: PdfOptions) -> Any:
    return weasyprint.Attachment(
        file_obj=BytesIO(file.content),
        name=file.name,
        description=file.description,
        relationship=file.relationship,
        created=options.created.astimezone(UTC),
        modified=options.created.astimezone(UTC),
    )


class _Complaints(logging.Handler):
    """Keeps what the engine logs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage()[:300])

    def __enter__(self) -> list[str]:
        logging.getLogger("weasyprint").addHandler(self)
        return self.lines

    def __exit__(self, *_: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)


_complaints = _Complaints
