"""What a type may declare besides: fields that stay, what an edit sets off, reopening, rights under a condition."""

from dataclasses import replace
from typing import Any

import pytest

from planhub.kernel.access import Grant, Policy, Role, Scope
from planhub.kernel.errors import Invalid
from planhub.kernel.text import plain
from planhub.record import access, queries, services
from planhub.record.models import Record
from planhub.record.types import Condition, RecordType, registry
from tests.factories import toys
from tests.features.record.conftest import World


def use(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> RecordType:
    made = replace(toys.TOYS, **changed)
    monkeypatch.setitem(registry._types, "toys", made)
    return made


def save(world: World, toy: Record, **raw: object) -> Record:
    return services.save(world.session, world.actor("coordinator.codi"), toy, raw, version=toy.version)


def test_a_fixed_field_may_be_sent_again_but_not_changed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = tuple(replace(f, fixed=f.name == "fiscal_year") for f in toys.TOYS.fields)
    use(monkeypatch, fields=fields)
    toy = world.toy(fiscal_year=2569)

    save(world, toy, fiscal_year="๒๕๖๙", title="ใหม่")
    with pytest.raises(Invalid) as refused:
        save(world, toy, fiscal_year=2570)

    assert (toy.title, toy.fiscal_year) == ("ใหม่", 2569)
    assert list(refused.value.errors) == ["fiscal_year"]


def test_a_save_sets_off_what_the_type_says(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    use(monkeypatch, on_save=lambda _session, toy: seen.append(toy.title))
    toy = world.toy("ก่อน")

    save(world, toy, title="หลัง")

    assert seen == ["หลัง"]


def test_reopening_begins_another_round(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    moves = tuple(
        replace(m, sources=("approved",), target="draft", reopens=True) if m.key == "end" else m
        for m in toys.MOVES
    )
    ends = replace(toys.MOVES[-1], key="end_now", sources=("running",), target="over")
    machine = replace(toys.WORKFLOW, moves=(*moves, ends))
    use(monkeypatch, workflow=machine)
    toy = world.approved()

    world.move(toy, "end", "secretariat.nxpo", note="แก้ไข")

    assert (toy.state, toy.round) == ("draft", 2)


def test_a_condition_limits_a_right_alike_for_one_record_and_for_a_list(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    loud = Condition(
        "loud",
        plain("loud"),
        lambda toy: "!" in toy.title,
        lambda: Record.title.contains("!", autoescape=True),
    )
    grants = (*toys.POLICY.grants, Grant(Role.DIRECTOR, "toy:view", Scope.OWN, when="loud"))
    made = use(monkeypatch, policy=Policy(grants, toys.POLICY.permissions), conditions=(loud,))
    quiet, shouting = world.toy("เงียบ"), world.toy("ดัง!")
    director = world.actor("director.codi")

    assert [access.may(director, "toy:view", t) for t in (quiet, shouting)] == [False, True]
    listed = queries.list_page(world.session, director, made, queries.ListQuery())
    assert [row.code for row in listed.rows] == [shouting.code]


def test_a_right_under_an_unknown_condition_is_refused_at_once() -> None:
    grants = (Grant(Role.DIRECTOR, "toy:view", Scope.OWN, when="loud"),)

    with pytest.raises(KeyError, match="no condition loud"):
        replace(toys.TOYS, policy=Policy(grants, toys.POLICY.permissions))
