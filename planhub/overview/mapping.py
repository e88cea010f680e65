"""What the map and the tile grid show: a step, a sign and a word for every province."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.overview.asked import AGENCIES, NEED
from planhub.overview.board import Board
from planhub.places import kept
from planhub.places.levels import AreaLevel
from planhub.places.matrix import CellState, Place
from planhub.places.needs import Need, Series, needs_by_area
from planhub.places.tiles import PROVINCE_LABELS, Tile, drawing, place_of
from planhub.ui.values import OrgShown

NO_DATA = Text("ไม่มีข้อมูล", "No data")


@dataclass(frozen=True, slots=True)
class Shade:
    """One province on the map."""

    place: Place
    step: int
    """How dark it is, 0 to 4."""
    sign: str
    """What the tile shows: a number or a sign, never a word."""
    words: Text
    """The value in words."""
    order: tuple[float, str]


@dataclass(frozen=True)
class Picture:
    """A coloured map with its legend."""

    title: Text
    legend: Sequence[tuple[int, Text, int]]
    """Step, what it means, and how many provinces have it; the darkest first."""
    note: Text | None
    shades: Mapping[str, Shade]

    @property
    def steps(self) -> dict[str, int]:
        """The step of every province."""
        return {code: shade.step for code, shade in self.shades.items()}

    @property
    def words(self) -> dict[str, str]:
        """What is said of every province, in the reader's language."""
        return {code: f"{shade.place.name}: {shade.words}" for code, shade in self.shades.items()}

    @property
    def table(self) -> list[Shade]:
        """The provinces with a value, the highest first."""
        return sorted((s for s in self.shades.values() if s.step), key=lambda s: s.order)


def context(session: Session, actor: Actor, board: Board, names: Mapping[str, OrgShown]) -> dict[str, Any]:
    """Give what the template of the map needs."""
    series = kept.series(session, board.now, AreaLevel.PROVINCE)
    picture = picture_of(session, actor, board, names, series)
    return {
        "picture": picture,
        "drawing": drawing(),
        "tiles": tiles_of(picture),
        "series": series,
        "labels": PROVINCE_LABELS,
    }


def picture_of(
    session: Session, actor: Actor, board: Board, names: Mapping[str, OrgShown], series: Sequence[Series]
) -> Picture:
    """Colour the provinces as asked: by how many agencies, by one agency, or by need."""
    asked = board.asked
    if asked.colour == NEED and series:
        one = next((s for s in series if s.key == asked.measure), series[0])
        found = needs_by_area(
            session,
            {s.org for s in actor.standings},
            AreaLevel.PROVINCE,
            measure=one.measure,
            unit=one.unit,
            until=asked.fiscal_year,
        )
        return _by_need(board, one, found)
    if asked.colour not in (AGENCIES, NEED) and asked.colour in board.matrix.orgs:
        return _by_agency(board, names[asked.colour].text if asked.colour in names else asked.colour)
    return _by_number(board)


def _provinces(board: Board) -> Sequence[Place]:
    return board.tree.places(AreaLevel.PROVINCE)


def _by_number(board: Board) -> Picture:
    rows = {row.place.code: row for row in board.rows}
    shades = {}
    for place in _provinces(board):
        row = rows.get(place.code)
        n = row.confirmed_agencies if row else 0
        shades[place.code] = Shade(
            place,
            min(n, 4),
            str(n) if n else "",
            row.in_words() if row else _nothing(board),
            (-n, place.sort_key),
        )
    steps = [
        (4, Text("4 หน่วยงานขึ้นไป", "4 agencies or more")),
        (3, Text("3 หน่วยงาน", "3 agencies")),
        (2, Text("2 หน่วยงาน", "2 agencies")),
        (1, Text("1 หน่วยงาน", "1 agency")),
        (0, _nothing(board)),
    ]
    title = Text("จำนวนหน่วยงานในจังหวัด", "Agencies in each province")
    if max((s.step for s in shades.values()), default=0) < 4:
        steps = steps[1:]
    return Picture(title, _counted(steps, shades), None, shades)


def _nothing(board: Board) -> Text:
    if board.asked.is_filtered or board.asked.least > 1:
        return Text("ไม่มีหน่วยงาน หรือไม่ตรงเงื่อนไข", "No agency, or outside the filter")
    return Text("ไม่มีหน่วยงาน", "No agency")


