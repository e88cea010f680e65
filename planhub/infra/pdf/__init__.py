"""Papers: one door, `render(html, options=...)`, to a renderer that lives in a process of its own."""

from planhub.infra.pdf.errors import PdfError, PdfRefusedError, Trouble
from planhub.infra.pdf.options import Attachment, Footer, Limits, PageStyle, PdfOptions, Watermark
from planhub.infra.pdf.pool import close, health, render
from planhub.infra.pdf.tiles import Tile, province_tiles
from planhub.infra.pdf.words import nobreak

__all__ = [
    "Attachment",
    "Footer",
    "Limits",
    "PageStyle",
    "PdfError",
    "PdfOptions",
    "PdfRefusedError",
    "Tile",
    "Trouble",
    "Watermark",
    "close",
    "health",
    "nobreak",
    "province_tiles",
    "render",
]
