"""The overview for executives: six numbers, the map, what is off plan, what falls due."""

from datetime import date

from flask import Blueprint, Response, request, url_for

from planhub.activities.measures import Light
from planhub.kernel import clock
from planhub.kernel.text import Text, current_locale
from planhub.meetings.pack.country import Country, read_country
from planhub.meetings.pack.reading import Question
from planhub.overview import asked as asking
from planhub.overview import drawn
from planhub.places.tiles import drawing
from planhub.record import access
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page

blueprint = Blueprint("executive", __name__)

MOST_RED = 8
"""Activities in the red list; the register holds the others."""
STEPS: tuple[tuple[int, Text], ...] = (
    (4, Text("4 หน่วยงานขึ้นไป", "4 agencies or more")),
    (3, Text("3 หน่วยงาน", "3 agencies")),
    (2, Text("2 หน่วยงาน", "2 agencies")),
    (1, Text("1 หน่วยงาน", "1 agency")),
    (0, Text("ไม่มีหน่วยงาน", "No agency")),
)


@blueprint.get("/overview")
def overview() -> Response:
    """Show the country on one page, as far as the reader may see."""
    actor = current_actor()
    access.signed_in(actor)
    asked = asking.read(request.args)
    year = asked.fiscal_year
    found = read_country(current_session(), Question(actor, year, clock.now()))
    red = [a for a in found.content["activities"] if a["light"]["key"] == Light.RED.value]
    return page(
        "overview/executive.html",
        asked=asked,
        at=found,
        content=found.content,
        red=red[:MOST_RED],
        more_red=max(0, len(red) - MOST_RED),
        lights=[(Light(key), n) for key, n in found.content["lights"].items() if n],
        links=_links(year),
        steps=_steps(found),
        words=_words(found),
        legend=[(step, label) for step, label in STEPS if step < 4 or 4 in _steps(found).values()],
        drawing=drawing(),
        province=drawn.pattern("overview.province", fiscal_year=year),
        years=sorted({*found.years, year}, reverse=True),
        say=lambda pair: pair[current_locale()],
        day=date.fromisoformat,
        now=clock.now(),
    )


def _links(year: int) -> dict[str, str]:
    """Give the list behind each number."""
    return {
        "overlap": url_for("overview.overlap", fiscal_year=year),
        "plans": url_for("plans.list", fiscal_year=year),
        "mous": url_for("mous.list", state="in_force"),
        "activities": url_for("activities.list", fiscal_year=year),
        "budget": url_for("activities.list", fiscal_year=year),
        "follow-up": url_for("action-items.list"),
    }


def _steps(found: Country) -> dict[str, int]:
    return {row.place.code: min(row.confirmed_agencies, 4) for row in found.matrix.rows}


def _words(found: Country) -> dict[str, str]:
    rows = {row.place.code: row for row in found.matrix.rows}
    return {
        code: f"{place.name}: {rows[code].in_words() if code in rows else STEPS[-1][1]}"
        for code, place in found.tree.by_code.items()
        if len(code) == 2
    }
