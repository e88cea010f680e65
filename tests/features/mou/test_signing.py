"""Signatures: recorded with a scan, confirmed by the other side, complete when all are there; and outside signing."""

from datetime import date, timedelta
from typing import Any

import pytest

from planhub.kernel.errors import Denied, GuardFailed, Invalid
from planhub.mou.feature import MOUS
from planhub.mou.models import Mou
from planhub.record import lanes, services
from tests.features.mou.conftest import ORGS, TODAY, Desk, text
from tests.features.mou.test_core_path import keys, statuses


def ready(desk: Desk) -> Mou:
    mou = desk.ready()
    desk.scan(mou)
    return mou


def record(desk: Desk, mou: Mou, login: str = "secretariat", org: str = "EEF", **other: Any) -> Mou:
    return desk.move(mou, "record_signature", login, **desk.signature(org, **other))


def test_s2_what_the_secretariat_records_that_agency_confirms(desk: Desk) -> None:
    mou = record(desk, ready(desk))
    assert (mou.state, mou.signatures[0].is_confirmed) == ("signing", False)
    assert statuses(mou, "signature")["EEF"] == "waiting", "recorded is not yet given"
    for login in ("secretariat", "coordinator.codi"):
        with pytest.raises(GuardFailed) as refused:
            desk.move(mou, "confirm_signature", login, org="EEF")
        assert keys(refused) == {"nothing_to_confirm"}
    mou = desk.move(mou, "confirm_signature", "coordinator.eef", org="EEF")
    assert statuses(mou, "signature") == {"EEF": "done", "CODI": "waiting", "PMUA": "waiting"}
    signed = mou.signatures[0]
    assert (signed.signer, signed.method, signed.witness) == ("ผู้ลงนาม EEF", "paper", "พยาน EEF")
    assert len(signed.scan_hash) == 64


def test_s2_what_the_agency_records_the_secretariat_confirms(desk: Desk) -> None:
    mou = record(desk, ready(desk), "coordinator.eef")
    with pytest.raises(GuardFailed):
        desk.move(mou, "confirm_signature", "coordinator.eef", org="EEF")
    mou = desk.move(mou, "confirm_signature", "secretariat", org="EEF")
    assert statuses(mou, "signature")["EEF"] == "done"


def test_a_coordinator_records_for_the_own_agency(desk: Desk) -> None:
    with pytest.raises(GuardFailed) as refused:
        record(desk, ready(desk), "coordinator.codi", "EEF")
    assert keys(refused) == {"other_party"}


@pytest.mark.parametrize("login", ["director.eef", "legal.eef", "admin.eef", "auditor", "viewer"])
def test_others_record_nothing(desk: Desk, login: str) -> None:
    mou = ready(desk)
    with pytest.raises(Denied if login != "viewer" else Exception):
        record(desk, mou, login)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"org": "NXPO"}, "no_party"),
        ({"scan": "ไม่มี.pdf"}, "scan"),
        ({"scan": "123"}, "scan"),
        ({"signed_on": (TODAY + timedelta(days=1)).isoformat()}, "future"),
        ({"capacity": "delegated"}, "order_no"),
        ({"capacity": "acting"}, "order_no"),
    ],
)
def test_a_signature_says_what_it_lacks(desk: Desk, said: dict[str, Any], key: str) -> None:
    with pytest.raises(GuardFailed) as refused:
        record(desk, ready(desk), **{"org": "EEF", **said})
    assert keys(refused) == {key}


@pytest.mark.parametrize("missing", ["signer", "post", "signed_on", "witness", "scan", "method", "org"])
def test_a_signature_is_whole(desk: Desk, missing: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.move(ready(desk), "record_signature", "secretariat", **{**desk.signature("EEF"), missing: ""})
    assert missing in refused.value.errors


def test_a_file_goes_by_name_id_or_hash(desk: Desk) -> None:
    mou = desk.ready()
    file = desk.scan(mou)
    for wanted in (file.name, file.id, file.sha256, file.sha256[:60]):
        mou = record(desk, mou, scan=wanted)
        assert mou.signatures[0].scan_id == file.id
    desk.scan(mou)
    with pytest.raises(GuardFailed):
        record(desk, mou)  # two files of that name: which one?


def test_an_entry_is_corrected_until_it_is_confirmed(desk: Desk) -> None:
    mou = record(desk, ready(desk), signer="พิมพ์ผิด")
    mou = record(desk, mou, signer="พิมพ์ถูก", capacity="delegated", order_no="๑๒/๒๕๖๕")
    assert [(s.signer, s.order_no) for s in mou.signatures] == [("พิมพ์ถูก", "๑๒/๒๕๖๕")]
    mou = desk.move(mou, "confirm_signature", "coordinator.eef", org="EEF")
    with pytest.raises(GuardFailed) as refused:
        record(desk, mou, signer="เปลี่ยนภายหลัง")
    assert keys(refused) == {"signed"}


def test_a_confirmation_names_what_waits_for_it(desk: Desk) -> None:
    mou = record(desk, ready(desk))
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "confirm_signature", "coordinator.eef", org="CODI")
    assert keys(refused) == {"not_yours_to_confirm"}


