"""Rule R11's path of typing errors: proposed, acknowledged by all, put right, logged; no consent is voided."""

from datetime import timedelta
from typing import Any

import pytest

from planhub.kernel.errors import Denied, GuardFailed
from planhub.mou import queries
from planhub.mou.guards import correcting
from planhub.mou.models import Mou
from planhub.record import events
from planhub.record.content import content_hash
from tests.features.mou.conftest import ORGS, TODAY, Desk
from tests.features.mou.test_core_path import keys, statuses

TYPO = {"objectives": "ประสาณแผนงานในพื้นที่เดียวกัน\nเก็บเกี่ยวบทเรียนระหว่างทาง"}
FIX = {"wrong": "ประสาณแผน", "right": "ประสานแผน", "note": "สะกดผิด"}


def proposed(desk: Desk, mou: Mou, **other: Any) -> Mou:
    return desk.move(mou, "propose_correction", "secretariat", **{**FIX, **other})


def half_approved(desk: Desk) -> Mou:
    """Two of three directors have approved a text with a typing error."""
    mou = desk.approval(**TYPO)
    for login in ("director.eef", "director.codi"):
        mou = desk.move(mou, "approve", login)
    return mou


def test_r11_a_typing_error_is_put_right_and_consents_hold(desk: Desk) -> None:
    mou = half_approved(desk)
    before = mou.content_hash
    mou = proposed(desk, mou)
    assert statuses(mou, "errata") == dict.fromkeys(ORGS, "waiting")
    for org in ("eef", "codi"):
        mou = desk.move(mou, "acknowledge_correction", f"coordinator.{org}")
        assert mou.content_hash == before, "not before all have acknowledged it"
    mou = desk.move(mou, "acknowledge_correction", "coordinator.pmua")
    assert (mou.objectives or "").startswith("ประสานแผนงาน")
    assert mou.content_hash == content_hash(mou) != before
    assert statuses(mou, "approval") == {"EEF": "done", "CODI": "done", "PMUA": "waiting"}
    [row] = queries.list_errata(desk.session, mou)
    assert (row.wrong, row.right, row.old_hash, row.new_hash) == (
        FIX["wrong"],
        FIX["right"],
        before,
        mou.content_hash,
    )
    kept = desk.versions(mou)[-1]
    assert (kept.reason, kept.content_hash) == ("corrected", mou.content_hash)
    status = events.recompute(desk.session, mou)
    assert {d[2] for d in status.done if d[1] == "approval"} == {"EEF", "CODI"}
    mou = desk.move(mou, "approve", "director.pmua")
    assert (mou.state, mou.locked_hash) == ("ready_to_sign", mou.content_hash)


def test_it_is_no_way_round_the_rule_of_authors(desk: Desk) -> None:
    """Who wrote the text stays its author for the round, whoever proposed the letter."""
    mou = half_approved(desk)
    before = mou.edited_key
    mou = desk.each(proposed(desk, mou), "acknowledge_correction", "coordinator")
    assert mou.edited_key == before is not None


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"wrong": "ไม่มีคำนี้"}, "not_found"),
        ({"wrong": "พื้นที่", "right": "พื้นที"}, "many_places"),
        ({"right": FIX["wrong"]}, "no_change"),
        ({"wrong": "เดียวกัน", "right": "เดียวกัน 3 ปี"}, "numbers"),
        ({"right": "ประสานงานและติดตามประเมินผลแผน"}, "too_much"),
    ],
)
def test_what_changes_the_sense_is_no_typing_error(desk: Desk, said: dict[str, str], key: str) -> None:
    with pytest.raises(GuardFailed) as refused:
        proposed(desk, half_approved(desk), **said)
    assert key in keys(refused)


def test_thai_digits_are_numbers_too() -> None:
    assert correcting.changed_characters("๓ ปี", "๕ ปี") == 1


def test_a_coordinator_refuses_and_the_text_stays(desk: Desk) -> None:
    mou = proposed(desk, half_approved(desk))
    before = mou.content_hash
    mou = desk.move(mou, "acknowledge_correction", "coordinator.eef")
    with pytest.raises(GuardFailed) as refused:
        proposed(desk, mou)
    assert keys(refused) == {"erratum_waits"}
    mou = desk.move(mou, "refuse_correction", "coordinator.codi", note="เป็นชื่อเฉพาะ")
    assert (mou.content_hash, mou.correcting) == (before, False)
    assert queries.list_errata(desk.session, mou) == []
    mou = proposed(desk, mou)
    assert statuses(mou, "errata") == dict.fromkeys(ORGS, "waiting"), "an earlier word counts for nothing"


def test_nobody_signs_while_it_waits(desk: Desk) -> None:
    mou = desk.ready(**TYPO)
    desk.scan(mou)
    mou = proposed(desk, mou)
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "record_signature", "secretariat", **desk.signature("EEF"))
    assert keys(refused) == {"erratum_waits"}
    mou = desk.each(mou, "acknowledge_correction", "coordinator")
    assert mou.locked_hash == mou.content_hash, "what is signed is the corrected text"
    assert desk.move(mou, "record_signature", "secretariat", **desk.signature("EEF")).state == "signing"


def test_a_signed_text_keeps_its_letter_among_the_versions(desk: Desk) -> None:
    mou = desk.signed(**TYPO)
    locked = mou.locked_hash
    mou = desk.each(proposed(desk, mou), "acknowledge_correction", "coordinator")
    assert mou.locked_hash == locked, "what was signed was signed"
    signed, corrected = desk.versions(mou)[-2:]
    assert (signed.reason, corrected.reason) == ("signed", "corrected")
    assert "ประสาณ" in signed.content["objectives"]
    assert "ประสาน" in corrected.content["objectives"]


def test_a_return_makes_it_moot(desk: Desk) -> None:
    mou = proposed(desk, half_approved(desk))
    said = {"note": "แก้หลายที่", "sections": ["text"], "wanted_by": TODAY + timedelta(days=7)}
    mou = desk.move(mou, "return_text", "director.pmua", **said)
    assert (mou.state, mou.correcting) == ("negotiating", False)
    assert queries.pending_erratum(desk.session, mou) is None


@pytest.mark.parametrize("login", ["coordinator.codi", "director.codi", "legal.eef", "admin.eef"])
def test_the_secretariat_alone_proposes(desk: Desk, login: str) -> None:
    with pytest.raises(Denied):
        desk.move(half_approved(desk), "propose_correction", login, **FIX)


@pytest.mark.parametrize("login", ["secretariat", "director.codi", "legal.eef"])
def test_coordinators_alone_acknowledge(desk: Desk, login: str) -> None:
    with pytest.raises(Denied):
        desk.move(proposed(desk, half_approved(desk)), "acknowledge_correction", login)
