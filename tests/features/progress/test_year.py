"""A year of four quarters by the API: holes, late ones, returns and revisions, beside a computation of its own.

What each report should come to is kept in plain Python while the year is told, with arithmetic written here anew; at
the end every light, every sum and every cell of the grid must agree. The daily run is skipped for days, run twice, and
run across 30 September.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planhub.activities.models import BudgetLine, Indicator, Milestone
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.people import queries as people
from planhub.people import tokens
from planhub.places.levels import AreaLevel
from planhub.places.queries import list_areas
from planhub.progress import queries, reminding
from planhub.progress import services as calendar
from planhub.progress.digest import content
from planhub.progress.grid.asked import Asked
from planhub.progress.models import ProgressReport
from planhub.progress.totals import counting, reading
from planhub.record import access, audit, flow
from planhub.record.models import Event, Notification
from tests.client import HouseClient
from tests.features.api.conftest import Api
from tests.features.progress.conftest import Desk

FATES = (
    "accepted",
    "accepted",
    "accepted",
    "late",
    "returned_inside",
    "returned_then_accepted",
    "revised",
    "reopened",
    "certified",
    "waived",
    "hole",
    "draft",
)
"""What may become of a report."""
COUNTED = {"accepted", "late", "returned_then_accepted", "revised", "reopened"}
"""Fates in which an acceptance stands."""
QUARTER_ENDS = {1: date(2025, 12, 31), 2: date(2026, 3, 31), 3: date(2026, 6, 30), 4: date(2026, 9, 30)}
PLANNED = {1: 30, 2: 70, 3: 70, 4: 100}
"""Per cent of the steps due by the end of each quarter."""
DIRECTIONS = ("area_expansion", "knowledge_stock", "community_forest")


def noon(day: date, hour: int = 3) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@dataclass
class Told:
    """One report as the test knows it."""

    province: str
    org: str
    direction: str
    quarter: int
    fate: str
    pct: int
    actual: int
    spent: int
    """Baht disbursed to date by the lead."""


@dataclass
class Year:
    """Tells the year."""

    desk: Desk
    client: HouseClient
    chance: random.Random
    told: list[Told] = field(default_factory=list)
    runs: int = 0
    _apis: dict[str, Api] = field(default_factory=dict)

    @property
    def session(self) -> Session:
        return self.desk.session

    def api(self, login: str) -> Api:
        if login not in self._apis:
            user = people.find_user(self.session, login=login)
            assert user is not None
            token = tokens.issue(self.session, user, days=700)
            self.session.commit()
            self._apis[login] = Api(self.client, token)
        return self._apis[login]

    def daily(self, day: date) -> None:
        """The daily run, twice: the second must find nothing to do."""
        for n in range(2):
            with clock.at(noon(day, 1 + n)):
                audit.act_as(self.session, SYSTEM)
                access.begin_decisions()
                begun = calendar.generate(self.session)
                opened = flow.run_due(self.session, limit=100_000)
                sent = reminding.remind(self.session)
                self.session.commit()
            assert n == 0 or (begun, opened, sent) == (0, 0, 0)
        self.runs += 1

    def until(self, day: date, last: date) -> None:
        """Run some of the days after `day` and before `last`; most of them are skipped."""
        while (day := day + timedelta(days=self.chance.randint(1, 25))) < last:
            self.daily(day)

    # --- one report -----------------------------------------------------------------------------------------------

    def call(self, login: str, method: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        answer = self.api(login)(method, f"/progress-reports{path}", dict(body))
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.get_json()
        return found

    def move(self, login: str, report: dict[str, Any], name: str, **said: Any) -> dict[str, Any]:
        return self.call(
            login, "POST", f"/{report['code']}/moves/{name}", {"version": report["version"], **said}
        )

    def write(self, report: dict[str, Any], one: Told) -> dict[str, Any]:
        lines = [
            {**row, "committed": str(one.spent + 500), "disbursed": str(one.spent)}
            if row["org"] == one.org
            else {**row, "committed": "40", "disbursed": "0"}
            for row in report["spending"]
        ]
        body = {
            "version": report["version"],
            "status": "on_track",
            "summary": f"ไตรมาส {one.quarter} ทำได้ {one.pct}",
            "physical_pct": one.pct,
            "pct_reason": "ประเมินในพื้นที่",
            "figures": [
                {**row, "actual": str(one.actual)}
                if row["indicator"] == "ครัวเรือนร่วม"
                else {**row, "no_data_because": "เก็บปลายปี"}
                for row in report["figures"]
            ],
            "spending": lines,
        }
        return self.call(f"coordinator.{one.org.lower()}", "PATCH", f"/{report['code']}", body)

    def through(self, report: dict[str, Any], one: Told, *, to: str = "accepted") -> dict[str, Any]:
        """Write, send and certify it, and take it as far as `to`."""
        report = self.write(report, one)
        report = self.move(f"coordinator.{one.org.lower()}", report, "submit")
        if to == "submitted":
            return report
        report = self.move(f"director.{one.org.lower()}", report, "certify")
        if to == "cleared":
            return report
        report = self.move("secretariat", report, "take_up")
        return self.move("secretariat", report, "accept", rating="slow") if to == "accepted" else report

    def tell(self, code: str, one: Told, wanted: str) -> None:
        """Let its fate come over a report."""
        lead = f"coordinator.{one.org.lower()}"
        report = self.api(lead)("GET", f"/progress-reports/{code}").get_json()
        match one.fate:
            case "accepted" | "late":
                self.through(report, one)
            case "certified":
                self.through(report, one, to="cleared")
            case "draft":
                self.write(report, one)
            case "waived":
                self.move("secretariat", report, "waive", note="น้ำท่วม", decision_no="1/2569")
            case "returned_inside" | "returned_then_accepted":
                self.give_back(report, one, wanted)
            case "revised" | "reopened":
                self.reopen(report, one)

    def give_back(self, report: dict[str, Any], one: Told, wanted: str) -> None:
        """Return it inside the agency, or after the joint review, from where it comes back with other figures."""
        said = {"note": "โปรดตรวจยอด", "sections": ["figures"], "wanted_by": wanted}
        if one.fate == "returned_inside":
            report = self.through(report, one, to="submitted")
            self.move(f"director.{one.org.lower()}", report, "return_inside", **said)
            return
        report = self.through(report, Told(**{**vars(one), **_OTHER}), to="joint_review")
        report = self.move("secretariat", report, "return_report", **said)
        self.through(report, one)

    def reopen(self, report: dict[str, Any], one: Told) -> None:
        """Reopen it once accepted: to be accepted with other figures, or left as a draft that counts for nothing."""
        first = Told(**{**vars(one), **_OTHER}) if one.fate == "revised" else one
        report = self.through(report, first)
        self.move("secretariat", report, "reopen", note="ยอดผิด", request_ref="12/2569")
        lead = f"coordinator.{one.org.lower()}"
        report = self.api(lead)("GET", f"/progress-reports/{report['code']}").get_json()
        if one.fate == "revised":
            self.through(report, one)
        else:
            self.write(report, Told(**{**vars(one), "pct": 99, "actual": 999, "spent": 999}))


_OTHER = {"pct": 5, "actual": 1, "spent": 7}
"""What was said at first where something else stands in the end."""


def begin(year: Year, provinces: list[str]) -> dict[tuple[str, str], str]:
    """Begin an activity of an agency in each province; gives their ids."""
    made = {}
    with clock.at(noon(date(2025, 10, 6))):
        for n, province in enumerate(provinces):
            org = ("CODI", "EEF", "PMUA")[n % 3]
            other = ("EEF", "PMUA", "CODI")[n % 3]
            activity = year.desk.activity(
                f"กิจกรรม {province}",
                org,
                area_codes=[province],
                province_code=province,
                direction=[DIRECTIONS[n % len(DIRECTIONS)]],
                partners=[],
                milestones=[
                    Milestone(title="หนึ่ง", weight=30, due_on=date(2025, 12, 15), position=1),
                    Milestone(title="สอง", weight=40, due_on=date(2026, 3, 31), position=2),
                    Milestone(title="สาม", weight=30, due_on=date(2026, 9, 15), position=3),
                ],
                indicators=[
                    Indicator(name="ครัวเรือนร่วม", kind="output", unit="ครัวเรือน", target=Decimal(90)),
                    Indicator(
                        name="รายได้", kind="outcome", unit="บาท", target=Decimal(4000), cumulative=False
                    ),
                ],
                budget_lines=[
                    BudgetLine(
                        org=who, source="agency_budget", fiscal_year=2569, planned=planned, position=place
                    )
                    for place, (who, planned) in enumerate(((org, 9_000_000), (other, 1_000_000)), start=1)
                ],
            )
            made[province, org] = activity.id
    year.session.commit()
    return made


def live(year: Year, provinces: list[str]) -> None:
    """Tell four quarters of all of them."""
    ids, day = begin(year, provinces), date(2025, 10, 6)
    for quarter, end in QUARTER_ENDS.items():
        year.until(day, end)
        year.until(end - timedelta(days=3), end + timedelta(days=5))  # across the end of the year too
        day = end + timedelta(days=6)
        year.daily(day)
        for n, ((province, org), activity_id) in enumerate(ids.items()):
            fate = FATES[(n * 5 + quarter * 7 + year.chance.randint(0, 1)) % len(FATES)]
            one = Told(
                province,
                org,
                DIRECTIONS[n % len(DIRECTIONS)],
                quarter,
                fate,
                pct=year.chance.randint(10, 99),
                actual=year.chance.randint(1, 20),
                spent=1_000 * quarter + n,
            )
            year.told.append(one)
            if fate == "hole":
                continue
            code = year.session.scalars(
                select(ProgressReport.code).where(
                    ProgressReport.activity_id == activity_id, ProgressReport.quarter == quarter
                )
            ).one()
            when = day + timedelta(days=14 if fate == "late" else 0)
            with clock.at(noon(when, 5)):
                year.tell(code, one, (when + timedelta(days=9)).isoformat())
        day += timedelta(days=15)
    for day in (date(2026, 10, 25), date(2026, 10, 31)):
        year.daily(day)


# --- what it should come to ---------------------------------------------------------------------------------------


def light_of(one: Told) -> str:
    share = one.pct * 100 / PLANNED[one.quarter]
    return "green" if share >= 90 else "amber" if share >= 70 else "red"


def expected_totals(year: Year) -> dict[tuple[str, str, int], Counter[str]]:
    """Add up what stands accepted, each figure by its own rule."""
    sums: dict[tuple[str, str, int], Counter[str]] = defaultdict(Counter)
    reached: Counter[str] = Counter()
    other = {"CODI": "EEF", "EEF": "PMUA", "PMUA": "CODI"}
    for one in sorted(year.told, key=lambda x: x.quarter):
        if one.fate not in COUNTED:
            continue
        reached[one.province] += one.actual
        counts = Counter(
            {
                "reports": 1,
                light_of(one): 1,
                "rated_slow": 1,
                "pct_sum": one.pct,
                "planned_sum": PLANNED[one.quarter],
                "output_sum": min(100, int(reached[one.province] * 100 / 90 + 0.5)),
                "actual": reached[one.province],
            }
        )
        mine = Counter(
            {"planned": 9_000_000, "committed": (one.spent + 500) * 100, "disbursed": one.spent * 100}
        )
        theirs = Counter({"planned": 1_000_000, "committed": 4_000})
        for scope, key in (
            ("all", ""),
            ("province", one.province),
            ("direction", one.direction),
            ("plan", "-"),
        ):
            sums[scope, key, one.quarter] += counts + mine + theirs
        sums["agency", one.org, one.quarter] += counts + mine
        sums["agency", other[one.org], one.quarter] += theirs
    return sums


def found_totals(session: Session) -> dict[tuple[str, str, int], Counter[str]]:
    names = ("reports", "green", "amber", "red", "rated_slow", "pct_sum", "planned_sum", "output_sum")
    found = {}
    for scope in ("all", "province", "agency", "direction", "plan"):
        for quarter in QUARTER_ENDS:
            for one in reading.totals(session, scope, 2569, quarter):
                row = {name: getattr(one.row, name) for name in (*names, "planned", "committed", "disbursed")}
                row["actual"] = sum(int(figure[5]) for figure in one.figures)
                found[scope, one.key, quarter] = +Counter(row)
    return found


def expected_cell(one: Told) -> queries.Cell:
    if one.fate == "waived":
        return queries.Cell(waived=1)
    is_in = one.fate in COUNTED - {"reopened"} or one.fate == "certified"
    return queries.Cell(
        expected=1,
        certified=int(is_in),
        accepted=int(is_in and one.fate != "certified"),
        late=int(one.fate == "late"),
        returned=int(one.fate == "returned_inside"),
        missing=int(not is_in),
    )


def agree(year: Year) -> None:
    """Compare everything that pages show with what was told."""
    session = year.session
    session.expire_all()
    expected = {key: +row for key, row in expected_totals(year).items()}
    found = found_totals(session)
    assert found == expected
    assert counting.differences(session) == {}
    counting.rebuild(session)
    assert found_totals(session) == expected

    with clock.at(noon(date(2026, 10, 31))):
        cells = {
            (row.province, row.org, quarter): row.cell(quarter)
            for row in queries.grid(session, 2569)
            for quarter in QUARTER_ENDS
        }
        assert cells == {(one.province, one.org, one.quarter): expected_cell(one) for one in year.told}
        lights(year)
    reminders(year)


def lights(year: Year) -> None:
    """Each certified report has its light; what is not certified has none at all."""
    actor = year.desk.actor("auditor")
    for one in year.told[:: max(1, len(year.told) // 40)]:
        shown = content.read(year.session, actor, content.PROVINCE, one.province, Asked(2569, one.quarter))
        certified = expected_cell(one).certified
        assert [line.light.value for line in shown.lines] == ([light_of(one)] if certified else [])


def reminders(year: Year) -> None:
    """Nobody was told the same thing twice, nor reminded of what had been certified or waived by then."""
    session = year.session
    doubled = (
        select(Notification.user_id, Notification.cause)
        .where(Notification.cause.like("report:%"))
        .group_by(Notification.user_id, Notification.cause)
        .having(func.count() > 1)
    )
    assert session.execute(doubled).all() == []
    holes = sum(one.fate == "hole" for one in year.told)
    up = select(func.count(func.distinct(Notification.record_id))).where(
        Notification.cause.like("report:%:14"),
        Notification.text_th.like("ยังไม่ได้รับ%"),
    )
    assert (session.scalar(up) or 0) >= holes - sum(
        one.quarter == 4 and one.fate == "hole" for one in year.told
    )
    settled = (
        select(func.count())
        .select_from(Notification)
        .join(Event, Event.record_id == Notification.record_id)
        .where(
            Notification.cause.like("report:%"),
            Event.move.in_(["waive"]),
            Event.at < Notification.at,
        )
    )
    assert session.scalar(settled) == 0


@pytest.fixture
def year(desk: Desk, client: HouseClient) -> Year:
    return Year(desk, client, random.Random(2569))  # noqa: S311 - the same year every time


def test_a_year_of_twelve_provinces(year: Year, db_session: Session) -> None:
    provinces = [area.code for area in list_areas(db_session, AreaLevel.PROVINCE)][:12]
    live(year, provinces)
    assert {one.fate for one in year.told} == set(FATES)
    agree(year)


@pytest.mark.deep
def test_a_year_of_all_provinces(year: Year, db_session: Session) -> None:
    provinces = [area.code for area in list_areas(db_session, AreaLevel.PROVINCE)]
    assert len(provinces) == 77
    live(year, provinces)
    agree(year)
