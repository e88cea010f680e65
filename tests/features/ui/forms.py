"""Reads a form from a page as a browser would send it."""

import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib


def filled(html: str, action_ends: str, button: str | None = "_save") -> dict[str, Any]:
    """Give the names and values that pressing `button` would send."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    form = next(
        f for f in tree.iter("form") if re.search(f"{re.escape(action_ends)}$", f.get("action") or "")
    )
    sent: dict[str, Any] = {}
    for element in _inputs(form):
        name, value = element.get("name"), _value(element)
        if not name or value is None:
            continue
        sent[name] = (
            [*(sent[name] if isinstance(sent.get(name), list) else [sent[name]]), value]
            if name in sent
            else value
        )
    if button:
        sent[button] = "1"
    return sent


def _inputs(form: Element) -> list[Element]:
    found: list[Element] = []
    for child in form:
        if child.tag == "template":
            continue
        if child.tag in ("input", "textarea", "select"):
            found.append(child)
        found += _inputs(child)
    return found


def _value(element: Element) -> str | None:
    if element.tag == "textarea":
        return "".join(element.itertext())
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = next((o for o in options if o.get("selected") is not None), options[0])
        return chosen.get("value")
    if element.get("type") in ("checkbox", "radio") and element.get("checked") is None:
        return None
    return element.get("value", "")
