"""A plan of three agencies with 60 activities and 400 budget lines, by the API from frame to closing, beside a ledger.

The ledger is kept by the test alone, in decimal baht, and never asks the house. Whatever the house sums, keeps, shows
or prints must be what the ledger says, to the satang, in every chapter of the plan's life.
"""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from planhub.activities.choices import BUDGET_SOURCES
from planhub.kernel import clock
from planhub.plans import queries
from planhub.plans.reconciling import differences
from planhub.plans.results.actual import result_of
from planhub.record.services import load
from planhub.record.types import registry
from tests.client import HouseClient
from tests.features.activities.desk import proposal
from tests.features.plans.programs import Programs
from tests.features.plans.table import FRAME, PART, RESOLUTION, Table

ORGS = ("CODI", "EEF", "PMUA")
SOURCES = [key for key, _ in BUDGET_SOURCES]
ACTIVITIES, LINES = 60, 400
WANTED = {"note": "โปรดแก้ไข", "wanted_by": "2099-01-01"}

Line = tuple[str, str, str]
"""Activity, agency, source; all of the one fiscal year."""


class Ledger:
    """What every line holds, as an accountant outside the house would write it down."""

    def __init__(self) -> None:
        self.planned: dict[Line, Decimal] = {}
        self.spent: dict[Line, Decimal] = {}

    def of(self, **wanted: str) -> int:
        """Add up, in satang, the planned money of an activity or an agency; of nothing named, all of it."""
        places = {"activity": 0, "org": 1, "source": 2}
        chosen = [v for k, v in self.planned.items() if all(k[places[n]] == x for n, x in wanted.items())]
        return int(sum(chosen, Decimal(0)) * 100)

    def table(self) -> dict[tuple[str, str], int]:
        """Give the planned money by agency and source, in satang."""
        sums: Counter[tuple[str, str]] = Counter()
        for (_, org, source), baht in self.planned.items():
            sums[org, source] += int(baht * 100)
        return dict(sums)


