"""People who write, confirm, publish and use lessons."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.activities.models import JointActivity
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM, Actor
from planhub.lessons.models import KnowledgeItem, Lesson
from planhub.people import queries as people
from planhub.people.models import Post
from planhub.record import audit, flow, services
from planhub.record.models import Event
from planhub.record.types import registry

TODAY = datetime(2026, 2, 2, 3, tzinfo=UTC)

WRITTEN: dict[str, Any] = {
    "title": "แปลงรวมบนที่ดินสาธารณะ",
    "context": "ครัวเรือนไม่มีที่ดินทำกิน 90 ครัวเรือน ในมุกดาหาร",
    "what_was_done": "ขอใช้ที่ดินสาธารณะ แบ่งแปลงร่วมกัน ปลูกพืชระยะสั้นก่อน",
    "result": "มีรายได้ระหว่างรอผลผลิตหลัก",
    "success_factors": "ผู้นำชุมชนและเจ้าของพื้นที่ตกลงกติกาก่อนเริ่ม",
    "directions": ["grassroots_economy"],
    "areas": ["4501"],
    "agencies": ["CODI", "EEF"],
    "source": "ถอดบทเรียนโดยผู้ประสานงานพื้นที่",
    "no_personal_data": True,
}

ITEM: dict[str, Any] = {
    "title": "เครื่องรีดกระจูด",
    "problem": "รีดกระจูดด้วยมือช้าและไม่สม่ำเสมอ",
    "holder": "มหาวิทยาลัยทักษิณ",
    "directions": ["knowledge_stock"],
    "trl": "๘",
    "srl": 7,
    "cost_per_unit": "35,000",
    "unit": "เครื่อง",
    "conditions": "ต้องมีไฟฟ้า 220 โวลต์",
    "areas": ["93"],
}


@dataclass
class Desk:
    """Does what people do, in the test's session."""

    session: Session

    def actor(self, login: str) -> Actor:
        user = people.find_user(self.session, login=login)
        assert user is not None, login
        return people.get_actor(self.session, user)

    def create(self, login: str, type_name: str = "lessons", /, **raw: Any) -> Any:
        actor = self.actor(login)
        audit.act_as(self.session, actor)
        made = services.create(self.session, actor, registry.get(type_name), raw)
        self.session.flush()
        return made

    def save(self, record: Any, login: str, **raw: Any) -> Any:
        actor = self.actor(login)
        audit.act_as(self.session, actor)
        saved = services.save(self.session, actor, record, raw, version=record.version)
        self.session.flush()
        return saved

    def move(self, record: Any, name: str, login: str, **said: Any) -> Any:
        actor = self.actor(login)
        audit.act_as(self.session, actor)
        flow.move(self.session, actor, record, name, version=record.version, said=flow.Said(**said))
        self.session.flush()
        return self.load(record)

    def load(self, record: Any) -> Any:
        return services.load(self.session, registry.get(record.type), record.id)

    def reasons(self, record: Any, name: str, login: str) -> set[str]:
        found = {m.move.key: m for m in flow.moves(self.session, self.actor(login), record)}
        return {r.key for r in found[name].reasons}

    def lesson(self, login: str = "area.roiet", **more: Any) -> Lesson:
        made: Lesson = self.create(login, **{**WRITTEN, **more})
        return made

    def checked(self, login: str = "area.roiet", **more: Any) -> Lesson:
        """Give a lesson that waits for the editor; CODI and EEF have confirmed it."""
        lesson: Lesson = self.move(self.lesson(login, **more), "submit", login)
        for who in ("coordinator.codi", "coordinator.eef"):
            lesson = self.confirm(lesson, who)
        return lesson

    def confirm(self, lesson: Any, login: str) -> Any:
        return self.move(lesson, "confirm_facts", login, values={"privacy": True})

    def published(self, **more: Any) -> Lesson:
        return self.publish(self.checked(**more))

    def publish(self, lesson: Any) -> Lesson:
        made: Lesson = self.move(lesson, "publish", "knowledge", values={"compared": True})
        return made

    def item(self, login: str = "coordinator.pmua", **more: Any) -> KnowledgeItem:
        post = self.session.scalars(
            select(Post.id).where(Post.org_code == "PMUA", Post.role == "coordinator")
        ).one()
        made: KnowledgeItem = self.create(login, "knowledge-items", **{**ITEM, "contact_post": post, **more})
        return made

    def activity(self, org: str, title: str = "กิจกรรมใหม่") -> JointActivity:
        audit.act_as(self.session, SYSTEM)
        values = {
            "title": title,
            "state": "planned",
            "start": date(2026, 1, 1),
            "end": date(2026, 9, 30),
            "area_codes": ["4902"],
        }
        made: JointActivity = services.begin(
            self.session, SYSTEM, registry.get("activities"), values, owner_org=org
        )
        self.session.flush()
        return made

    def history(self, record: Any) -> list[str]:
        query = select(Event.move).where(Event.record_id == record.id).order_by(Event.n)
        return list(self.session.scalars(query))


@pytest.fixture
def desk(db_session: Session) -> Any:
    with clock.at(TODAY):
        yield Desk(db_session)
