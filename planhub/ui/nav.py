"""The main navigation: built from the features' manifests, grouped, with the current place marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import current_app, request, url_for

from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.ui.feature import NavItem

GROUPS: tuple[tuple[str, Text], ...] = (
    ("work", Text("งาน", "Work")),
    ("together", Text("ทำร่วมกัน", "Together")),
    ("knowledge", Text("ความรู้", "Knowledge")),
    ("house", Text("ระบบ", "House")),
)

_KEY = "planhub_nav"


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as the page shows it."""

    label: Text
    href: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading."""

    key: str
    label: Text
    links: Sequence[Link]


def keep(items: Iterable[NavItem]) -> None:
    """Keep the entries of all features in the application; called once by `planhub.ui.register`."""
    groups = [key for key, _ in GROUPS]
    current_app.extensions[_KEY] = sorted(items, key=lambda i: (groups.index(i.group), i.order, i.label.en))


def groups(actor: Actor) -> list[Group]:
    """Give the entries that concern the actor, in groups; the one whose page this is says so."""
    items: Sequence[NavItem] = current_app.extensions.get(_KEY, ())
    known = current_app.view_functions
    shown = [i for i in items if i.endpoint in known and i.visible(actor)]
    addresses = [url_for(i.endpoint, **(i.values or {})) for i in shown]
    here = max((href for href in addresses if _leads_here(href)), key=len, default=None)
    found = []
    for key, label in GROUPS:
        pairs = zip(shown, addresses, strict=True)
        mine = [Link(i.label, href, i.icon, href == here) for i, href in pairs if i.group == key]
        if mine:
            found.append(Group(key, label, mine))
    return found


def _leads_here(href: str) -> bool:
    """A page below an entry (/mous/MOU-2566-0001 below /mous) belongs to it; home is only itself."""
    return request.path == href or (href != "/" and request.path.startswith(f"{href}/"))
