"""The history that cannot be altered unseen: every change has a line, every line a seal."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from planhub.kernel.access import SYSTEM
from planhub.people.models import User
from planhub.record import audit, chain, services
from planhub.record.models import AuditEntry, ChainHead, Event, FieldChange
from tests.features.record.conftest import World


def _without_triggers(session: Session) -> None:
    """Do what somebody with the database file in their hands would do first."""
    for name in session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        session.execute(text(f"DROP TRIGGER {name}"))


@pytest.fixture
def told(world: World) -> World:
    """A world with some sealed history in every agency's chain."""
    for number in range(3):
        toy = world.toy(f"ของเล่น {number}")
        world.session.commit()
        world.move(toy, "submit", "coordinator.codi")
        world.session.commit()
    return world


def test_every_changed_field_has_a_line_with_name_post_and_time(told: World) -> None:
    session = told.session
    toy = told.toy("ก่อน")
    session.commit()
    services.save(session, told.actor("coordinator.codi"), toy, {"title": "หลัง"}, version=toy.version)
    session.commit()
    line = session.scalars(
        select(FieldChange).where(FieldChange.record_id == toy.id, FieldChange.new == '"หลัง"')
    ).one()
    assert (line.field, line.old, line.actor_id) == ("title", '"ก่อน"', "coordinator.codi")
    assert not session.scalars(
        select(FieldChange).where(FieldChange.field.in_(["updated_at", "version"]))
    ).all()


def test_a_change_without_an_actor_is_refused(told: World) -> None:
    told.session.info.clear()
    told.session.get_one(User, "coordinator.codi").phone = "1"
    with pytest.raises(RuntimeError, match="nobody has said who is acting"):
        told.session.flush()
    told.session.rollback()


def test_the_history_says_that_a_secret_changed_and_not_what_it_is(told: World) -> None:
    audit.act_as(told.session, SYSTEM)
    told.session.get_one(User, "coordinator.codi").password_hash = "argon2-secret"
    told.session.commit()
    line = told.session.scalars(select(FieldChange).where(FieldChange.field == "password_hash")).one()
    assert line.new == audit.HIDDEN


def test_an_event_stands_in_the_chain_of_every_party_under_one_id(told: World) -> None:
    event = told.session.scalars(select(Event).order_by(Event.at.desc(), Event.n.desc())).first()
    assert event is not None
    found = told.session.scalars(
        select(AuditEntry).where(AuditEntry.event_id == event.id).order_by(AuditEntry.chain)
    ).all()
    assert [entry.chain for entry in found] == ["CODI", "EEF", "PMUA"]
    body = json.loads(found[0].body)
    assert (body["action"], body["actor"], body["org"]) == (event.move, event.actor_id, event.org_code)
    assert "ของเล่น" not in found[0].body, "texts stay out of the chains"


def test_an_untouched_history_verifies(told: World) -> None:
    assert chain.verify(told.session) == []
    assert set(chain.heads(told.session)) >= {"CODI", "EEF", "PMUA", "system"}


def _field(session: Session) -> None:
    session.execute(update(AuditEntry).where(AuditEntry.chain == "CODI", AuditEntry.n == 2).values(body="{}"))


def _delete(session: Session) -> None:
    session.execute(delete(AuditEntry).where(AuditEntry.chain == "CODI", AuditEntry.n == 2))


def _head(session: Session) -> None:
    session.execute(delete(AuditEntry).where(AuditEntry.chain == "CODI", AuditEntry.n == 1))


def _tail(session: Session) -> None:
    last = chain.heads(session)["CODI"][0]
    session.execute(delete(AuditEntry).where(AuditEntry.chain == "CODI", AuditEntry.n == last))


def _insert(session: Session) -> None:
    n, last = chain.heads(session)["CODI"]
    row = {"chain": "CODI", "n": n + 1, "event_id": "x", "body": "{}", "prev": last, "hash": last}
    session.execute(insert(AuditEntry), row)


def _swap(session: Session) -> None:
    for old, new in ((2, 900), (3, 2), (900, 3)):
        session.execute(
            update(AuditEntry).where(AuditEntry.chain == "CODI", AuditEntry.n == old).values(n=new)
        )


def _move(session: Session) -> None:
    session.execute(
        update(AuditEntry).where(AuditEntry.chain == "EEF", AuditEntry.n == 2).values(chain="NXPO")
    )


def _event(session: Session) -> None:
    session.execute(update(Event).where(Event.move == "submit").values(actor_name="ผู้อื่น"))


def _change(session: Session) -> None:
    session.execute(update(FieldChange).where(FieldChange.field == "title").values(new='"อื่น"'))


TAMPERS = [_field, _delete, _head, _tail, _insert, _swap, _move, _event, _change]


@pytest.mark.parametrize("tamper", TAMPERS, ids=lambda t: t.__name__.strip("_"))
def test_every_kind_of_tampering_is_found(told: World, tamper: Callable[[Session], None]) -> None:
    _without_triggers(told.session)
    tamper(told.session)
    assert chain.verify(told.session)


def test_a_cut_tail_with_a_mended_head_is_found_only_by_an_anchor(told: World) -> None:
    session = told.session
    _without_triggers(session)
    anchor = chain.heads(session)
    last = anchor["CODI"][0]
    before = session.scalars(
        select(AuditEntry).where(AuditEntry.chain == "CODI", AuditEntry.n == last - 1)
    ).one()
    values = {"n": before.n, "hash": before.hash}
    session.execute(delete(AuditEntry).where(AuditEntry.chain == "CODI", AuditEntry.n == last))
    session.execute(update(ChainHead).where(ChainHead.chain == "CODI").values(**values))
    assert chain.verify(session) == []
    assert [(b.chain, b.kind) for b in chain.verify(session, anchor=anchor)] == [("CODI", "anchor")]


def test_long_chains_are_read_in_batches(told: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "_BATCH", 2)
    assert chain.verify(told.session) == []
    whole = list(chain.export(told.session))
    assert len(whole) == sum(n for n, _hash in chain.heads(told.session).values())


def test_the_exported_lines_verify_by_themselves(told: World) -> None:
    last = chain.START
    for line in chain.export(told.session, chain="CODI"):
        entry = json.loads(line)
        assert entry["prev"] == last
        assert entry["hash"] == chain.link(last, entry["body"].encode())
        last = entry["hash"]
    assert last == chain.heads(told.session)["CODI"][1]
