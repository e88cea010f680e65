"""A table at which tests make plans of CODI and EEF for Roi Et."""

from typing import Any

from planhub.plans.feature import PLANS
from tests.features.activities.desk import WANTED, Desk

FRAME: dict[str, Any] = {
    "province_code": "45",
    "fiscal_year": "2566",
    "before_mou": True,
    "parts_due_on": "2022-12-31",
    "goals": [{"title": "ครัวเรือนยากจนมีรายได้เพิ่มร้อยละ 20"}],
    "parts": [{"org": "CODI"}, {"org": "EEF"}],
}
RESOLUTION = {
    "meeting": "คณะทำงานจังหวัด ครั้งที่ 1/2566",
    "resolution_no": "1/2566 วาระ 4",
    "endorsed_on": "2022-12-20",
}
PART = {"values": {"contribution": "งบประมาณและเจ้าหน้าที่"}}


class Table(Desk):
    """Acts for people on plans."""

    def plan(self, login: str = "coordinator.codi", **changes: Any) -> Any:
        return self.create(PLANS, login, {**FRAME, **changes})

    def collecting(self, *activities: Any) -> Any:
        """Give a plan that collects its parts, with activities of CODI."""
        plan = self.plan()
        self.move(plan, "call_for_parts", "coordinator.codi")
        return self.include(plan, *activities) if activities else plan

    def include(self, plan: Any, *activities: Any, login: str = "coordinator.codi") -> Any:
        """Add activities to those that the plan has."""
        plan = self.fresh(plan)
        rows = [{"id": row.id, "activity": row.activity.code} for row in plan.activities]
        codes = [activity.code for activity in activities]
        return self.save(plan, login, activities=[*rows, *({"activity": code} for code in codes)])

    def consolidated(self, *activities: Any) -> Any:
        plan = self.collecting(*(activities or [self.accepted()]))
        self.submit(plan)
        self.move(plan, "consolidate", "coordinator.codi")
        return plan

    def submit(self, plan: Any) -> None:
        for org in ("codi", "eef"):
            self.move(plan, "submit_part", f"coordinator.{org}", **PART)

    def in_review(self, *activities: Any) -> Any:
        plan = self.consolidated(*activities)
        self.move(plan, "send_for_review", "coordinator.codi")
        return plan

    def in_approval(self, *activities: Any) -> Any:
        plan = self.in_review(*activities)
        self.decide(plan, "pass_part", "budget")
        self.move(plan, "endorse", "area.roiet", values=RESOLUTION)
        return plan

    def approved(self, *activities: Any) -> Any:
        plan = self.in_approval(*activities)
        self.decide(plan, "approve", "director")
        return self.fresh(plan)

    def decide(self, plan: Any, name: str, role: str) -> None:
        for org in ("codi", "eef"):
            self.move(plan, name, f"{role}.{org}")

    def send_back(self, plan: Any, login: str, *sections: str) -> None:
        self.move(plan, "return_part", login, **{**WANTED, "sections": list(sections)})
