"""The main navigation: built from the features' manifests, grouped, with the current place marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import current_app, render_template, request, url_for
from markupsafe import Markup

from planhub.kernel.access import Actor
from planhub.kernel.text import Text, current_locale
from planhub.ui.feature import NavItem
from planhub.ui.kept import kept

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


def bar(actor: Actor) -> Markup:
    """Draw the navigation for the actor; the entry whose page this is says so. Kept for actors of equal standing."""
    who = (current_locale(), actor.standings, request.script_root)
    entries = kept((bar, *who), lambda: _entries(actor))
    here = max((href for _, href in entries if _leads_here(href)), key=len, default="")
    exact = request.path == here
    return kept(
        (bar, *who, here, exact),
        lambda: Markup(render_template("ui/_nav.html", groups=_groups(entries, here), exact=exact)),  # noqa: S704 - a template of ours, escaped as all are
    )


def _entries(actor: Actor) -> Sequence[tuple[NavItem, str]]:
    items: Sequence[NavItem] = current_app.extensions.get(_KEY, ())
    known = current_app.view_functions
    shown = [item for item in items if item.endpoint in known and item.visible(actor)]
    return [(item, url_for(item.endpoint, **(item.values or {}))) for item in shown]


def _groups(entries: Sequence[tuple[NavItem, str]], here: str) -> list[Group]:
    found = []
    for key, label in GROUPS:
        mine = [Link(i.label, href, i.icon, href == here) for i, href in entries if i.group == key]
        if mine:
            found.append(Group(key, label, mine))
    return found


def _leads_here(href: str) -> bool:
    """A page below an entry (/mous/MOU-2566-0001 below /mous) belongs to it; home is only itself."""
    return request.path == href or (href != "/" and request.path.startswith(f"{href}/"))
