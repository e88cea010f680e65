"""A secretariat at its desk in February 2566, with a committee and a country at work."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from planhub.infra import files
from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.meetings.feature import MEETINGS
from planhub.meetings.models import Meeting, MeetingPack, MeetingSnapshot
from planhub.meetings.pack import building, drawing, snapshot
from planhub.record import audit, flow, services
from planhub.record.models import Event
from planhub.web.app import PlanHubApp
from tests.conftest import Actors
from tests.features.meetings import world

MATTER: dict[str, Any] = {
    "section": "5",
    "title": "เกณฑ์การแบ่งพื้นที่รับผิดชอบรายตำบล",
    "org": "CODI",
    "requested": "endorsed",
    "background": "ที่ประชุมครั้งก่อนขอให้จัดทำเกณฑ์",
    "facts": "มีครัวเรือนเป้าหมาย 12,480 ครัวเรือน",
    "options": "(1) แบ่งตามหน่วยงานที่มีคนทำงานอยู่แล้ว\n(2) แบ่งตามความเชี่ยวชาญ",
    "proposal": "เลือกทางเลือกที่ (1)",
    "draft_resolution": "เห็นชอบตามที่เสนอ",
}


@dataclass
class Desk:
    """The secretariat's desk: sets up meetings and moves them on."""

    session: Session
    actors: Actors

    @property
    def secretariat(self) -> Actor:
        """The secretariat as it stands now."""
        return self.actors["secretariat"]

    def call(self, login: str = "secretariat", **raw: Any) -> Meeting:
        """Set up a meeting in a week."""
        actor = self.actors[login]
        audit.act_as(self.session, actor)
        day = clock.today() + timedelta(days=8)
        given = {
            "committee_code": "JOINT",
            "held_on": day.isoformat(),
            "starts_at": "09:30",
            "ends_at": "12:00",
            "place": "ห้องประชุมใหญ่ อาคารจัตุรัสจามจุรี",
            "agenda": [MATTER],
        }
        created = services.create(self.session, actor, MEETINGS, given | raw)
        self.session.flush()
        return self.load(created)

    def load(self, meeting: Meeting) -> Meeting:
        """Read a meeting anew, with everything its page needs."""
        self.session.expire_all()
        loaded: Meeting = services.load(self.session, MEETINGS, meeting.code)
        return loaded

    def move(
        self, record: Any, name: str, *, login: str = "secretariat", note: str | None = None, **values: Any
    ) -> Event:
        """Make a move with the record's present version."""
        actor = self.actors[login]
        audit.act_as(self.session, actor)
        if values.get("is_urgent") == "true":
            values.setdefault("urgent_reason", "ต้องพิจารณาก่อนสิ้นไตรมาส")
        event = flow.move(
            self.session,
            actor,
            record,
            name,
            version=record.version,
            said=flow.Said(values=values, note=note),
        )
        self.session.flush()
        return event

    def freeze(self, meeting: Meeting) -> MeetingSnapshot:
        """Freeze the figures of now."""
        audit.act_as(self.session, self.secretariat)
        return snapshot.freeze(self.session, self.secretariat, self.load(meeting))

    def ask_for_pack(self, meeting: Meeting) -> MeetingPack:
        """Ask for the pack of the newest figures."""
        audit.act_as(self.session, self.secretariat)
        return building.request(self.session, self.secretariat, self.load(meeting))

    def to_session(self, meeting: Meeting) -> Meeting:
        """Bring a new meeting to the point where it sits, with a pack that is said to be built."""
        self.move(meeting, "invite", is_urgent="true")
        frozen = self.freeze(meeting)
        self.session.add(
            MeetingPack(
                meeting_id=meeting.id,
                snapshot_id=frozen.id,
                version=1,
                state="ready",
                progress=100,
                made_at=clock.now(),
                sha256="0" * 64,
                size=1,
                backend="fs",
            )
        )
        self.session.flush()
        self.move(self.load(meeting), "finalise_agenda")
        with clock.at(clock.now() + timedelta(days=(meeting.held_on - clock.today()).days)):
            self.move(self.load(meeting), "start", began_at="09:40")
        return self.load(meeting)


@pytest.fixture
def now() -> Iterator[None]:
    with clock.at(world.NOW):
        yield


@pytest.fixture
def desk(db_session: Session, actors: Actors, now: None, tmp_path: Path) -> Iterator[Desk]:
    before = files._store
    files.use(tmp_path)
    world.committee(db_session)
    yield Desk(db_session, actors)
    files._store = before


@pytest.fixture
def country(db_session: Session, desk: Desk) -> Sequence[str]:
    """Three provinces at work."""
    codes = world.provinces(db_session, 3)
    world.lay(db_session, codes)
    return codes


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let packs be drawn at once, and note of which figures."""
    figures: list[str] = []

    def draw(
        frozen: MeetingSnapshot, *, version: int, options: object = None, beside: object = None
    ) -> bytes:
        figures.append(frozen.content_hash)
        return f"%PDF-{version}-{frozen.content_hash}".encode()

    monkeypatch.setattr(drawing, "render", draw)
    return figures


@pytest.fixture
def in_app(app: PlanHubApp) -> Iterator[None]:
    """What papers need of the application: templates, words, and the address of this installation."""
    with app.app_context():
        yield
