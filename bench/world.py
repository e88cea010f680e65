"""A world of any size: MOUs of three agencies in every state, with parties, lanes and some history."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from planhub.demo import agencies
from planhub.infra.db import Model
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.kernel.ids import new_id
from planhub.kernel.thai import sort_key
from planhub.kernel.workflow import CREATED
from planhub.people import sessions
from planhub.people.models import User
from planhub.people.queries import get_actor
from planhub.people.sessions import Limits
from planhub.record import audit, services
from planhub.record.models import Record
from planhub.record.types import registry
from planhub.web.setup import fill_reference

BATCH = 5_000
ORGS = ("CODI", "EEF", "PMUA")
WORDS = ("แก้ไขความยากจน", "ลดความเหลื่อมล้ำ", "ป่าชุมชน", "เศรษฐกิจฐานราก", "ข้อมูลครัวเรือน", "นวัตกรรมพร้อมใช้")
ALIVE = (
    "draft",
    "negotiating",
    "clearance",
    "approval",
    "in_force",
    "in_force",
    "in_force",
    "expired",
    "closed",
)


def build(session: Session, rows: int) -> None:
    """Fill an empty database with `rows` MOUs."""
    audit.act_as(session, SYSTEM)
    fill_reference(session)
    agencies.build(session)
    session.commit()
    dice = random.Random(2566)  # noqa: S311 - the same world every time
    for start in range(0, rows, BATCH):
        for table, found in _batch(dice, start, min(rows, start + BATCH)).items():
            if found:
                session.execute(insert(Model.metadata.tables[table]), found)
        session.commit()


def _batch(dice: random.Random, start: int, stop: int) -> dict[str, list[dict[str, Any]]]:
    tables: dict[str, list[dict[str, Any]]] = {
        "record": [],
        "mou": [],
        "record_party": [],
        "mou_party": [],
        "event": [],
        "lane": [],
    }
    for n in range(start, stop):
        for table, row in _mou(dice, n):
            tables[table].append(row)
    return tables


def _mou(dice: random.Random, n: int) -> Iterator[tuple[str, dict[str, Any]]]:
    key, state, owner = new_id(), dice.choice(ALIVE), ORGS[n % 3]
    title = f"ความร่วมมือเพื่อ{dice.choice(WORDS)} ฉบับที่ {n}"
    at = clock.now() - timedelta(minutes=n)
    yield (
        "record",
        {
            "id": key,
            "type": "mous",
            "code": f"MOU-2500-{n:07d}",
            "title": title,
            "title_sort": sort_key(title),
            "search_key": f"mou-2500-{n:07d} {title}",
            "state": state,
            "owner_org": owner,
            "created_at": at,
            "updated_at": at,
            "state_since": at,
            "content_hash": "0" * 64,
        },
    )
    yield "mou", {"id": key, "cooperation_kind": "area_approach", "directions": [], "areas": []}
    for place, org in enumerate(ORGS, start=1):
        yield "record_party", {"record_id": key, "org_code": org}
        yield "mou_party", {"id": new_id(), "record_id": key, "org": org, "position": place}
        if state == "approval":
            yield "lane", _lane(key, org, at, done=dice.random() < 0.3)
    yield "event", _event(key, owner, state, at)


def _lane(key: str, org: str, at: Any, *, done: bool) -> dict[str, Any]:
    return {
        "id": new_id(),
        "record_id": key,
        "round": 1,
        "kind": "approval",
        "org_code": org,
        "step": 1,
        "status": "done" if done else "waiting",
        "role": "director",
        "since": at,
    }


def _event(key: str, org: str, state: str, at: Any) -> dict[str, Any]:
    return {
        "id": new_id(),
        "record_id": key,
        "n": 1,
        "move": CREATED,
        "round": 1,
        "to_round": 1,
        "from_state": "draft",
        "to_state": state,
        "actor_name": "ตัวอย่าง",
        "org_code": org,
        "capacity": "system",
        "content_hash": "0" * 64,
        "record_version": 1,
        "sections": [],
        "data": {},
        "entitled": [],
        "at": at,
    }


def sign_in(session: Session, login: str) -> str:
    """Give the cookie of somebody who has signed in."""
    user = session.scalars(select(User).where(User.login == login)).one()
    key = sessions.new_key()
    sessions.open_session(
        session, user, key, Limits(timedelta(hours=1), timedelta(hours=12)), user_agent="bench"
    )
    session.commit()
    return key


def movable(session: Session, count: int) -> list[str]:
    """Begin MOUs that can be shared and handed over again and again: what the measured moves act on."""
    rt = registry.get("mous")
    user = session.scalars(select(User).where(User.login == "coordinator.codi")).one()

    actor = get_actor(session, user)
    audit.act_as(session, actor)
    made: list[Record] = [services.create(session, actor, rt, dict(BODY)) for _ in range(count)]
    session.commit()
    return [record.code for record in made]


BODY: dict[str, Any] = {
    "title": "ความร่วมมือเพื่อวัดความเร็ว",
    "instrument_type": "mou",
    "cooperation_kind": "area_approach",
    "financial_term": "none",
    "objectives": "วัดความเร็ว",
    "areas": ["45"],
    "term_years": "3",
    "parties": [{"org": org} for org in ORGS],
    "signatories": [{"org": org, "kind": "signer", "post": "ผู้อำนวยการ"} for org in ORGS],
    "obligations": [{"org": org, "text": "หน้าที่"} for org in ORGS],
}
