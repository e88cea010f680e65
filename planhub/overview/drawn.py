"""What the pages of the overlap draw many times: cells that are kept, and addresses that are made once."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from flask import render_template, url_for
from markupsafe import Markup

from planhub.infra.versions import Kept
from planhub.kernel.text import current_locale
from planhub.overview.board import Board, Line
from planhub.ui.values import OrgShown

_MOST_CELLS = 4000
_cells = Kept(_MOST_CELLS)
_PLACE = "-code-"


class Pattern(NamedTuple):
    """An address in which only the code of an area differs from row to row."""

    before: str
    after: str


def pattern(endpoint: str, **values: Any) -> Pattern:
    """Make the address of an endpoint whose `code` is still open."""
    before, _, after = url_for(endpoint, code=_PLACE, **values).partition(_PLACE)
    return Pattern(before, after)


def cells_of(board: Board, names: Mapping[str, OrgShown]) -> Callable[[Line], Markup]:
    """Give the function that draws the cells of a row, agency by agency.

    They depend on the lists alone, so they are kept until those change.
    """
    columns = tuple(
        (column.org, names[column.org].text if column.org in names else column.org, column)
        for column in board.columns
    )
    shape = tuple((org, text, column.expanded) for org, text, column in columns)

    def draw(line: Line) -> Markup:
        key = board.now.lists and (
            board.now.lists,
            board.asked.fiscal_year,
            line.code,
            current_locale(),
            shape,
        )
        return _cells.get(key, lambda: _draw(line, columns))

    return draw


def _draw(line: Line, columns: tuple[tuple[str, str, Any], ...]) -> Markup:
    html = render_template(
        "overview/_cells.html",
        columns=columns,
        agencies=line.row.agencies,
        programmes=line.row.programmes if any(column.expanded for _, _, column in columns) else {},
    )
    return Markup(html.strip())  # noqa: S704 - a template of ours, escaped as all are
