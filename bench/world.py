"""A world of any size: MOUs of three agencies in every state, with parties, lanes and some history."""

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Table, insert, select, text
from sqlalchemy.orm import Session

from planhub.demo import agencies
from planhub.infra.db import Model
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.kernel.ids import new_id
from planhub.kernel.textclean import search_key
from planhub.kernel.thai import sort_key
from planhub.kernel.workflow import CREATED
from planhub.meetings.models import Committee
from planhub.people import sessions, tokens
from planhub.people.models import User
from planhub.people.queries import get_actor
from planhub.people.sessions import Limits
from planhub.record import audit, services
from planhub.record.models import Attachment, Comment, Event, Record
from planhub.record.search import writing as search
from planhub.record.search.writing import Told
from planhub.record.types import registry
from planhub.web.setup import fill_reference

BATCH = 5_000
ORGS = ("CODI", "EEF", "PMUA")
WORDS = ("แก้ไขความยากจน", "ลดความเหลื่อมล้ำ", "ป่าชุมชน", "เศรษฐกิจฐานราก", "ข้อมูลครัวเรือน", "นวัตกรรมพร้อมใช้")
WORDS_KNOWN = frozenset({"ป่าชุมชน"})
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


def build(session: Session, rows: int, moves: int) -> dict[str, Any]:
    """Fill an empty database with `rows` MOUs and give what a run needs: keys, codes, and `moves` MOUs to move.

    What people begin is begun first: each draft is compared with every living MOU.
    """
    audit.act_as(session, SYSTEM)
    fill_reference(session)
    agencies.build(session)
    session.commit()
    facts: dict[str, Any] = {"movable": movable(session, moves), "meeting": _meeting(session, 80)}
    audit.act_as(session, SYSTEM)
    dice = random.Random(2566)  # noqa: S311 - the same world every time
    for start in range(0, rows, BATCH):
        for table, found in _batch(dice, start, min(rows, start + BATCH)).items():
            if found:
                _fill(session, Model.metadata.tables[table], found)
            if table == "record":
                search.add(
                    session, {row["id"]: Told(row["search_key"], "", "", WORDS_KNOWN) for row in found}
                )
        session.commit()
    session.execute(text("ANALYZE"))
    session.commit()
    approval = session.scalars(select(Record).where(Record.state == "approval").limit(1)).one()
    _live(session, approval)
    user = session.scalars(select(User).where(User.login == "coordinator.codi")).one()
    facts |= {
        "cookie": sign_in(session, "director.codi"),
        "approval": approval.code,
        "token": tokens.issue(session, user, days=1),
    }
    session.commit()
    return facts


def _fill(session: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    """Put many rows into a table: by COPY where the database has it."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(insert(table), rows)
        return
    names = list(rows[0])
    missing = [c for c in table.columns if c.name not in rows[0] and c.default is not None]
    columns = ", ".join(f'"{name}"' for name in (*names, *(c.name for c in missing)))
    copy = f'COPY "{table.name}" ({columns}) FROM STDIN'
    cursor: Any = session.connection().connection.cursor()
    with cursor.copy(copy) as sink:
        for row in rows:
            filled = [c.default.arg if c.default.is_scalar else c.default.arg(None) for c in missing]
            sink.write_row([_copied(value) for value in (*row.values(), *filled)])


def _copied(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list | dict) else value


def _live(session: Session, record: Record) -> None:
    """Give a record a life: 50 entries of history, 20 remarks and 5 files."""
    at, org = record.state_since, record.owner_org
    moves = ("share", "settle", "hand_over", "return_text")
    events = [_event(record.id, org, record.state, at) for _ in range(49)]
    for n, row in enumerate(events, start=2):
        row.update(n=n, move=moves[n % len(moves)], at=at + timedelta(seconds=n))
    session.execute(insert(Event), events)
    author = session.scalars(select(User).where(User.login == "coordinator.codi")).one()
    by = {"record_id": record.id, "author_id": author.id}
    said = {"author_name": author.name_th, "org_code": org, "body": "ขอให้ตรวจถ้อยคำในข้อ 3 อีกครั้ง"}
    session.execute(
        insert(Comment), [{"id": new_id(), "at": at + timedelta(seconds=n), **by, **said} for n in range(20)]
    )
    paper = {
        "kind": "file",
        "media_type": "application/pdf",
        "size": 1000,
        "sha256": "0" * 64,
        "backend": "folder",
    }
    session.execute(
        insert(Attachment),
        [{"id": new_id(), "name": f"เอกสารแนบ {n}.pdf", "at": at, **by, **paper} for n in range(5)],
    )
    session.commit()


def _meeting(session: Session, items: int) -> str:
    """Hold a meeting with an agenda of `items` matters."""
    user = session.scalars(select(User).where(User.login == "secretariat")).one()
    audit.act_as(session, get_actor(session, user))
    session.add(Committee(code="BENCH", name_th="คณะทำงานร่วม", name_en="Joint working group"))
    session.flush()
    agenda = [
        {"section": "4", "title": f"เรื่องที่ {n} ของจังหวัด", "org": ORGS[n % 3], "requested": "endorsed", "proposal": "ขอให้ที่ประชุมพิจารณา"}
        for n in range(items)
    ]  # fmt: skip
    raw = {
        "title": "การประชุมที่มีเรื่องมาก",
        "committee_code": "BENCH",
        "held_on": "2026-12-21",
        "starts_at": "09:30",
        "place": "ห้องประชุม 1",
        "agenda": agenda,
    }
    meeting = services.create(session, get_actor(session, user), registry.get("meetings"), raw)
    session.commit()
    return str(meeting.code)


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
            "search_key": search_key(f"mou-2500-{n:07d} {title}"),
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
