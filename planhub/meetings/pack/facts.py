"""The facts of provinces, for many provinces at once: for the sheets of a pack and for a province's own paper."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from planhub.activities import measures
from planhub.activities.measures import NOTHING, Money
from planhub.kernel.access import Actor
from planhub.meetings.pack import compose
from planhub.meetings.pack.compose import Facts, iso, pair
from planhub.meetings.pack.reading import Material, Question, read
from planhub.places.needs import Need
from planhub.places.queries import AreaRow
from planhub.places.regions import REGIONS

_REGIONS = dict(REGIONS)
_MAIN_KINDS = ("outcome", "output", "impact")
"""Indicators by what a reader wants to know first: what changed, what was delivered, what changed in the wide."""


def province_facts(
    session: Session, actor: Actor, codes: Sequence[str], fiscal_year: int, as_of: datetime
) -> dict[str, Facts]:
    """Give the facts of each province (two-digit codes), as `templates/pdf/_province.html` takes them.

    20 queries however many provinces are asked; only what the actor may see. Unknown codes are left out.
    """
    wanted = tuple(dict.fromkeys(codes))
    material = read(session, Question(actor, fiscal_year, as_of, wanted)) if wanted else None
    return {} if material is None else provinces(material, wanted)


def provinces(material: Material, codes: Iterable[str]) -> dict[str, Facts]:
    """Write the facts of each of these provinces from what was read."""
    places = {area.code: area for area in material.areas}
    shared = _Shared(material)
    return {code: _province(shared, places[code]) for code in codes if code in places}


class _Shared:
    """What is computed once for all provinces."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.activities = compose.activities(material)
        self.mous = compose.mous(material)
        self.lessons = compose.lessons(material)
        self.ids = {row.code: row.id for row in material.activities}
        self.overlap = {row["code"]: row for row in compose.overlap(material)["rows"]}
        self.plans = {row.province_code: row for row in material.plans}


def _province(shared: _Shared, area: AreaRow) -> Facts:
    question = shared.material.question
    rows = compose.by_urgency(a for a in shared.activities if area.code in a["provinces"])
    mous = [m for m in shared.mous if area.code in m["provinces"]]
    lessons = [one for one in shared.lessons if area.code in one["provinces"]]
    agencies = compose.agencies_in(shared.material, area.code)
    plan = shared.plans.get(area.code)
    facts: Facts = {
        "code": area.code,
        "name": pair(area.name),
        "region": pair(_REGIONS[area.region_code]),
        "fiscal_year": question.fiscal_year,
        **compose.speaking_quarter(question.fiscal_year, question.day),
        "as_of": question.as_of.isoformat(),
        "agencies": agencies,
        "needs": _needs(shared.material.needs.get(area.code, ())),
        "overlap": shared.overlap.get(area.code),
        "plan": None if plan is None else _plan(plan),
        "mous": [{key: m[key] for key in ("code", "title", "state", "days_left", "origin")} for m in mous],
        "activities": rows,
        "lights": compose.lights(rows),
        "money": _money(rows)._asdict(),
        "by_agency": _by_agency(shared, rows),
        "indicators": _indicators(shared, rows),
        "problems": [problem(a) for a in rows if a["report"] and a["report"]["obstacles"]],
        "missing": [a["code"] for a in rows if a["missing"]],
        "lesson": lessons[0] if lessons else None,
        "decisions": [],
    }
    facts["has_sample"] = has_sample(
        [*facts["needs"], *rows, *mous, *lessons[:1], *([facts["plan"]] if plan else [])]
    ) or any("sample" in a["origins"] for a in agencies)
    facts["orgs"] = orgs(shared.material, _named(facts))
    return facts


def _plan(row: Any) -> Facts:
    return {
        "code": row.code,
        "title": row.title,
        "state": compose.state_of("plans", row.workflow_version, row.state),
        "lead": row.owner_org,
        "approved_on": iso(row.approved_on),
        "origin": row.origin,
    }


def _money(rows: Iterable[Facts]) -> Money:
    total = NOTHING
    for row in rows:
        total = total.plus(Money(**row["money"]))
    return total


def _needs(found: Iterable[Need]) -> list[Facts]:
    """Write needs with everything that is stated of each, the newest source first; nothing is averaged."""
    return [
        {
            "measure": pair(need.label),
            "unit": pair(need.unit_label),
            "differs": need.differs,
            "values": [
                {
                    "shown": value.shown,
                    "source": value.source,
                    "year": pair(value.year_label),
                    "as_of": iso(value.as_of),
                    "org": value.org_code,
                }
                for value in need.values
            ],
            "origin": "sample" if any(v.origin == "sample" for v in need.values) else need.latest.origin,
        }
        for need in found
    ]


def _by_agency(shared: _Shared, rows: Iterable[Facts]) -> list[Facts]:
    """Write the money of each agency here, the most first; sums of lines, each counted once."""
    lines = [x for a in rows for x in shared.material.lines.get(shared.ids[a["code"]], [])]
    orgs = sorted({x.org for x in lines})
    found = [{"org": org, **measures.total(x for x in lines if x.org == org)._asdict()} for org in orgs]
    return sorted(found, key=lambda one: (-one["planned"], one["org"]))


def _indicators(shared: _Shared, rows: Iterable[Facts]) -> list[Facts]:
    found = [i for a in rows for i in compose.indicators(shared.material, shared.ids[a["code"]], a["code"])]
    return sorted(found, key=lambda i: (i["actual"] is None, _MAIN_KINDS.index(i["kind"])))


def problem(activity: Facts) -> Facts:
    """Write what an activity's last report says stands in the way, and what would help."""
    report = activity["report"]
    return {
        "activity": activity["code"],
        "title": activity["title"],
        "org": activity["lead"],
        "text": report["obstacles"],
        "help": report["remedy"],
        "period": report["period"],
        "sign": activity["light"]["sign"],
    }


def has_sample(rows: Iterable[Facts]) -> bool:
    """Tell whether any of the rows is sample data."""
    return any(row["origin"] == "sample" for row in rows)


def orgs(material: Material, codes: Iterable[str]) -> Facts:
    """Write the names of organisations by code."""
    known = material.orgs
    return {
        code: {"abbr": pair(known[code].abbr), "name": pair(known[code].name)}
        for code in sorted(set(codes))
        if code in known
    }


def _named(facts: Facts) -> set[str]:
    found = {a["org"] for a in facts["agencies"]}
    found |= {org for a in facts["activities"] for org in (a["lead"], *a["partners"])}
    found |= {facts["plan"]["lead"]} if facts["plan"] else set()
    found |= {facts["lesson"]["org"]} if facts["lesson"] else set()
    found |= {one["org"] for one in facts["by_agency"]}
    return found | set((facts["overlap"] or {}).get("cells", ()))
