"""What stands in the margins: running head, footer, page number, watermark, line numbers.

The words come from the options as a style sheet, so that a template holds content only. In the finished file
furniture is marked as such: a reader that speaks the paper aloud passes over it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from planhub.infra.pdf.options import PageStyle, PdfOptions, Watermark
from planhub.infra.pdf.words import write_thai_digits

LINES_ON_A_PAGE = 33
"""Lines of 21.3 pt between the margins of an official page."""

_PAGE_WIDTH, _MARGIN_LEFT, _MARGIN_RIGHT = 21.0, 3.0, 2.0
_WATERMARK_LETTER = 0.62
"""The width of a bold letter in em, on average."""
_WATERMARK_LENGTH = 560.0
"""How long (pt) the word may grow along the page's diagonal."""


def margin_css(options: PdfOptions) -> str:
    """Return the style sheet of the margins of every page; `print.css` gives them their looks."""
    rules = _official(options) if options.page_style is PageStyle.OFFICIAL else _report(options)
    return "\n".join((*rules, *_watermark(options), *_line_numbers(options)))


def _report(options: PdfOptions) -> Iterator[str]:
    yield _boxes(
        "@page",
        {
            "@top-left": css_string(digits(options.title, options)),
            "@top-right": "string(section)",
            "@bottom-left": css_string(" · ".join(_tracing(options))),
            "@bottom-right": _page_of(options),
        },
    )


def _official(options: PdfOptions) -> Iterator[str]:
    yield _boxes(
        "@page",
        {
            "@top-center": f'"- " counter(page, {_counter_style(options)}) " -"',
            "@bottom-center": _foot(options),
        },
    )
    yield _boxes("@page :first", {"@top-center": "none"})


def _page_of(options: PdfOptions) -> str:
    counter = _counter_style(options)
    page, of = ("หน้า ", " / ") if options.lang == "th" else ("Page ", " of ")
    return f'"{page}" counter(page, {counter}) "{of}" counter(pages, {counter})'


def _foot(options: PdfOptions) -> str:
    """Give the foot of an official page: what tells the sheet from another, and its number; nothing without either."""
    told = "".join(f"{part} · " for part in _tracing(options))
    return f"{css_string(told)} {_page_of(options)}" if told else "none"


def _tracing(options: PdfOptions) -> Iterator[str]:
    """Yield what tells one sheet from another; codes and hashes keep their digits, they are typed into a search."""
    footer = options.footer
    parts = (
        options.watermark.text.in_(options.lang),
        footer.code,
        digits(footer.version, options),
        footer.short_hash,
        digits(footer.as_of, options),
    )
    return (part for part in parts if part)


def _watermark(options: PdfOptions) -> Iterator[str]:
    if options.watermark is Watermark.NONE:
        return
    word = options.watermark.text.in_(options.lang)
    size = min(120.0, _WATERMARK_LENGTH / (len(word) * _WATERMARK_LETTER))
    width = _PAGE_WIDTH - _MARGIN_LEFT - _MARGIN_RIGHT
    yield (
        f"@page {{ @right-middle {{ content: {css_string(word)}; z-index: -1; width: {width}cm;"
        f" margin-left: -{width}cm; margin-right: {_MARGIN_RIGHT}cm; white-space: nowrap; text-align: center;"
        f" vertical-align: middle; font: bold {size:.0f}pt/1.4 Sarabun; color: #e3e7ec; transform: rotate(-48deg) }} }}"
    )


def _line_numbers(options: PdfOptions) -> Iterator[str]:
    if not options.line_numbers:
        return
    ruler = "\n".join(digits(str(n), options) for n in range(1, LINES_ON_A_PAGE + 1))
    yield _boxes("@page", {"@left-top": css_string(ruler)})


def _boxes(selector: str, contents: Mapping[str, str]) -> str:
    inner = " ".join(f"{box} {{ content: {content} }}" for box, content in contents.items())
    return f"{selector} {{ {inner} }}"


def _counter_style(options: PdfOptions) -> str:
    return "thai" if options.thai_digits else "decimal"


def digits(text: str, options: PdfOptions) -> str:
    """Return `text` with the digits the paper is written in."""
    return write_thai_digits(text) if options.thai_digits else text


def css_string(text: str) -> str:
    r"""Return `text` as a CSS string that nothing in it can end: `A "x"` becomes `"A \22 x\22 "`."""
    return '"' + "".join(c if c.isprintable() and c not in '"\\<' else f"\\{ord(c):x} " for c in text) + '"'


def set_apart(pdf: Any) -> None:
    """Mark in `pdf` all text that stands in no branch of the structure tree as an artifact of the page."""
    objects = pdf.objects
    inside = set(_branches(objects, pdf.catalog["StructTreeRoot"]))
    root = _get(objects, pdf.catalog["StructTreeRoot"])
    owners = _get(objects, root["ParentTree"])["Nums"]
    by_key = dict(zip(owners[::2], owners[1::2], strict=True))
    for page in (_get(objects, reference) for reference in pdf.page_references):
        marks = by_key[page["StructParents"]]
        outside = {mark for mark, owner in enumerate(marks) if owner not in inside}
        _mark_artifacts(_get(objects, page["Contents"]).stream, outside)
        marks[:] = [b"null" if mark in outside else owner for mark, owner in enumerate(marks)]


def _mark_artifacts(operators: list[Any], outside: set[int]) -> None:
    for n, operator in enumerate(operators):
        if isinstance(operator, dict) and operator.get("MCID") in outside:
            operators[n - 1] = "/Artifact"
            operators[n] = b"<</Type/Pagination>>"


def _branches(objects: list[Any], root: bytes) -> Iterator[bytes]:
    """Yield the references of the structure elements that hang below `root`, and of `root` itself."""
    waiting = [root]
    while waiting:
        reference = waiting.pop()
        yield reference
        branch = _get(objects, reference)
        if isinstance(branch, dict):
            waiting += [kid for kid in branch.get("K", ()) if isinstance(kid, bytes)]


def _get(objects: list[Any], reference: bytes) -> Any:
    return objects[int(reference.split()[0])]
