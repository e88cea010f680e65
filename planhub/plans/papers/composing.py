"""The sections of the plan book as rows that the template draws; nothing is asked of the database here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from planhub.activities import choices
from planhub.activities.measures import Light, Money, total
from planhub.kernel.numbers import format_number
from planhub.kernel.text import Text
from planhub.kernel.thai import format_date
from planhub.places.levels import AreaLevel, area_label
from planhub.places.models import DIMENSIONS
from planhub.places.needs import Need
from planhub.plans.papers.reading import Material

NOTHING = "–"
SIGNS = {"good": "good", "wait": "wait", "bad": "bad", "ended": "ended"}


class Numbered(NamedTuple):
    """An activity with its number in the book, which is that of the drawing over time."""

    number: int
    activity: Any
    goal: int | None


def numbered(m: Material) -> list[Numbered]:
    """Give the activities that count, in the order of the drawing."""
    goals = {row.activity.code: row.goal for row in m.plan.activities}
    by_code = {one.code: one for one in m.plan.counted}
    return [
        Numbered(row.number, by_code[row.code], goals.get(row.code))
        for row in m.chart.rows
        if row.code in by_code
    ]


def needs_by_dimension(m: Material) -> list[tuple[Text, list[Need]]]:
    """Give what is known in each of the five dimensions and beside them; an empty list says that nothing is."""
    return [(label, [n for n in m.needs if n.dimension == key]) for key, label in DIMENSIONS]


def presence(m: Material) -> list[Mapping[str, Any]]:
    """Give the programmes that work in the province, with what is known of where."""
    cells = m.here.programmes if m.here else {}
    return [
        {
            "org": str(m.org(p.org)),
            "name": str(p.name),
            "state": cells[p.code].state.value,
            "below": cells[p.code].below,
        }
        for p in m.programmes
        if p.code in cells and not p.nationwide
    ]


def districts(m: Material) -> list[Mapping[str, Any]]:
    """Give the districts in which agencies are, the fullest overlap first, with the activities of the plan there."""
    rows = numbered(m)
    return [
        {
            "name": str(area_label(row.place.code, row.place.name, short=True)),
            "cells": [row.agencies.get(org) for org in m.overlap.orgs],
            "joint": row.joint_subdistricts,
            "kind": row.overlap.value,
            "activities": listed(
                x.number for x in rows if any(c.startswith(row.place.code) for c in x.activity.area_codes)
            ),
        }
        for row in m.overlap.rows
    ]


def listed(numbers: Iterable[int]) -> str:
    """Write numbers of activities."""
    return ", ".join(str(n) for n in sorted(set(numbers))) or NOTHING


def parts(m: Material, *, lines: bool) -> list[list[str]]:
    """Give what each agency brings: role, contribution, activities that it leads, and its money."""
    rows = []
    for part in m.plan.parts:
        mine = total(line for line in m.plan.lines if line.org == part.org).planned
        leads = [x.number for x in numbered(m) if x.activity.owner_org == part.org]
        role = (
            Text("เจ้าภาพแผน", "lead of the plan")
            if part.org == m.plan.owner_org
            else Text("หน่วยงานร่วม", "partner")
        )
        said = _brings(part)
        rows.append([str(m.org(part.org)), str(role), said, listed(leads), *([baht(mine)] if lines else [])])
    return rows


def _brings(part: Any) -> str:
    """Say what an agency brings, or why the plan does not include it."""
    if part.refused_because:
        return str(Text("ไม่รวมในแผน: {why}", "not included: {why}").format(why=part.refused_because))
    if part.absent_because:
        return str(Text("ไม่มีส่วนในแผน: {why}", "no part: {why}").format(why=part.absent_because))
    return part.contribution or NOTHING


def baht(satang: int | None) -> str:
    """Write satang as baht without the unit; satang only where there are any."""
    if satang is None:
        return NOTHING
    whole, rest = divmod(satang, 100)
    return f"{whole:,}" + (f".{rest:02}" if rest else "")


def goals(m: Material) -> list[list[str]]:
    """Give the goals with the activities that serve each."""
    rows = numbered(m)
    return [
        [
            f"{n}",
            goal.title,
            goal.measure or NOTHING,
            goal.clause or NOTHING,
            listed(x.number for x in rows if x.goal == n),
        ]
        for n, goal in enumerate(m.plan.goals, start=1)
    ]


def rolled(m: Material) -> list[list[str]]:
    """Give the indicators of the plan: added where they count the same thing in the same unit."""
    numbers = {x.activity.code: x.number for x in numbered(m)}
    return [
        [
            f"{one.name} ({one.unit})",
            str(one.kind_label),
            _number(one.baseline),
            _number(one.target),
            _number(one.actual),
            NOTHING if one.percent is None else f"{one.percent}",
            listed(numbers[term.code] for term in one.terms if term.code in numbers),
        ]
        for one in m.rolled
    ]


def indicators(m: Material, fiscal_year: int) -> list[list[str]]:
    """Give every indicator with its baseline, target, and targets by quarter of the plan's year."""
    kinds = dict(choices.INDICATOR_KINDS)
    rows = []
    for x in numbered(m):
        targets = {
            (v.indicator, v.quarter): v.target
            for v in m.values.get(x.activity.id, ())
            if v.fiscal_year == fiscal_year
        }
        for one in m.indicators.get(x.activity.id, ()):
            source = f" ({one.baseline_source})" if one.baseline_source else ""
            quarters = [_number(targets.get((one.name, q))) for q in (1, 2, 3, 4)]
            rows.append(
                [f"{x.number}", f"{one.name} ({one.unit})", str(kinds[one.kind]), _number(one.baseline) + source, _number(one.target), *quarters]
            )  # fmt: skip
    return rows


