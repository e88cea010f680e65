"""The organisations that the article names, and one invented person for each post (domain.md §2.1, contract.md §2)."""

from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from planhub.kernel.access import Role
from planhub.people.models import Assignment, Organization, Post, User

BEGAN = date(2022, 10, 1)
"""First day of fiscal year 2566, since when every demonstration post is held."""
MADE = datetime(2022, 10, 1, 1, 0, tzinfo=UTC)


class Agency(NamedTuple):
    """An organisation of the article."""

    code: str
    abbr_th: str | None
    abbr_en: str | None
    name_th: str
    name_en: str
    sector: str
    org_type: str
    more: dict[str, object] = {}  # noqa: RUF012 - never changed


AGENCIES = (
    Agency("NXPO", "สอวช.", "NXPO", "สำนักงานสภานโยบายการอุดมศึกษา วิทยาศาสตร์ วิจัยและนวัตกรรมแห่งชาติ", "Office of National Higher Education Science Research and Innovation Policy Council", "state", "government"),
    Agency("EEF", "กสศ.", "EEF", "กองทุนเพื่อความเสมอภาคทางการศึกษา", "Equitable Education Fund", "state", "state_fund", {"is_core": True, "head_title_th": "ผู้จัดการ", "head_title_en": "Managing Director", "colour": "#c2410c"}),
    Agency("CODI", "พอช.", "CODI", "สถาบันพัฒนาองค์กรชุมชน (องค์การมหาชน)", "Community Organizations Development Institute (Public Organization)", "state", "public_org", {"is_core": True, "head_title_th": "ผู้อำนวยการ", "head_title_en": "Director", "colour": "#15803d"}),
    Agency("PMUA", "บพท.", "PMU-A", "หน่วยบริหารและจัดการทุนด้านการพัฒนาระดับพื้นที่", "Program Management Unit on Area-Based Development", "state", "research_unit", {"is_core": True, "is_juristic": False, "signs_via": "NXPO", "head_title_th": "ผู้อำนวยการ", "head_title_en": "Director", "colour": "#1d4ed8"}),
    Agency("OEC", "สกศ.", "OEC", "สำนักงานเลขาธิการสภาการศึกษา", "Office of the Education Council", "state", "government"),
    Agency("OSMEP", "สสว.", "OSMEP", "สำนักงานส่งเสริมวิสาหกิจขนาดกลางและขนาดย่อม", "Office of Small and Medium Enterprises Promotion", "state", "government"),
    Agency("SMEFED", None, None, "สมาพันธ์ SME ไทย", "Thai SME Federation", "business", "business"),
    Agency("NMT", "ส.ท.ท.", "NMT", "สมาคมสันนิบาตเทศบาลแห่งประเทศไทย", "National Municipal League of Thailand", "local_gov", "local_gov"),
    Agency("TSU", "ม.ทักษิณ", "TSU", "มหาวิทยาลัยทักษิณ", "Thaksin University", "academic", "university"),
    Agency("RAJABHAT", "มรภ.", None, "มหาวิทยาลัยราชภัฏในพื้นที่", "Rajabhat universities of the area", "academic", "university"),
    Agency("SANSIRI", None, None, "แสนสิริ", "Sansiri", "business", "business"),
    Agency("POVCENTER", "ศจพ.", None, "ศูนย์อำนวยการขจัดความยากจนและพัฒนาคนทุกช่วงวัยอย่างยั่งยืน ระดับชาติ", "National centre for poverty eradication", "state", "mechanism", {"is_juristic": False}),
    Agency("COC", None, None, "สภาองค์กรชุมชนและขบวนองค์กรชุมชน", "Community organisation councils", "community", "community_network", {"is_juristic": False}),
    Agency("ENERGYFUND", None, None, "กองทุนพลังงาน", "Energy fund", "state", "state_fund"),
    Agency("RURALDOC", None, None, "แพทย์ชนบท", "Rural doctors", "civil_society", "civil_society", {"is_juristic": False}),
    Agency("RESEARCHFUND", None, None, "กองทุนศึกษาวิจัยชุมชน", "Community research fund", "community", "community_network", {"is_juristic": False}),
    Agency("WELFARE", None, None, "กองทุนสวัสดิการชุมชน", "Community welfare funds", "community", "community_network", {"is_juristic": False}),
    Agency("MUNICIPALITIES", None, None, "เครือข่ายเทศบาล 200 แห่ง", "Network of 200 municipalities", "local_gov", "local_gov", {"is_juristic": False}),
    Agency("RATCHABURI", None, None, "จังหวัดราชบุรี", "Ratchaburi Province", "state", "government"),
    Agency("NIDA", "นิด้า", "NIDA", "สถาบันบัณฑิตพัฒนบริหารศาสตร์", "National Institute of Development Administration", "academic", "university", {"origin": "public"}),
)  # fmt: skip
"""All organisations; NXPO stands first because another one signs through it."""


