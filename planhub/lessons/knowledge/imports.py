"""The list of ready knowledge that agencies keep, brought in from a sheet (contract.md §4, `knowledge-items`).

A complete row becomes an item that waits for the editor, an incomplete one a draft. What stands already is known by its
name and whose work it is; a draft is changed by a newer list, what was sent or published is not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from planhub.kernel.access import Actor, Role
from planhub.kernel.errors import BadInput
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.kernel.textclean import search_key
from planhub.lessons import services as lessons
from planhub.lessons.models import KnowledgeItem
from planhub.lessons.rules import KNOWLEDGE_POLICY
from planhub.mou.choices import DIRECTIONS
from planhub.people.models import Organization, Post
from planhub.places.models import Area
from planhub.record import services
from planhub.record.import_check import Report
from planhub.record.import_jobs import ImportJob
from planhub.record.imports import Column, ImportKind
from planhub.record.types import registry

ORG = "org"
"""What a command says for the agency that looks after the entries."""

COMPARED = (
    "problem",
    "trl",
    "srl",
    "directions",
    "cost_per_unit",
    "unit",
    "conditions",
    "contact_post",
    "contact_title",
    "areas",
)

_NEEDED = ("problem", "holder", "trl", "srl", "conditions", "directions")


class Items:
    """One import of items."""

    def __init__(self, session: Session, actor: Actor, said: Mapping[str, str]) -> None:
        """Read organisations, posts, areas and the items that stand, once for all rows."""
        self._orgs: dict[str, Organization] = {}
        for org in session.scalars(select(Organization).order_by(Organization.code.desc())):
            for name in (org.code, org.name_th, org.name_en, org.abbr_th, org.abbr_en):
                if name:
                    self._orgs[search_key(name)] = org
        self._posts = _posts(session)
        self._areas = set(session.scalars(select(Area.code)))
        self._own = _own(session, actor)
        self._said = said.get(ORG)
        columns = [
            getattr(KnowledgeItem, name) for name in ("title", "holder", "state", "owner_org", *COMPARED)
        ]
        self._standing = {(row.title, row.holder): row for row in session.execute(select(*columns))}

    def resolve(self, values: dict[str, Any]) -> Mapping[str, Text]:
        """Turn what a row says into attributes; give what is wrong, by column."""
        faults: dict[str, Text] = {}
        self._whose(values, faults)
        self._contact(values, faults)
        values["areas"] = self._codes(values.pop("area_codes", None), faults)
        values["directions"] = _directions(values.pop("direction", None), faults)
        if values["cost_per_unit"] is not None and not values["unit"]:
            faults["unit"] = Text("ต้องบอกว่าต้นทุนต่ออะไร", "Please say what the cost is for")
        if not faults:
            self._settled(values, faults)
        return faults

    def _whose(self, values: dict[str, Any], faults: dict[str, Text]) -> None:
        """Find whose work it is, and which agency looks after the entry."""
        written = values.pop("owner_org", None)
        org = self._orgs.get(search_key(written)) if written else None
        values["holder"] = (str(org.name.th) if org else written) or None
        if org is not None and org.code in self._own:
            values["org"] = org.code
        elif self._said in self._own:
            values["org"] = self._said
        elif len(self._own) == 1:
            (values["org"],) = self._own
        else:
            faults["owner_org"] = _WHOSE

    def _contact(self, values: dict[str, Any], faults: dict[str, Text]) -> None:
        written = values["contact_post"]
        values["contact_title"] = None
        if not written:
            return
        if written in self._posts.values():
            return
        if lessons.looks_personal(written):
            faults["contact_post"] = lessons.NO_NUMBERS
            return
        values["contact_post"] = self._posts.get(search_key(written))
        if values["contact_post"] is None:
            values["contact_title"] = written[:200]

    def _codes(self, written: str | None, faults: dict[str, Text]) -> list[str]:
        codes = [code.strip() for code in (written or "").replace(";", ",").split(",") if code.strip()]
        unknown = [code for code in codes if code not in self._areas]
        if unknown:
            faults["area_codes"] = Text("ไม่พบพื้นที่รหัส {codes}", "There are no areas {codes}").format(
                codes=", ".join(unknown[:5])
            )
        return sorted(dict.fromkeys(codes))

    def _settled(self, values: dict[str, Any], faults: dict[str, Text]) -> None:
        """Refuse to change what is no draft any more, or another agency's."""
        standing = self._standing.get((values["title"], values["holder"]))
        if standing is None:
            return
        differs = next((name for name in COMPARED if getattr(standing, name) != values.get(name)), None)
        if differs and standing.state != "draft":
            faults[_HEADS.get(differs, differs)] = _SETTLED
        elif differs and standing.owner_org not in self._own:
            faults["owner_org"] = _OTHERS

    def standing(self, rows: Sequence[Mapping[str, Any]]) -> ColumnElement[bool]:
        """No list is complete: an agency adds what it has."""
        return KnowledgeItem.title.in_(sorted({row["title"] for row in rows}))

    def stamp(self) -> Mapping[str, Any]:
        """Nothing beside the row."""
        return {}


