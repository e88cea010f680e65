"""The page of the gaps, and the same as files."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, Response, make_response, request

from planhub.infra import sheets
from planhub.kernel import clock
from planhub.kernel.text import Text
from planhub.kernel.thai import format_datetime
from planhub.overview import gaps, gaps_asked, starting
from planhub.overview.gaps import WORDS, Gap, Gaps
from planhub.overview.gaps_asked import IDLE, LISTS, UNMET, AskedGaps
from planhub.overview.tables import cell_words
from planhub.places.levels import AreaLevel, area_label
from planhub.places.matrix import Place
from planhub.record import access
from planhub.ui import known
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page
from planhub.ui.values import OrgShown

blueprint = Blueprint("gaps", __name__)

MOST_ROWS = 200
"""Rows on the page; files hold all of them."""


@blueprint.get("/overlap/gaps")
def index() -> Response:
    """Show one of the lists, with the number of rows in each."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    asked = gaps_asked.read(request.args)
    found = gaps.read(session, actor, asked)
    names, _ = known.organizations(session)
    return page(
        "overview/gaps.html",
        fragment="overview/_gaps.html",
        asked=asked,
        at=found,
        rows=found.shown[:MOST_ROWS],
        more=max(0, len(found.shown) - MOST_ROWS),
        words=WORDS,
        lists=LISTS,
        levels=tuple(AreaLevel),
        names=names,
        full=lambda place: _full(found, place),
        starts=starting.starts(actor),
        years=sorted({*found.years, asked.fiscal_year}, reverse=True),
        now=clock.now(),
    )


def _full(found: Gaps, place: Place) -> Text:
    """Call an area with the areas around it: ตำบลแม่แดด อำเภอกัลยาณิวัฒนา จังหวัดเชียงใหม่."""
    codes = [place.code[:n] for n in (6, 4, 2) if n <= len(place.code)]
    labels = [area_label(code, found.tree.by_code[code].name, short=len(codes) > 1) for code in codes]
    return Text(" ".join(x.th for x in labels), ", ".join(x.en for x in labels))


# --- files ------------------------------------------------------------------------------------------------------


@blueprint.get("/overlap/gaps.xlsx")
def as_xlsx() -> Response:
    """Give the whole list as a workbook."""
    asked, sheet = _sheet()
    return _file(asked, sheets.write_xlsx(sheet), sheets.XLSX, "xlsx")


@blueprint.get("/overlap/gaps.csv")
def as_csv() -> Response:
    """Give the whole list as comma-separated values; what it is follows below the rows."""
    asked, sheet = _sheet()
    notes = [[], *([line] for line in sheet.above)]
    return _file(asked, sheets.write_csv(sheet.head, [*sheet.rows, *notes]), sheets.CSV, "csv")


def _sheet() -> tuple[AskedGaps, sheets.Sheet]:
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    asked = gaps_asked.read(request.args)
    found = gaps.read(session, actor, asked)
    names, _ = known.organizations(session)
    sheet = sheets.Sheet(
        name=str(WORDS[asked.list].label),
        head=_head(asked),
        rows=[_row(found, names, gap) for gap in found.shown],
        above=[*said_of(found), Text("ข้อมูล ณ {at}", "As of {at}").format(at=format_datetime(clock.now()))],
        texts=frozenset({0}),
    )
    return asked, sheet


def said_of(found: Gaps) -> list[Text]:
    """Say what the list is: its rule, and for needs the measure, the source and the threshold."""
    asked, quarter = found.asked, found.quarter
    said = [WORDS[asked.list].label, WORDS[asked.list].rule.format(year=asked.fiscal_year)]
    if asked.list == UNMET and quarter.series is not None:
        said.append(
            Text(
                "{what} ตามแหล่ง {source}: {n} พื้นที่มีข้อมูล เกณฑ์ตั้งแต่ {least} ขึ้นไป",
                "{what} by {source}: known of {n} areas, from {least} upwards",
            ).format(
                what=quarter.series.label,
                source=quarter.source or "–",
                n=quarter.areas,
                least="–" if quarter.threshold is None else f"{quarter.threshold:,}",
            )
        )
    return said


def _head(asked: AskedGaps) -> list[str | Text]:
    needs: list[str | Text] = [
        Text("จำนวน", "Count"),
        Text("แหล่งข้อมูล", "Source"),
        Text("ปี", "Year"),
        Text("ณ วันที่", "As of"),
    ]
    work: list[str | Text] = [
        Text("แผน", "Plan"),
        Text("สถานะแผน", "State of the plan"),
        Text("กิจกรรม", "Activities"),
    ]
    return [
        Text("รหัสพื้นที่", "Area code"),
        Text("พื้นที่", "Area"),
        Text("หน่วยงาน", "Agencies"),
        *(needs if asked.list == UNMET else work),
    ]


def _row(found: Gaps, names: Mapping[str, OrgShown], gap: Gap) -> list[Any]:
    agencies = ", ".join(
        f"{names[org].text if org in names else org} {cell_words(cell)}" for org, cell in gap.agencies.items()
    )
    return [gap.place.code, _full(found, gap.place), agencies, *_figures(found.asked, gap)]


def _figures(asked: AskedGaps, gap: Gap) -> Iterator[Any]:
    if asked.list == UNMET:
        need = gap.need
        yield from (need.value, need.source, need.year, need.as_of) if need else (None,) * 4
        return
    plan = gap.work.plan if asked.list == IDLE else None
    yield plan.code if plan else ""
    yield plan.state.label if plan else ""
    yield gap.work.activities


def _file(asked: AskedGaps, content: bytes, media: str, ending: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = media
    response.headers["Content-Disposition"] = (
        f'attachment; filename="gaps-{asked.list}-{asked.fiscal_year}.{ending}"'
    )
    return response
