"""A season of six meetings by the API: forty matters, sixty resolutions, absent members, corrections, assignments carried."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from planhub.kernel import clock
from planhub.meetings.models import ActionItem, Meeting, MeetingPack, Resolution
from planhub.meetings.session.models import ResolutionRoom
from planhub.people import tokens
from planhub.people.queries import find_user
from tests.client import HouseClient
from tests.features.meetings.conftest import MATTER, Desk
from tests.features.meetings.test_follow_up import action_of

MEETINGS = 6
MATTERS = (7, 7, 7, 7, 6, 6)
"""Matters that agencies bring; those that come by themselves stand beside them."""
KINDS = ("noted", "endorsed", "principle", "approved", "review", "deferred")


@pytest.fixture
def api(client: HouseClient, desk: Desk) -> Any:
    """Call the API as the secretariat, and say what it answers."""
    keys: dict[str, str] = {}

    def call(method: str, path: str, login: str = "secretariat", status: int = 200, **body: Any) -> Any:
        if login not in keys:
            keys[login] = tokens_of(desk, login)
        answer = client.open(
            f"/api/v1{path}",
            method=method,
            json=body if method != "GET" else None,
            csrf=False,
            headers={"Authorization": f"Bearer {keys[login]}"},
        )
        assert answer.status_code == status, (path, answer.get_json())
        return answer.get_json()

    return call


def tokens_of(desk: Desk, login: str) -> str:
    """Issue a token as the command does."""
    user = find_user(desk.session, login=login)
    assert user is not None
    return tokens.issue(desk.session, user, days=365)


class Season:
    """One committee's meetings, one after the other, each a month after the last."""

    def __init__(self, api: Any, desk: Desk) -> None:
        self.api, self.desk = api, desk
        self.resolved = 0

    def move(
        self, meeting: Any, name: str, login: str = "secretariat", status: int = 200, **said: Any
    ) -> Any:
        now = self.api("GET", f"/meetings/{meeting['code']}", login)
        path = f"/meetings/{meeting['code']}/moves/{name}"
        return self.api("POST", path, login, status, version=now["version"], **said)

    def called(self, n: int, day: date) -> Any:
        agenda = [{**MATTER, "title": f"เรื่องที่ {k + 1} ของครั้งที่ {n + 1}"} for k in range(MATTERS[n])]
        meeting = self.api(
            "POST",
            "/meetings",
            status=201,
            committee_code="JOINT",
            held_on=day.isoformat(),
            starts_at="09:30",
            place="ห้องประชุมใหญ่",
            agenda=agenda,
        )
        self.move(meeting, "invite")
        frozen = self.desk.freeze(self.desk.session.get_one(Meeting, meeting["id"]))
        row = MeetingPack(
            meeting_id=meeting["id"],
            snapshot_id=frozen.id,
            version=1,
            state="ready",
            made_at=clock.now(),
            sha256="0" * 64,
        )
        self.desk.session.add(row)
        self.desk.session.flush()
        return self.move(meeting, "finalise_agenda")

    def sit(self, meeting: Any, n: int) -> Any:
        now = self.api("GET", f"/meetings/{meeting['code']}")
        rows = [{k: v for k, v in a.items() if k != "position"} for a in now["attendees"]]
        rows[1 + n % 3] |= {"kind": "absent", "cause": "ติดราชการ"}
        self.api("PATCH", f"/meetings/{meeting['code']}", version=now["version"], attendees=rows)
        now = self.move(meeting, "start", began_at="09:30")
        for k, item in enumerate(now["agenda"]):
            kind = "adopted" if item["section"] == "2" else KINDS[(n + k) % len(KINDS)]
            self.move(meeting, "resolve_item", item=item["id"], kind=kind, text=f"มติของเรื่อง {item['title']}")
            self.resolved += 1
        if n == 0:
            self.move(
                meeting,
                "resolve_item",
                item="5.1",
                kind="assigned",
                text="มอบหมาย พอช.",
                assign_org="CODI",
                assign_what="จัดทำบัญชีร่วม",
                assign_due=(clock.today() + timedelta(days=20)).isoformat(),
            )
            self.resolved += 1
        if n in (1, 2, 3):
            self.move(meeting, "resolve_item", item="5.1", kind="noted", text="รับทราบกรอบเวลา")
            self.resolved += 1
        return self.move(meeting, "adjourn", ended_at="12:00")

    def minute(self, meeting: Any) -> None:
        self.move(meeting, "draft_minutes", recorder_name="นางสาวหนึ่ง", checker_name="นายสอง")
        self.move(meeting, "circulate")
        here = [
            a for a in self.api("GET", f"/meetings/{meeting['code']}")["attendees"] if a["kind"] != "absent"
        ]
        login = next(f"director.{a['org'].lower()}" for a in here if a["org"] in ("CODI", "EEF"))
        for words in ("ถ้อยคำของฝ่ายหนึ่ง", "ถ้อยคำของอีกฝ่ายหนึ่ง"):
            self.move(meeting, "propose_correction", login, item="5.1", wording=words)
        self.move(meeting, "decide_correction", number=1, decision="accept")
        told = self.move(meeting, "decide_correction", status=422, number=2, decision="accept")
        assert [r["key"] for r in told["reasons"]] == ["moved_on"]
        self.move(meeting, "decide_correction", number=2, decision="decline", note="ใช้ถ้อยคำตามคำขอที่ 1 แล้ว")


def test_a_season_of_six_meetings(api: Any, desk: Desk, country: Sequence[str]) -> None:
    season, day, codes = Season(api, desk), clock.today() + timedelta(days=8), []
    for n in range(MEETINGS):
        with clock.at(clock.now() + timedelta(days=(day - clock.today()).days - 8)):
            meeting = season.called(n, day)
        with clock.at(clock.now() + timedelta(days=(day - clock.today()).days)):
            season.sit(meeting, n)
            season.minute(meeting)
        codes.append(meeting["code"])
        day += timedelta(days=28)

    states = {code: api("GET", f"/meetings/{code}")["state"] for code in codes}
    assert list(states.values()) == ["minutes_adopted"] * 5 + ["minutes_circulated"], (
        "each is adopted by the next"
    )
    numbers = [api("GET", f"/meetings/{code}")["title"].split()[-1] for code in codes]
    assert numbers == [f"{n}/2566" for n in range(1, 7)]
    session = desk.session
    assert sum(MATTERS) == 40
    assert session.scalar(select(func.count()).select_from(Resolution)) == season.resolved == 60
    per_meeting = select(Resolution.record_id, func.count(), func.max(Resolution.number)).group_by(
        Resolution.record_id
    )
    assert all(count == last for _id, count, last in session.execute(per_meeting)), "no gap and no double"
    assert session.scalar(select(func.count()).select_from(ResolutionRoom)) == season.resolved
    assert all(len(room.entitled) == 3 for room in session.scalars(select(ResolutionRoom))), (
        "one of four is absent"
    )
    assert action_of(session).carried == 5, "on every later agenda, once each"
    assert session.scalar(select(func.count()).select_from(ActionItem)) == 1
