"""Finding in the Knowledge Stock: facets with counts, a page of cards, and where things are used."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from planhub.activities.choices import TARGET_GROUPS
from planhub.kernel.access import Actor
from planhub.kernel.fields import Choice
from planhub.kernel.text import Text
from planhub.lessons import choices
from planhub.lessons.models import KnowledgeItem, LessonReuse, Tag
from planhub.mou.choices import DIRECTIONS
from planhub.places.regions import REGIONS
from planhub.record import access
from planhub.record.models import Record
from planhub.record.queries import ListQuery, Page, list_page
from planhub.record.types import registry

CARDS = 24
"""Cards of a page."""
HOLDERS = 12
"""Owners that are offered before a reader narrows the search."""
MOST = 4
"""How many are compared side by side."""

FACETS: Mapping[str, tuple[Text, tuple[Choice, ...]]] = {
    "direction": (Text("ทิศทางความร่วมมือ", "Direction"), DIRECTIONS),
    "band": (Text("ความพร้อมใช้", "Readiness"), tuple(reversed(choices.BANDS))),
    "area_type": (Text("ประเภทพื้นที่", "Kind of area"), choices.AREA_TYPES),
    "target": (Text("กลุ่มเป้าหมาย", "For whom"), TARGET_GROUPS),
    "region": (Text("ภาคที่ใช้แล้ว", "Region of use"), REGIONS),
    "holder": (Text("เจ้าของผลงาน", "Owner"), ()),
}
"""What narrows the stock, in the order of the page; owners are as they are written."""

STATES = ("published", "review", "draft", "archived")


@dataclass(frozen=True)
class Asked:
    """What a reader asks of the stock, as it stands in the address."""

    q: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    """Key by kind of tag; "province" among them."""
    state: str = "published"
    sort: str = "title"
    cursor: str | None = None

    def href(self, base: str, **changes: str | None) -> str:
        """Give the address with some kinds changed; None takes one out; the page starts anew."""
        args: dict[str, str | None] = {"q": self.q, **self.chosen}
        args |= {
            "state": "" if self.state == "published" else self.state,
            "sort": "" if self.sort == "title" else self.sort,
        }
        kept = {name: value for name, value in {**args, **changes}.items() if value}
        return f"{base}?{urlencode(kept)}" if kept else base


def read(args: Mapping[str, str]) -> Asked:
    """Read an address; what cannot be read is left out."""
    kinds = [*FACETS, "province"]
    chosen = {kind: args.get(kind, "").strip()[:120] for kind in kinds if args.get(kind, "").strip()}
    state, sort = args.get("state", ""), args.get("sort", "")
    return Asked(
        q=args.get("q", "").strip()[:100],
        chosen=chosen,
        state=state if state in STATES else "published",
        sort=sort if sort in ("title", "-updated") else "title",
        cursor=args.get("cursor") or None,
    )


class Choosable(NamedTuple):
    """One key of a facet."""

    key: str
    label: Text | str
    n: int
    chosen: bool


class Facet(NamedTuple):
    """A facet with what may be chosen in it; keys that would find nothing stay away."""

    kind: str
    label: Text
    keys: list[Choosable]


class Card(NamedTuple):
    """An item as a card."""

    id: str
    code: str
    title: str
    state: str
    owner_org: str
    origin: str
    problem: str | None
    holder: str | None
    trl: int | None
    srl: int | None
    cost_per_unit: int | None
    """Satang."""
    unit: str | None
    areas: Sequence[str]
    adopted: int
    worked: int
    failed: int


@dataclass
class Found:
    """A page of the stock."""

    cards: list[Card]
    total: int
    next: str | None
    facets: list[Facet]
    provinces: Mapping[str, int]
    """How many items are used in each province."""


def find(session: Session, actor: Actor, asked: Asked) -> Found:
    """Give a page: three statements, and one more for each facet in which something is chosen."""
    rt = registry.get("knowledge-items")
    conditions = _conditions(asked)
    query = ListQuery(
        state=asked.state,
        sort=asked.sort,
        cursor=asked.cursor,
        limit=CARDS,
        extra=(*conditions, *_words(asked.q)),
    )
    page = list_page(session, actor, rt, query)
    seen = access.visible(actor, rt.view, rt)
    base = [Record.state == asked.state, seen, *_words(asked.q)]
    counted = _count(session, [*base, *conditions])
    for kind in asked.chosen:
        others = replace(asked, chosen={k: v for k, v in asked.chosen.items() if k != kind})
        counted[kind] = _count(session, [*base, *_conditions(others)], kind).get(kind, {})
    total = counted.pop(ALL)[""]
    return Found(
        cards=_cards(session, page),
        total=total,
        next=page.next,
        facets=[_facet(kind, counted.get(kind, {}), asked.chosen.get(kind)) for kind in FACETS],
        provinces=counted.get("province", {}),
    )


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    return [
        Record.id.in_(select(Tag.record_id).where(Tag.kind == kind, Tag.key == key))
        for kind, key in asked.chosen.items()
    ]


def _words(text: str) -> list[ColumnElement[bool]]:
    """Give the condition that each word stands in the name, the problem or the owner."""
    item = KnowledgeItem.__table__.alias()  # apart from the table that a list joins
    found = []
    for word in text.split()[:8]:
        inside = select(item.c.id).where(
            or_(
                item.c.problem.icontains(word, autoescape=True),
                item.c.holder.icontains(word, autoescape=True),
            )
        )
        named = Record.title.icontains(word, autoescape=True)
        found.append(or_(named, Record.code == word, Record.id.in_(inside)))
    return found


ALL = "all"
"""Stands where a kind would, for the count of all items."""


def _count(
    session: Session, where: Iterable[ColumnElement[bool]], kind: str | None = None
) -> dict[str, dict[str, int]]:
    """Count items by tag, or by the tags of one kind; one statement. The whole stands under `ALL`."""
    there = select(Record.id).where(Record.type == "knowledge-items", *where).cte("there")
    tagged = select(Tag.kind, Tag.key, func.count()).join(there, there.c.id == Tag.record_id)
    if kind is not None:
        tagged = tagged.where(Tag.kind == kind)
    whole = select(func.count()).select_from(there).scalar_subquery()
    counted: dict[str, dict[str, int]] = {ALL: {"": 0}}
    rows = session.execute(tagged.add_columns(whole).group_by(Tag.kind, Tag.key)).all()
    for of, key, n, total in rows:
        counted.setdefault(of, {})[key] = n
        counted[ALL][""] = total
    return counted


def _facet(kind: str, counts: Mapping[str, int], chosen: str | None) -> Facet:
    label, keys = FACETS[kind]
    known: list[tuple[str, Text | str]] = [*keys]
    if not keys:
        often = sorted(counts, key=lambda key: (-counts[key], key))[:HOLDERS]
        known = [(key, key) for key in often]
        if chosen and chosen not in often:
            known.append((chosen, chosen))
    shown = [Choosable(key, words, counts.get(key, 0), key == chosen) for key, words in known]
    return Facet(kind, label, [one for one in shown if one.n or one.chosen])


def _cards(session: Session, page: Page) -> list[Card]:
    order = [row.id for row in page.rows]
    found = {card.id: card for card in cards(session, order)}
    return [found[one] for one in order if one in found]


def cards(session: Session, ids: Sequence[str]) -> list[Card]:
    """Give items as cards; asks no decision, because whoever found them has asked."""
    if not ids:
        return []
    own = [getattr(KnowledgeItem, name) for name in Card._fields[:-3]]
    counts = [
        select(func.count())
        .where(LessonReuse.record_id == KnowledgeItem.id, condition)
        .correlate(KnowledgeItem)
        .scalar_subquery()
        for condition in (
            LessonReuse.status == "adopted",
            LessonReuse.result.in_(["worked", "partly"]),
            LessonReuse.result == "not",
        )
    ]
    rows = session.execute(select(*own, *counts).where(KnowledgeItem.id.in_(list(ids)))).all()
    return [Card._make(row) for row in rows]


def to_compare(session: Session, actor: Actor, codes: Sequence[str]) -> list[Any]:
    """Give up to four items that the actor may see, in the order asked."""
    rt = registry.get("knowledge-items")
    wanted = list(dict.fromkeys(codes))[:MOST]
    rows = session.scalars(
        select(KnowledgeItem).where(KnowledgeItem.code.in_(wanted), access.visible(actor, rt.view, rt))
    ).all()
    return sorted(rows, key=lambda item: wanted.index(item.code))
