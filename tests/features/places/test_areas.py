"""The official tree of areas: loaded whole, in Thai order, found by any spelling."""

import geothai
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from planhub.kernel.text import Text
from planhub.places import queries, regions
from planhub.places.levels import AreaLevel, area_label, level_of
from planhub.places.models import Area, Cluster, Region
from planhub.places.services import load_areas


def count(session: Session, level: AreaLevel) -> int:
    return session.scalar(select(func.count()).where(Area.level == level)) or 0


def test_the_whole_tree_is_there(db_session: Session) -> None:
    assert [count(db_session, level) for level in AreaLevel] == [77, 928, 7436]


def test_every_name_is_that_of_the_data_set(db_session: Session) -> None:
    kept = {a.code: (a.name_th, a.name_en) for a in db_session.scalars(select(Area))}
    provinces = geothai.provinces()
    districts = [d for p in provinces for d in geothai.districts(p.code)]
    subdistricts = [s for d in districts for s in geothai.subdistricts(d.code)]
    named = {p.code: (p.name_th, p.name_en) for p in provinces}
    named |= {d.code: (d.name_th, d.name_en) for d in districts}
    assert kept == named | {s.code: (s.name_th, s.name_en) for s in subdistricts}


def test_every_area_hangs_under_the_one_its_code_begins_with(db_session: Session) -> None:
    parents = {area.code: area.parent_code for area in db_session.scalars(select(Area))}
    assert all(parent == (code[:-2] or None) for code, parent in parents.items())
    assert all(parent in parents for parent in parents.values() if parent)


def test_every_province_has_a_region_and_all_but_bangkok_a_cluster(db_session: Session) -> None:
    provinces = queries.list_areas(db_session, AreaLevel.PROVINCE)
    assert {p.region_code for p in provinces} == {r.code for r in queries.list_regions(db_session)}
    assert [p.code for p in provinces if p.cluster_code is None] == [regions.BANGKOK]
    sizes = {r: sum(p.region_code == r for p in provinces) for r, _ in regions.REGIONS}
    assert sizes == {
        "north": 17,
        "northeast": 20,
        "central": 18,
        "east": 8,
        "south": 11,
        "southern_border": 3,
    }
    assert db_session.scalar(select(func.count()).select_from(Cluster)) == 18


def test_a_district_is_in_the_region_and_cluster_of_its_province(db_session: Session) -> None:
    provinces = {p.code: (p.region_code, p.cluster_code) for p in queries.list_children(db_session)}
    for area in db_session.scalars(select(Area)):
        assert (area.region_code, area.cluster_code) == provinces[area.code[:2]]


def test_a_region_says_who_says_so(db_session: Session) -> None:
    assert all("2560" in region.source for region in db_session.scalars(select(Region)))
    clusters = queries.list_clusters(db_session)
    assert (clusters[0].name, clusters[0].region_code) == (Text("ภาคเหนือตอนบน 1", "Upper North 1"), "north")
    assert queries.list_regions(db_session)[-1].name == Text("ภาคใต้ชายแดน", "Southern Border")


def test_loading_again_changes_nothing_and_mends_what_was_spoilt(db_session: Session) -> None:
    assert load_areas(db_session) == (0, 0, 0)
    db_session.execute(update(Area).where(Area.code == "45").values(name_th="ร้อยเอด", sort_key_th="x"))
    assert load_areas(db_session) == (0, 1, 0)
    names = db_session.execute(select(Area.name_th).where(Area.code == "45"))
    assert names.scalar_one() == "ร้อยเอ็ด"


def test_an_area_that_the_data_set_dropped_is_counted_and_kept(db_session: Session) -> None:
    old = Area(
        code="99",
        level="province",
        region_code="north",
        name_th="เก่า",
        name_en="Old",
        sort_key_th="",
        search_key="",
    )
    db_session.add(old)
    db_session.flush()  # load_areas reads the table
    assert load_areas(db_session) == (0, 0, 1)
    assert queries.get_area(db_session, "99") is old


# --- order and names ------------------------------------------------------------------------------------------


def test_lists_are_in_thai_order(db_session: Session) -> None:
    names = [p.name_th for p in queries.list_children(db_session)]
    assert names[0] == "กระบี่"
    assert names[names.index("ชุมพร") + 1] == "เชียงราย"
    assert names[-1] == "อุบลราชธานี"


def test_a_list_can_be_of_one_province_or_region(db_session: Session) -> None:
    districts = queries.list_areas(db_session, AreaLevel.DISTRICT, parent="45")
    assert Text("อำเภอเมืองร้อยเอ็ด", "Mueang Roi Et District") in [d.label for d in districts]
    assert len(districts) == len(geothai.districts("45"))
    assert districts == queries.list_children(db_session, "45")
    subdistricts = queries.list_areas(db_session, AreaLevel.SUBDISTRICT, parent="45")
    assert len(subdistricts) == sum(len(geothai.subdistricts(d.code)) for d in districts)
    assert len(queries.list_areas(db_session, AreaLevel.PROVINCE, region="east")) == 8


