"""Pieces of pages that are the same for many requests: drawn once a process, kept under all that they depend on.

Nothing here grows old: whoever keeps a piece names in its key everything that could change it.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar

from flask import current_app, get_template_attribute
from markupsafe import Markup

from planhub.infra.kept import Kept
from planhub.kernel.text import current_locale

T = TypeVar("T")
_KEY = "planhub_kept"
MOST = 2000
"""Pieces that an application keeps; the least lately used go first."""


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """Give what `make` made for an equal `key` before, else make it. Developers' servers keep nothing."""
    pieces: Kept = current_app.extensions.setdefault(_KEY, Kept(MOST))
    return pieces.get(None if current_app.jinja_env.auto_reload else key, make)


def part(name: str, *args: Hashable) -> Markup:
    """Draw a part of `ui/parts.html` that depends on nothing but its arguments and the language."""
    return kept((part, name, current_locale(), *args), lambda: _drawn(name, args))


def _drawn(name: str, args: tuple[Hashable, ...]) -> Markup:
    return Markup(get_template_attribute("ui/parts.html", name)(*args))  # noqa: S704 - a macro of ours, escaped as all are
