"""An MOU of three agencies to look at: the screens are those of every record type."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from planhub.mou.feature import MOUS
from planhub.mou.models import Mou
from planhub.record import audit, flow, services
from tests.client import HouseClient
from tests.conftest import Actors

ORGS = ("CODI", "EEF", "PMUA")
TITLE = "การแก้ไขปัญหาความยากจนและลดความเหลื่อมล้ำเชิงพื้นที่"


def words(**other: Any) -> dict[str, Any]:
    """Give all that an MOU needs to be shared, as an API body would."""
    return {
        "title": TITLE,
        "instrument_type": "mou",
        "cooperation_kind": "area_approach",
        "financial_term": "none",
        "areas": ["45"],
        "objectives": "ประสานแผนในพื้นที่เดียวกัน",
        "term_years": "3",
        "parties": [{"org": org} for org in ORGS],
        "obligations": [{"org": org, "text": f"จัดทำรายชื่อพื้นที่ของ {org}"} for org in ORGS],
        "signatories": [
            {"org": org, "kind": "signer", "post": "ผู้อำนวยการ", "capacity": "own"} for org in ORGS
        ],
        **other,
    }


@dataclass
class Desk:
    """Makes MOUs and moves them on, in the names of people."""

    session: Session
    actors: Actors

    def begin(self, login: str = "coordinator.codi", **other: Any) -> Mou:
        """Begin one."""
        actor = self.actors[login]
        audit.act_as(self.session, actor)
        mou: Mou = services.create(self.session, actor, MOUS, words(**other))
        self.session.flush()
        return mou

    def move(self, mou: Mou, login: str, name: str, **said: Any) -> Mou:
        """Make a move and give the MOU as the next request finds it."""
        actor = self.actors[login]
        audit.act_as(self.session, actor)
        beside = {k: said.pop(k) for k in ("note", "sections", "wanted_by") if k in said}
        told = flow.Said(values=said, seen_hash=mou.content_hash, **beside)
        flow.move(self.session, actor, mou, name, version=mou.version, said=told)
        return self.again(mou)

    def again(self, mou: Mou) -> Mou:
        """Read it anew."""
        self.session.flush()
        key = mou.id
        self.session.expire_all()
        found: Mou = services.load(self.session, MOUS, key)
        return found

    def clearance(self) -> Mou:
        """Give one that stands before legal and budget officers."""
        mou = self.move(self.begin(), "coordinator.codi", "share")
        for org in ORGS:
            mou = self.move(mou, f"coordinator.{org.lower()}", "settle")
        assert mou.state == "clearance"
        return mou


@pytest.fixture
def desk(db_session: Session, actors: Actors) -> Desk:
    return Desk(db_session, actors)


@pytest.fixture
def as_user(client: HouseClient) -> Callable[[str], HouseClient]:
    """Sign in and give the browser."""

    def become(login: str) -> HouseClient:
        client.sign_out()
        client.sign_in(login)
        return client

    return become


HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
"""What htmx sends with a request for a part of a page."""