class Life:
    """Drives the plan and keeps the ledger."""

    def __init__(self, table: Table, programs: Programs, client: HouseClient) -> None:
        self.table, self.programs, self.client = table, programs, client
        self.ledger = Ledger()
        self.codes: list[str] = []
        self.plan = ""
        self._versions: dict[str, int] = {}

    # --- calls --------------------------------------------------------------------------------------------------

    def post(self, who: str, path: str, values: dict[str, Any]) -> dict[str, Any]:
        answer = self.programs(who, "POST", path, values)
        assert answer.status_code in (200, 201), answer.text
        told: dict[str, Any] = answer.get_json()
        self._versions[f"/{told['type']}/{told['code']}"] = told["version"]
        return told

    def move(self, who: str, path: str, name: str, **values: Any) -> dict[str, Any]:
        version = self._versions.get(path) or self.programs.get(who, path)["version"]
        return self.post(who, f"{path}/moves/{name}", {**values, "version": version})

    def change(self, who: str, path: str, **values: Any) -> None:
        self.programs.change(who, path, **values)
        self._versions.pop(path, None)

    def forget(self) -> None:
        """Read versions anew: the house has moved things by itself."""
        self._versions.clear()

    def each(self, role: str, name: str, **values: Any) -> None:
        for org in ORGS:
            self.move(f"{role}.{org.lower()}", self.plan, name, **values)

    # --- chapters -----------------------------------------------------------------------------------------------

    def propose(self) -> None:
        """Sixty activities, each with one partner, six or seven lines, and everybody's consent."""
        for n in range(ACTIVITIES):
            lead, partner = ORGS[n % 3], ORGS[(n + 1) % 3]
            title = f"กิจกรรมที่ {n + 1}"
            lines = self._lines(title, n, lead, partner)
            values = proposal() | {
                "title": title,
                "lead_org": lead,
                "area_codes": [f"45{n % 20 + 1:02d}"],
                "partners": [{"org": partner}],
                "budget_lines": lines,
            }
            path = f"/activities/{self.post(f'coordinator.{lead.lower()}', '/activities', values)['code']}"
            self.move(f"coordinator.{lead.lower()}", path, "invite")
            self.move(f"coordinator.{partner.lower()}", path, "accept_share")
            self.codes.append(path.rpartition("/")[2])
        assert len(self.ledger.planned) == LINES

    def _lines(self, title: str, n: int, lead: str, partner: str) -> list[dict[str, str]]:
        rows = []
        for k in range(7 if n < LINES - 6 * ACTIVITIES else 6):
            org, source = (lead, partner)[k % 2], SOURCES[k]
            baht = Decimal(10_000 + 137 * n + 1_009 * k) + Decimal((n * 7 + k * 13) % 100) / 100
            self.ledger.planned[title, org, source] = baht
            rows.append({"org": org, "source": source, "fiscal_year": "2566", "planned": str(baht)})
        return rows

    def open(self) -> None:
        """The frame, the call, and each agency's own activities and part."""
        parts = [{"org": org} for org in ORGS]
        self.plan = f"/plans/{self.post('coordinator.codi', '/plans', FRAME | {'parts': parts})['code']}"
        self.move("coordinator.codi", self.plan, "call_for_parts")
        rows: list[dict[str, str]] = []
        for i, org in enumerate(ORGS):
            rows += [{"activity": code} for code in self.codes[i::3]]
            self.change(f"coordinator.{org.lower()}", self.plan, activities=rows)
            rows = self.programs.get(f"coordinator.{org.lower()}", self.plan)["activities"]
        self.each("coordinator", "submit_part", **PART["values"])

    def to_review(self) -> None:
        for name in ("consolidate", "send_for_review"):
            self.move("coordinator.codi", self.plan, name)

    def to_approval(self) -> None:
        self.each("budget", "pass_part")
        self.move("area.roiet", self.plan, "endorse", **RESOLUTION)

    def send_back(self, who: str, *sections: str) -> None:
        self.move(who, self.plan, "return_part", **WANTED, sections=list(sections))
        self.forget()

    def correct(self, n: int, baht: str) -> None:
        """Let the lead of an activity take it back, put another sum on its first line, and have it accepted again."""
        path, lead = f"/activities/{self.codes[n]}", f"coordinator.{ORGS[n % 3].lower()}"
        self.move(lead, path, "change", note="ตามที่ส่งกลับ")
        lines = self.programs.get(lead, path)["budget_lines"]
        lines[0]["planned"] = baht
        self.change(lead, path, budget_lines=lines)
        self.ledger.planned[f"กิจกรรมที่ {n + 1}", lines[0]["org"], lines[0]["source"]] = Decimal(baht)
        self.move(lead, path, "invite")
        self.move(f"coordinator.{ORGS[(n + 1) % 3].lower()}", path, "accept_share")

    def revise(self, n: int, baht: str) -> None:
        """Open a major revision that doubles a line, take it through all agencies, and put it in place."""
        self.move(
            "coordinator.codi", self.plan, "revise", kind="major", parts_due_on="2023-03-31", note="งบเพิ่ม"
        )
        before, self.plan = (
            self.plan,
            f"/plans/{self.programs.get('coordinator.codi', self.plan)['open_revision']}",
        )
        org, source = ORGS[n % 3], SOURCES[0]
        row = {
            "activity": self.codes[n],
            "what": "planned",
            "org": org,
            "source": source,
            "fiscal_year": "2566",
            "amount": baht,
            "because": "จังหวัดสมทบ",
        }
        self.change("coordinator.codi", self.plan, changes=[row])
        self.each("coordinator", "submit_part", **PART["values"])
        self.to_review()
        self.to_approval()
        self.each("director", "approve")
        self.agrees_with_nothing_new(before)
        self.forget()
        self.move("secretariat", before, "supersede")
        self.ledger.planned[f"กิจกรรมที่ {n + 1}", org, source] = Decimal(baht)
        self.forget()

    def carry_out(self, n: int) -> None:
        """Start an activity, spend three quarters of each line, report it done, and have the partner verify it."""
        path, lead = f"/activities/{self.codes[n]}", f"coordinator.{ORGS[n % 3].lower()}"
        self.move(lead, path, "start", started_on="2023-01-10")
        lines = self.programs.get(lead, path)["budget_lines"]
        for line in lines:
            spent = (Decimal(line["planned"]) * 75 / 100).quantize(Decimal("0.01"))
            line.update(allocated=line["planned"], committed=str(spent), disbursed=str(spent))
            self.ledger.spent[f"กิจกรรมที่ {n + 1}", line["org"], line["source"]] = spent
        self.change(lead, path, budget_lines=lines)
        done = {
            "finished_on": "2023-03-20",
            "result": "เสร็จตามแผน",
            "reached_count": 90,
            "evidence": "ภาพถ่าย",
            "lesson_note": "เริ่มเร็ว",
        }
        self.move(lead, path, "report_done", **done)
        self.move(f"coordinator.{ORGS[(n + 1) % 3].lower()}", path, "verify")

    def cancel(self, n: int) -> None:
        """Let the director of the lead give an activity up: its money goes out of the plan."""
        self.move(f"director.{ORGS[n % 3].lower()}", f"/activities/{self.codes[n]}", "cancel", note="น้ำท่วม")
        for key in [key for key in self.ledger.planned if key[0] == f"กิจกรรมที่ {n + 1}"]:
            del self.ledger.planned[key]

    # --- comparing ----------------------------------------------------------------------------------------------

    def record(self) -> Any:
        self.table.session.expire_all()
        return load(self.table.session, registry.get("plans"), self.plan.rpartition("/")[2])

    def agrees(self) -> None:
        """Hold everything that the house sums against the ledger."""
        plan = self.record()
        stored = queries.budget_of(self.table.session, plan.id)
        assert differences(plan, stored) == []
        assert plan.planned == self.ledger.of()
        assert {(x.org, x.source): x.planned for x in stored if x.planned} == self.ledger.table()
        assert {org: plan.planned_by(org) for org in ORGS} == {org: self.ledger.of(org=org) for org in ORGS}
        for activity in plan.counted:
            assert activity.money.planned == self.ledger.of(activity=activity.title), activity.title

    def agrees_with_nothing_new(self, path: str) -> None:
        """While a revision is prepared and approved, the edition in force and its activities stay as they were."""
        self.table.session.expire_all()
        plan = load(self.table.session, registry.get("plans"), path.rpartition("/")[2])
        assert plan.planned == self.ledger.of()

    def shown(self) -> str:
        """Give the plan's page as a reader with the right to its money reads it."""
        self.client.sign_in("coordinator.codi")
        return self.client.get(self.plan).text


