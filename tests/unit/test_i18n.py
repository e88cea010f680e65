"""What templates say: two languages, Thai dates and money."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from flask import Flask

from planhub.infra import i18n
from planhub.kernel.text import ENGLISH, Text, locale

DAY = date(2022, 12, 9)
LATE = datetime(2022, 9, 30, 17, 30, tzinfo=UTC)

app = Flask("planhub-i18n-test")
i18n.register(app)


def say(template: str, **values: object) -> str:
    return app.jinja_env.from_string(template).render(**values)


@pytest.mark.parametrize(
    ("template", "thai", "english"),
    [
        ("{{ t('แผน', 'Plan') }}", "แผน", "Plan"),
        ("{{ t('มี {n} รายการ', '{n} items', n=3) }}", "มี 3 รายการ", "3 items"),
        ("{{ t('ร้อยละ {n}', '{n} %', n=who) }}", "ร้อยละ พอช.", "CODI %"),
        ("{{ t('50% {x}', '50% {x}') }}", "50% {x}", "50% {x}"),
        ("{{ day|date }}", "9 ธ.ค. 2565", "9 Dec 2022"),
        ("{{ day|date('full') }}", "วันศุกร์ที่ 9 ธันวาคม พ.ศ. 2565", "Friday 9 December 2022"),
        ("{{ late|date }}", "1 ต.ค. 2565", "1 Oct 2022"),
        ("{{ late|datetime }}", "1 ต.ค. 2565 00.30 น.", "1 Oct 2022 00:30"),
        ("{{ nine|time }}", "09.00 น.", "09:00"),
        ("{{ day|fy }} {{ 2566|fy }}", "ปีงบประมาณ 2566 ปีงบประมาณ 2566", "FY 2566 FY 2566"),
        ("{{ day|quarter }}", "ไตรมาส 1/2566", "Q1 FY 2566"),
        ("{{ late|fy }} {{ late|quarter }}", "ปีงบประมาณ 2566 ไตรมาส 1/2566", "FY 2566 Q1 FY 2566"),
        ("{{ 245814|number }} {{ half|number(1) }}", "245,814 0.5", "245,814 0.5"),
        ("{{ 123450|money }}", "1,234.50 บาท", "1,234.50 baht"),
        ("{{ 123450|money(bare=true) }}", "1,234.50", "1,234.50"),
        ("{{ 15050000000|million }}", "150.50 ล้านบาท", "150.50 million baht"),
        ("{{ 'ครั้งที่ 1/2566'|thai }}", "ครั้งที่ ๑/๒๕๖๖", "ครั้งที่ ๑/๒๕๖๖"),
        ("{{ current_locale() }}", "th", "en"),
        ("{{ t('<b>', '<b>') }}", "&lt;b&gt;", "&lt;b&gt;"),
    ],
)
def test_a_template_speaks_the_readers_language(template: str, thai: str, english: str) -> None:
    values = {"day": DAY, "late": LATE, "nine": time(9), "half": Decimal("0.45"), "who": Text("พอช.", "CODI")}
    environment = app.jinja_env.overlay(autoescape=True)
    assert environment.from_string(template).render(**values) == thai
    with locale(ENGLISH):
        assert environment.from_string(template).render(**values) == english


@pytest.mark.parametrize("name", ["date", "datetime", "time", "fy", "quarter", "number", "money", "million"])
def test_what_is_missing_is_shown_as_a_dash(name: str) -> None:
    assert say("{{ nothing|" + name + " }}", nothing=None) == "–"
