"""Records that a rule begins: an effect or the daily run, not a person's request."""

from sqlalchemy import select

from planhub.kernel.access import SYSTEM
from planhub.record import audit, services
from planhub.record.models import Event, FieldChange
from tests.factories import toys
from tests.features.record.conftest import World


def test_a_record_that_a_rule_begins_has_owner_code_parties_and_a_first_event(world: World) -> None:
    audit.act_as(world.session, SYSTEM)

    toy = services.begin(world.session, SYSTEM, toys.TOYS, {"title": "เริ่มโดยกติกา"}, owner_org="EEF")
    world.session.flush()

    assert (toy.owner_org, toy.state, toy.title) == ("EEF", "draft", "เริ่มโดยกติกา")
    assert toy.code.startswith("TOY-")
    assert [p.org_code for p in toy.party_rows] == list(toys.PARTIES)
    assert toy.content_hash
    assert toy.search_key
    event = world.session.scalars(select(Event).where(Event.record_id == toy.id)).one()
    assert (event.n, event.move, event.capacity, event.post_id) == (1, "create", "system", None)
    assert (
        world.session.scalars(select(FieldChange).where(FieldChange.record_id == toy.id)).first() is not None
    )


def test_it_takes_its_code_from_the_same_series_as_everybody_else(world: World) -> None:
    first = world.toy("คนสร้าง")
    audit.act_as(world.session, SYSTEM)
    second = services.begin(world.session, SYSTEM, toys.TOYS, {"title": "ระบบสร้าง"}, owner_org="CODI")

    assert int(second.code.rsplit("-", 1)[1]) == int(first.code.rsplit("-", 1)[1]) + 1