@pytest.fixture
def life(table: Table, client: HouseClient) -> Life:
    return Life(table, Programs(client, table.session), client)


def test_sixty_activities_and_four_hundred_lines_from_frame_to_closing(life: Life) -> None:
    life.propose()
    life.open()
    twice_returned(life)
    life.each("director", "approve")
    plan = life.record()
    assert (plan.state, plan.round, len(plan.activities)) == ("in_force", 3, ACTIVITIES)
    assert plan.baseline["planned"] == life.ledger.of()
    assert plan.baseline["by_org"] == {org: life.ledger.of(org=org) for org in ORGS}
    life.agrees()
    life.forget()
    first = life.ledger.of()
    life.revise(0, "25000.75")
    revised = life.record()
    assert (revised.state, revised.revision_no, revised.planned) == ("in_force", 2, life.ledger.of())
    assert life.ledger.of() > first
    life.agrees()
    assert f"{life.ledger.of() // 100:,}.{life.ledger.of() % 100:02d}" in life.shown()
    approved = life.ledger.of()
    with clock.at(datetime(2023, 4, 3, 3, 0, tzinfo=UTC)):
        for n in range(6):
            life.carry_out(n)
        life.cancel(59)
    with clock.at(datetime(2023, 10, 2, 3, 0, tzinfo=UTC)):
        closed_with_carry_over(life, approved)


def twice_returned(life: Life) -> None:
    """Send the plan back once in review and once in approval; only what was sent back is done again."""
    life.to_review()
    life.agrees()
    life.send_back("budget.eef", "goals")
    life.change("coordinator.codi", life.plan, goals=[{"title": "ครัวเรือนพ้นจน", "measure": "ร้อยละ 20"}])
    life.each("coordinator", "submit_part", **PART["values"])
    life.to_review()
    life.to_approval()
    life.send_back("director.pmua", "activities")
    life.correct(4, "98765.43")
    life.each("coordinator", "submit_part", **PART["values"])
    life.to_review()
    life.to_approval()
    life.agrees()


def closed_with_carry_over(life: Life, approved: int) -> None:
    """Set what came out beside what was approved, carry the rest over, and close."""
    life.forget()
    life.agrees()
    result = result_of(life.record())
    assert (result.done, result.cancelled, len(result.open)) == (6, 1, ACTIVITIES - 7)
    assert result.whole.baseline == approved
    assert result.whole.money.disbursed == int(sum(life.ledger.spent.values(), Decimal(0)) * 100)
    life.move("coordinator.codi", life.plan, "begin_closing")
    over = {*life.codes[:6], life.codes[59]}
    rows = [
        row if row["activity"] in over else row | {"carried_because": "ทำต่อปีหน้า"}
        for row in life.programs.get("coordinator.codi", life.plan)["activities"]
    ]
    life.change("coordinator.codi", life.plan, activities=rows, lessons_note="เสนองบให้เร็วขึ้น")
    life.move("secretariat", life.plan, "close")
    closed = life.record()
    assert (closed.state, len(result_of(closed).carried)) == ("closed", ACTIVITIES - 7)