_HEADS = {"directions": "direction", "areas": "area_codes", "contact_title": "contact_post"}
_WHOSE = Text(
    "โปรดระบุหน่วยงานที่ดูแลรายการนี้ (owner_org เป็นรหัสหน่วยงานของท่าน)",
    "Please say which agency looks after this entry (owner_org: the code of your own)",
)
_SETTLED = Text(
    "รายการนี้เสนอหรือเผยแพร่แล้ว โปรดส่งกลับเป็นร่างก่อนจึงแก้ไข",
    "This was proposed or published already; return it to a draft before changing it",
)
_OTHERS = Text("มีรายการชื่อนี้ของหน่วยงานอื่นแล้ว", "Another agency has an item of this name already")


def _own(session: Session, actor: Actor) -> set[str]:
    """Give the agencies for which the actor may add items; a command, for every agency that has a coordinator."""
    if actor.is_system:
        query = select(Post.org_code).where(Post.role == Role.COORDINATOR.value, ~Post.is_closed)
        return set(session.scalars(query))
    rows = KNOWLEDGE_POLICY.of("knowledge:create")
    return {
        s.org for s in actor.standings if s.lends("knowledge:create") and any(g.role is s.role for g in rows)
    }


def _posts(session: Session) -> dict[str, str]:
    """Give the posts by every way of writing them: title, title with agency, in both languages."""
    found: dict[str, str] = {}
    query = (
        select(Post, Organization)
        .join(Organization, Organization.code == Post.org_code)
        .where(~Post.is_closed)
    )
    for post, org in session.execute(query.order_by(Post.id.desc())).all():
        for title in (post.title.th, post.title.en):
            for more in ("", org.code, org.abbr_th, org.abbr_en, org.name_th):
                found[search_key(f"{title} {more or ''}")] = post.id
    return found


_DIRECTION = {
    search_key(written): key
    for number, (key, label) in enumerate(DIRECTIONS, start=1)
    for written in (key, label.th, label.en, str(number))
}


def _directions(written: str | None, faults: dict[str, Text]) -> list[str]:
    found = []
    for part in (written or "").replace(";", ",").split(","):
        key = _DIRECTION.get(search_key(part))
        if key:
            found.append(key)
        elif part.strip():
            keys = ", ".join(key for key, _ in DIRECTIONS)
            faults["direction"] = Text(
                "ไม่มีทิศทางนี้ รับเฉพาะ {keys}", "There is no such direction; there are {keys}"
            ).format(keys=keys)
    return list(dict.fromkeys(found))


# --- writing --------------------------------------------------------------------------------------------------


def write(
    session: Session,
    actor: Actor,
    _job: ImportJob,
    report: Report,
    *,
    remove_gone: bool,  # noqa: ARG001 - nothing is ever gone from this list
) -> dict[str, int]:
    """Begin an item for each new row, and change the drafts that a row tells otherwise."""
    rt = registry.get("knowledge-items")
    added = changed = 0
    for row in report.of("added"):
        values = {**row.values, "state": "review" if _is_complete(row.values) else "draft"}
        org = values.pop("org")
        services.begin(session, actor, rt, values, owner_org=org)
        added += 1
    for row in report.of("changed"):
        item = services.load(session, rt, str(row.row_id), lock=True)
        for name, _old, new in row.changes:
            setattr(item, name, new)
        services.refresh(session, actor, item)
        changed += 1
    kept = {state: report.counts[state] for state in ("unchanged", "repeated", "skipped")}
    return {"added": added, "changed": changed, "removed": 0, "kept": 0, **kept}


def _is_complete(values: Mapping[str, Any]) -> bool:
    return all(values.get(name) for name in _NEEDED) and bool(
        values.get("contact_post") or values.get("contact_title")
    )


