"""Papers: a template of `templates/pdf/` drawn in a language and handed to the renderer, and remembered when issued."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import segno
from flask import current_app
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from planhub.infra import pdf
from planhub.infra.aside import aside
from planhub.infra.pdf import PdfOptions, Watermark
from planhub.infra.settings import Settings
from planhub.kernel import clock
from planhub.kernel.text import locale
from planhub.record import papers as issued
from planhub.record.models import Record
from planhub.record.types import Document

_made: ContextVar[list[PdfOptions] | None] = ContextVar("planhub_papers_made", default=None)

NOT_FOR_USE = frozenset({Watermark.DRAFT, Watermark.TRAINING, Watermark.SAMPLE})
"""Words across a sheet that keep it from being named to strangers."""


def draw(template: str, *, lang: str = "th", **values: object) -> str:
    """Draw a paper as HTML in `lang`; needs no request, so that jobs and commands may print too."""
    with locale(lang):
        return current_app.jinja_env.get_template(template).render(**values)


def paper(template: str, options: PdfOptions, **values: object) -> bytes:
    """Draw a paper and give it as PDF. Raises `PdfRefusedError` or `PdfError`."""
    made = _made.get()
    if made is not None:
        made.append(options)
    return pdf.render(draw(template, lang=options.lang, **values), options=options)


def mark(*parts: object) -> str:
    """Give the short hash of a sheet that shows these things: the same things, the same mark."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[: issued.MARK]


def address(path: str) -> str:
    """Give the full address of a page of this installation, for QR codes and files."""
    settings: Settings = current_app.extensions["planhub_settings"]
    return f"{settings.base_url.rstrip('/')}{path}"


def verify_address(short_hash: str) -> str:
    """Give the address at which anybody can check a sheet with this mark."""
    return address(f"/verify/{short_hash}")


def qr(text: str) -> Mapping[str, Any]:
    """Give a QR code as runs of dark modules for SVG rects: `size`, and `runs` of (x, y, width)."""
    code = segno.make(text, error="m", micro=False)
    runs = []
    for y, row in enumerate(code.matrix):
        start = None
        for x, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                runs.append((start, y, x - start))
                start = None
    return {"size": len(code.matrix), "runs": runs}


@contextmanager
def _collecting() -> Iterator[list[PdfOptions]]:
    made: list[PdfOptions] = []
    token = _made.set(made)
    try:
        yield made
    finally:
        _made.reset(token)


def issue(
    session: Session, record: Record, document: Document, options: Mapping[str, Any], *, made_by: str | None
) -> bytes:
    """Print a paper of a record and keep what is needed to check it later, at once and whatever comes after.

    Nothing may have been changed in the session before.
    """
    with _collecting() as made:
        content = document.render(session, record, options)
    sheet = issued.sheet_of(record, document.kind, **_told(content, made))
    _keep(session, sheet, made_by)
    return content


def issue_other(
    session: Session, kind: str, code: str, render: Callable[[], bytes], *, made_by: str | None
) -> bytes:
    """Print a paper of no single record, such as a register, and keep what is needed to check it later."""
    with _collecting() as made:
        content = render()
    title = made[-1].title if made else kind
    _keep(session, issued.Sheet(kind=kind, code=code, title=title, **_told(content, made)), made_by)
    return content


def _told(content: bytes, made: list[PdfOptions]) -> dict[str, Any]:
    """Say what the printing said of itself; a file taken from the store says nothing and was registered when made."""
    told: dict[str, Any] = {"sha256": hashlib.sha256(content).hexdigest()}
    if not made:
        return told | {"as_of": clock.now(), "is_public": False}
    options = made[-1]
    return told | {
        "as_of": options.created,
        "mark": options.footer.short_hash,
        "version": options.footer.version,
        "is_public": options.watermark not in NOT_FOR_USE,
    }


def _keep(session: Session, sheet: issued.Sheet, made_by: str | None) -> None:
    try:
        with aside(session):
            issued.register(session, sheet, made_by=made_by)
    except IntegrityError:  # the same file was registered by another request meanwhile
        session.rollback()
