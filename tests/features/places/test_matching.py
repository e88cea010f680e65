"""Which area a row of a list means: certain where one area fits, left to a person where not."""

import time
from collections import Counter

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from planhub.places import matching
from planhub.places.matching import MOST_CANDIDATES, Gazetteer, Written


@pytest.fixture(scope="module")
def gazetteer(places_engine: Engine) -> Gazetteer:
    with Session(places_engine) as session:
        return Gazetteer(session)


@pytest.fixture
def known(gazetteer: Gazetteer) -> Gazetteer:
    """The gazetteer as a new list finds it: how often it guessed for others does not count."""
    gazetteer._guesses = 0
    return gazetteer


def w(province: str = "", district: str = "", subdistrict: str = "", code: str = "") -> Written:
    return Written(code, province, district, subdistrict)


def test_the_areas_are_read_once_a_process(
    db_session: Session, places_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    monkeypatch.setattr(matching, "_index", [])
    event.listen(places_engine, "before_cursor_execute", note)
    Gazetteer(db_session)
    Gazetteer(db_session).match(w("ร้อยเอ็ด"))
    event.remove(places_engine, "before_cursor_execute", note)
    assert [s.split()[0] for s in seen if s != "BEGIN"] == ["SELECT"]


@pytest.mark.parametrize(
    "prefixes", [("", "", ""), ("จ.", "อ.", "ต."), ("จังหวัด", "อำเภอ ", "ตำบล "), ("จ. ", "เขต", "แขวง")]
)
def test_every_tambon_is_found_by_its_three_names(known: Gazetteer, prefixes: tuple[str, ...]) -> None:
    tambons = [code for code in known.names if len(code) == 6]
    assert len(tambons) == 7436
    for code in tambons:
        names = (known.names[code[:n]].th for n in (2, 4, 6))
        written = w(*(before + name for before, name in zip(prefixes, names, strict=True)))
        assert known.match(written).code == code, written


def test_every_area_is_found_by_its_code_and_its_english_names(known: Gazetteer) -> None:
    for code in known.names:
        assert known.match(Written(code)).code == code
    english = {
        code: tuple(known.names[code[:n]].en for n in (2, 4, 6)) for code in known.names if len(code) == 6
    }
    twice = {names for names, n in Counter(english.values()).items() if n > 1}
    for code, names in english.items():
        match = known.match(w(*names))
        assert code in match.candidates if names in twice else match.code == code, names


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (w("ร้อยเอ็ด"), "45"),
        (w("จังหวัด  ร้อยเอ็ด "), "45"),
        (w("กทม."), "10"),
        (w("กรุงเทพฯ", "ปทุมวัน"), "1007"),
        (w("กทม", "เขตปทุมวัน", "แขวงรองเมือง"), "100701"),
        (w("กรุงเทพมหานคร", "อ.ดุสิต"), "1002"),
        (w("ร้อยเอ็ด", "เมือง"), "4501"),
        (w("จ.ร้อยเอ็ด", "อ.เมือง", "ต.ในเมือง"), "450101"),
        (w("Roi Et", "Muang"), "4501"),
        (w("อยุธยา", "อ.เมือง"), "1401"),
        (w("ศรีษะเกษ"), "33"),
        (w("หนองบัวลำพู"), "39"),
        (w("พิศณุโลก"), "65"),
        (w("ราชุบรี"), "70"),
        (w("เพ็ชรบุรี"), "76"),
        (w("สุราษฏร์ธานี"), "84"),
        (w("ลําปาง"), "52"),
        (w("เชียงใหม่", "", "แม่แดด"), "502502"),
        (w("จ เชียงใหม่", "อ กัลยาณิวัฒนา", "ต เเม่แดด"), "502502"),
        (w("ศรีสะเกษ", "เมืองจันทร์", "เมือง"), None),
        (w("เลย", "เมืองเลย", "ต.เมือง"), "420102"),
        (w("สตูล", "ละงู", "แป-ระ"), None),
        (w("นราธิวาส", "สุไหงโกลก"), "9610"),
        (w("ระนอง", "กระบุรี", "จ.ป.ร."), "850406"),
        (w(code="๔๕๐๑"), "4501"),
        (w(code="45.0"), "45"),
        (w(code="450000"), "45"),
        (w(code="450100"), "4501"),
        (w(code="TH-45"), "45"),
        (w(code="'450101"), "450101"),
        (w("ร้อยเอ็ด", code="450101"), "450101"),
        (w("ร้อยเอ็ด", "เมือง", "ในเมือง", code="450101"), "450101"),
    ],
    ids=str,
)
def test_spellings_of_thai_offices(known: Gazetteer, written: Written, code: str | None) -> None:
    if code is None:  # where the tree has the place under another name, a person is asked
        assert known.match(written).candidates or known.match(written).code
    else:
        assert known.match(written).code == code


