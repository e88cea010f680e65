"""A country at work, laid straight into the tables: plans, activities, reports, lessons and MOUs of many provinces."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from planhub.activities.models import (
    ActivityPartner,
    BudgetLine,
    Indicator,
    IndicatorValue,
    JointActivity,
    Milestone,
)
from planhub.lessons.models import Lesson
from planhub.meetings.models import Committee, CommitteeMember
from planhub.mou.models import Mou, MouParty
from planhub.people.queries import post_holders
from planhub.places.levels import AreaLevel
from planhub.places.models import Programme, ProgrammeArea
from planhub.places.queries import list_areas
from planhub.plans.models import IntegratedPlan, PlanActivity, PlanPart
from planhub.progress.models import ProgressReport
from planhub.record.models import Lane, Record, RecordArea, RecordParty

NOW = datetime(2023, 2, 20, 3, 42, tzinfo=UTC)
"""A Monday morning; the reports of the first quarter of fiscal year 2566 were due on 15 January."""
YEAR = 2566
CORE = ("CODI", "EEF", "PMUA")
ROIET = "45"

TITLES = (
    "พัฒนาอาชีพครัวเรือนยากจนด้วยกระจูดและผ้าทอพื้นถิ่น",
    "ช่วยเหลือเด็กหลุดจากระบบการศึกษากลับเข้าเรียน",
    "บ้านมั่นคงชนบทและสวัสดิการชุมชน",
)


def provinces(session: Session, count: int) -> list[str]:
    """Give the codes of `count` provinces, Roi Et first."""
    codes = [area.code for area in list_areas(session, AreaLevel.PROVINCE) if area.code != ROIET]
    return [ROIET, *codes][:count]


def committee(session: Session, code: str = "JOINT", *, numbering: str = "calendar") -> Committee:
    """Found a committee in which the three directors and the secretariat sit; CODI is in the chair."""
    holders = [
        h for h in post_holders(session) if h.role == "director" or (h.org, h.role) == ("NXPO", "secretariat")
    ]
    duties = {"CODI": "chair", "NXPO": "secretary"}
    members = [
        CommitteeMember(post_id=h.post_id, duty=duties.get(h.org, "member"), position=n)
        for n, h in enumerate(
            sorted(holders, key=lambda h: (duties.get(h.org, "m") != "chair", h.org)), start=1
        )
    ]
    one = Committee(
        code=code,
        name_th="คณะทำงานร่วมขับเคลื่อนการแก้ไขปัญหาความยากจนและลดความเหลื่อมล้ำ",
        name_en="Joint working group",
        numbering=numbering,
        origin="sample",
        members=members,
    )
    session.add(one)
    session.flush()
    return one


def lay(session: Session, codes: Sequence[str], *, per_province: int = 3) -> None:
    """Lay the work of the year in these provinces: everything is sample data."""
    _programmes(session, codes)
    mou = _mous(session, codes)
    for n, code in enumerate(codes, start=1):
        activities = [_activity(n * 100 + k, code, mou) for k in range(1, per_province + 1)]
        session.add_all(activities)
        session.flush()
        session.add_all(_report(a) for a in activities[:2])
        session.add(_plan(n, code, activities))
        session.add(_lesson(n, code, activities[0]))
    session.flush()


def _header(kind: str, code: str, title: str, state: str, owner: str) -> dict[str, Any]:
    return {
        "type": kind,
        "code": code,
        "title": title,
        "state": state,
        "owner_org": owner,
        "created_at": NOW,
        "updated_at": NOW,
        "state_since": NOW,
        "origin": "sample",
    }


def _reach(record: Record, orgs: Sequence[str], areas: Sequence[str]) -> None:
    record.party_rows = [RecordParty(org_code=org) for org in orgs]
    record.area_rows = [RecordArea(area_code=area) for area in areas]


def _programmes(session: Session, codes: Sequence[str]) -> None:
    rows = (
        ("CODI-IP22", "CODI", "แผนขับเคลื่อนจังหวัดบูรณาการ", False),
        ("EEF-AREA", "EEF", "โครงการเชิงพื้นที่", False),
        ("CODI-77", "CODI", "งานเชิงพื้นที่ทั่วประเทศ", True),
    )
    for code, org, name, nationwide in rows:
        one = Programme(
            code=code,
            org_code=org,
            name_th=name,
            name_en=code,
            is_nationwide=nationwide,
            target_level="province",
            origin="sample",
        )
        session.add(one)
        session.flush()
        if nationwide:
            continue
        for n, province in enumerate(codes):
            areas = [province] if org == "CODI" else [f"{province}01", f"{province}0101"] if n % 3 else []
            session.add_all(
                ProgrammeArea(
                    programme_id=one.id,
                    area_code=a,
                    fiscal_year=YEAR,
                    as_of=date(2023, 1, 31),
                    origin="sample",
                )
                for a in areas
            )
    session.flush()


def _mous(session: Session, codes: Sequence[str]) -> Mou:
    in_force = Mou(
        **_header("mous", "MOU-2563-0004", "การพัฒนาคุณภาพชีวิตและเศรษฐกิจชุมชนฐานราก", "in_force", "CODI"),
        cooperation_kind="area_approach",
        starts_on=date(2020, 5, 1),
        ends_on=date(2023, 4, 30),
        official_no="4/2563",
        parties=[MouParty(org=org) for org in ("CODI", "PMUA")],
    )
    drafted = Mou(
        **_header("mous", "MOU-2566-0001", "การขับเคลื่อนการแก้ไขปัญหาความยากจนเชิงพื้นที่", "approval", "CODI"),
        cooperation_kind="area_approach",
        parties=[MouParty(org=org) for org in CORE],
        lanes=[
            Lane(round=1, kind="legal", org_code=org, status="done", role="legal_officer", since=NOW)
            for org in CORE
        ]
        + [Lane(round=1, kind="approval", org_code="EEF", status="waiting", role="director", since=NOW)],
    )
    for one, orgs in ((in_force, ("CODI", "PMUA")), (drafted, CORE)):
        _reach(one, orgs, codes[:3])
        session.add(one)
    session.flush()
    return in_force


def _activity(n: int, province: str, mou: Mou) -> JointActivity:
    lead, partner = CORE[n % 3], CORE[(n + 1) % 3]
    one = JointActivity(
        **_header("activities", f"ACT-2566-{n:04}", TITLES[n % 3], "in_progress", lead),
        fiscal_year=YEAR,
        province_code=province,
        area_codes=[province],
        mou_id=mou.id,
        start=date(2022, 10, 15),
        end=date(2023, 9, 30),
        target_count=90,
        target_unit="ครัวเรือน",
        partners=[ActivityPartner(org=partner, share="accepted")],
        milestones=[
            Milestone(
                title="เตรียมพื้นที่", weight=30, due_on=date(2022, 12, 15), done_on=date(2022, 12, 10), position=1
            ),
            Milestone(title="ดำเนินงาน", weight=70, due_on=date(2023, 8, 31), position=2),
        ],
        budget_lines=[
            BudgetLine(
                org=lead,
                source="agency_budget",
                fiscal_year=YEAR,
                planned=100_000_00 * (n % 5 + 1),
                allocated=80_000_00,
                committed=30_000_00,
                disbursed=10_000_00,
                position=1,
            ),
            BudgetLine(
                org=partner,
                source="fund",
                fiscal_year=YEAR,
                planned=50_000_00,
                allocated=50_000_00,
                disbursed=5_000_00,
                position=2,
            ),
            BudgetLine(org=partner, source="fund", fiscal_year=YEAR + 1, planned=70_000_00, position=3),
        ],
        indicators=[
            Indicator(kind="outcome", name="รายได้เฉลี่ยต่อเดือน", unit="บาท", target=Decimal(4000), position=1)
        ],
        indicator_values=[
            IndicatorValue(
                indicator="รายได้เฉลี่ยต่อเดือน", fiscal_year=YEAR, quarter=1, actual=Decimal("1850.50")
            )
        ],
    )
    _reach(one, sorted({lead, partner}), [province])
    return one


def _report(activity: JointActivity) -> ProgressReport:
    slow = activity.code.endswith("02")
    one = ProgressReport(
        **_header(
            "progress-reports",
            activity.code.replace("ACT", "RPT"),
            activity.title,
            "accepted",
            activity.owner_org,
        ),
        fiscal_year=YEAR,
        province_code=activity.province_code,
        activity_id=activity.id,
        quarter=1,
        period=f"{YEAR}-1",
        opens_on=date(2023, 1, 1),
        due_on=date(2023, 1, 15),
        status="off_track" if slow else "on_track",
        reported_pct=10 if slow else 30,
        planned_pct=30,
        submitted_on=date(2023, 1, 12),
        accepted_on=date(2023, 1, 20),
        obstacles="การส่งมอบเครื่องแปรรูปล่าช้ากว่าสัญญา 45 วัน" if slow else None,
        remedy="ขอให้ อบต. สนับสนุนสถานที่สำรอง" if slow else None,
    )
    _reach(one, [activity.owner_org], [str(activity.province_code)])
    return one


def _plan(n: int, province: str, activities: Sequence[JointActivity]) -> IntegratedPlan:
    one = IntegratedPlan(
        **_header(
            "plans",
            f"PLAN-2566-{n:04}",
            f"แผนบูรณาการจังหวัด {province}",
            ("in_force", "approved", "review")[n % 3],
            "CODI",
        ),
        fiscal_year=YEAR,
        province_code=province,
        start=date(2022, 10, 1),
        end=date(2023, 9, 30),
        approved_on=date(2022, 12, 28) if n % 3 != 2 else None,
        parts=[PlanPart(org="CODI")],
        activities=[
            PlanActivity(activity_id=a.id, part_org=a.owner_org, position=k)
            for k, a in enumerate(activities, 1)
        ],
    )
    _reach(one, CORE, [province])
    return one


def _lesson(n: int, province: str, activity: JointActivity) -> Lesson:
    one = Lesson(
        **_header("lessons", f"LES-2566-{n:04}", "กระจูดแก้จน: ให้คนจนอยู่ในห่วงโซ่มูลค่า", "published", "PMUA"),
        fiscal_year=YEAR,
        province_code=province,
        what_was_done="มหาวิทยาลัยจัดกลุ่มครัวเรือนให้รับจ้างเตรียมเส้นกระจูด",
        result="ครัวเรือนมีรายได้ประจำ",
        success_factors="มีตลาดรับซื้อแน่นอน",
        areas=[province],
        agencies=["PMUA"],
        activity_id=activity.id,
        published_on=date(2023, 2, 1),
    )
    _reach(one, ["PMUA"], [province])
    return one
