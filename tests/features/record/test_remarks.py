"""Remarks are read as every other text: nothing empty, nothing endless, nobody's citizen number."""

import pytest

from planhub.kernel.errors import Invalid
from planhub.record.comments import LONGEST, comment, list_comments
from tests.features.record.conftest import World


def test_a_remark_is_kept_as_it_was_said(world: World) -> None:
    toy = world.toy()
    comment(world.session, world.actor("coordinator.codi"), toy, " ดีมาก\r\nขอบคุณ ")
    world.session.flush()

    assert [c.body for c in list_comments(world.session, toy)] == ["ดีมาก\nขอบคุณ"]


@pytest.mark.parametrize("body", ["", "  ", "\x00", "ก" * (LONGEST + 1), "เลข 1-2345-67890-12-1"])
def test_what_cannot_be_kept_is_told_beside_the_field(world: World, body: str) -> None:
    with pytest.raises(Invalid) as refused:
        comment(world.session, world.actor("coordinator.codi"), world.toy(), body)

    assert list(refused.value.errors) == ["body"]
