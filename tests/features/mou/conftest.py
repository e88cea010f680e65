"""The three agencies of the world with an MOU between them, and short words for what people do with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.mou import queries
from planhub.mou.feature import MOUS
from planhub.mou.models import Mou, MouVersion
from planhub.record import audit, flow, services
from planhub.record.models import Attachment
from tests.conftest import Actors

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""A Monday morning in Bangkok."""
TODAY = date(2026, 11, 23)
ORGS = ("EEF", "CODI", "PMUA")
CHECKS = ["authority", "juristic", "money", "pdpa", "ip", "notice"]


def text(**other: Any) -> dict[str, Any]:
    """Give everything that a draft needs before it is shared."""
    return {
        "title": "การแก้ไขปัญหาความยากจนและลดความเหลื่อมล้ำเชิงพื้นที่",
        "cooperation_kind": "area_approach",
        "cooperation_sub": "household",
        "directions": ["area_expansion", "lesson_harvest"],
        "areas": ["45", "49"],
        "objectives": "ประสานแผนงานในพื้นที่เดียวกัน\nเก็บเกี่ยวบทเรียนระหว่างทาง",
        "term_years": "3",
        "parties": [{"org": org} for org in ORGS],
        "obligations": [
            *({"org": org, "text": f"จัดทำรายชื่อพื้นที่ของ {org}"} for org in ORGS),
            {"text": "ประชุมร่วมกัน", "due_on": "2027-03-31"},
        ],
        "signatories": [
            *({"org": org, "kind": "signer", "name": f"ผู้ลงนาม {org}", "post": "ผู้อำนวยการ"} for org in ORGS),
            *(
                {"org": org, "kind": "witness", "name": f"พยาน {org}", "post": "ผู้อำนวยการสำนัก"}
                for org in ORGS
            ),
        ],
        **other,
    }


@dataclass
class Desk:
    """Where people work on MOUs."""

    session: Session
    actors: Actors

    def actor(self, login: str) -> Actor:
        """Give the person as they stand now, and let the session act for them."""
        actor = self.actors[login]
        audit.act_as(self.session, actor)
        return actor

    def draft(self, login: str = "coordinator.codi", **other: Any) -> Mou:
        """Begin an MOU that could be shared."""
        return self.create(text(**other), login)

    def create(self, raw: dict[str, Any], login: str = "coordinator.codi") -> Mou:
        """Begin an MOU of just this."""
        mou: Mou = services.create(self.session, self.actor(login), MOUS, raw)
        self.session.flush()
        return self.again(mou)

    def again(self, mou: Mou) -> Mou:
        """Give the MOU as the next request finds it."""
        self.session.flush()
        key = mou.id
        self.session.expire_all()
        found: Mou = services.load(self.session, MOUS, key)
        return found

    def save(self, mou: Mou, login: str = "coordinator.codi", **raw: Any) -> Mou:
        """Change fields."""
        return self.again(services.save(self.session, self.actor(login), mou, raw, version=mou.version))

    def move(self, mou: Mou, name: str, login: str, **said: Any) -> Mou:
        """Make a move; `note`, `sections`, `wanted_by` and `seen_hash` go beside the move's own fields."""
        beside = {k: said.pop(k) for k in ("note", "sections", "wanted_by", "seen_hash") if k in said}
        spoken = flow.Said(values=said, **beside)
        flow.move(self.session, self.actor(login), mou, name, version=mou.version, said=spoken)
        return self.again(mou)

    def open_moves(self, mou: Mou, login: str) -> dict[str, flow.OpenMove]:
        """Give the moves that this person is shown, by name."""
        found = flow.moves(self.session, self.actor(login), mou)
        return {m.move.key: m for m in found if m.permitted}

    def each(self, mou: Mou, name: str, role: str, **said: Any) -> Mou:
        """Let that role make the move in all three agencies."""
        for org in ORGS:
            mou = self.move(mou, name, f"{role}.{org.lower()}", **said)
        return mou

    # --- to each state ----------------------------------------------------------------------------------------

    def negotiating(self, **other: Any) -> Mou:
        """Give one that is shared."""
        return self.move(self.draft(**other), "share", "coordinator.codi")

    def clearance(self, **other: Any) -> Mou:
        """Give one that all have settled."""
        return self.each(self.negotiating(**other), "settle", "coordinator")

    def cleared(self, mou: Mou) -> Mou:
        """Let everybody clear it."""
        mou = self.each(mou, "clear_legal", "legal", checks=CHECKS)
        return self.each(mou, "clear_budget", "budget", commitment="none")

    def approval(self, **other: Any) -> Mou:
        """Give one that is cleared."""
        return self.cleared(self.clearance(**other))

    def ready(self, **other: Any) -> Mou:
        """Give one that all have approved."""
        return self.each(self.approval(**other), "approve", "director")

    def scan(self, mou: Mou, name: str = "ลงนาม.pdf") -> Attachment:
        """Attach a file."""
        row = Attachment(
            record_id=mou.id,
            name=name,
            media_type="application/pdf",
            size=1000,
            sha256=f"{sum(name.encode()):064x}",
            backend="local",
            at=clock.now(),
        )
        self.session.add(row)
        self.session.flush()
        self.session.expire(mou, ["attachments"])
        return row

    def signature(self, org: str, **other: Any) -> dict[str, Any]:
        """Give what is written down of a signature."""
        return {
            "org": org,
            "signer": f"ผู้ลงนาม {org}",
            "post": "ผู้อำนวยการ",
            "capacity": "own",
            "signed_on": TODAY.isoformat(),
            "method": "paper",
            "witness": f"พยาน {org}",
            "scan": "ลงนาม.pdf",
            **other,
        }

    def sign(self, mou: Mou, org: str, **other: Any) -> Mou:
        """Let the secretariat record a signature and that agency confirm it."""
        mou = self.move(mou, "record_signature", "secretariat", **self.signature(org, **other))
        return self.move(mou, "confirm_signature", f"coordinator.{org.lower()}", org=org)

    def signed(self, **other: Any) -> Mou:
        """Give one that all have signed; it is in force at once unless it begins later."""
        mou = self.ready(**other)
        self.scan(mou)
        for org in ORGS:
            mou = self.sign(mou, org)
        return mou

    def versions(self, mou: Mou) -> list[MouVersion]:
        """Give the kept texts."""
        return queries.list_versions(self.session, mou)

    def daily(self, mou: Mou) -> Mou:
        """Let the daily run pass."""
        self.actor("system")
        flow.run_due(self.session)
        return self.again(mou)


@pytest.fixture
def desk(db_session: Session, actors: Actors) -> Iterator[Desk]:
    with clock.at(NOW):
        yield Desk(db_session, actors)


def later(days: int) -> datetime:
    """Give the same time of day some days later."""
    return NOW + timedelta(days=days)
