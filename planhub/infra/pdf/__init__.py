"""Papers: one door, `render(html, options=...)`, to a renderer that lives in a process of its own."""

from planhub.infra.pdf.errors import PdfError, PdfRefusedError, Trouble
from planhub.infra.pdf.options import Attachment, Footer, Limits, PageStyle, PdfOptions, Watermark
from planhub.infra.pdf.pool import close, health, render
from planhub.infra.pdf.words import nobreak

__all__ = [
    "Attachment",
    "Footer",
    "Limits",
    "PageStyle",
    "PdfError",
    "PdfOptions",
    "PdfRefusedError",
    "Trouble",
    "Watermark",
    "close",
    "health",
    "nobreak",
    "render",
]
