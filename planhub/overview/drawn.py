"""What the pages of the overlap draw many times: rows that are kept, and addresses that are made once."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from flask import render_template, url_for
from markupsafe import Markup

from planhub.infra.kept import Kept
from planhub.kernel.text import current_locale
from planhub.overview.board import Board, Group, Line
from planhub.overview.starting import Starts
from planhub.ui.values import OrgShown

_cells = Kept(4000)
_pages = Kept(12)
"""Drawn rows of the last pages, by everything that all rows of a page share."""
_MOST_ROWS = 1000
_PLACE = "-code-"


class Pattern(NamedTuple):
    """An address in which only the code of an area differs from row to row."""

    before: str
    after: str


def pattern(endpoint: str, **values: Any) -> Pattern:
    """Make the address of an endpoint whose `code` is still open."""
    before, _, after = url_for(endpoint, code=_PLACE, **values).partition(_PLACE)
    return Pattern(before, after)


def rows_of(board: Board, names: Mapping[str, OrgShown], context: Mapping[str, Any]) -> Markup:
    """Draw the rows of a board, each area a <tbody> of its own.

    A row that is not open is kept as it was drawn, for as long as the lists stand and nothing that it shows differs.
    """
    cells = _cells_of(board, names)
    kept = _kept_rows(board, names, context)
    may_plan = _may_plan(context["starts"], kept)

    def draw(group: Group) -> str:
        return render_template("overview/_group.html", **context, group=group, cells=cells)

    drawn = []
    for group in board.groups:
        if kept is None or len(group.lines) > 1 or group.lines[0].offers:
            drawn.append(draw(group))
            continue
        key = (group.code, group.lines[0].work.key, may_plan(group.code))
        row = kept.get(key)
        if row is None:
            row = draw(group)
            if len(kept) >= _MOST_ROWS:
                kept.clear()
            kept[key] = row
        drawn.append(row)
    return Markup("\n".join(drawn))  # noqa: S704 - templates of ours, escaped as all are


def _may_plan(starts: Starts, kept: dict[Any, Any] | None) -> Callable[[str], bool]:
    """Give the question whether the reader may open a plan somewhere; asked once a standing and area."""
    if kept is None:
        return starts.plan_in
    known: dict[str, bool] = kept.setdefault(("plan", starts.actor.standings), {})

    def may(code: str) -> bool:
        if code not in known:
            known[code] = starts.plan_in(code)
        return known[code]

    return may


def _kept_rows(
    board: Board, names: Mapping[str, OrgShown], context: Mapping[str, Any]
) -> dict[Any, Any] | None:
    """Give the rows that were drawn for pages like this one; None where nothing may be kept."""
    if None in board.now:
        return None
    asked = board.asked
    shared = (
        board.now,
        asked.fiscal_year,
        asked.open,
        current_locale(),
        _shape(board, names),
        *context["links"].values(),
    )
    return _pages.get(shared, dict)


def _shape(board: Board, names: Mapping[str, OrgShown]) -> tuple[Any, ...]:
    return tuple((c.org, names[c.org].text if c.org in names else c.org, c.expanded) for c in board.columns)


def _cells_of(board: Board, names: Mapping[str, OrgShown]) -> Callable[[Line], Markup]:
    """Give the function that draws the cells of a row, agency by agency.

    They depend on the lists alone, so they are kept until those change.
    """
    shape = _shape(board, names)
    columns = [(org, text, c) for (org, text, _), c in zip(shape, board.columns, strict=True)]

    def draw(line: Line) -> Markup:
        about = (board.asked.fiscal_year, line.code, current_locale(), shape)
        key = board.now.lists and (board.now.lists, *about)
        return _cells.get(key, lambda: _draw_cells(line, columns))

    return draw


def _draw_cells(line: Line, columns: list[tuple[str, str, Any]]) -> Markup:
    html = render_template(
        "overview/_cells.html",
        columns=columns,
        agencies=line.row.agencies,
        programmes=line.row.programmes if any(column.expanded for _, _, column in columns) else {},
    )
    return Markup(html.strip())  # noqa: S704 - a template of ours, escaped as all are
