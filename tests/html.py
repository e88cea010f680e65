"""What every answer in HTML must be: the style guide, executable (convention 24)."""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
FIELDS = {"input", "select", "textarea"}
CONTAINERS = {"tr": "tbody", "td": "tr", "th": "tr", "tbody": "table", "option": "select", "li": "ul"}


def faults(html: str) -> list[str]:
    """Give everything that is wrong with a page or fragment."""
    is_page = html.lstrip()[:9].lower() == "<!doctype"
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html) if is_page else parser.parseFragment(html, container=_container(html))
    found = [f"HTML: {code} {data} at {position}" for position, code, data in parser.errors]
    elements = [e for e in tree.iter() if isinstance(e.tag, str)]
    found += [*_doubled_ids(elements), *_inline(elements), *_unlabelled(tree, elements)]
    if is_page:
        found += _page(elements)
    return found


def _container(html: str) -> str:
    first = re.match(r"\s*<(\w+)", html)
    return CONTAINERS.get(first[1].lower(), "div") if first else "div"


def _doubled_ids(elements: list[Element]) -> Iterator[str]:
    counts = Counter(e.get("id") for e in elements if e.get("id"))
    yield from (f"id {name} stands {n} times" for name, n in counts.items() if n > 1)


def _inline(elements: list[Element]) -> Iterator[str]:
    for e in elements:
        if e.tag == "script" and not e.get("src"):
            yield "inline script"
        if e.tag == "style" or e.get("style") is not None:
            yield f"inline style on <{e.tag}>"
        yield from (f"{name} on <{e.tag}>" for name in e.attrib if name.lower().startswith(("on", "hx-on")))


def _unlabelled(tree: Element, elements: list[Element]) -> Iterator[str]:
    named = {e.get("for") for e in elements if e.tag == "label"}
    wrapped = {id(field) for e in elements if e.tag == "label" for field in e.iter()}
    for e in elements:
        if e.tag not in FIELDS or e.get("type") in UNLABELLED or e.get("disabled") == "disabled":
            continue
        if not (e.get("id") in named or id(e) in wrapped or e.get("aria-label") or e.get("aria-labelledby")):
            yield f"<{e.tag} name={e.get('name')}> has no label"


def _page(elements: list[Element]) -> Iterator[str]:
    headings = [_text(e) for e in elements if e.tag == "h1"]
    titles = [_text(e) for e in elements if e.tag == "title" and _text(e)]
    if len(headings) != 1:
        yield f"{len(headings)} h1"
    if not titles:
        yield "no title"
    elif headings and not titles[0].startswith(headings[0]):
        yield f"the title {titles[0]!r} does not begin with the h1 {headings[0]!r}"
    root = next((e for e in elements if e.tag == "html"), None)
    if root is None or root.get("lang") not in ("th", "en"):
        yield "no language on <html>"


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
