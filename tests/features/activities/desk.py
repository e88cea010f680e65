"""A desk at which tests propose activities and make moves in the name of the people of the small world."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from planhub.activities.feature import ACTIVITIES
from planhub.kernel.access import Actor
from planhub.mou.feature import MOUS
from planhub.people.queries import find_user, get_actor
from planhub.record import audit, flow, services
from planhub.record.flow import OpenMove, Said
from planhub.record.models import Event
from planhub.record.types import RecordType, registry
from planhub.web.setup import sync_states

WANTED = {"sections": ["main"], "wanted_by": date(2099, 1, 1), "note": "โปรดแก้ไข"}
"""What a return says."""


class Desk:
    """Acts for people by their sign-in names."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def know(self, *types: RecordType) -> None:
        """Make record types and their states known to the process and to the database."""
        for record_type in types:
            registry.add(record_type)
        sync_states(self.session)

    def actor(self, login: str) -> Actor:
        user = find_user(self.session, login=login)
        assert user is not None, f"no user {login}"
        actor = get_actor(self.session, user)
        audit.act_as(self.session, actor)
        return actor

    def create(self, record_type: RecordType, login: str, raw: dict[str, Any]) -> Any:
        with self.session.begin_nested():  # a refusal leaves nothing behind, as at the edge
            record = services.create(self.session, self.actor(login), record_type, raw)
        return self.fresh(record)

    def save(self, record: Any, login: str, **raw: Any) -> Any:
        with self.session.begin_nested():
            services.save(self.session, self.actor(login), record, raw, version=record.version)
        return self.fresh(record)

    def move(self, record: Any, name: str, login: str, **said: Any) -> Event:
        with self.session.begin_nested():
            return flow.move(
                self.session, self.actor(login), record, name, version=record.version, said=Said(**said)
            )

    def open_moves(self, record: Any, login: str) -> dict[str, OpenMove]:
        return {
            m.move.key: m
            for m in flow.moves(self.session, self.actor(login), self.fresh(record))
            if m.permitted
        }

    def fresh(self, record: Any) -> Any:
        """Read the record as the next request would."""
        self.session.flush()
        self.session.expire_all()
        return services.load(self.session, registry.get(record.type), record.id)

    def activity(self, login: str = "coordinator.codi", **changes: Any) -> Any:
        """Propose a complete activity of CODI with EEF in Roi Et, fiscal year 2566."""
        post = self.actor(login).standings[0].post_id
        return self.create(ACTIVITIES, login, {**proposal(), "lead_post": post, **changes})

    def accepted(self, login: str = "coordinator.codi", **changes: Any) -> Any:
        """Give an activity that its partners have accepted."""
        activity = self.activity(login, **changes)
        self.move(activity, "invite", login)
        for partner in activity.partners:
            self.move(activity, "accept_share", f"coordinator.{partner.org.lower()}")
        return self.fresh(activity)

    def planned(self, login: str = "coordinator.codi", **changes: Any) -> Any:
        """Give an activity that an approved plan includes, without the plan."""
        activity = self.accepted(login, **changes)
        activity.plan_code = "PLAN-2566-0001"
        flow.advance(self.session, activity)
        return self.fresh(activity)

    def running(self, login: str = "coordinator.codi", **changes: Any) -> Any:
        """Give an activity that has begun."""
        activity = self.planned(login, **changes)
        self.move(activity, "start", login, values={"started_on": "2022-12-15"})
        return self.fresh(activity)


def proposal() -> dict[str, Any]:
    """Give what is filled in of a complete proposal, as the API would send it."""
    return {
        "title": "แปลงรวมคนจนเมืองร้อยเอ็ด (ข้อมูลตัวอย่าง)",
        "area_codes": ["450101", "4502"],
        "start": "2022-12-01",
        "end": "2023-09-30",
        "direction": ["grassroots_economy"],
        "cooperation_kind": "extension_work",
        "target_group": "poor_household",
        "target_count": "90",
        "target_unit": "ครัวเรือน",
        "expected_output": "แปลงรวมที่ใช้ได้ 3 แปลง",
        "partners": [{"org": "EEF", "duty": "ทุนการศึกษา"}],
        "milestones": [
            {"title": "สำรวจ", "weight": "30", "due_on": "2023-01-31"},
            {"title": "เตรียมแปลง", "weight": "30", "due_on": "2023-05-31"},
            {"title": "ใช้ประโยชน์", "weight": "40", "due_on": "2023-09-30"},
        ],
        "budget_lines": [
            {"org": "CODI", "source": "agency_budget", "fiscal_year": "2566", "planned": "1,000,000.50"},
            {"org": "EEF", "source": "fund", "fiscal_year": "2566", "planned": "250000"},
        ],
        "indicators": [
            {
                "name": "ครัวเรือนมีรายได้เพิ่ม",
                "kind": "outcome",
                "unit": "ครัวเรือน",
                "baseline": "0",
                "baseline_source": "สำรวจ",
                "target": "90",
                "direction": "more",
                "cumulative": True,
                "means_of_verification": "ทะเบียนครัวเรือนของกองทุน",
            }
        ],
    }


DONE = {
    "finished_on": "2023-09-20",
    "result": "ใช้ประโยชน์ได้ 3 แปลง",
    "reached_count": "88",
    "evidence": "ภาพถ่ายและบันทึกการส่งมอบ",
    "lesson_note": "เจ้าของที่ดินร่วมตั้งแต่ต้นทำให้เร็วขึ้น",
}


def spent(activity: Any, baht: str = "100") -> list[dict[str, Any]]:
    """Give the budget lines as they stand, with money spent."""
    return [
        {
            "id": line.id,
            "org": line.org,
            "source": line.source,
            "fiscal_year": line.fiscal_year,
            "planned": f"{line.planned // 100}.{line.planned % 100:02d}",
            "allocated": "500",
            "disbursed": baht,
        }
        for line in activity.budget_lines
    ]


def known(session: Session) -> Desk:
    """Give a desk in a house that knows MOUs and activities."""
    desk = Desk(session)
    desk.know(MOUS, ACTIVITIES)
    return desk
