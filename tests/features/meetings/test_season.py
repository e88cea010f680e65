"""A season of six meetings by API and browser, seen from before each of them: forty matters, answers, papers, packs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.meetings.agenda import candidates
from planhub.meetings.agenda.models import MeetingProposal
from planhub.meetings.agenda.numbers import numbered
from planhub.meetings.models import ActionItem, AgendaItem, Meeting, Resolution
from planhub.people import queries, tokens
from tests.client import HouseClient
from tests.features.meetings.conftest import MATTER, Desk

MEETINGS, APART = 6, timedelta(days=21)
NOTICE = timedelta(days=9)
MATTERS = 5
"""New matters for consideration at each meeting, besides what comes by itself or is proposed."""


@dataclass
class Season:
    """The secretariat's program and the browsers of the agencies."""

    client: HouseClient
    desk: Desk
    run_jobs: Callable[[], int]
    token: str = ""

    def api(self, method: str, path: str, json: Any = None) -> Any:
        """Call the API as the secretariat; anything but success fails the season."""
        self.client.check_html = False
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = self.client.open(f"/api/v1{path}", method=method, json=json, headers=headers, csrf=False)
        assert answer.status_code < 300, answer.get_data(as_text=True)
        return answer.get_json()

    def begin_day(self) -> None:
        """Take a token of today."""
        user = queries.find_user(self.desk.session, login="secretariat")
        assert user is not None
        self.token = tokens.issue(self.desk.session, user, days=1)

    def move(self, code: str, name: str, **said: Any) -> Any:
        """Make a move with the record's present version."""
        version = self.api("GET", f"/meetings/{code}")["version"]
        return self.api("POST", f"/meetings/{code}/moves/{name}", {"version": version, **said})

    def post(self, login: str, path: str, **data: Any) -> None:
        """Send a form as that person; it must be taken."""
        self.client.sign_in(login)
        answer = self.client.post(path, data=data)
        assert answer.status_code == 303, (path, answer.get_data(as_text=True)[:2000])


def test_a_season_of_six_meetings(
    client: HouseClient,
    desk: Desk,
    country: Sequence[str],
    db_session: Session,
    run_jobs: Callable[[], int],
    drawn: list[str],
) -> None:
    season = Season(client, desk, run_jobs)
    start = clock.now()
    codes = []
    for n in range(MEETINGS):
        with clock.at(start + n * APART):
            codes.append(_before(season, n))
        with clock.at(start + n * APART + NOTICE):
            _sit(season, codes[-1], n)
    db_session.expire_all()

    meetings = db_session.scalars(select(Meeting).order_by(Meeting.seq_no)).all()
    assert [(m.code, m.no, m.state) for m in meetings] == [
        (code, f"{n}/2566", "adjourned") for n, code in enumerate(codes, start=1)
    ]
    assert db_session.scalars(select(func.count()).select_from(AgendaItem)).one() >= 40
    assert len(drawn) == MEETINGS, "each pack was drawn once, from figures of its own"
    assert len(set(drawn)) == MEETINGS
    states = db_session.scalars(select(MeetingProposal.state).order_by(MeetingProposal.at)).all()
    assert states.count("accepted") == MEETINGS
    assert states.count("declined") == MEETINGS
    for meeting in meetings:
        _complete(desk, desk.load(meeting))
    _arose(db_session, meetings)


