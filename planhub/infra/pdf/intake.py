"""What is done to the parsed HTML before it is laid out: caps, digits, words that stay whole.

Works on elements as `xml.etree` has them, so it needs neither the engine nor its libraries.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from planhub.infra.pdf.errors import Trouble, pdf_error
from planhub.infra.pdf.options import Limits, PdfOptions
from planhub.infra.pdf.words import IN_A_CELL, pieces, write_thai_digits

MAX_SPAN = 100
"""Columns or rows one cell may cover: a span of millions takes all memory."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_MAY_STAY_OPEN = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "dd",
        "dt",
        "embed",
        "hr",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "option",
        "p",
    }
    | {"rect", "circle", "path", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr"}
)
"""Tags that need no closing one, or close themselves: they tell nothing about depth."""

_INLINE = frozenset({"a", "b", "em", "i", "small", "span", "strong", "sub", "sup"})
_SPACE = " \u200b"
"""A space the engine draws even where it is all there is between two elements; without it readers join the words."""

_SVG = "{http://www.w3.org/2000/svg}svg"
_UNWRITTEN = frozenset({"style", "script", "title", _SVG})
"""Elements whose text is no text of the page."""
_CELLS = frozenset({"td", "th"})


def check_source(html: str, limits: Limits) -> None:
    """Refuse HTML so deep that reading it would take minutes. Raises `PdfRefusedError`.

    It counts roughly, in either direction, so it lets pass four times the depth that `check` does.
    """
    depth = 0
    for closes, name in _TAG.findall(html):
        if name.lower() not in _MAY_STAY_OPEN:
            depth = max(0, depth - 1) if closes else depth + 1
        if depth > 4 * limits.depth:
            raise pdf_error(Trouble.TOO_DEEP, f"deeper than {limits.depth}")


def check(root: Any, limits: Limits) -> None:
    """Refuse what would take the renderer's whole time or memory, before it starts. Raises `PdfRefusedError`."""
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        if depth > limits.depth:
            raise pdf_error(Trouble.TOO_DEEP, f"deeper than {limits.depth}")
        if element.tag == "table" and sum(1 for _ in element.iter("tr")) > limits.rows:
            raise pdf_error(Trouble.TOO_MANY_ROWS, f"more than {limits.rows}")
        if any(_number(element.get(name)) > MAX_SPAN for name in ("colspan", "rowspan", "span")):
            raise pdf_error(Trouble.TOO_WIDE, f"a span over {MAX_SPAN}")
        waiting += [(child, depth + 1) for child in element]


def _number(text: str | None) -> int:
    kept = "".join(c for c in text or "" if c.isdecimal())[:12]
    return int(kept or 1)


def dress(root: Any, options: PdfOptions) -> None:
    """Tell the root element what the paper is; keep titles and names whole; write digits the way the paper wants."""
    root.set("lang", options.lang)
    marks = [options.page_style.value]
    marks += ["thai-digits"] if options.thai_digits else []
    marks += ["review"] if options.line_numbers else []
    root.set("class", " ".join([*root.get("class", "").split(), *marks]))
    if options.thai_digits:
        _write_thai_digits(root)
    words = frozenset(filter(None, options.unbroken))
    for element, in_cell in list(_with_places(root)):
        _keep_whole(element, words, IN_A_CELL if in_cell else 1000)
        _keep_spaces(element)


def _write_thai_digits(element: Any) -> None:
    if not _is_written(element) or element.get("data-digits") == "keep":
        return
    element.text = element.text and write_thai_digits(element.text)
    for child in element:
        _write_thai_digits(child)
        child.tail = child.tail and write_thai_digits(child.tail)


def _is_written(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag not in _UNWRITTEN


def _with_places(root: Any) -> Iterator[tuple[Any, bool]]:
    """Yield the elements whose own text stands on the page, and whether each is in a cell of a table."""
    waiting = [(root, False)]
    while waiting:
        element, in_cell = waiting.pop()
        if _is_written(element):
            yield element, in_cell
            waiting.extend((child, in_cell or child.tag in _CELLS) for child in element)


def _keep_whole(element: Any, words: frozenset[str], longest: int) -> None:
    """Put each word that must not break into a span of its own."""
    for n, child in reversed(list(enumerate(element))):
        child.tail, spans = _split(element, child.tail, words, longest)
        element[n + 1 : n + 1] = spans
    element.text, spans = _split(element, element.text, words, longest)
    element[0:0] = spans


def _keep_spaces(element: Any) -> None:
    for child, following in pairwise(element):
        alone = child.tail and child.tail.isspace()
        if alone and child.tag in _INLINE and following.tag in _INLINE:
            child.tail = _SPACE


def _split(
    parent: Any, text: str | None, words: frozenset[str], longest: int
) -> tuple[str | None, list[Any]]:
    found = pieces(text, words, longest=longest) if text else []
    spans = []
    for word, after in zip(found[1::2], found[2::2], strict=True):
        span = parent.makeelement("span", {"class": "nb"})
        span.text, span.tail = word, after
        spans.append(span)
    return (found[0] if spans else text), spans