def test_the_last_signature_counts(desk: Desk) -> None:
    mou = desk.ready()
    desk.scan(mou)
    days = {"EEF": "2026-11-20", "CODI": "2026-11-22", "PMUA": "2026-11-21"}
    for org, day in days.items():
        mou = desk.sign(mou, org, signed_on=day)
    assert (mou.state, mou.signed_on, mou.starts_on) == ("in_force", date(2026, 11, 22), date(2026, 11, 22))


# --- the ceremony ---------------------------------------------------------------------------------------------


def test_a_ceremony_lies_ahead(desk: Desk) -> None:
    mou = ready(desk)
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "plan_ceremony", "secretariat", ceremony_on="2026-11-22", place="พอช.")
    assert keys(refused) == {"ceremony_past"}
    with pytest.raises(Denied):
        desk.move(mou, "plan_ceremony", "coordinator.codi", ceremony_on="2026-12-01", place="พอช.")


def test_witnesses_are_named_line_by_line(desk: Desk) -> None:
    signers = [{"org": org, "post": "ผู้อำนวยการ"} for org in ORGS]
    mou = desk.ready(signatories=signers)
    said = {"ceremony_on": "2026-12-01", "place": "จัตุรัสจามจุรี"}
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "plan_ceremony", "secretariat", **said, witnesses="กสศ.: นาง ก\nใครก็ไม่รู้")
    assert keys(refused) == {"witness_line", "witness_CODI", "witness_PMUA"}
    lines = "กสศ.: นาง ก, ผู้อำนวยการสำนัก\nCODI: นาย ข\nบพท. : นาย ค, ที่ปรึกษา"
    mou = desk.move(mou, "plan_ceremony", "secretariat", **said, witnesses=lines)
    found = [(s.org, s.name, s.post) for s in mou.signatories if s.kind == "witness"]
    assert found == [
        ("EEF", "นาง ก", "ผู้อำนวยการสำนัก"),
        ("CODI", "นาย ข", "พยาน"),
        ("PMUA", "นาย ค", "ที่ปรึกษา"),
    ]
    assert (mou.ceremony_on, mou.place, mou.state) == (date(2026, 12, 1), "จัตุรัสจามจุรี", "ready_to_sign")
    mou = desk.move(mou, "plan_ceremony", "secretariat", **said, witnesses="พอช.: นาย ง")
    assert [s.name for s in mou.signatories if s.kind == "witness"] == ["นาง ก", "นาย ค", "นาย ง"]


# --- signed outside -------------------------------------------------------------------------------------------


def outside(desk: Desk, **other: Any) -> Mou:
    mou = desk.create(text(**other), "secretariat")
    desk.scan(mou)
    return mou


SIGNED = {"signed_on": "2022-12-13", "scan": "ลงนาม.pdf", "pages": 4, "note": "ลงนามก่อนเริ่มใช้ระบบ"}


def test_one_signed_outside_is_registered_and_lives_by_its_days(desk: Desk) -> None:
    mou = desk.move(outside(desk), "register_signed", "secretariat", **SIGNED, official_no="อว 1/2565")
    assert (mou.registered, mou.official_no, mou.ends_on) == (True, "อว 1/2565", date(2025, 12, 12))
    assert mou.state == "expired", "its three years are over today"
    assert lanes.current(mou) == []


def test_registering_asks_for_scan_reason_and_day(desk: Desk) -> None:
    mou = outside(desk, term_years=None)
    later = (TODAY + timedelta(days=1)).isoformat()
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "register_signed", "secretariat", signed_on=later, scan="ไม่มี.pdf", pages=4)
    assert keys(refused) == {"note", "period", "future", "scan"}
    with pytest.raises(Denied):
        desk.move(desk.draft(), "register_signed", "coordinator.codi", **SIGNED)


def test_one_from_a_public_source_gets_no_words_of_ours(desk: Desk) -> None:
    mou = services.create(desk.session, desk.actor("secretariat"), MOUS, text(), origin="public")
    assert (mou.clauses, mou.background) == ([], None)
    desk.scan(mou)
    mou = desk.move(desk.again(mou), "register_signed", "secretariat", **SIGNED)
    assert mou.state == "expired"
