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
    links = [(item.group, _link(item)) for item in items if item.visible(actor)]
    found = []
    for key, label in GROUPS:
        mine = [link for group, link in links if group == key]
        if mine:
            found.append(Group(key, label, mine))
    return found


def _link(item: NavItem) -> Link:
    href = url_for(item.endpoint, **(item.values or {}))
    return Link(item.label, href, item.icon, _is_here(item.endpoint, href))


def _is_here(endpoint: str, href: str) -> bool:
    """A page below an entry (/mous/MOU-2566-0001 below /mous) belongs to it; home is only itself."""
    if request.endpoint == endpoint and request.path == href:
        return True
    return href != "/" and (request.path == href or request.path.startswith(f"{href}/"))
