"""What is missing where: overlap without plan, plan without joint activity, high need without agency (domain.md §7.3).

A province in which somebody is drawing up a plan that the reader may not open is no gap: it is left out of the first
list, and told as a number, because a second plan could not be opened there anyway.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.overview.gaps_asked import IDLE, NO_PLAN, UNMET, AskedGaps
from planhub.overview.work import NOTHING, AreaWork, Reach, work_in
from planhub.places import kept
from planhub.places.levels import AreaLevel
from planhub.places.matrix import Cell, CellState, OverlapKind, OverlapRow, Place
from planhub.places.needs import Need, Series, Stated, needs_by_area
from planhub.plans.models import ENDED
from planhub.record.models import Record

ENOUGH = 4
"""Areas of which a source must speak before its highest quarter means anything."""


@dataclass(frozen=True)
class Gap:
    """An area in which something is missing."""

    place: Place
    row: OverlapRow | None
    """Its row of the matrix; None where nobody is even possible."""
    work: AreaWork
    need: Stated | None = None
    """What the chosen source says of it."""

    @property
    def agencies(self) -> Mapping[str, Cell]:
        """Who is present or possible."""
        return self.row.agencies if self.row else {}


@dataclass(frozen=True)
class Quarter:
    """The highest quarter of what one source says of one measure, all over the country."""

    series: Series | None
    """The measure and unit that were chosen; None where nothing is known at the level."""
    choices: Sequence[Series]
    source: str | None
    sources: Sequence[tuple[str, int]]
    """The sources that speak of the measure, with the number of areas of each."""
    areas: int
    """Of how many areas the chosen source speaks."""
    threshold: int | None
    """The least count of the highest quarter; None where the source speaks of too few areas."""
    high: Mapping[str, Stated] = field(default_factory=dict)
    """What it says of the areas in the highest quarter."""


@dataclass(frozen=True)
class Gaps:
    """The three lists, each complete, with what was counted for them."""

    asked: AskedGaps
    lists: Mapping[str, Sequence[Gap]]
    quarter: Quarter
    hidden_plans: int
    """Provinces left out of the first list because of a plan that the reader may not open."""
    tree: kept.Tree
    years: Sequence[int]

    @property
    def shown(self) -> Sequence[Gap]:
        """The list that is asked for."""
        return self.lists[self.asked.list]


def read(session: Session, actor: Actor, asked: AskedGaps) -> Gaps:
    """Read the lists in four queries, and what they rest on when it has changed."""
    now = kept.standing(session)
    tree, lists = kept.tree(session, now), kept.lists(session, now, asked.fiscal_year)
    provinces = tree.places(AreaLevel.PROVINCE, region=asked.region)
    matrix = {
        row.place.code: row for row in lists.matrix(AreaLevel.PROVINCE, asked.fiscal_year, provinces, {}).rows
    }
    work = work_in(session, actor, asked.fiscal_year, [Reach(AreaLevel.PROVINCE)])
    living = living_plans(session, asked.fiscal_year)
    quarter = _quarter(session, actor, asked, kept.series(session, now, asked.level))
    bare = [row for row in matrix.values() if _is_bare(row, work)]
    found = {
        NO_PLAN: [
            Gap(r.place, r, work.get(r.place.code, NOTHING)) for r in bare if r.place.code not in living
        ],
        IDLE: [
            Gap(p, matrix.get(p.code), work[p.code])
            for p in provinces
            if p.code in work and _is_idle(work[p.code])
        ],
        UNMET: _unmet(asked, quarter, tree, lists),
    }
    hidden = sum(row.place.code in living for row in bare)
    return Gaps(asked, found, quarter, hidden, tree, kept.fiscal_years(session, now))


def _is_bare(row: OverlapRow, work: Mapping[str, AreaWork]) -> bool:
    return row.overlap is OverlapKind.CONFIRMED and work.get(row.place.code, NOTHING).plan is None


def _is_idle(work: AreaWork) -> bool:
    return work.plan is not None and not work.activities


def living_plans(session: Session, fiscal_year: int) -> set[str]:
    """Give the provinces that have a living plan in a fiscal year (B.E.), whoever may read it; one query.

    That there is one is no secret, since there can be only one; nothing else of it is given.
    """
    query = select(Record.province_code).where(
        Record.type == "plans",
        Record.fiscal_year == fiscal_year,
        Record.state.not_in(sorted(ENDED)),
        Record.is_training.is_(False),
    )
    return {code for code in session.scalars(query) if code}


# --- high need --------------------------------------------------------------------------------------------------


def _quarter(session: Session, actor: Actor, asked: AskedGaps, series: Sequence[Series]) -> Quarter:
    """Find the highest quarter of the measure and source that are asked for, else of the first and fullest ones."""
    chosen = next((s for s in series if s.key == asked.measure), None) or next(iter(series), None)
    if chosen is None:
        return Quarter(None, series, None, (), 0, None)
    needs = needs_by_area(
        session,
        actor.orgs,
        asked.level,
        measure=chosen.measure,
        unit=chosen.unit,
        until=asked.fiscal_year,
    )
    sources = count_sources(needs.values())
    source = asked.source if asked.source in dict(sources) else (sources[0][0] if sources else None)
    said = {code: _of_source(need, source) for code, need in needs.items()}
    stated = {code: one for code, one in said.items() if one is not None}
    threshold = threshold_of([one.value for one in stated.values()])
    high = {
        code: one
        for code, one in stated.items()
        if threshold is not None and one.value is not None and one.value >= threshold
    }
    return Quarter(chosen, series, source, sources, len(stated), threshold, high)


def count_sources(needs: Iterable[Need]) -> list[tuple[str, int]]:
    """Count of how many areas each source speaks, the one that speaks of most first."""
    counts: dict[str, int] = {}
    for need in needs:
        for source in {one.source for one in need.values}:
            counts[source] = counts.get(source, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _of_source(need: Need, source: str | None) -> Stated | None:
    """Give the newest statement of a source about an area; sources are never mixed."""
    return next((one for one in need.values if one.source == source), None)


def threshold_of(counts: Collection[int | None]) -> int | None:
    """Give the least count of the highest quarter of some counts; None where they are fewer than `ENOUGH`.

    A quarter of n areas is n ÷ 4, rounded up; areas of equal count are in it together. A hidden count (None) is below
    5 and stands last.
    """
    if len(counts) < ENOUGH:
        return None
    ordered = sorted((-1 if one is None else one for one in counts), reverse=True)
    last = ordered[math.ceil(len(ordered) / 4) - 1]
    return last if last >= 0 else None


def _unmet(asked: AskedGaps, quarter: Quarter, tree: kept.Tree, lists: Any) -> list[Gap]:
    places = [p for p in tree.places(asked.level, region=asked.region) if p.code in quarter.high]
    rows = {row.place.code: row for row in lists.matrix(asked.level, asked.fiscal_year, places, {}).rows}
    found = [
        Gap(place, rows.get(place.code), NOTHING, quarter.high[place.code])
        for place in places
        if _is_unmet(rows.get(place.code), possible=asked.possible)
    ]
    return sorted(found, key=_most_first)


def _is_unmet(row: OverlapRow | None, *, possible: bool) -> bool:
    """Tell whether no agency is present; `possible`: though one may be, having named only an area around it."""
    if row is None:
        return True
    return possible and all(cell.state is CellState.POSSIBLE for cell in row.agencies.values())


def _most_first(gap: Gap) -> tuple[int, str, str]:
    return -(gap.need.value or 0) if gap.need else 0, gap.place.sort_key, gap.place.code


class Words(NamedTuple):
    """What a list is called, what its rows have in common, and what is said where there are none."""

    label: Text
    rule: Text
    none: Text


WORDS: Mapping[str, Words] = {
    NO_PLAN: Words(
        Text("ซ้อนทับแต่ยังไม่มีแผน", "Overlap without plan"),
        Text(
            "จังหวัดที่มีหน่วยงานยืนยันตั้งแต่ 2 หน่วยงาน และยังไม่มีแผนบูรณาการปีงบประมาณ {year}",
            "Provinces in which two agencies or more are certain and which have no integrated plan for fiscal year {year}",
        ),
        Text("ทุกจังหวัดที่ซ้อนทับมีแผนแล้ว", "Every province with overlap has a plan"),
    ),
    IDLE: Words(
        Text("มีแผนแต่ยังไม่มีกิจกรรมร่วม", "Plan without joint activity"),
        Text(
            "จังหวัดที่มีแผนบูรณาการปีงบประมาณ {year} แต่ไม่มีกิจกรรมร่วมที่ดำเนินในปีนั้น (ไม่นับที่ยกเลิก)",
            "Provinces with an integrated plan for fiscal year {year} and no joint activity in that year (cancelled ones aside)",
        ),
        Text("ทุกแผนมีกิจกรรมร่วมแล้ว", "Every plan has a joint activity"),
    ),
    UNMET: Words(
        Text("ความต้องการสูงแต่ไม่มีหน่วยงาน", "High need without agency"),
        Text(
            "พื้นที่ที่จำนวนอยู่ในกลุ่มสูงสุด 1 ใน 4 ของทั้งประเทศ และไม่มีหน่วยงานใดระบุพื้นที่นั้นในปีงบประมาณ {year}",
            "Areas whose count is in the highest quarter of the country and which no agency names in fiscal year {year}",
        ),
        Text("ไม่มีพื้นที่ความต้องการสูงที่ขาดหน่วยงาน", "No area of high need is without an agency"),
    ),
}