def test_a_name_shared_within_one_province_is_left_to_a_person(known: Gazetteer) -> None:
    shared = Counter((code[:2], name.th) for code, name in known.names.items() if len(code) == 6)
    repeated = [pair for pair, n in shared.items() if n > 1]
    assert len(repeated) == 135
    for province, name in repeated:
        match = known.match(w(known.names[province].th, "", name))
        assert match.code is None
        assert len(match.candidates) == min(MOST_CANDIDATES, shared[province, name])
        assert all(known.names[c].th == name and c.startswith(province) for c in match.candidates)


def test_a_name_without_its_province_is_never_taken(known: Gazetteer) -> None:
    only = known.match(w("", "", "แม่แดด"))
    assert (only.code, only.candidates) == (None, ("502502",))
    assert only.why is not None
    assert "จังหวัด" in only.why.th
    many = known.match(w("", "", "วังทอง"))
    assert many.code is None
    assert len(many.candidates) == MOST_CANDIDATES
    assert known.match(w("", "วังทอง", "วังทอง")).candidates == ("650801",)


@pytest.mark.parametrize(
    ("written", "candidate"),
    [
        (w("ร้อยเอด"), "45"),
        (w("ร้อยเอ็ด", "เสลภุมิ"), "4510"),
        (w("ร้อยเอ็ด", "เสลภูมิ", "กลาง"), None),
        (w("หนองคาย", "เซกา"), "3804"),  # now in Bueng Kan
        (w("เชียงใหม่", "แม่แจ่ม", "แม่แดด"), "502502"),  # the district was divided
        (w("Pitsanulok"), "65"),
        (w("เชียงใหม่", "กัลยานิวัฒนา", "แม่แดด"), "502502"),
        (w("ร้อยเอ็ด", "ในเมือง"), None),
    ],
    ids=str,
)
def test_what_is_not_found_comes_with_candidates_and_is_never_taken(
    known: Gazetteer, written: Written, candidate: str | None
) -> None:
    match = known.match(written)
    assert match.why is not None or match.code
    if candidate:
        assert match.code is None
        assert candidate in match.candidates


def test_codes_that_are_gone_offer_their_heirs(known: Gazetteer) -> None:
    match = known.match(w(code="104701"))
    assert (match.code, match.candidates) == (None, ("104702", "104703"))
    assert match.why is not None
    assert "ยกเลิก" in match.why.th


def test_a_code_and_names_that_contradict_each_other_are_left_to_a_person(known: Gazetteer) -> None:
    match = known.match(w("มุกดาหาร", code="45"))
    assert (match.code, match.candidates) == (None, ("45", "49"))
    assert known.match(w("ร้อยเอ็ด", "เมือง", code="45")).code is None


@pytest.mark.parametrize(
    "written",
    [
        w(),
        w(" ", " "),
        w(code="99"),
        w(code="x"),
        w("ดาวอังคาร"),
        w("=1+1"),
        w("x" * 100_000),
        w("\x00"),
        w("'; --"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_rubbish_is_not_found_and_told(known: Gazetteer, written: Written) -> None:
    match = known.match(written)
    assert match.code is None
    assert match.why is not None
    assert len(match.why.th) < 400


def test_many_rows_of_rubbish_cost_little(known: Gazetteer) -> None:
    begun = time.process_time()
    for n in range(5000):
        assert known.match(w("ร้อยเอ็ด", f"ไม่มี{n}", f"ที่นี่{n}")).code is None
    assert time.process_time() - begun < 10
