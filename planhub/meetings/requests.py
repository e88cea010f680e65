"""Asking an agency for the list of areas that it has only given roughly: one click, and nobody asks twice (§7.3)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from planhub.infra.workdays import add_working_days
from planhub.kernel import clock
from planhub.kernel.access import Actor, Standing
from planhub.kernel.errors import Denied, NotFound
from planhub.kernel.text import Text
from planhub.meetings import rules
from planhub.meetings.action_workflow import LIST_CAME
from planhub.meetings.models import ActionItem
from planhub.people.models import Organization, User
from planhub.people.queries import post_holders
from planhub.places.levels import AreaLevel, area_label
from planhub.places.models import Area, Programme, ProgrammeArea
from planhub.record import access, notices, services
from planhub.record.types import registry

KIND = "area_list"
WAITING = ("open", "doing", "carried")
"""States in which the list has not come yet."""
WORKING_DAYS = 10
"""Within so many working days the list is asked for."""

ASKED = Text(
    "{org} ขอ{title} ภายในวันที่กำหนด โปรดนำเข้ารายชื่อ",
    "{org} asks for a list of areas: {title}",
)


class Asked(NamedTuple):
    """A request that stands."""

    code: str
    org: str
    """Who is asked."""
    area: str | None
    state: str
    due_on: date
    asked_by_org: str
    asked_by: str | None
    """The person who asked."""
    at: datetime
    readable: bool
    """Whether the reader may open it."""


def may_ask(actor: Actor) -> bool:
    """Tell whether the actor may ask other agencies for lists."""
    return bool(_standings(actor))


def _standings(actor: Actor) -> tuple[Standing, ...]:
    policy = registry.get("action-items").policy
    return tuple(s for s in actor.standings if any(g.role is s.role for g in policy.of(rules.ACTION_ASK)))


def key_of(org: str, area: str, fiscal_year: int) -> str:
    """Give the key under which a request stands once."""
    return f"areas:{fiscal_year}:{area}:{org}"


def find(session: Session, actor: Actor, org: str, area: str, fiscal_year: int) -> Asked | None:
    """Give the request for that list that stands, if any."""
    return next(iter(_read(session, actor, ActionItem.request_key == key_of(org, area, fiscal_year))), None)


def standing(session: Session, actor: Actor, areas: Iterable[str], fiscal_year: int) -> list[Asked]:
    """Give the requests that stand for some areas in a fiscal year (B.E.), the oldest first. One query."""
    wanted = [*areas]
    return _read(
        session,
        actor,
        ActionItem.kind == KIND,
        ActionItem.request_key.is_not(None),
        ActionItem.asked_area.in_(wanted),
        ActionItem.fiscal_year == fiscal_year,
    )


def _read(session: Session, actor: Actor, *where: Any) -> list[Asked]:
    rt = registry.get("action-items")
    query = (
        select(
            ActionItem.code,
            ActionItem.owner_org,
            ActionItem.asked_area,
            ActionItem.state,
            ActionItem.due_on,
            ActionItem.asked_by_org,
            User.name_th,
            ActionItem.created_at,
            access.visible(actor, rt.view, rt),
        )
        .outerjoin(User, User.id == ActionItem.created_by)
        .where(*where)
        .order_by(ActionItem.created_at, ActionItem.code)
    )
    rows: list[Any] = [*session.execute(query)]
    return [Asked._make((*row[:-1], bool(row[-1]))) for row in rows]


def ask(session: Session, actor: Actor, org: str, area: str, fiscal_year: int) -> tuple[Asked, bool]:
    """Ask an agency for its areas inside `area` in a fiscal year (B.E.); tell whether the request is new.

    A request that stands is given back as it is. Raises `Denied`, and `NotFound` for an unknown agency or area.
    """
    asker = next((s for s in _standings(actor) if s.org != org), None)
    if asker is None:
        raise Denied
    place, asked = session.get(Area, area), session.get(Organization, org)
    if place is None or asked is None or len(area) == AreaLevel.SUBDISTRICT.digits:
        raise NotFound
    found = find(session, actor, org, area, fiscal_year)
    if found is not None:
        return found, False
    try:
        with session.begin_nested():
            action = _begin(session, actor, asked, place, (asker.org, fiscal_year))
    except IntegrityError:  # somebody has asked in the same moment
        found = find(session, actor, org, area, fiscal_year)
        if found is None:
            raise
        return found, False
    _tell(session, actor, action, asker.org)
    session.flush()  # the answer is read back
    made = find(session, actor, org, area, fiscal_year)
    assert made is not None
    return made, True


def _begin(session: Session, actor: Actor, org: Organization, place: Area, whose: tuple[str, int]) -> Any:
    asker, year = whose
    label = area_label(place.code, place.name, short=True).th
    by = session.get_one(Organization, asker).abbr.th
    wanted = "ตำบล" if len(place.code) == AreaLevel.DISTRICT.digits else "อำเภอหรือตำบล"
    what = (
        f"{by} ขอรายชื่อ{wanted}ใน {label} ที่ {org.abbr.th} ดำเนินงานในปีงบประมาณ {year} "
        "เพื่อให้ทราบพื้นที่ซ้อนทับที่ยืนยันแล้ว โปรดนำเข้ารายชื่อพื้นที่ของโครงการ "
        "เมื่อรายชื่อเข้าระบบแล้ว เรื่องนี้จะแล้วเสร็จโดยอัตโนมัติ"
    )
    values = {
        "title": f"ขอรายชื่อตำบลใน {label} ปีงบประมาณ {year}",
        "what": what,
        "due_on": add_working_days(clock.today(), WORKING_DAYS),
        "fiscal_year": year,
        "province_code": place.code[:2],
        "kind": KIND,
        "asked_by_org": asker,
        "asked_area": place.code,
        "request_key": key_of(org.code, place.code, year),
        "meeting": None,
    }
    return services.begin(session, actor, registry.get("action-items"), values, owner_org=org.code)


def _tell(session: Session, actor: Actor, action: ActionItem, asker: str) -> None:
    """Tell the coordinators of the agency that is asked, at once; their inbox shows it as well."""
    by = session.get_one(Organization, asker).abbr
    words = ASKED.format(org=by, title=Text(action.title.removeprefix("ขอ"), action.title))
    people = {
        h.user_id
        for h in post_holders(session, orgs=[action.owner_org], roles=["coordinator"])
        if h.user_id and h.user_id != actor.user_id
    }
    notices.tell(session, action, people, words, f"asked:{action.id}")


# --- the answer ---------------------------------------------------------------------------------------------------


def facts(session: Session, action: ActionItem) -> Mapping[str, Any]:
    """Gather whether the list that was asked for has come; nothing for what a meeting assigned."""
    return {LIST_CAME: has_come(session, action)} if action.kind == KIND else {}


def has_come(session: Session, action: ActionItem) -> bool:
    """Tell whether the agency now names subdistricts inside the area that was asked for. One query."""
    query = (
        select(ProgrammeArea.id)
        .join(Programme, Programme.id == ProgrammeArea.programme_id)
        .where(
            Programme.org_code == action.owner_org,
            ~Programme.is_nationwide,
            ProgrammeArea.fiscal_year == action.fiscal_year,
            ProgrammeArea.area_code.startswith(action.asked_area or "", autoescape=True),
            func.length(ProgrammeArea.area_code) == AreaLevel.SUBDISTRICT.digits,
        )
        .limit(1)
    )
    return session.scalar(query) is not None


def wake_on(action: ActionItem) -> date | None:
    """Look again tomorrow whether the list has come."""
    waits = action.kind == KIND and action.state in WAITING
    return clock.today() + timedelta(days=1) if waits else None
