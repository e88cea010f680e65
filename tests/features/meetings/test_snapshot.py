"""Frozen figures: read once, in a fixed number of queries, holding only what the secretariat may see."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from planhub.activities.models import BudgetLine, JointActivity
from planhub.kernel.errors import Denied
from planhub.meetings.models import Meeting, MeetingSnapshot
from planhub.meetings.pack import drawing, facts, snapshot
from planhub.progress.models import ProgressReport
from planhub.record import audit
from planhub.record.models import Record
from planhub.web.app import PlanHubApp
from tests.conftest import MaxQueries
from tests.features.meetings import world
from tests.features.meetings.conftest import MATTER, Desk

MOST_QUERIES = 40
"""Goal P9: for any number of provinces."""


def frozen(desk: Desk, **raw: Any) -> dict[str, Any]:
    return snapshot.content_of(desk.freeze(desk.call(**raw)))


@pytest.mark.parametrize("count", [3, 30])
def test_the_number_of_queries_does_not_grow_with_the_provinces(
    desk: Desk, db_session: Session, max_queries: MaxQueries, count: int
) -> None:
    world.lay(db_session, world.provinces(db_session, count))
    meeting = desk.load(desk.call())
    actor = desk.secretariat
    snapshot.gather(db_session, actor, meeting)  # the lists of areas are kept from here on

    with max_queries(MOST_QUERIES) as seen:
        content = snapshot.gather(db_session, actor, meeting)

    assert len(content["provinces"]) == count
    assert len(seen) == 21


def test_facts_of_provinces_cost_the_same_for_one_and_for_many(
    desk: Desk, db_session: Session, max_queries: MaxQueries
) -> None:
    codes = world.provinces(db_session, 12)
    world.lay(db_session, codes)
    actor, seen = desk.secretariat, []
    facts.province_facts(
        db_session, actor, codes[:1], world.YEAR, world.NOW
    )  # the lists of areas are kept from here on
    for asked in (codes[:1], codes):
        with max_queries(MOST_QUERIES) as statements:
            found = facts.province_facts(db_session, actor, asked, world.YEAR, world.NOW)
        assert list(found) == list(asked)
        seen.append(len(statements))

    assert seen[0] == seen[1] <= 20
    assert facts.province_facts(db_session, desk.secretariat, [], world.YEAR, world.NOW) == {}
    assert facts.province_facts(db_session, desk.secretariat, ["99"], world.YEAR, world.NOW) == {}


def test_facts_of_one_province_are_those_of_the_pack(
    desk: Desk, db_session: Session, country: Sequence[str]
) -> None:
    whole = frozen(desk)["provinces"]
    alone = facts.province_facts(db_session, desk.secretariat, country, world.YEAR, world.NOW)

    assert {p["code"]: p for p in whole} == json.loads(json.dumps(alone))


def test_what_a_meeting_saw_stays_whatever_happens_afterwards(
    desk: Desk, db_session: Session, country: Sequence[str], app: PlanHubApp
) -> None:
    row = desk.freeze(desk.call())
    before = snapshot.content_of(row)
    with app.app_context():
        first = drawing.render(row, version=1)

    db_session.execute(update(BudgetLine).values(planned=1))
    db_session.execute(update(ProgressReport).values(reported_pct=99))
    db_session.execute(update(Record).where(Record.type == "activities").values(title="แก้ชื่อภายหลัง"))
    db_session.expire_all()

    stored = db_session.scalars(select(MeetingSnapshot)).one()
    assert snapshot.content_of(stored) == before
    with app.app_context():
        assert drawing.render(stored, version=1) == first
    again = snapshot.content_of(desk.freeze(db_session.scalars(select(Meeting)).one()))
    assert again["budget"] != before["budget"]


def test_a_snapshot_that_was_tampered_with_is_refused(
    desk: Desk, db_session: Session, country: Sequence[str]
) -> None:
    row = desk.freeze(desk.call())
    row.body = row.body.replace("2566", "2567", 1)
    with pytest.raises(ValueError, match="not what was frozen"):
        snapshot.content_of(row)


def test_the_same_state_of_things_gives_the_same_text(desk: Desk, country: Sequence[str]) -> None:
    meeting = desk.call()
    one, other = desk.freeze(meeting), desk.freeze(meeting)
    assert (one.number, other.number) == (1, 2)
    assert one.body == other.body
    assert one.content_hash == other.content_hash


def test_only_the_secretariat_freezes(desk: Desk, db_session: Session, country: Sequence[str]) -> None:
    meeting = desk.call()
    with pytest.raises(Denied):
        snapshot.freeze(db_session, desk.actors["director.codi"], desk.load(meeting))


def test_it_holds_only_what_the_secretariat_may_see(
    desk: Desk, db_session: Session, country: Sequence[str]
) -> None:
    hidden = db_session.scalars(select(ProgressReport).order_by(ProgressReport.code)).first()
    assert hidden is not None
    db_session.execute(update(Record).where(Record.id == hidden.id).values(state="submitted"))
    activity = db_session.get_one(JointActivity, hidden.activity_id)
    db_session.execute(update(Record).where(Record.code == "ACT-2566-0201").values(is_training=True))

    content = snapshot.content_of(desk.freeze(desk.call()))
    by_code = {a["code"]: a for a in content["activities"]}

    assert by_code[activity.code]["report"] is None, "not certified by its agency yet"
    assert by_code[activity.code]["light"]["key"] == "not_reported"
    assert "ACT-2566-0201" not in by_code, "training is not mixed with the truth"


def test_not_reported_is_neither_red_nor_nought(desk: Desk, country: Sequence[str]) -> None:
    content = frozen(desk)
    missing = content["missing"]
    activities = content["activities"]

    assert [m["code"] for m in missing] == ["ACT-2566-0103", "ACT-2566-0203", "ACT-2566-0303"]
    assert {m["period"] for m in missing} == {"1/2566"}
    silent = [a for a in activities if a["missing"]]
    assert {(a["light"]["key"], a["light"]["sign"], a["done"]) for a in silent} == {
        ("not_reported", "none", None)
    }
    assert content["lights"] == {"green": 3, "amber": 0, "red": 3, "not_due": 0, "not_reported": 3}


def test_money_is_the_sum_of_lines_and_of_this_year_alone(desk: Desk, country: Sequence[str]) -> None:
    content = frozen(desk)
    budget = content["budget"]
    activities = content["activities"]

    expected = sum(a["money"]["planned"] for a in activities)
    assert budget["total"]["planned"] == expected
    assert sum(row["total"]["planned"] for row in budget["rows"]) == expected
    assert sum(money["planned"] for money in budget["by_source"].values()) == expected
    assert expected < 9 * (500_000_00 + 50_000_00 + 70_000_00), "next year's lines stay out"
    assert snapshot.unequal_sums(content) == []
    budget["by_source"]["fund"]["planned"] += 1
    assert [r.key for r in snapshot.unequal_sums(content)] == ["sums"]


def test_decisions_stand_on_the_sheet_of_their_province(desk: Desk, country: Sequence[str]) -> None:
    content = frozen(desk, agenda=[{**MATTER, "about": "PLAN-2566-0001"}, MATTER])
    sheets = content["provinces"]
    by_code = {p["code"]: p for p in sheets}

    assert [d["no"] for d in by_code[country[0]]["decisions"]] == ["5.1"]
    assert by_code[country[1]]["decisions"] == []


def test_chosen_provinces_alone_get_a_sheet(desk: Desk, country: Sequence[str]) -> None:
    content = frozen(desk, provinces=[country[1]])
    sheets, activities = content["provinces"], content["activities"]

    assert [p["code"] for p in sheets] == [country[1]]
    assert len(activities) == 9, "the totals are of the whole"


def test_earlier_assignments_are_followed_up(desk: Desk, db_session: Session, country: Sequence[str]) -> None:
    first = desk.to_session(desk.call())
    desk.move(
        first,
        "resolve_item",
        item="5.1",
        kind="assigned",
        text="มอบหมาย พอช.",
        assign_org="CODI",
        assign_what="จัดทำบัญชีครัวเรือนร่วม",
        assign_due="1/3/2566",
    )
    audit.act_as(db_session, desk.secretariat)
    (row,) = frozen(desk, held_on="2023-04-05")["follow_up"]

    assert (row["org"], row["meeting"], row["resolution"], row["overdue"]) == ("CODI", "1/2566", 1, False)
    assert row["state"]["key"] == "open"


def test_the_board_of_an_mou_says_where_each_party_stands(desk: Desk, country: Sequence[str]) -> None:
    mous = frozen(desk)["mous"]
    drafted = next(m for m in mous if m["code"] == "MOU-2566-0001")
    steps = [s["en"] for s in drafted["steps"]]
    eef = next(line for line in drafted["board"] if line["org"] == "EEF")

    assert [cell["sign"] for cell in eef["cells"]][steps.index("Legal")] == "good"
    assert [cell["sign"] for cell in eef["cells"]][steps.index("Approval")] == "wait"
    assert next(m for m in mous if m["code"] == "MOU-2563-0004")["days_left"] == 69