def test_the_path_to_an_area_and_its_full_name(db_session: Session) -> None:
    assert [a.name_th for a in queries.get_path(db_session, "502502")] == ["เชียงใหม่", "กัลยาณิวัฒนา", "แม่แดด"]
    assert queries.get_path(db_session, "509999") == []
    names = queries.full_names(db_session, ["502502", "45", "100101", "10", "999999"])
    assert names == {
        "502502": Text("ต.แม่แดด อ.กัลยาณิวัฒนา จ.เชียงใหม่", "Mae Daet, Galyani Vadhana, Chiang Mai"),
        "45": Text("จ.ร้อยเอ็ด", "Roi Et"),
        "100101": Text(
            "แขวงพระบรมมหาราชวัง เขตพระนคร กรุงเทพมหานคร", "Phra Borom Maha Ratchawang, Phra Nakhon, Bangkok"
        ),
        "10": Text("กรุงเทพมหานคร", "Bangkok"),
    }


@pytest.mark.parametrize(
    ("code", "thai", "english"),
    [
        ("45", "จังหวัดร้อยเอ็ด", "Roi Et Province"),
        ("4501", "อำเภอเมืองร้อยเอ็ด", "Mueang Roi Et District"),
        ("502502", "ตำบลแม่แดด", "Mae Daet Subdistrict"),
        ("10", "กรุงเทพมหานคร", "Bangkok"),
        ("1007", "เขตปทุมวัน", "Pathum Wan District"),
        ("100101", "แขวงพระบรมมหาราชวัง", "Phra Borom Maha Ratchawang Subdistrict"),
    ],
)
def test_an_area_is_called_by_its_level(db_session: Session, code: str, thai: str, english: str) -> None:
    area = queries.get_area(db_session, code)
    assert area is not None
    assert area.label == area_label(code, area.name) == Text(thai, english)


def test_levels_are_told_from_codes() -> None:
    assert [level_of(code) for code in ("45", "4501", "450101")] == list(AreaLevel)
    assert [level.below for level in AreaLevel] == [AreaLevel.DISTRICT, AreaLevel.SUBDISTRICT, None]
    for code in ("", "4", "450", "ab", "๔๕", "4501011", "4½"):
        with pytest.raises(ValueError, match="not an area code"):
            level_of(code)


# --- search ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ร้อยเอ็ด", "45"),
        ("จ.ร้อยเอ็ด", "45"),
        ("จังหวัด ร้อยเอ็ด", "45"),
        ("roi et", "45"),
        ("Roi-Et Province", "45"),
        ("ROIET", "45"),
        ("45", "45"),
        ("๔๕", "45"),
        ("กทม.", "10"),
        ("กรุงเทพฯ", "10"),
        ("bangkok", "10"),
        ("อ.เมืองร้อยเอ็ด", "4501"),
        ("เขตปทุมวัน", "1007"),
        ("ปทุมวัน", "1007"),
        ("ต.เเม่แดด", "502502"),
        ("Mae Daet", "502502"),
        ("450101", "450101"),
        ("สุไหงโกลก", "9610"),
        ("ลําปาง", "52"),
        ("อยุธยา", "14"),
        ("ตำบล จ.ป.ร.", "850406"),
    ],
)
def test_an_area_is_found_by_any_spelling(db_session: Session, text: str, code: str) -> None:
    found = [a.code for a in queries.search_areas(db_session, text)]
    assert found[0] == code


def test_exact_names_come_first_then_beginnings_then_the_rest(db_session: Session) -> None:
    found = queries.search_areas(db_session, "วังทอง", limit=200)
    names = [a.name_th for a in found]
    assert len(geothai.match("วังทอง")) == 9
    exact = sum(name == "วังทอง" for name in names)
    assert set(names[:exact]) == {"วังทอง"}
    assert found[0].level == "district"
    begins = [name.removeprefix("เขต").startswith("วังทอง") for name in names]
    assert begins == sorted(begins, reverse=True)


def test_a_search_keeps_to_its_level_and_limit(db_session: Session) -> None:
    found = queries.search_areas(db_session, "บ้าน", level=AreaLevel.SUBDISTRICT, limit=7)
    assert len(found) == 7
    assert {a.level for a in found} == {"subdistrict"}


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "|", "'; --", "ไม่มีที่ไหนชื่อนี้", "\x00", "\ud800", "((("])
def test_a_search_for_nothing_finds_nothing(db_session: Session, text: str) -> None:
    assert queries.search_areas(db_session, text) == []
