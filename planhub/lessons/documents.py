"""The papers of lessons: the sheet of one, and the digest of many (domain.md §5 f)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.infra.pdf import Footer, PdfOptions, Watermark
from planhub.kernel import clock
from planhub.kernel.errors import NotFound
from planhub.kernel.numbers import format_money, format_number
from planhub.kernel.text import Text, current_locale, locale, plain
from planhub.kernel.thai import format_date, format_datetime, sort_key
from planhub.lessons import choices, queries
from planhub.lessons.models import Lesson
from planhub.lessons.queries import ItemCard, LessonCard, ReuseRow
from planhub.lessons.rules import OUT
from planhub.mou.choices import DIRECTIONS
from planhub.people.models import Organization, Post
from planhub.places.queries import full_names, get_path
from planhub.ui import papers

SHORT_HASH = 12
HIGHLIGHTS = 3
"""Lessons on the first page."""
_SAMPLE = Text("มีข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริงของหน่วยงาน", "Contains sample data, not real data of the agencies")


def _as_of(lang: str, *, sample: bool) -> str:
    now = clock.now()
    at = Text(format_datetime(now, locale="th"), format_datetime(now, locale="en"))
    words = Text("ข้อมูล ณ วันที่ {at}", "As of {at}").format(at=at).in_(lang)
    return f"{words} · {_SAMPLE.in_(lang)}" if sample else words


class _Names:
    """Names behind the codes of a paper."""

    def __init__(
        self, session: Session, orgs: Sequence[str], areas: Sequence[str], posts: Sequence[str]
    ) -> None:
        found = session.scalars(select(Organization).where(Organization.code.in_(sorted(set(orgs)))))
        self.orgs = {o.code: str(o.abbr) for o in found}
        self.areas = {code: str(name) for code, name in full_names(session, areas).items()}
        query = select(Post).where(Post.id.in_(sorted(set(posts))))
        found_posts = session.scalars(query) if posts else ()
        self.posts = {p.id: self._post(str(p.title), p.org_code) for p in found_posts}

    def _post(self, title: str, org: str) -> str:
        abbr = self.orgs.get(org, org)
        return title if abbr in title else f"{title} {abbr}"

    def places(self, codes: Sequence[str], most: int = 4) -> str:
        """Write areas, cut after a few."""
        names = [self.areas.get(code, code) for code in codes]
        more = len(names) - most
        tail = str(Text(" และอีก {n} แห่ง", " and {n} more").format(n=more)) if more > 0 else ""
        return " · ".join(names[:most]) + tail


# --- the sheet of one lesson ------------------------------------------------------------------------------------

_PARTS: tuple[tuple[str, Text], ...] = (
    ("context", Text("บริบท", "Context")),
    ("what_was_done", Text("ทำอะไร", "What was done")),
    ("result", Text("ผลที่เกิดขึ้น", "Result")),
    ("evidence", Text("หลักฐาน", "Evidence")),
    ("success_factors", Text("ปัจจัยความสำเร็จและเงื่อนไข", "Success factors and conditions")),
    ("problems_and_solutions", Text("ปัญหาและทางแก้", "Problems and solutions")),
    ("do_not_repeat", Text("สิ่งที่จะไม่ทำซ้ำ", "Not to be repeated")),
    ("usable_where", Text("ใช้ต่อที่ไหนได้", "Where it may be used")),
    ("policy_proposal", Text("ข้อเสนอเชิงนโยบาย", "Proposal for policy")),
    ("source", Text("แหล่งอ้างอิง", "Sources")),
)


def lesson_sheet(session: Session, lesson: Lesson, options: Mapping[str, Any]) -> bytes:
    """Print one lesson on a page; what is not published yet is marked as a draft."""
    lang = str(options.get("lang") or current_locale())
    with locale(lang):
        names = _Names(session, [lesson.owner_org, *lesson.agencies], lesson.areas, [])
        values = {
            "lesson": lesson,
            "kind": str(dict(choices.KINDS)[lesson.kind]),
            "directions": _directions(lesson.directions),
            "areas": names.places(lesson.areas, 8),
            "agencies": [names.orgs.get(code, code) for code in lesson.agencies or [lesson.owner_org]],
            "parts": [(str(words), getattr(lesson, name)) for name, words in _PARTS if getattr(lesson, name)],
            "uses": [row[1:] for row in _uses(queries.reused(session, [lesson.id]), names)],
            "published": format_date(lesson.published_on, "long") if lesson.published_on else "",
        }
    draft = Watermark.NONE if lesson.state in OUT else Watermark.DRAFT
    paper = PdfOptions(
        title=f"{lesson.code} {lesson.title}",
        created=lesson.updated_at,
        lang=lang,
        subject=lesson.title,
        thai_digits=bool(options.get("thai_digits", False)),
        watermark=Watermark.TRAINING if lesson.is_training else draft,
        footer=Footer(
            code=lesson.code,
            as_of=_as_of(lang, sample=lesson.origin == "sample"),
            short_hash=lesson.content_hash[:SHORT_HASH],
        ),
    )
    return papers.paper("pdf/lesson.html", paper, **values)


def _directions(keys: Sequence[str]) -> str:
    words = dict(DIRECTIONS)
    return " · ".join(str(words[key]) for key in keys if key in words)


def _uses(rows: Sequence[ReuseRow], names: _Names) -> list[list[str]]:
    results = dict(choices.RESULTS)
    waiting = Text("ยังไม่รายงานผล", "result not told yet")
    return [
        [
            row.lesson_title,
            f"{row.activity_code} {row.activity_title}",
            names.orgs.get(row.org, row.org),
            str(results.get(row.result or "", waiting)),
        ]
        for row in rows
    ]


# --- the digest -------------------------------------------------------------------------------------------------


def digest(session: Session, code: str, options: Mapping[str, Any]) -> bytes:
    """Print the digest of published lessons: of all ("all"), an area's (its code), or a year's ("FY2566").

    Raises `NotFound` for anything else.
    """
    lang = str(options.get("lang") or current_locale())
    with locale(lang):
        scope, limits = _scope(session, code)
        lessons = queries.published(session, **limits)
        stock = queries.items(session, area=limits.get("area"))
        values = _digest_values(session, lessons, stock)
    origins = [*(x.origin for x in lessons), *(x.origin for x in stock)]
    paper = PdfOptions(
        title=str(Text("จดหมายข่าวบทเรียน", "Lessons digest").in_(lang)),
        created=clock.now(),
        lang=lang,
        subject=scope,
        thai_digits=bool(options.get("thai_digits", False)),
        footer=Footer(
            code=f"LESSONS-{code}",
            as_of=_as_of(lang, sample=any(origin == "sample" for origin in origins)),
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
    names = _Names(
        session,
        [code for x in lessons for code in (x.owner_org, *x.agencies)]
        + [x.owner_org for x in stock]
        + [u.org for u in uses],
        [code for x in lessons for code in x.areas] + [code for x in stock for code in x.areas],
        [x.contact_post for x in stock if x.contact_post],
    )
    best = sorted(lessons, key=lambda x: (-x.worked, -x.adopted, -(x.published_on.toordinal())))[:HIGHLIGHTS]
    return {
        "counts": {
            "lessons": len(lessons),
            "items": len(stock),
            "adopted": len(uses),
            "places": len({code[:2] for x in lessons for code in x.areas}),
        },
        "highlights": [_highlight(x, names) for x in best],
        "groups": _groups(lessons, names),
        "stock": [_item(x, names) for x in stock],
        "uses": _uses(uses, names),
        "index": _index(lessons, names),
    }


def _highlight(lesson: LessonCard, names: _Names) -> dict[str, str]:
    return {
        "title": lesson.title,
        "gist": _first_sentence(lesson.result or lesson.what_was_done or ""),
        "where": names.places(lesson.areas, 2),
        "code": lesson.code,
    }


LONGEST_GIST = 260


def _first_sentence(text: str) -> str:
    line = text.strip().split("\n")[0]
    return line if len(line) <= LONGEST_GIST else line[: LONGEST_GIST - 1].rstrip() + "…"


def _groups(lessons: Sequence[LessonCard], names: _Names) -> list[dict[str, Any]]:
    """Put each lesson under the first direction it serves, in the agreed order; the rest come last."""
    order = [*((key, str(words)) for key, words in DIRECTIONS), ("", str(Text("เรื่องอื่น", "Other")))]
    known = [key for key, _ in DIRECTIONS]
    by_key: dict[str, list[LessonCard]] = {}
    for lesson in lessons:
        first = next((key for key in known if key in lesson.directions), "")
        by_key.setdefault(first, []).append(lesson)
    return [
        {"label": label, "lessons": [_entry(x, names) for x in by_key[key]]}
        for key, label in order
        if key in by_key
    ]


def _entry(lesson: LessonCard, names: _Names) -> dict[str, Any]:
    told = (
        (Text("เงื่อนไข", "Conditions"), lesson.success_factors),
        (Text("หลักฐาน", "Evidence"), lesson.evidence),
        (Text("ไม่ทำซ้ำ", "Not again"), lesson.do_not_repeat),
        (Text("ใช้ต่อได้ที่", "May be used"), lesson.usable_where),
    )
    said = [lesson.what_was_done or ""]
    if lesson.result:
        said.append(str(Text("ผล: {text}", "Result: {text}").format(text=plain(lesson.result))))
    return {
        "title": lesson.title,
        "text": "\n\n".join(part for part in said if part),
        "facts": [(str(words), text) for words, text in told if text],
        "source": _source(lesson, names),
    }


def _source(lesson: LessonCard, names: _Names) -> str:
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


def _item(item: ItemCard, names: _Names) -> list[str]:
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
        names.posts.get(item.contact_post or "", item.holder or "–"),
    ]


def _index(lessons: Sequence[LessonCard], names: _Names) -> list[list[str]]:
    found: dict[str, list[str]] = {}
    for lesson in lessons:
        for code in lesson.areas:
            found.setdefault(names.areas.get(code, code), []).append(lesson.code)
    return [[place, ", ".join(codes)] for place, codes in sorted(found.items(), key=lambda x: sort_key(x[0]))]
