"""An activity of CODI in Roi Et with a partner, steps, indicators and money; and people who report on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.activities.models import (
    ActivityPartner,
    BudgetLine,
    Indicator,
    JointActivity,
    Milestone,
)
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM, Actor
from planhub.people import queries as people
from planhub.progress import services as calendar
from planhub.progress.models import ProgressReport
from planhub.record import audit, flow, services
from planhub.record.models import Event
from planhub.record.types import registry

BEGUN = datetime(2025, 10, 6, 2, tzinfo=UTC)
"""Monday in the first week of fiscal year 2569."""
IN_JANUARY = datetime(2026, 1, 5, 2, tzinfo=UTC)
"""In the window of the first quarter."""


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Give an instant (UTC)."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@dataclass
class Desk:
    """Does what people do, in the test's session."""

    session: Session

    def actor(self, login: str) -> Actor:
        user = people.find_user(self.session, login=login)
        assert user is not None, login
        return people.get_actor(self.session, user)

    def activity(self, title: str = "แปลงรวมเพื่อคนจน", org: str = "CODI", **more: Any) -> JointActivity:
        audit.act_as(self.session, SYSTEM)
        activity: JointActivity = services.begin(
            self.session,
            SYSTEM,
            registry.get("activities"),
            {
                "title": title,
                "state": "in_progress",
                "start": date(2025, 10, 1),
                "end": date(2026, 9, 30),
                "area_codes": ["4501"],
                "target_group": "poor_household",
                "target_count": 90,
                "target_unit": "ครัวเรือน",
                "partners": [ActivityPartner(org="EEF", share="accepted")],
                "milestones": [
                    Milestone(title="สำรวจพื้นที่", weight=30, due_on=date(2025, 12, 15), position=1),
                    Milestone(title="จัดแปลง", weight=40, due_on=date(2026, 3, 31), position=2),
                    Milestone(title="สรุปผล", weight=30, due_on=date(2026, 9, 15), position=3),
                ],
                "indicators": [
                    Indicator(name="ครัวเรือนร่วม", kind="output", unit="ครัวเรือน", target=Decimal(90)),
                    Indicator(
                        name="รายได้", kind="outcome", unit="บาท/เดือน", target=Decimal(4000), cumulative=False
                    ),
                ],
                "budget_lines": [
                    BudgetLine(
                        org="CODI", source="agency_budget", fiscal_year=2569, planned=50_000_000, position=1
                    ),
                    BudgetLine(org="EEF", source="fund", fiscal_year=2569, planned=20_000_000, position=2),
                ],
                **more,
            },
            owner_org=org,
        )
        self.session.flush()
        return activity

    def generate(self) -> int:
        audit.act_as(self.session, SYSTEM)
        made = calendar.generate(self.session)
        self.session.flush()
        return made

    def reports(self, activity: JointActivity) -> list[ProgressReport]:
        query = select(ProgressReport.id).where(ProgressReport.activity_id == activity.id)
        ids = list(self.session.scalars(query.order_by(ProgressReport.period)))
        return [services.load(self.session, registry.get("progress-reports"), one) for one in ids]

    def save(self, report: Any, login: str, **raw: Any) -> Any:
        actor = self.actor(login)
        audit.act_as(self.session, actor)
        saved = services.save(self.session, actor, report, raw, version=report.version)
        self.session.flush()
        return saved

    def move(self, report: Any, name: str, login: str, **said: Any) -> Any:
        actor = self.actor(login)
        audit.act_as(self.session, actor)
        flow.move(self.session, actor, report, name, version=report.version, said=flow.Said(**said))
        self.session.flush()
        return services.load(self.session, registry.get(report.type), report.id)

    def moves(self, report: Any, login: str) -> dict[str, flow.OpenMove]:
        return {m.move.key: m for m in flow.moves(self.session, self.actor(login), report)}

    def back(self, report: Any, name: str, login: str, **said: Any) -> Any:
        words = {"note": "โปรดแก้ยอดเงิน", "sections": ["figures"], "wanted_by": clock.today()}
        return self.move(report, name, login, **{**words, **said})

    def filled(self, report: Any, login: str = "area.roiet", **more: Any) -> Any:
        return self.save(report, login, **{**FILLED, **more})

    def accepted(self, report: Any, **more: Any) -> Any:
        report = self.filled(report, **more)
        report = self.move(report, "submit", "area.roiet")
        report = self.move(report, "certify", "coordinator.codi")
        report = self.move(report, "take_up", "secretariat")
        return self.move(report, "accept", "secretariat", values={"rating": "on_plan"})

    def history(self, report: Any) -> list[str]:
        query = select(Event.move).where(Event.record_id == report.id).order_by(Event.n)
        return list(self.session.scalars(query))


FILLED: dict[str, Any] = {
    "status": "on_track",
    "summary": "สำรวจครบทุกตำบล",
    "figures": [
        {"indicator": "ครัวเรือนร่วม", "actual": "30"},
        {"indicator": "รายได้", "no_data_because": "เก็บข้อมูลไตรมาสหน้า"},
    ],
    "spending": [
        {
            "org": "CODI",
            "source": "agency_budget",
            "fiscal_year": "2569",
            "committed": "100,000",
            "disbursed": "80,000",
        },
        {"org": "EEF", "source": "fund", "fiscal_year": "2569", "committed": "0", "disbursed": "0"},
    ],
}


@pytest.fixture
def desk(db_session: Session) -> Desk:
    return Desk(db_session)


@pytest.fixture
def activity(desk: Desk) -> JointActivity:
    with clock.at(BEGUN):
        return desk.activity()


@pytest.fixture
def in_january() -> Iterator[None]:
    with clock.at(IN_JANUARY):
        yield


@pytest.fixture
def report(desk: Desk, activity: JointActivity, in_january: None) -> ProgressReport:
    """The report of the first quarter of 2569, open in January."""
    desk.generate()
    return desk.reports(activity)[0]
