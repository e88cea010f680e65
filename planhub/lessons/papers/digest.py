"""The digest: what was learnt lately, by direction, what is ready, what was used again, with an index (domain.md §5 f).

Four to eight pages: of many lessons those with the best proof are told, each on at most half a page; the index names all.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from planhub.activities.choices import TARGET_GROUPS
from planhub.infra.pdf import Footer, PdfOptions
from planhub.kernel import clock
from planhub.kernel.errors import NotFound
from planhub.kernel.numbers import format_money, format_number
from planhub.kernel.text import Text, current_locale, locale, plain
from planhub.kernel.thai import sort_key
from planhub.lessons import choices, queries
from planhub.lessons.papers.naming import Names, as_of, uses_of
from planhub.lessons.queries import ItemCard, LessonCard
from planhub.mou.choices import DIRECTIONS
from planhub.places.queries import get_path
from planhub.ui import papers

HIGHLIGHTS = 3
"""Lessons on the first page."""
MOST = 2_000
"""Lessons of which the index may tell."""
TOLD, READY, USED = 14, 12, 15
"""How many lessons are told, items listed and uses named; the index names the others."""
PLACES, WORDS = 40, 24
"""Lines of the two indexes."""
LONGEST, SHORTEST = 420, 170
"""Signs of what was done and of its result; and of a condition."""


def digest(session: Session, code: str, options: Mapping[str, Any]) -> bytes:
    """Print the digest of published lessons: of all ("all"), an area's (its code), or a year's ("FY2566").

    Raises `NotFound` for anything else.
    """
    lang = str(options.get("lang") or current_locale())
    with locale(lang):
        scope, limits = _scope(session, code)
        lessons = queries.published(session, **limits, limit=MOST)
        stock = queries.items(session, area=limits.get("area"), limit=READY, readiest=True)
        values = _digest_values(session, lessons, stock)
        values["counts"]["items"] = queries.count_items(session, area=limits.get("area"))
    origins = [*(x.origin for x in lessons), *(x.origin for x in stock)]
    paper = PdfOptions(
        title=str(Text("จดหมายข่าวบทเรียน", "Lessons digest").in_(lang)),
        created=clock.now(),
        lang=lang,
        subject=scope,
        thai_digits=bool(options.get("thai_digits", False)),
        footer=Footer(
            code=f"LESSONS-{code}",
            as_of=as_of(lang, sample=any(origin == "sample" for origin in origins)),
        ),
    )
    return papers.paper("pdf/lessons.html", paper, scope=scope, **values)


def _scope(session: Session, code: str) -> tuple[str, dict[str, Any]]:
    if code == "all":
        return str(Text("ทุกพื้นที่", "All areas")), {}
    if code.upper().startswith("FY") and code[2:].isascii() and code[2:].isdigit():
        year = int(code[2:])
        return str(Text("ปีงบประมาณ {n}", "Fiscal year {n}").format(n=year)), {"fiscal_year": year}
    path = get_path(session, code)
    if not path:
        raise NotFound(
            Text(
                "ไม่รู้จัก “{code}”: ใช้ all, รหัสพื้นที่ หรือ FY2566",
                "“{code}” is unknown: say all, the code of an area, or FY2566",
            ).format(code=plain(code))
        )
    return str(path[-1].label), {"area": code}


def _digest_values(
    session: Session, lessons: Sequence[LessonCard], stock: Sequence[ItemCard]
) -> dict[str, Any]:
    uses = queries.reused(session, [x.id for x in lessons])
    names = Names(
        session,
        [code for x in lessons for code in (x.owner_org, *x.agencies)]
        + [x.owner_org for x in stock]
        + [u.org for u in uses],
        [code for x in lessons for code in x.areas] + [code for x in stock for code in x.areas],
        [x.contact_post for x in stock if x.contact_post],
    )
    best = sorted(lessons, key=_by_proof)
    told = _spread(best)
    return {
        "counts": {
            "lessons": len(lessons),
            "adopted": len(uses),
            "places": len({code[:2] for x in lessons for code in x.areas}),
        },
        "highlights": [_highlight(x, names) for x in best[:HIGHLIGHTS]],
        "groups": _groups(told, names),
        "more": len(lessons) - len(told),
        "stock": [_item(x, names) for x in stock],
        "uses": uses_of(uses[:USED], names),
        "more_uses": max(0, len(uses) - USED),
        "index": _index(lessons, names)[:PLACES],
        "words": _word_index(lessons)[:WORDS],
    }


def _by_proof(lesson: LessonCard) -> tuple[int, int, int]:
    return -lesson.worked, -lesson.adopted, -lesson.published_on.toordinal()


def _spread(best: Sequence[LessonCard]) -> list[LessonCard]:
    """Choose what is told: from every direction in turn, so that none fills the paper alone."""
    piles: dict[str, list[LessonCard]] = {}
    for lesson in best:
        piles.setdefault(_direction_of(lesson), []).append(lesson)
    chosen: list[LessonCard] = []
    while len(chosen) < TOLD and any(piles.values()):
        for pile in piles.values():
            if pile and len(chosen) < TOLD:
                chosen.append(pile.pop(0))
    return chosen


_KNOWN = [key for key, _ in DIRECTIONS]


def _direction_of(lesson: LessonCard) -> str:
    return next((key for key in _KNOWN if key in lesson.directions), "")


def _cut(text: str | None, most: int) -> str:
    """Cut a text at a blank or a line, so that a lesson keeps to its half page."""
    said = (text or "").strip()
    if len(said) <= most:
        return said
    head = said[: most - 1]
    at = max(head.rfind(" "), head.rfind("\n"))
    return (head[:at] if at > most // 2 else head).rstrip() + "…"


def _highlight(lesson: LessonCard, names: Names) -> dict[str, str]:
    return {
        "title": lesson.title,
        "gist": _cut((lesson.result or lesson.what_was_done or "").strip().split("\n")[0], 260),
        "where": names.places(lesson.areas, 2),
        "code": lesson.code,
    }


def _groups(lessons: Sequence[LessonCard], names: Names) -> list[dict[str, Any]]:
    """Put each lesson under the first direction it serves, in the agreed order; the rest come last."""
    order = [*((key, str(words)) for key, words in DIRECTIONS), ("", str(Text("เรื่องอื่น", "Other")))]
    by_key: dict[str, list[LessonCard]] = {}
    for lesson in lessons:
        by_key.setdefault(_direction_of(lesson), []).append(lesson)
    return [
        {"label": label, "lessons": [_entry(x, names) for x in by_key[key]]}
        for key, label in order
        if key in by_key
    ]


def _entry(lesson: LessonCard, names: Names) -> dict[str, Any]:
    told = (
        (Text("เงื่อนไข", "Conditions"), lesson.success_factors),
        (Text("หลักฐาน", "Evidence"), lesson.evidence),
        (Text("ไม่ทำซ้ำ", "Not again"), lesson.do_not_repeat),
        (Text("ใช้ต่อได้ที่", "May be used"), lesson.usable_where),
    )
    said = [_cut(lesson.what_was_done, LONGEST)]
    if lesson.result:
        result = plain(_cut(lesson.result, LONGEST))
        said.append(str(Text("ผล: {text}", "Result: {text}").format(text=result)))
    return {
        "title": lesson.title,
        "text": "\n\n".join(part for part in said if part),
        "facts": [(str(words), _cut(text, SHORTEST)) for words, text in told if text],
        "source": _source(lesson, names),
    }


def _source(lesson: LessonCard, names: Names) -> str:
    owner = names.orgs.get(lesson.owner_org, lesson.owner_org)
    used = Text("นำไปใช้ {n} กิจกรรม", "used by {n} activities").format(n=lesson.adopted)
    parts = (
        lesson.code,
        names.places(lesson.areas),
        " · ".join(names.orgs.get(code, code) for code in lesson.agencies or [lesson.owner_org]),
        str(Text("ติดต่อผู้ประสานงาน {org}", "ask the coordinator of {org}").format(org=plain(owner))),
        str(used) if lesson.adopted else "",
        str(Text("ข้อมูลตัวอย่าง", "sample data")) if lesson.origin == "sample" else "",
    )
    return " · ".join(part for part in parts if part)


def _item(item: ItemCard, names: Names) -> list[str]:
    cost = "–"
    if item.cost_per_unit is not None:
        cost = f"{format_money(item.cost_per_unit)}" + (f" / {item.unit}" if item.unit else "")
    users = ""
    if item.users_so_far is not None:
        users = f"{format_number(item.users_so_far)} {item.unit or ''}".strip()
    where = names.places(item.areas, 2)
    return [
        item.title,
        item.problem or "–",
        f"{item.trl or '–'} / {item.srl or '–'}",
        cost,
        " · ".join(part for part in (where, users) if part) or "–",
        names.posts.get(item.contact_post or "", item.contact_title or "–"),
    ]


def _index(lessons: Sequence[LessonCard], names: Names) -> list[list[str]]:
    found: dict[str, list[str]] = {}
    for lesson in lessons:
        for code in lesson.areas:
            found.setdefault(names.areas.get(code, code), []).append(lesson.code)
    return [[place, ", ".join(codes)] for place, codes in sorted(found.items(), key=lambda x: sort_key(x[0]))]


def _word_index(lessons: Sequence[LessonCard]) -> list[list[str]]:
    """Give the key words: target groups and kinds of area, each with the lessons about it, the commonest first."""
    found: dict[str, list[str]] = {}
    words = {**dict(TARGET_GROUPS), **dict(choices.AREA_TYPES)}
    for lesson in lessons:
        for key in (*lesson.target_groups, *lesson.area_types):
            if key in words:
                found.setdefault(str(words[key]), []).append(lesson.code)
    return [
        [word, ", ".join(codes)] for word, codes in sorted(found.items(), key=lambda x: (-len(x[1]), x[0]))
    ]