class Person(NamedTuple):
    """An invented person and their post."""

    login: str
    org: str
    role: Role
    title_th: str
    title_en: str
    areas: tuple[str, ...] = ()


_POSTS = {
    "coordinator": (Role.COORDINATOR, "ผู้ประสานงาน", "Coordinator"),
    "director": (Role.DIRECTOR, "", ""),
    "legal": (Role.LEGAL_OFFICER, "นิติกร", "Legal officer"),
    "budget": (Role.BUDGET_OFFICER, "หัวหน้าฝ่ายแผนและงบประมาณ", "Head of plan and budget"),
    "admin": (Role.AGENCY_ADMIN, "ผู้ดูแลระบบ", "Administrator"),
}

CORE = ("CODI", "EEF", "PMUA")
"""The three agencies that plan together."""


def people() -> list[Person]:
    """Give every sign-in of contract.md §2."""
    agencies = {a.code: a for a in AGENCIES}
    found = []
    for code in CORE:
        agency = agencies[code]
        for name, (role, title_th, title_en) in _POSTS.items():
            th = title_th or str(agency.more["head_title_th"])
            en = title_en or str(agency.more["head_title_en"])
            found.append(
                Person(
                    f"{name}.{code.lower()}", code, role, f"{th} {agency.abbr_th}", f"{en}, {agency.abbr_en}"
                )
            )
    return [
        *found,
        Person("secretariat", "NXPO", Role.SECRETARIAT, "ฝ่ายเลขานุการร่วม", "Joint secretariat"),
        Person("knowledge", "NXPO", Role.KNOWLEDGE_EDITOR, "บรรณาธิการความรู้", "Knowledge editor"),
        Person(
            "area.roiet",
            "CODI",
            Role.AREA_COORDINATOR,
            "ผู้ประสานงานพื้นที่จังหวัดร้อยเอ็ด",
            "Area coordinator, Roi Et",
            ("45",),
        ),
        Person("viewer", "NXPO", Role.VIEWER, "ผู้บริหาร", "Executive"),
        Person("auditor", "NXPO", Role.AUDITOR, "ผู้ตรวจสอบ", "Auditor"),
        Person("system", "NXPO", Role.SYSTEM_ADMIN, "ผู้ดูแลระบบกลาง", "System administrator"),
    ]


def build(session: Session) -> None:
    """Add the organisations, posts and people; the session must act as somebody."""
    for agency in AGENCIES:
        session.add(
            Organization(
                code=agency.code,
                name_th=agency.name_th,
                name_en=agency.name_en,
                abbr_th=agency.abbr_th,
                abbr_en=agency.abbr_en,
                sector=agency.sector,
                org_type=agency.org_type,
                **{"origin": "article", **agency.more},
            )
        )
    session.flush()  # posts refer to them
    for person in people():
        add_person(session, person)


def add_person(session: Session, person: Person) -> User:
    """Add an invented user with one post, held since the beginning of fiscal year 2566."""
    user = User(
        login=person.login,
        name_th=f"{person.title_th} (ตัวอย่าง)",
        name_en=f"{person.title_en} (sample)",
        email=f"{person.login}@example.org",
        is_demo=True,
        created_at=MADE,
    )
    post = Post(
        org_code=person.org,
        role=person.role.value,
        title_th=person.title_th,
        title_en=person.title_en,
        areas=list(person.areas),
        is_head=person.role is Role.DIRECTOR,
    )
    session.add_all([user, post])
    session.flush()  # the assignment refers to both
    session.add(Assignment(post_id=post.id, user_id=user.id, starts_on=BEGAN))
    return user
