"""Knowledge items: complete, published by another than the author, returned, archived."""

import pytest

from planhub.kernel import clock
from planhub.kernel.errors import GuardFailed, Invalid, NotFound
from planhub.record import access
from tests.features.lessons.conftest import Desk


def test_an_item_walks_to_publication(desk: Desk) -> None:
    item = desk.move(desk.item(), "submit", "coordinator.pmua")
    item = desk.move(item, "publish", "knowledge")

    assert (item.state, item.trl, item.srl, item.cost_per_unit) == ("published", 8, 7, 3_500_000)
    assert item.published_on == clock.today()
    for login in ("area.roiet", "director.codi", "viewer", "coordinator.eef"):
        assert access.may(desk.actor(login), "knowledge:view", item)
    assert not access.may(desk.actor("system"), "knowledge:view", item)


def test_an_incomplete_item_says_what_is_missing(desk: Desk) -> None:
    item = desk.create("coordinator.pmua", "knowledge-items", title="เครื่องรีดกระจูด", cost_per_unit="1")

    assert desk.reasons(item, "submit", "coordinator.pmua") == {
        *(
            f"missing_{n}"
            for n in ("problem", "holder", "trl", "srl", "conditions", "contact_post", "directions")
        ),
        "missing_unit",
    }


@pytest.mark.parametrize(
    ("field", "value"), [("trl", "0"), ("trl", "10"), ("srl", "1.5"), ("cost_per_unit", "-1")]
)
def test_readiness_is_one_to_nine_and_costs_are_not_negative(desk: Desk, field: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.item(**{field: value})

    assert list(refused.value.errors) == [field]


def test_another_agency_neither_sees_nor_returns_a_draft(desk: Desk) -> None:
    item = desk.move(desk.item(), "submit", "coordinator.pmua")

    with pytest.raises(NotFound):
        desk.move(item, "publish", "coordinator.codi")
    said = {"note": "ตรวจสิทธิบัตร", "sections": ["use"], "wanted_by": clock.today()}
    item = desk.move(item, "return_item", "legal.pmua", **said)
    assert (item.state, item.round) == ("draft", 2)


def test_a_published_item_goes_back_to_be_mended_and_may_be_archived(desk: Desk) -> None:
    item = desk.move(desk.move(desk.item(), "submit", "coordinator.pmua"), "publish", "knowledge")
    said = {"note": "ราคาเปลี่ยน", "sections": ["use"], "wanted_by": clock.today()}
    item = desk.move(item, "return_item", "knowledge", **said)
    item = desk.save(item, "coordinator.pmua", cost_per_unit="40,000")
    item = desk.move(desk.move(item, "submit", "coordinator.pmua"), "publish", "knowledge")

    with pytest.raises(GuardFailed):
        desk.move(item, "archive", "knowledge")
    assert desk.move(item, "archive", "knowledge", note="เลิกผลิต").state == "archived"
