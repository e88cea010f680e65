"""The small world that every test stands on: agencies, posts and the people of contract.md §2."""

from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from planhub.kernel.access import Role
from planhub.people.models import Assignment, Organization, Post, User

BEGAN = date(2022, 10, 1)
MADE = datetime(2022, 10, 1, 1, 0, tzinfo=UTC)


class Agency(NamedTuple):
    code: str
    name_th: str
    name_en: str
    abbr_th: str
    sector: str
    org_type: str
    is_core: bool


class Person(NamedTuple):
    login: str
    org: str
    role: Role
    areas: tuple[str, ...] = ()


AGENCIES = (
    Agency(
        "CODI",
        "สถาบันพัฒนาองค์กรชุมชน (องค์การมหาชน)",
        "Community Organizations Development Institute",
        "พอช.",
        "state",
        "public_org",
        True,
    ),
    Agency(
        "EEF",
        "กองทุนเพื่อความเสมอภาคทางการศึกษา",
        "Equitable Education Fund",
        "กสศ.",
        "state",
        "state_fund",
        True,
    ),
    Agency(
        "PMUA",
        "หน่วยบริหารและจัดการทุนด้านการพัฒนาระดับพื้นที่",
        "Program Management Unit on Area-based Development",
        "บพท.",
        "state",
        "research_unit",
        True,
    ),
    Agency(
        "NXPO",
        "สำนักงานสภานโยบายการอุดมศึกษา วิทยาศาสตร์ วิจัยและนวัตกรรมแห่งชาติ",
        "Office of National Higher Education Science Research and Innovation Policy Council",
        "สอวช.",
        "state",
        "public_org",
        False,
    ),
)

CORE = ("CODI", "EEF", "PMUA")
_OF_AGENCY = {
    "coordinator": Role.COORDINATOR,
    "director": Role.DIRECTOR,
    "legal": Role.LEGAL_OFFICER,
    "budget": Role.BUDGET_OFFICER,
    "admin": Role.AGENCY_ADMIN,
}
PEOPLE = (
    *(Person(f"{name}.{org.lower()}", org, role) for org in CORE for name, role in _OF_AGENCY.items()),
    Person("secretariat", "NXPO", Role.SECRETARIAT),
    Person("knowledge", "NXPO", Role.KNOWLEDGE_EDITOR),
    Person("area.roiet", "CODI", Role.AREA_COORDINATOR, ("45",)),
    Person("viewer", "NXPO", Role.VIEWER),
    Person("auditor", "NXPO", Role.AUDITOR),
    Person("system", "NXPO", Role.SYSTEM_ADMIN),
)


def build(session: Session) -> None:
    """Add the whole world; the session must act as somebody."""
    session.add_all(
        Organization(
            code=a.code,
            name_th=a.name_th,
            name_en=a.name_en,
            abbr_th=a.abbr_th,
            abbr_en=a.code,
            sector=a.sector,
            org_type=a.org_type,
            is_core=a.is_core,
        )
        for a in AGENCIES
    )
    session.flush()
    for person in PEOPLE:
        add_person(session, person)
    session.flush()


def add_person(session: Session, person: Person) -> User:
    """Add a user with one post of their own, held since the beginning of fiscal year 2566."""
    user = User(
        login=person.login,
        name_th=f"{person.role.label.th} ({person.login})",
        name_en=f"{person.role.label.en} ({person.login})",
        email=f"{person.login}@example.org",
        is_demo=True,
        created_at=MADE,
    )
    post = Post(
        org_code=person.org,
        role=person.role.value,
        title_th=person.role.label.th,
        title_en=person.role.label.en,
        areas=list(person.areas),
        is_head=person.role is Role.DIRECTOR,
    )
    session.add_all([user, post])
    session.flush()
    session.add(Assignment(post_id=post.id, user_id=user.id, starts_on=BEGAN))
    return user