def _filled(session: Session, actor: Actor, _said: Mapping[str, str]) -> Iterator[Sequence[Any]]:
    """Give the agency's drafts, so that they can be completed in the sheet and sent back."""
    own = _own(session, actor)
    query = select(KnowledgeItem).where(KnowledgeItem.owner_org.in_(own), KnowledgeItem.state == "draft")
    for item in session.scalars(query.order_by(KnowledgeItem.title_sort)):
        yield (
            item.title,
            item.problem,
            item.holder or item.owner_org,
            item.trl,
            item.srl,
            ", ".join(item.directions),
            item.cost_per_unit / 100 if item.cost_per_unit is not None else None,
            item.unit,
            item.conditions,
            item.contact_title or item.contact_post,
            ", ".join(item.areas),
        )


def _column(name: str, kind: Kind, th: str, en: str, *heads: str, **more: Any) -> Column:
    return Column(Field(name, kind, Text(th, en), **more), heads)


def _columns() -> Iterable[Column]:
    yield _column(
        "title",
        Kind.LINE,
        "ชื่อ",
        "Name",
        "ชื่อผลงาน",
        "ชื่อเทคโนโลยี",
        "ชื่อนวัตกรรม",
        "technology",
        required=True,
        max=500,
    )
    yield _column("problem", Kind.BODY, "ปัญหาที่แก้ได้", "Problem solved", "ปัญหา", "แก้ปัญหา", max=4_000)
    yield _column(
        "owner_org", Kind.LINE, "เจ้าของผลงาน", "Owner", "หน่วยงาน", "มหาวิทยาลัย", "owner", "holder", max=300
    )
    yield _column("trl", Kind.INTEGER, "TRL", "TRL", "ระดับ trl", "ความพร้อมทางเทคโนโลยี", min=1, max=9)
    yield _column("srl", Kind.INTEGER, "SRL", "SRL", "ระดับ srl", "ความพร้อมทางสังคม", min=1, max=9)
    yield _column("direction", Kind.LINE, "ทิศทางความร่วมมือ", "Direction", "ทิศทาง", "directions", max=300)
    yield _column(
        "cost_per_unit", Kind.MONEY, "ต้นทุนต่อหน่วย (บาท)", "Cost per unit (baht)", "ต้นทุนต่อหน่วย", "ต้นทุน", "cost"
    )
    yield _column("unit", Kind.LINE, "หน่วย", "Unit", "หน่วยนับ", max=60)
    yield _column("conditions", Kind.BODY, "เงื่อนไขการใช้", "Conditions", "เงื่อนไข", "ข้อจำกัด", max=4_000)
    yield _column(
        "contact_post", Kind.LINE, "ตำแหน่งที่ติดต่อ", "Contact post", "ผู้ติดต่อ", "ติดต่อ", "contact", max=300
    )
    yield _column(
        "area_codes", Kind.LINE, "รหัสพื้นที่ที่ใช้แล้ว", "Area codes", "รหัสพื้นที่", "พื้นที่ที่ใช้", "areas", max=4_000
    )


def _asks(session: Session, actor: Actor) -> Sequence[Field]:
    own = sorted(_own(session, actor))
    if len(own) < 2:
        return ()
    choices = tuple((org, Text(org, org)) for org in own)
    return (
        Field(ORG, Kind.CHOICE, Text("หน่วยงานที่ดูแลรายการ", "Agency that looks after them"), choices=choices),
    )


def _may(actor: Actor) -> bool:
    return KNOWLEDGE_POLICY.ever(actor, "knowledge:create")


def _begin(session: Session, actor: Actor, said: Mapping[str, str]) -> Items:
    org = said.get(ORG)
    if org and session.scalar(select(Organization.code).where(and_(Organization.code == org))) is None:
        raise BadInput(Text("ไม่มีหน่วยงานรหัส “{code}”", "There is no agency “{code}”").format(code=org))
    return Items(session, actor, said)


KNOWLEDGE_ITEMS = ImportKind(
    name="knowledge-items",
    label=Text("ชุดความรู้พร้อมใช้", "Knowledge Stock"),
    about=Text(
        "หนึ่งแถวคือเทคโนโลยี นวัตกรรม หรือวิธีทำงานหนึ่งเรื่อง แถวที่ครบจะรอบรรณาธิการ แถวที่ยังไม่ครบเป็นร่าง",
        "A row is a technology, an innovation or a way of working; a complete row waits for the editor, others are drafts",
    ),
    model=KnowledgeItem,
    columns=tuple(_columns()),
    key=("title", "holder"),
    compared=COMPARED,
    may=_may,
    begin=_begin,
    places=False,
    write=write,
    shows="knowledge_stock.stock",
    asks=_asks,
    filled=_filled,
)
