"""How well lessons and items fit a wish, scored by the database in one statement, with the reasons.

A tag in common counts once for its kind, so that something about everything does not win. What has worked elsewhere
counts a little more, what did not a little less. Of the best forty the words are compared as well.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, false, func, literal, or_, select
from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.kernel.textclean import search_key
from planhub.lessons.models import LessonReuse, Tag
from planhub.record import access
from planhub.record.models import Record
from planhub.record.types import registry

WEIGHTS: Mapping[str, int] = {
    "direction": 30,
    "target": 25,
    "area_type": 12,
    "province": 12,
    "region": 6,
    "band": 6,
}
"""Points for a tag in common, by its kind; the defaults of a setting."""

REASONS: Mapping[str, Text] = {
    "direction": Text("ทิศทางเดียวกัน", "Same direction"),
    "target": Text("กลุ่มเป้าหมายเดียวกัน", "Same target group"),
    "area_type": Text("พื้นที่ลักษณะเดียวกัน", "Same kind of area"),
    "province": Text("จังหวัดเดียวกัน", "Same province"),
    "region": Text("ภาคเดียวกัน", "Same region"),
    "band": Text("พร้อมขยายผล", "Ready to spread"),
    "words": Text("เรื่องใกล้เคียงกัน", "On a similar subject"),
    "proof": Text("ใช้ซ้ำแล้วได้ผล", "Worked elsewhere"),
}
"""Why something is offered."""

PROOF, MOST_PROOFS, WORDS = 5, 3, 20
"""Points for each time that it worked elsewhere, up to three; and for the same words."""

LEAST = 30
"""Points from which something fits: a direction, or what together weighs as much."""

NEAREST = 40
"""How many are looked at for their words."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for."""

    tags: Mapping[str, Collection[str]]
    """Keys by kind of tag."""
    text: str = ""
    """Words of the plan, activity or lesson."""
    types: tuple[str, ...] = ("lessons", "knowledge-items")
    is_training: bool = False
    but: Sequence[ColumnElement[bool]] = field(default_factory=tuple)
    """Further conditions on `Record`, such as that nobody has decided on it there."""


class Fit(NamedTuple):
    """Something that fits, and why."""

    id: str
    type: str
    code: str
    title: str
    owner_org: str
    origin: str
    adopted: int
    """In how many places it was taken up."""
    worked: int
    """In how many it worked, wholly or in part."""
    failed: int
    """In how many it did not."""
    reasons: tuple[str, ...]
    """Keys of `REASONS`, the weightiest first."""
    points: int


def fitting(session: Session, actor: Actor, wanted: Wanted, *, limit: int, least: int = LEAST) -> list[Fit]:
    """Give what fits best among the published that the actor may see; one statement."""
    known = [(kind, sorted(keys)) for kind, keys in wanted.tags.items() if keys and kind in WEIGHTS]
    if not known:
        return []
    rows = session.execute(_statement(actor, wanted, known)).all()
    grams = _grams(wanted.text)
    fits = [_fit(row, [kind for kind, _ in known], grams) for row in rows]
    good = sorted(
        (fit for fit in fits if fit.points >= least), key=lambda fit: (-fit.points, fit.title, fit.id)
    )
    return good[:limit]


def _statement(actor: Actor, wanted: Wanted, known: Sequence[tuple[str, list[str]]]) -> Any:
    met = {kind: func.max(case((Tag.kind == kind, 1), else_=0)) for kind, _ in known}
    points = sum((WEIGHTS[kind] * hit for kind, hit in met.items()), start=literal(0))
    tagged = or_(false(), *(and_(Tag.kind == kind, Tag.key.in_(keys)) for kind, keys in known))
    types = [registry.get(name) for name in wanted.types]
    best = (
        select(
            Tag.record_id, points.label("points"), *(hit.label(f"has_{kind}") for kind, hit in met.items())
        )
        .join(Record, Record.id == Tag.record_id)
        .where(
            tagged,
            Record.state == "published",
            Record.is_training == wanted.is_training,
            access.visible_any(actor, types),
            *wanted.but,
        )
        .group_by(Tag.record_id)
        .order_by(points.desc(), Tag.record_id)
        .limit(NEAREST)
        .subquery()
    )
    header = [getattr(Record, name) for name in Fit._fields[:6]]
    counts = [
        _count(LessonReuse.status == "adopted"),
        _count(LessonReuse.result.in_(["worked", "partly"])),
        _count(LessonReuse.result == "not"),
    ]
    hits = [best.c[f"has_{kind}"] for kind in met]
    return select(*header, *counts, best.c.points, *hits).join(best, best.c.record_id == Record.id)


def _count(condition: ColumnElement[bool]) -> Any:
    return (
        select(func.count())
        .where(LessonReuse.record_id == Record.id, condition)
        .correlate(Record)
        .scalar_subquery()
    )


def _fit(row: Any, kinds: Sequence[str], grams: frozenset[str]) -> Fit:
    adopted, worked, failed, points = row[6:10]
    met = {kind: WEIGHTS[kind] for kind, hit in zip(kinds, row[10:], strict=True) if hit}
    alike = likeness(grams, _grams(row.title))
    if alike >= ALIKE:
        met["words"] = round(WORDS * alike)
    if worked:
        met["proof"] = PROOF * min(worked, MOST_PROOFS)
    points += met.get("words", 0) + met.get("proof", 0) - PROOF * min(failed, MOST_PROOFS)
    reasons = tuple(sorted(met, key=lambda kind: -met[kind]))
    return Fit._make((*row[:6], adopted, worked, failed, reasons, points))


ALIKE = 0.2
"""Likeness of words from which it is a reason."""


def _grams(text: str) -> frozenset[str]:
    """Give the groups of three signs of a text; Thai has no blanks between words, and needs none for this."""
    folded = search_key(text).replace(" ", "")
    return frozenset(folded[n : n + 3] for n in range(len(folded) - 2))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Give how much of the shorter text's words is in the longer one's, from 0 to 1."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


def alike(one: str, other: str) -> float:
    """Give the likeness of two texts, from 0 to 1."""
    return likeness(_grams(one), _grams(other))
