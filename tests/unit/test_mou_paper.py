"""The text of an MOU as it is composed: numbers, names, dots where something is not known."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from planhub.kernel.text import Text
from planhub.mou import paper
from planhub.mou.guards import witnesses
from planhub.mou.text import shipped as text_shipped

Row = SimpleNamespace


def org(code: str, **other: Any) -> Any:
    standing = {
        "name_th": f"หน่วยงาน {code}",
        "abbr_th": f"{code}.",
        "head_title_th": None,
        "address_th": None,
    }
    return Row(**{**standing, **other})


def party(code: str, **other: Any) -> Any:
    return Row(
        **{"org": code, "organization": org(code), "via": None, "called": None, "address": None, **other}
    )


def clause(body: str, kind: str = "adaptable", source: str | None = None) -> Any:
    return Row(heading="หัวข้อ", body=body, kind=kind, source=source, is_altered=False)


def mou(**other: Any) -> Any:
    standing = {
        "title": "การทำงานร่วมกัน",
        "instrument_type": "mou",
        "cooperation_kind": "area_approach",
        "cooperation_sub": None,
        "directions": [],
        "areas": [],
        "background": "โดยที่{all_parties}เห็นพ้อง\nมีภารกิจร่วมกัน",
        "objectives": "ก\nข",
        "financial_term": "none",
        "effective_on": None,
        "expires_on": None,
        "term_years": 3,
        "notice_days": 30,
        "renewal_days": None,
        "meetings_per_year": 2,
        "place": None,
        "copies": None,
        "signed_on": None,
        "ceremony_on": None,
        "parties": [party("ก"), party("ข"), party("ค")],
        "clauses": [clause("{objectives}")],
        "obligations": [],
        "signatories": [],
        "signatures": [],
    }
    return Row(**{**standing, **other})


def signer(code: str, **other: Any) -> Any:
    standing = {
        "org": code,
        "kind": "signer",
        "name": f"นาย {code}",
        "post": "ผู้อำนวยการ",
        "capacity": "own",
        "for_post": None,
        "order_no": None,
        "order_on": None,
    }
    return Row(**{**standing, **other})


def body(record: Any, areas: dict[str, Text] | None = None) -> list[tuple[str, str]]:
    found = paper.compose(record, areas or {})
    return [(block.number, block.text) for section in found.sections for block in section.blocks]


@pytest.mark.parametrize(
    ("count", "words"), [(2, "ทั้งสองฝ่าย"), (3, "ทั้งสามฝ่าย"), (7, "ทั้งเจ็ดฝ่าย"), (11, "ทุกฝ่าย")]
)
def test_parties_together(count: int, words: str) -> None:
    assert paper.all_parties(count) == words


def test_title_and_opening_name_everybody_in_order() -> None:
    found = paper.compose(mou(), {})
    assert (found.name, found.subject) == ("บันทึกข้อตกลงความร่วมมือ", "การทำงานร่วมกัน")
    assert found.parties == ["หน่วยงาน ก", "หน่วยงาน ข", "หน่วยงาน ค"]
    begins = [line.split(" ")[0] for line in found.introductions]
    assert begins == ["หน่วยงาน", "กับ", "และ"]
    assert [line.rsplit(" ", 1)[-1] for line in found.introductions] == ["ฝ่ายที่หนึ่ง", "ฝ่ายที่สอง", "ฝ่ายที่สาม"]
    assert "เรียกว่า “ก.”" in found.introductions[0]
    assert found.whereas == ["โดยที่ทั้งสามฝ่ายเห็นพ้อง", "โดยที่มีภารกิจร่วมกัน"]
    assert found.closing.startswith("บันทึกข้อตกลงฉบับนี้ทำขึ้นเป็นสามฉบับ")


def test_two_parties_are_one_side_and_the_other() -> None:
    found = paper.compose(mou(parties=[party("ก"), party("ข")]), {})
    assert [line.split(" ")[-1] for line in found.introductions] == ["ฝ่ายหนึ่ง", "อีกฝ่ายหนึ่ง"]


def test_a_title_that_is_already_one_is_not_doubled() -> None:
    assert paper.compose(mou(title="บันทึกข้อตกลงว่าด้วยข้อมูล"), {}).name == ""


def test_what_is_not_known_stays_as_dots() -> None:
    found = paper.compose(mou(), {})
    assert paper.DOTS in found.opening
    assert "เดือน ." in found.opening
    assert paper.DOTS in found.introductions[0]
    assert found.signers[0] == paper.Signer("", "ผู้มีอำนาจลงนาม", "", "หน่วยงาน ก")


def test_day_and_place_are_written_out() -> None:
    found = paper.compose(mou(place="จัตุรัสจามจุรี", ceremony_on=date(2022, 12, 9)), {})
    assert found.opening.endswith("ณ จัตุรัสจามจุรี เมื่อวันที่ 9 ธันวาคม พ.ศ. 2565 ระหว่าง")


def test_clauses_are_numbered_and_guidance_is_not() -> None:
    record = mou(clauses=[clause("หนึ่ง"), clause("ดูนี่", "guidance"), clause("ก\nข"), clause("{objectives}")])
    found = paper.compose(record, {})
    assert [s.number for s in found.sections] == [1, None, 2, 3]
    assert body(record) == [("", "หนึ่ง"), ("", "ดูนี่"), ("2.1", "ก"), ("2.2", "ข"), ("3.1", "ก"), ("3.2", "ข")]


def test_a_list_is_numbered_below_its_introduction() -> None:
    found = body(mou(clauses=[clause("ดังนี้\n{directions}")], directions=["lesson_harvest"]))
    assert found == [("", "ดังนี้"), ("1.1", "เก็บเกี่ยวความรู้ระหว่างทาง")]


def test_duties_stand_under_their_party_and_joint_ones_last() -> None:
    duties = [
        Row(org="ข", text="งานของ ข", due_on=date(2027, 3, 31)),
        Row(org=None, text="งานร่วม", due_on=None),
        Row(org="ก", text="งานแรก", due_on=None),
        Row(org="ก", text="งานที่สอง", due_on=None),
    ]
    found = body(mou(clauses=[clause("{duties}")], obligations=duties))
    assert found == [
        ("1.1", "“ก.” มีหน้าที่"),
        ("(1)", "งานแรก"),
        ("(2)", "งานที่สอง"),
        ("1.2", "“ข.” มีหน้าที่"),
        ("(1)", "งานของ ข ภายในวันที่ 31 มีนาคม พ.ศ. 2570"),
        ("1.3", "“ค.” มีหน้าที่"),
        ("(1)", paper.DOTS),
        ("1.4", "ทั้งสามฝ่ายมีหน้าที่ร่วมกัน"),
        ("(1)", "งานร่วม"),
    ]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "มีผลใช้บังคับนับแต่วันที่ลงนามครบทุกฝ่าย มีกำหนดระยะเวลา 3 ปี"),
        ({"effective_on": date(2027, 1, 1)}, "มีผลใช้บังคับนับแต่วันที่ 1 มกราคม พ.ศ. 2570 มีกำหนดระยะเวลา 3 ปี"),
        (
            {"effective_on": date(2027, 1, 1), "expires_on": date(2027, 12, 31)},
            "มีผลใช้บังคับตั้งแต่วันที่ 1 มกราคม พ.ศ. 2570 จนถึงวันที่ 31 ธันวาคม พ.ศ. 2570",
        ),
    ],
)
def test_the_term_is_said_as_it_is_given(given: dict[str, Any], words: str) -> None:
    assert body(mou(clauses=[clause("{term}")], **given)) == [("", words)]


def test_areas_are_written_out() -> None:
    names = {
        "4510": Text("อ.เสลภูมิ จ.ร้อยเอ็ด", ""),
        "49": Text("จ.มุกดาหาร", ""),
        "10": Text("กรุงเทพมหานคร", ""),
    }
    found = body(mou(clauses=[clause("ใน{areas}")], areas=["4510", "49", "10"]), names)
    assert found == [("", "ในพื้นที่อำเภอเสลภูมิ จังหวัดร้อยเอ็ด จังหวัดมุกดาหาร และกรุงเทพมหานคร")]


def test_typed_braces_stay_what_they_are() -> None:
    assert body(mou(objectives="ดู {duties} ด้วย")) == [("1.1", "ดู {duties} ด้วย")]


def test_signers_say_for_whom_they_sign() -> None:
    record = mou(
        parties=[
            party("ก"),
            party("ข", organization=org("ข", head_title_th="ผู้จัดการ")),
            party("ค", via=org("ง")),
        ],
        signatories=[
            signer("ก"),
            signer("ข", post="รองผู้จัดการ", capacity="delegated", order_no="12/2565"),
            signer("ค", capacity="acting", for_post="ผู้อำนวยการ สอวช."),
        ],
    )
    found = paper.compose(record, {})
    assert [s.acting for s in found.signers] == [
        "",
        "ปฏิบัติการแทนผู้จัดการ ตามคำสั่งที่ 12/2565",
        "รักษาการแทนผู้อำนวยการ สอวช.",
    ]
    assert "โดยหน่วยงาน ง ผู้ลงนามแทน โดย นาย ค" in found.introductions[2]


def test_an_organisation_that_the_post_names_is_not_said_twice() -> None:
    found = paper.compose(mou(signatories=[signer("ก", post="ผู้อำนวยการหน่วยงาน ก"), signer("ข")]), {})
    assert [s.organization for s in found.signers[:2]] == ["", "หน่วยงาน ข"]


def test_names_are_kept_on_one_line() -> None:
    names = {"4510": Text("อ.เสลภูมิ จ.ร้อยเอ็ด", "")}
    found = paper.compose(mou(areas=["4510"], signatories=[signer("ก")]), names).unbroken
    assert {"อำเภอเสลภูมิ", "จังหวัดร้อยเอ็ด", "นาย ก", "หน่วยงาน ก", "“ก.”", "ฝ่ายที่สาม", "ทั้งสามฝ่าย"} <= found


def test_what_was_signed_is_printed_rather_than_what_was_planned() -> None:
    signed = Row(
        org="ก", signer="นาง จริง", post="รองผู้อำนวยการ", capacity="delegated", order_no="7/2565", order_on=None
    )
    found = paper.compose(mou(signatories=[signer("ก")], signatures=[signed]), {})
    assert found.signers[0].name == "นาง จริง"
    assert found.signers[0].acting.startswith("ปฏิบัติการแทน")


def test_each_party_has_a_place_for_a_witness() -> None:
    found = paper.compose(mou(signatories=[signer("ข", kind="witness"), signer("ก", kind="guest")]), {})
    assert [(w.organization, w.name) for w in found.witnesses] == [
        ("หน่วยงาน ข", "นาย ข"),
        ("หน่วยงาน ก", ""),
        ("หน่วยงาน ค", ""),
    ]
    assert [g.name for g in found.guests] == ["นาย ก"]


def test_every_standard_text_can_be_composed() -> None:
    for template in text_shipped.TEMPLATES:
        for area in ("area_approach", "extension_work"):
            record = mou(
                instrument_type=template.instrument_type,
                cooperation_kind=area,
                background=template.background,
                clauses=[clause(c.body, c.kind, c.source) for c in text_shipped.clauses_of(template)],
                directions=["area_expansion"],
            )
            for _number, text in body(record):
                assert "{" not in text


def test_witnesses_are_read_as_people_write_them() -> None:
    names = {"ก": Text("พอช.", "CODI"), "ข": Text("กสศ.", "EEF")}
    found = witnesses.read("พอช.: นาย ก , ผู้ช่วย\n\neef: นาง ข\nไม่มีชื่อ\nพอช.:", [party("ก"), party("ข")], names)
    assert [(w.org, w.name, w.post) for w in found.people] == [("ก", "นาย ก", "ผู้ช่วย"), ("ข", "นาง ข", "พยาน")]
    assert found.unread == ["ไม่มีชื่อ", "พอช.:"]
