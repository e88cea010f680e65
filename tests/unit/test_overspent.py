"""Warnings about the money of a line: each stage against the one before, the same money never counted twice."""

from types import SimpleNamespace as Row
from typing import Any

import pytest

from planhub.activities.overspent import overspent


def line(**stages: Any) -> Any:
    nothing = dict.fromkeys(("allocated", "committed", "disbursed", "carry_over"))
    return Row(**{"org": "CODI", "fiscal_year": 2566, "planned": 100_00, **nothing, **stages})


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ({}, []),
        ({"allocated": 100_00, "committed": 100_00, "disbursed": 100_00}, []),
        ({"allocated": 100_01}, ["จัดสรร 100.01 บาท เกินวงเงินตามแผน 100 บาท"]),
        ({"allocated": 50_00, "committed": 50_01}, ["ผูกพัน 50.01 บาท เกินที่จัดสรร 50 บาท"]),
        ({"committed": 10_00, "disbursed": 10_01}, ["เบิกจ่าย 10.01 บาท เกินที่ผูกพัน 10 บาท"]),
        ({"allocated": 10_00, "disbursed": 10_01}, ["เบิกจ่าย 10.01 บาท เกินที่จัดสรร 10 บาท"]),
        ({"allocated": 10_00, "disbursed": 4_00, "carry_over": 6_00}, []),
        (
            {"allocated": 10_00, "disbursed": 4_00, "carry_over": 6_01},
            ["กันเหลื่อมปี 6.01 บาท เกินที่เหลือจากจัดสรร 6 บาท"],
        ),
        (
            {"allocated": 200_00, "committed": 300_00},
            ["จัดสรร 200 บาท เกินวงเงินตามแผน 100 บาท", "ผูกพัน 300 บาท เกินที่จัดสรร 200 บาท"],
        ),
    ],
)
def test_each_stage_is_held_against_the_one_before(stages: dict[str, int], said: list[str]) -> None:
    assert [words.th for words in overspent([line(**stages)])] == [f"CODI ปี 2566: {x}" for x in said]
    assert all("more than" in words.en for words in overspent([line(**stages)]))
