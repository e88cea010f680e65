"""Names and choices that nearly every list shows: the organisations and the provinces."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel.text import Text, current_locale
from planhub.people.models import Organization
from planhub.places.levels import AreaLevel, area_label
from planhub.places.queries import list_areas
from planhub.ui.kept import kept
from planhub.ui.values import OrgShown

_ORGS = (
    select(
        Organization.code,
        Organization.abbr_th,
        Organization.abbr_en,
        Organization.name_th,
        Organization.name_en,
        Organization.colour,
    )
    .order_by(Organization.is_core.desc(), Organization.code)
)  # fmt: skip


class Choices:
    """What a filter offers, as the options of a `<select>` (their end tags may be left out); drawn once and only marked where one is chosen."""

    def __init__(self, options: Iterable[tuple[str, str]]) -> None:
        self._html = "".join(f'<option value="{escape(key)}">{escape(label)}' for key, label in options)

    def html(self, chosen: object) -> Markup:
        """Give the options with the one of key `chosen` marked, if there is one."""
        before = f'<option value="{escape(str(chosen))}"'
        return Markup(self._html.replace(f"{before}>", f"{before} selected>", 1))  # noqa: S704 - escaped above


def organizations(session: Session) -> tuple[dict[str, OrgShown], Choices]:
    """Give all organisations by code, the planning agencies first, and the choice among them.

    They are read anew every time, because another process may have changed one; what is made of them is kept.
    """
    rows = tuple(session.connection().execute(_ORGS).all())
    return kept((organizations, current_locale(), rows), lambda: _organizations(rows))


def _organizations(rows: Sequence[Any]) -> tuple[dict[str, OrgShown], Choices]:
    shown = {}
    for row in rows:
        abbr = Text(row.abbr_th or row.name_th, row.abbr_en or row.name_en)
        full = str(Text(row.name_th, row.name_en))
        shown[row.code] = OrgShown(row.code, str(abbr), full, row.colour)
    return shown, Choices((one.code, one.text) for one in shown.values())


def provinces(session: Session) -> tuple[dict[str, Text], Choices]:
    """Give the short names of the provinces by code, and the choice among them.

    They come with the installed data set and change only with a new release, so that reading them once is enough.
    """
    return kept((provinces, current_locale()), lambda: _provinces(session))


def _provinces(session: Session) -> tuple[dict[str, Text], Choices]:
    rows = list_areas(session, AreaLevel.PROVINCE)
    names = {row.code: area_label(row.code, row.name, short=True) for row in rows}
    return names, Choices((row.code, str(row.name)) for row in rows)
