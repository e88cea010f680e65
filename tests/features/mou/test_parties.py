"""Parties of an MOU: two to seven, through another, with orders and their dates, guests of honour and own numbers."""

import pytest

from planhub.kernel.errors import Invalid
from planhub.mou.models import Mou
from planhub.mou.paper import Paper
from planhub.places.queries import full_names
from tests.client import HouseClient
from tests.features.mou.conftest import Desk, text

SEVEN = ("CODI", "EEF", "PMUA", "NIDA", "COC", "NMT", "OEC")


def paper_of(desk: Desk, mou: Mou) -> Paper:
    return mou.paper(full_names(desk.session, mou.areas))


@pytest.mark.parametrize("n", range(2, 8))
def test_two_to_seven_parties_are_named_and_sign(desk: Desk, n: int) -> None:
    orgs = SEVEN[:n]
    raw = text(
        parties=[{"org": org} for org in orgs],
        obligations=[{"org": org, "text": "ทำงานร่วมกัน"} for org in orgs],
        signatories=[{"org": org, "kind": "signer", "name": f"ผู้ลงนาม {org}", "post": "ผู้แทน"} for org in orgs],
    )
    found = paper_of(desk, desk.create(raw))
    words = ("", "", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด")[n]
    assert len(found.signers) == len(found.introductions) == n
    assert f"ทั้ง{words}ฝ่าย" in found.agreed
    assert f"ทำขึ้นเป็น{words}ฉบับ" in found.closing
    assert len(found.witnesses) == n, "a place for a witness of each"


def test_more_originals_than_parties_are_said_so(desk: Desk) -> None:
    closing = paper_of(desk, desk.draft(copies="5")).closing
    assert "ทำขึ้นเป็นห้าฉบับ" in closing
    assert "แต่ละฝ่ายเก็บรักษาไว้อย่างน้อยหนึ่งฉบับ" in closing


def test_a_deputy_signs_by_an_order_with_its_date(desk: Desk) -> None:
    people = [
        *(row for row in text()["signatories"] if row["org"] != "CODI"),
        {
            "org": "CODI",
            "kind": "signer",
            "name": "นางสาวมาลี สุขใจ",
            "post": "รองผู้อำนวยการ",
            "capacity": "delegated",
            "for_post": "ผู้อำนวยการ",
            "order_no": "12/2569",
            "order_on": "1/10/2569",
        },
    ]
    found = paper_of(desk, desk.draft(signatories=people))
    [deputy] = [s for s in found.signers if s.name == "นางสาวมาลี สุขใจ"]
    assert deputy.acting == "ปฏิบัติการแทนผู้อำนวยการ ตามคำสั่งที่ 12/2569 ลงวันที่ 1 ตุลาคม พ.ศ. 2569"


def test_a_guest_of_honour_may_stand_for_no_party(desk: Desk) -> None:
    guest = {"kind": "guest", "name": "นายผู้ว่า", "post": "ผู้ว่าราชการจังหวัดร้อยเอ็ด"}
    mou = desk.draft(signatories=[*text()["signatories"], guest])
    assert [(g.name, g.organization) for g in paper_of(desk, mou).guests] == [("นายผู้ว่า", "")]
    for kind in ("signer", "witness"):
        with pytest.raises(Invalid) as refused:
            desk.draft(signatories=[{**guest, "kind": kind}])
        assert set(refused.value.errors) == {"signatories.0.org"}


def test_a_signature_brings_the_order_and_the_agencys_own_number(desk: Desk, client: HouseClient) -> None:
    mou = desk.ready()
    before = mou.content_hash
    desk.scan(mou)
    said = {
        "capacity": "delegated",
        "order_no": "7/2569",
        "order_on": "2026-10-05",
        "party_no": "พอช. 123/2569",
    }
    mou = desk.sign(mou, "CODI", **said)
    party = next(p for p in mou.parties if p.org == "CODI")
    assert party.official_no == "พอช. 123/2569"
    assert mou.content_hash == before, "an agency's own number is no part of what was agreed"
    assert mou.signatures[0].order_on is not None
    client.sign_in("coordinator.eef")
    assert "พอช. 123/2569" in client.get(f"/mous/{mou.code}").text
