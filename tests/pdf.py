"""Reading PDFs in tests: the text of each page as poppler copies it."""

import io
import re
import subprocess

import pypdf


def pages_of(pdf: bytes, *order: str) -> list[str]:
    """Give the text of each page, as it is copied out of the PDF; with "-raw" in the order of reading."""
    count = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    text = subprocess.run(
        ["pdftotext", *order, "-enc", "UTF-8", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return text.split("\f")[:count]


def flat(text: str) -> str:
    """Give a text without spaces and breaks, which depend on lines."""
    return re.sub(r"[\s\u200b\u2060]+", "", text)
