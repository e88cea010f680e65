"""What the rows of a list name: activities and plans as the person who brings it may see and change them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session

from planhub.activities.models import JointActivity
from planhub.activities.rules import CHANGEABLE
from planhub.kernel.access import Actor
from planhub.kernel.errors import BadInput
from planhub.kernel.fields import Choice
from planhub.kernel.text import Text
from planhub.kernel.textclean import search_key
from planhub.people.models import Organization
from planhub.plans.models import ENDED, IntegratedPlan, PlanActivity, PlanPart
from planhub.plans.queries import NAME as PLANS
from planhub.record import access
from planhub.record.models import Record
from planhub.record.types import registry

ACTIVITIES = "activities"
PART = 500
"""Codes in one statement."""

T = TypeVar("T")

NO_ACTIVITY = Text("ไม่มีกิจกรรมรหัส “{code}” หรือท่านไม่มีสิทธิ์อ่าน", "There is no activity “{code}” that you may read")
NOT_YOURS = Text(
    "กิจกรรมนี้แก้ไขได้เฉพาะผู้ประสานงานของเจ้าภาพหลัก และไม่ได้ในสถานะนี้",
    "Only the lead's coordinator may change this activity, and not in every state",
)
NO_ORG = Text("ไม่มีหน่วยงานรหัส “{code}”", "There is no agency “{code}”")


@dataclass(slots=True)
class Known:
    """An activity that a list names."""

    id: str
    code: str
    state: str
    version: int
    owner_org: str
    may_edit: bool
    start: date | None
    end: date | None

    @property
    def is_changeable(self) -> bool:
        """Whether what partners agree to may still change."""
        return self.state in CHANGEABLE


def in_parts(keys: Iterable[T]) -> Iterator[list[T]]:
    """Give the keys in parts that a statement takes."""
    every = sorted(set(keys))  # type: ignore[type-var]  # strings throughout
    for at in range(0, len(every), PART):
        yield every[at : at + PART]


def activities(session: Session, actor: Actor, codes: Iterable[str]) -> dict[str, Known]:
    """Give the activities of these codes that the actor may read, with whether they may change them."""
    rt = registry.get(ACTIVITIES)
    sees = access.visible(actor, rt.view, rt)
    edits = access.visible(actor, rt.edit, rt)
    found: dict[str, Known] = {}
    columns = [getattr(JointActivity, name) for name in ("id", "code", "state", "version", "owner_org")]
    for part in in_parts(codes):
        query = select(*columns, edits.label("may_edit"), JointActivity.start, JointActivity.end)
        for row in session.execute(query.where(JointActivity.code.in_(part), sees)):
            found[row.code] = Known(*row[:5], bool(row.may_edit), row.start, row.end)
    return found


@dataclass(slots=True)
class KnownPlan:
    """A plan that a list names."""

    id: str
    code: str
    province: str
    fiscal_year: int
    orgs: frozenset[str]
    """Agencies that have a part."""
    may_include: bool
    """The actor may put activities into it now."""


def plans(session: Session, actor: Actor, codes: Iterable[str]) -> dict[str, KnownPlan]:
    """Give the plans of these codes that the actor may read: two statements for each part of them."""
    rt = registry.get(PLANS)
    sees, edits = access.visible(actor, rt.view, rt), access.visible(actor, rt.edit, rt)
    found: dict[str, KnownPlan] = {}
    for part in in_parts(codes):
        names = ("id", "code", "province_code", "fiscal_year", "state", "reopened")
        query = select(*(getattr(IntegratedPlan, name) for name in names), edits.label("may"))
        rows = session.execute(query.where(IntegratedPlan.code.in_(part), sees)).all()
        orgs: dict[str, set[str]] = {}
        parts = select(PlanPart.record_id, PlanPart.org).where(PlanPart.record_id.in_([r.id for r in rows]))
        for key, org in session.execute(parts):
            orgs.setdefault(key, set()).add(org)
        for row in rows:
            is_open = row.state not in ENDED and (not row.reopened or ACTIVITIES in row.reopened)
            found[row.code] = KnownPlan(
                row.id,
                row.code,
                row.province_code,
                row.fiscal_year,
                frozenset(orgs.get(row.id, ())),
                bool(row.may) and is_open and row.state != "closing",
            )
    return found


def included(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    """Give the codes of the living plans that include each of these activities."""
    found: dict[str, list[str]] = {}
    for part in in_parts(ids):
        query = (
            select(PlanActivity.activity_id, Record.code)
            .join(Record, Record.id == PlanActivity.record_id)
            .where(PlanActivity.activity_id.in_(part), Record.state.not_in(sorted(ENDED)))
            .order_by(Record.code)
        )
        for key, code in session.execute(query):
            found.setdefault(key, []).append(code)
    return found


class Orgs:
    """The organisations, by code and by the abbreviation under which lists name them."""

    def __init__(self, session: Session) -> None:
        """Read them; they are few."""
        self._codes: dict[str, str] = {}
        names = (Organization.code, Organization.abbr_th, Organization.abbr_en, Organization.name_th)
        for code, *others in session.execute(select(*names)):
            for name in (*others, code):
                if name:
                    self._codes[search_key(name)] = code

    def code(self, written: str) -> str | None:
        """Give the code of the organisation that is written."""
        return self._codes.get(search_key(written))


def split(written: str | None) -> list[str]:
    """Give the entries of a cell that holds several, divided by commas or semicolons; each once."""
    parts = (written or "").replace(";", ",").replace("،", ",").split(",")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def keys_of(written: str | None, choices: Sequence[Choice]) -> list[str]:
    """Give the keys of a cell that holds several choices, in their order. Raises `BadInput` for an unknown one."""
    words = {search_key(word): key for key, label in choices for word in (key, label.th, label.en)}
    found = set()
    for one in split(written):
        key = words.get(search_key(one))
        if key is None:
            raise BadInput(_NO_CHOICE.format(one=one, known=", ".join(key for key, _ in choices)))
        found.add(key)
    return [key for key, _label in choices if key in found]


_NO_CHOICE = Text("ไม่มีตัวเลือก “{one}” มี {known}", "There is no choice “{one}”; there are {known}")


def of_plan(session: Session, actor: Actor, said: Mapping[str, str]) -> list[str]:
    """Give the ids of the activities of the plan that is named in an address, if the actor may read it."""
    rt = registry.get(PLANS)
    seen: ColumnElement[bool] = access.visible(actor, rt.view, rt) if said.get("plan_code") else false()
    query = (
        select(PlanActivity.activity_id)
        .join(Record, Record.id == PlanActivity.record_id)
        .where(Record.code == said.get("plan_code", ""), seen)
        .order_by(PlanActivity.position, PlanActivity.id)
    )
    return list(session.scalars(query))


def own_plans(session: Session, actor: Actor) -> tuple[Choice, ...]:
    """Give the plans into which the actor may put activities, for a choice."""
    rt = registry.get(PLANS)
    query = select(Record.code, Record.title).where(
        access.visible(actor, rt.edit, rt), Record.state.in_(["draft", "collecting", "consolidated"])
    )
    return tuple(
        (code, Text(f"{code} {title}", f"{code} {title}"))
        for code, title in session.execute(query.order_by(Record.code.desc()).limit(200))
    )


def may_import(actor: Actor) -> bool:
    """Tell whether somebody changes activities at all."""
    rt = registry.get(ACTIVITIES)
    return actor.is_system or rt.policy.ever(actor, rt.edit)


def mark_id(mark: str | None) -> str | None:
    """Give the id of the row of which a mark was made."""
    return mark.rpartition(".")[0] or None if mark else None


__all__ = [
    "ACTIVITIES",
    "NOT_YOURS",
    "NO_ACTIVITY",
    "NO_ORG",
    "Known",
    "KnownPlan",
    "Orgs",
    "activities",
    "in_parts",
    "included",
    "keys_of",
    "mark_id",
    "may_import",
    "of_plan",
    "own_plans",
    "plans",
    "split",
]