def _number(value: Any) -> str:
    return NOTHING if value is None else format_number(value)


def directions(m: Material) -> list[list[str]]:
    """Give the six directions with the activities that serve each."""
    rows = numbered(m)
    found = []
    for n, (key, label) in enumerate(choices.DIRECTIONS, start=1):
        mine = [x for x in rows if key in (x.activity.direction or ())]
        found.append([f"{n}", str(label), listed(x.number for x in mine), f"{len(mine)}"])
    return found


def links(m: Material) -> list[list[str]]:
    """Give the goals of higher plans to which activities point, each once."""
    by_code: dict[tuple[int, str, str], set[int]] = {}
    kinds = [key for key, _label in choices.POLICY_KINDS]
    for x in numbered(m):
        for link in m.links.get(x.activity.id, ()):
            by_code.setdefault((kinds.index(link.kind), link.code, link.note or ""), set()).add(x.number)
    return [
        [str(choices.POLICY_KINDS[kind][1]), code, note or NOTHING, listed(found)]
        for (kind, code, note), found in sorted(by_code.items())
    ]


def activity_rows(m: Material) -> list[list[str]]:
    """Give the table of activities; the last cell is the planned money."""
    groups = dict(choices.TARGET_GROUPS)
    rows = []
    for x in numbered(m):
        one = x.activity
        count = "" if one.target_count is None else format_number(one.target_count)
        group = str(groups[one.target_group]) if one.target_group else ""
        target = " ".join(part for part in (group, count, one.target_unit or "") if part) or NOTHING
        shares = [str(m.org(p.org)) for p in m.partners.get(one.id, ()) if p.share != "declined"]
        rows.append(
            [
                f"{x.number}",
                one.title,
                one.code,
                str(m.org(one.owner_org)),
                " ".join(shares) or NOTHING,
                _places(m, one.area_codes),
                target,
                _days(one),
                NOTHING if x.goal is None else f"{x.goal}",
                baht(total(one.budget_lines).planned),
            ]
        )
    return rows


MOST_PLACES = 6


def _places(m: Material, codes: Sequence[str]) -> str:
    names = [str(m.areas.get(code, code)) for code in codes[:MOST_PLACES]]
    if len(codes) > MOST_PLACES:
        names.append(str(Text("และอีก {n}", "and {n} more").format(n=len(codes) - MOST_PLACES)))
    return ", ".join(names) or NOTHING


def _days(activity: Any) -> str:
    days = [format_date(day) if day else NOTHING for day in (activity.start, activity.end)]
    return f"{days[0]} – {days[1]}"


def stages(money: Money) -> list[str]:
    """Write the four stages of money."""
    return [baht(money.planned), baht(money.allocated), baht(money.committed), baht(money.disbursed)]


def lines_by_agency(m: Material) -> list[tuple[str, list[list[str]], list[str]]]:
    """Give every budget line, agency by agency, with the sum of each agency; – is what nobody has told yet.

    The title of an activity stands with its first line, and ″ with the others.
    """
    sources = dict(choices.BUDGET_SOURCES)
    by_org: dict[str, list[tuple[Numbered, Any]]] = {}
    for x in numbered(m):
        for line in x.activity.budget_lines:
            by_org.setdefault(line.org, []).append((x, line))
    found = []
    for org, mine in sorted(by_org.items()):
        rows, before = [], 0
        for x, line in mine:
            title = x.activity.title if x.number != before else "″"
            before = x.number
            amounts = (line.planned, line.allocated, line.committed, line.disbursed)
            rows.append(
                [f"{x.number}", title, str(sources[line.source]), f"{line.fiscal_year}", *map(baht, amounts)]
            )
        found.append((str(m.org_name(org)), rows, stages(total(line for _x, line in mine))))
    return found


def by_place(m: Material) -> list[list[str]]:
    """Give the areas of the activities, those of a district together, with what happens in each."""
    found: dict[str, list[Numbered]] = {}
    for x in numbered(m):
        for code in x.activity.area_codes or ():
            found.setdefault(code, []).append(x)
    levels = {level.digits: level.label for level in AreaLevel}
    return [
        [
            code,
            str(m.areas.get(code, code)),
            str(levels.get(len(code), "")),
            "; ".join(f"{x.number}. {x.activity.title}" for x in there),
        ]
        for code, there in sorted(found.items())
    ]


def risks(m: Material) -> Iterator[tuple[str, str, str]]:
    """Give what endangers the plan, found from its own rows: (sign, which activity, what)."""
    for row in m.chart.rows:
        if row.light in (Light.RED, Light.AMBER, Light.NOT_REPORTED):
            yield SIGNS.get(row.light.tone, "none"), f"{row.number}", str(row.light.label)
    by_code = {x.activity.code: x for x in numbered(m)}
    for x in by_code.values():
        over = total(x.activity.budget_lines)
        if over.allocated and over.is_over:
            words = Text("ผูกพันและเบิกจ่ายเกินที่จัดสรร", "More committed and spent than allocated")
            yield "bad", f"{x.number}", str(words)
    for finding in m.plan.findings:
        told = Text(finding["th"], finding["en"])
        about = by_code.get(finding["activity"] or "")
        yield "wait", f"{about.number}" if about else NOTHING, str(told)
