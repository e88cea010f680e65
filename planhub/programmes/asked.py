"""What a page of programmes is asked for: read from the address, so that it survives a reload and can be sent on."""

from flask import request

from planhub.kernel import clock, thai
from planhub.kernel.errors import BadInput
from planhub.kernel.fields import Field, Kind, parse
from planhub.kernel.text import Text

_YEAR = Field("fiscal_year", Kind.FISCAL_YEAR, Text("ปีงบประมาณ", "Fiscal year"))


def year_asked(default: int | None = None) -> int:
    """Give the fiscal year (B.E.) of the address, else this year."""
    try:
        asked: int | None = parse(_YEAR, request.args.get("fiscal_year"))
    except BadInput:
        asked = None
    return asked or default or thai.fiscal_year(clock.today())


def text_asked(name: str) -> str | None:
    """Give a word of the address that pages may show, or None."""
    try:
        return (
            str(parse(Field(name, Kind.LINE, Text(name, name), max=100), request.args.get(name)) or "")
            or None
        )
    except BadInput:
        return None


def page_asked() -> int:
    """Give the number of the page that is asked for, from 1."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1
