"""Fields that point at another record."""

from typing import Any

import pytest

from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text, plain
from planhub.record import references
from tests.features.record.conftest import World

ANY = Field("about", Kind.RECORD, plain("about"))
TOY = Field("about", Kind.RECORD, plain("about"), ref="toys")


@pytest.mark.parametrize("field", [ANY, TOY], ids=["any type", "one type"])
def test_a_code_becomes_the_record_that_the_reader_may_see(world: World, field: Field) -> None:
    toy = world.toy()
    faults: dict[str, list[Text]] = {}
    mine: dict[str, Any] = {"about": toy.code}
    theirs: dict[str, Any] = {"about": toy.code}

    references.resolve(world.session, world.actor("coordinator.codi"), [(field, mine, "about")], faults)
    assert (mine["about"], faults) == (toy, {})

    references.resolve(
        world.session, world.actor("coordinator.eef"), [(field, theirs, "items.0.about")], faults
    )
    assert theirs["about"] is None
    assert [text.en for text in faults["items.0.about"]] == [f"There is no item {toy.code}"]
