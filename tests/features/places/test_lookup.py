"""Looking an area up by whatever a person types."""

import pytest
from sqlalchemy.orm import Session

from planhub.places.levels import AreaLevel
from planhub.places.lookup import find_areas, split_address
from planhub.places.matching import Written


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ร้อยเอ็ด", "45"),
        ("ศรีษะเกษ", "33"),
        ("เพ็ชรบูรณ์", "67"),
        ("สกลนคน", "47"),
        ("ต.แม่แดด อ.กัลยาณิวัฒนา จ.เชียงใหม่", "502502"),
        ("แม่แดด กัลยาณิวัฒนา เชียงใหม่", "502502"),
        ("แขวงรองเมือง เขตปทุมวัน กทม.", "100701"),
        ("อ.เมือง จ.ร้อยเอ็ด", "4501"),
        ("เมือง ร้อยเอ็ด", "4501"),
        ("Mae Daet, Galyani Vadhana, Chiang Mai", "502502"),
        ("เขตสาธร", "1028"),
        ("เสลภุมิ", "4510"),
        ("450100", "4501"),
    ],
)
def test_whatever_is_typed_the_area_comes_first(db_session: Session, text: str, code: str) -> None:
    assert next(a.code for a in find_areas(db_session, text)) == code


def test_a_level_and_a_limit_are_kept(db_session: Session) -> None:
    found = find_areas(db_session, "เมือง", level=AreaLevel.DISTRICT, limit=5)
    assert [a.level for a in found] == ["district"] * 5
    assert find_areas(db_session, "ต.แม่แดด อ.กัลยาณิวัฒนา จ.เชียงใหม่", level=AreaLevel.PROVINCE) == []


@pytest.mark.parametrize("text", ["", " ", "%", "_", "x" * 5000, "\x00", "ต. อ. จ.", "((("])
def test_nothing_is_found_for_nothing(db_session: Session, text: str) -> None:
    assert find_areas(db_session, text) == []


def test_an_address_is_divided_at_its_words() -> None:
    assert split_address("เขตปทุมวัน กรุงเทพมหานคร") == Written("", "กรุงเทพมหานคร", "ปทุมวัน")
    assert split_address("แม่แดด เชียงใหม่") == Written("", "เชียงใหม่", "แม่แดด")
    assert split_address("ร้อยเอ็ด") == Written("", "ร้อยเอ็ด")