def _before(season: Season, n: int) -> str:
    """Set the meeting up, gather its agenda, invite, take answers, build the pack, close the agenda."""
    desk = season.desk
    season.begin_day()
    day = (clock.today() + NOTICE).isoformat()
    rows = [{**MATTER, "title": f"เรื่องที่ {n + 1}.{k}", "minutes": 20} for k in range(1, MATTERS + 1)]
    made = season.api(
        "POST",
        "/meetings",
        {
            "committee_code": "JOINT",
            "held_on": day,
            "starts_at": "09:30",
            "ends_at": "12:00",
            "place": "สอวช.",
            "agenda": rows,
        },
    )
    code: str = made["code"]
    for title in ("ขอเพิ่มพื้นที่นำร่อง", "ขอเลื่อนรายงาน"):
        season.post(
            "coordinator.eef",
            f"/meetings/{code}/proposals",
            title=f"{title} {n + 1}",
            section="5",
            requested="endorsed",
            proposal="เห็นชอบตามที่เสนอ",
            _save="1",
        )
    meeting = desk.session.scalars(select(Meeting).where(Meeting.code == code)).one()
    query = select(MeetingProposal.id).where(MeetingProposal.record_id == meeting.id)
    first, second = desk.session.scalars(query.order_by(MeetingProposal.title)).all()
    season.post("secretariat", f"/meetings/{code}/proposals/{first}/accept")
    season.post("secretariat", f"/meetings/{code}/proposals/{second}/decline", reason="รวมกับเรื่องที่เสนอแล้ว")
    waiting = candidates.candidates(desk.session, desk.secretariat, desk.load(meeting))
    back = [one.key for one in waiting if one.key.startswith("deferred:")]
    assert bool(back) == (n > 0), "what the meeting before put off waits again"
    season.post("secretariat", f"/meetings/{code}/agenda/candidates", take=back)
    season.move(code, "invite", letter_no=f"อว 6001/{n + 1}")
    _answer(season, code)
    season.post("secretariat", f"/meetings/{code}/snapshots")
    season.post("secretariat", f"/meetings/{code}/packs")
    season.run_jobs()
    season.move(code, "finalise_agenda")
    return code


def _answer(season: Season, code: str) -> None:
    meeting = season.desk.load(season.desk.session.scalars(select(Meeting).where(Meeting.code == code)).one())
    post = {a.org: a.post_id for a in meeting.attendees}
    season.post("director.codi", f"/meetings/{code}/answers", answer="comes")
    path = f"/meetings/{code}/answers"
    season.post(
        "coordinator.eef", f"{path}/{post['EEF']}", answer="sends", name="นายแทน กสศ.", post_title="รองผู้จัดการ"
    )
    season.post("director.pmua", f"{path}/{post['PMUA']}", answer="cannot", cause="ติดราชการ")


def _sit(season: Season, code: str, n: int) -> None:
    """Hold the meeting: one matter is put off, one assigned, the others endorsed or noted."""
    season.begin_day()
    season.move(code, "start", began_at="09:40")
    meeting = season.desk.load(season.desk.session.scalars(select(Meeting).where(Meeting.code == code)).one())
    own = [no for no, item in numbered(meeting) if item.title.startswith(f"เรื่องที่ {n + 1}.")]
    for no, item in numbered(meeting):
        said: dict[str, Any] = {"item": no, "kind": item.requested or "noted", "text": "ตามที่เสนอ"}
        if no == own[0]:
            said |= {"kind": "deferred", "text": "ให้เสนอใหม่ครั้งถัดไป"}
        elif no == own[1]:
            due = (clock.today() + timedelta(days=90)).isoformat()
            said |= {
                "kind": "assigned",
                "assign_org": "CODI",
                "assign_what": f"งานที่ {n + 1}",
                "assign_due": due,
            }
        season.move(code, "resolve_item", **said)
    season.move(code, "adjourn", ended_at="11:50")


def _complete(desk: Desk, meeting: Meeting) -> None:
    """Every matter was resolved; attendance is what was answered."""
    resolved = desk.session.scalars(select(Resolution).where(Resolution.record_id == meeting.id)).all()
    assert {r.item_id for r in resolved} == {item.id for item in meeting.agenda}
    assert sorted(r.number for r in resolved) == list(range(1, len(resolved) + 1))
    kinds = {a.org: (a.kind, a.name, a.cause) for a in meeting.attendees}
    assert kinds["CODI"][0] == "member"
    assert kinds["EEF"][:2] == ("substitute", "นายแทน กสศ.")
    assert (kinds["PMUA"][0], kinds["PMUA"][2]) == ("absent", "ติดราชการ")


def _arose(session: Session, meetings: Sequence[Meeting]) -> None:
    """Every assignment came up at each later meeting while it was open: the first five times."""
    actions = session.scalars(select(ActionItem).order_by(ActionItem.code)).all()
    assert len(actions) == MEETINGS
    for place, action in enumerate(actions):
        query = select(AgendaItem.record_id).where(
            AgendaItem.about_id == action.id, AgendaItem.section == "3"
        )
        assert set(session.scalars(query)) == {m.id for m in meetings[place + 1 :]}