def _by_agency(board: Board, name: str) -> Picture:
    org = board.asked.colour
    cells = {row.place.code: row.agencies.get(org) for row in board.rows}
    shades = {}
    for place in _provinces(board):
        cell = cells.get(place.code)
        if cell is None:
            shades[place.code] = Shade(place, 0, "", _nothing(board), (0, place.sort_key))
            continue
        sure = cell.state is CellState.CONFIRMED
        words = (
            Text("ยืนยันทั้งจังหวัด", "confirmed")
            if sure
            else Text("พื้นที่ย่อย {n}", "{n} areas inside").format(n=cell.below)
        )
        shades[place.code] = Shade(
            place,
            4 if sure else 2,
            "●" if sure else f"◆{cell.below}",
            words,
            (-1000 if sure else -cell.below, place.sort_key),
        )
    legend = [
        (4, Text("● ระบุทั้งจังหวัด", "● names the province")),
        (2, Text("◆ ระบุพื้นที่ย่อย (จำนวน)", "◆ names areas inside (how many)")),
        (0, _nothing(board)),
    ]
    title = Text("พื้นที่ของ {org}", "Areas of {org}").format(org=name)
    return Picture(title, _counted(legend, shades), None, shades)


def _by_need(board: Board, series: Series, found: Mapping[str, Need]) -> Picture:
    """Cut the known counts into quarters; a hidden small count is in the lowest."""
    counts = sorted(need.latest.value for need in found.values() if need.latest.value is not None)
    cuts = [counts[len(counts) * k // 4] for k in (1, 2, 3)] if counts else []
    shades = {}
    for place in _provinces(board):
        need = found.get(place.code)
        value = need.latest.value if need else None
        step = 0 if need is None else 1 + sum(value >= cut for cut in cuts) if value is not None else 1
        shades[place.code] = Shade(
            place, step, _short(value) if need else "", _stated(need), (-(value or 0), place.sort_key)
        )
    legend = [(step, words) for step, words in _quarters(cuts)] + [(0, NO_DATA)]
    note = Text(
        "ใช้ค่าล่าสุดของแหล่งข้อมูลล่าสุด ≠ หมายถึงแหล่งข้อมูลให้ค่าไม่ตรงกัน ค่าต่ำกว่า 5 ไม่แสดง",
        "The newest statement of the newest source; ≠ marks sources that differ; counts below 5 are hidden",
    )
    return Picture(series.label, _counted(legend, shades), note, shades)


def _quarters(cuts: Sequence[int]) -> list[tuple[int, Text]]:
    if not cuts:
        return [(1, Text("ต่ำกว่า 5", "below 5"))]
    low, middle, high = cuts
    return [
        (4, Text("{n} ขึ้นไป", "{n} or more").format(n=f"{high:,}")),
        (3, Text("{a} ถึงต่ำกว่า {b}", "{a} to below {b}").format(a=f"{middle:,}", b=f"{high:,}")),
        (2, Text("{a} ถึงต่ำกว่า {b}", "{a} to below {b}").format(a=f"{low:,}", b=f"{middle:,}")),
        (1, Text("ต่ำกว่า {n}", "below {n}").format(n=f"{low:,}")),
    ]


def _stated(need: Need | None) -> Text:
    if need is None:
        return NO_DATA
    latest = need.latest
    words = Text("{n} {unit} ({source} {year}){differs}", "{n} {unit} ({source} {year}){differs}")
    differs = Text(" ≠ ข้อมูลไม่ตรงกัน", " ≠ the sources differ") if need.differs else ""
    return words.format(
        n=latest.shown, unit=need.unit_label, source=latest.source, year=latest.year, differs=differs
    )


def _short(value: int | None) -> str:
    """Write a count so that it fits a tile: 830, 12k, 1.2M."""
    if value is None:
        return "<5"
    if value < 1000:
        return str(value)
    if value < 999_500:
        return f"{value / 1000:.0f}k"
    return f"{value / 1_000_000:.1f}M"


def _counted(legend: Sequence[tuple[int, Text]], shades: Mapping[str, Shade]) -> list[tuple[int, Text, int]]:
    return [(step, words, sum(s.step == step for s in shades.values())) for step, words in legend]


def tiles_of(picture: Picture) -> list[Tile]:
    """Give the squares of a picture, where the provinces lie."""
    return [
        Tile(*place_of(code), PROVINCE_LABELS[code], shade.step, shade.sign, code=code)
        for code, shade in picture.shades.items()
        if code in PROVINCE_LABELS
    ]
