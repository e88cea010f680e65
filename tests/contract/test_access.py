"""The same grants, read in Python for one record and in SQL for lists, give the same answer everywhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from planhub.infra.db import Model
from planhub.kernel import clock
from planhub.kernel.access import Actor, Capacity, Reach, Role, Scope, Standing
from planhub.kernel.ids import new_id
from planhub.record import access
from planhub.record.models import Record
from planhub.record.types import RecordType
from planhub.web.features import FEATURES

TABLES = Model.metadata.tables
TYPES = [rt for feature in FEATURES for rt in feature.record_types]

OWNERS = ("CODI", "EEF")
PARTIES = ((), ("CODI",), ("EEF", "PMUA"))
AREAS = ((), ("45",), ("4501",), ("450101",), ("49", "450102"))


@dataclass(frozen=True)
class Case:
    """A record that stands somewhere, and its id."""

    id: str
    reach: Reach


def cases(rt: RecordType) -> Iterator[Case]:
    for state, owner, parties, areas in product(rt.workflow.state_keys, OWNERS, PARTIES, AREAS):
        reach = Reach(rt.name, state, owner, frozenset(parties), frozenset(areas))
        yield Case(new_id(), reach)


def people() -> Iterator[Actor]:
    """Everybody: each role in one agency, area people at three levels, delegates, resting holders, and nobody."""
    for role in Role:
        areas = ("4501", "49") if role is Role.AREA_COORDINATOR else ()
        yield _actor(f"{role}", Standing(role, "CODI", "p", areas=areas))
        yield _actor(f"{role} resting", Standing(role, "CODI", "p", areas=areas, resting=True))
        lent = Standing(
            role, "CODI", "p", capacity=Capacity.DELEGATED, areas=areas, record_types=frozenset({"mous"})
        )
        yield _actor(f"{role} for mous", lent)
    for area in ("45", "450101"):
        yield _actor(f"area {area}", Standing(Role.AREA_COORDINATOR, "PMUA", "p", areas=(area,)))
    two = (Standing(Role.COORDINATOR, "CODI", "p"), Standing(Role.DIRECTOR, "EEF", "q"))
    yield Actor(user_id="u", name="two posts", standings=two)
    yield _actor("a stranger", Standing(Role.COORDINATOR, "NXPO", "p"))
    yield Actor(user_id="u", name="no post")


def _actor(name: str, standing: Standing) -> Actor:
    return Actor(user_id="u", name=name, standings=(standing,))


def _store(session: Session, found: list[Case]) -> None:
    now = clock.now()
    rows = [
        {
            "id": case.id,
            "type": case.reach.type,
            "code": case.id,
            "title": "ทดสอบ",
            "state": case.reach.state,
            "owner_org": case.reach.owner_org,
            "created_at": now,
            "updated_at": now,
            "state_since": now,
        }
        for case in found
    ]
    session.execute(insert(TABLES["record"]), rows)
    parties = [{"record_id": c.id, "org_code": org} for c in found for org in sorted(c.reach.parties)]
    session.execute(insert(TABLES["record_party"]), parties)
    areas = [{"record_id": c.id, "area_code": code} for c in found for code in sorted(c.reach.areas)]
    session.execute(insert(TABLES["record_area"]), areas)


@pytest.mark.parametrize("rt", TYPES, ids=lambda rt: rt.name)
def test_python_and_sql_agree(rt: RecordType, db_session: Session) -> None:
    found = list(cases(rt))
    _store(db_session, found)
    compared = 0
    for actor, permission in product(people(), sorted(rt.policy.permissions)):
        in_sql = set(db_session.scalars(select(Record.id).where(access.visible(actor, permission, rt))))
        in_python = {c.id for c in found if rt.policy.standings(actor, permission, c.reach)}
        assert in_sql == in_python, (actor.name, permission)
        compared += len(found)
    assert compared >= len(found) * len(rt.policy.permissions) * len(Role)


@pytest.mark.parametrize("rt", TYPES, ids=lambda rt: rt.name)
def test_rights_are_named_and_every_move_is_somebodys(rt: RecordType) -> None:
    permissions = set(rt.policy.permissions)
    assert {rt.view, rt.edit} <= permissions
    granted = {g.permission for g in rt.policy.grants}
    for move in rt.workflow.moves:
        if move.permission:
            assert move.permission in permissions, move.key
            assert move.permission in granted, f"nobody may {move.key}"
    for grant in rt.policy.grants:
        assert grant.permission.startswith(f"{rt.key}:")
        assert grant.states is None or grant.states <= set(rt.workflow.state_keys), grant


@pytest.mark.parametrize("rt", TYPES, ids=lambda rt: rt.name)
def test_administrators_and_readers_change_nothing(rt: RecordType) -> None:
    """Rules R7 and S3: who keeps the system approves nothing; auditors and executives only read."""
    readers = {Role.SYSTEM_ADMIN, Role.AGENCY_ADMIN, Role.VIEWER, Role.AUDITOR}
    moves = {m.permission for m in rt.workflow.moves if m.permission}
    for grant in rt.policy.grants:
        if grant.role in readers:
            assert grant.permission not in moves | {rt.create, rt.edit}, grant


@pytest.mark.parametrize("rt", TYPES, ids=lambda rt: rt.name)
def test_an_agency_approves_only_in_its_own_lane(rt: RecordType) -> None:
    """Rule S2: no approval reaches a record to which the approver's agency is no party."""
    lanes = {m.permission for m in rt.workflow.moves if m.lane and m.lane_org is None}
    for grant in rt.policy.grants:
        if grant.permission in lanes:
            assert grant.scope is not Scope.ALL, grant
