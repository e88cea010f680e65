"""The line is the same from both of its ends, passes only through what the reader sees, and costs few statements."""

import re
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from planhub.activities.models import JointActivity
from planhub.infra.db import settled
from planhub.kernel.access import Actor
from planhub.lessons.models import KnowledgeItem, KnowledgeLesson, LessonReuse
from planhub.plans.models import PlanActivity
from planhub.record import access
from planhub.record.models import Record
from planhub.record.papers import IssuedPaper
from planhub.tracing import reach, rows
from planhub.tracing.queries import Line, line, stages, subject
from tests.client import HouseClient
from tests.conftest import Actors, MaxQueries
from tests.features.meetings import world
from tests.features.tracing.conftest import Chain

READERS = ("coordinator.codi", "director.eef", "secretariat", "viewer", "auditor", "area.roiet", "knowledge")


def line_of(chain: Chain, actor: Actor, record: Any) -> Line:
    return line(chain.session, actor, record.type, record.id)


def ids(found: Line) -> set[str]:
    """Give the records of a line; a resolution counts as its meeting."""
    nodes = found.by_id.values()
    return {str(node.other) if node.stage == reach.RESOLUTION else node.id for node in nodes}


def names(chain: Chain, found: Line) -> set[str]:
    known = {record.id: name for name, record in chain.records.items()}
    return {known[key] for key in ids(found) if key in known}


def test_a_lesson_is_followed_from_its_report_to_its_use_elsewhere(chain: Chain, actors: Actors) -> None:
    found = line_of(chain, actors["auditor"], chain.report)
    assert names(chain, found) == {"mou", "plan", "activity", "report", "lesson", "away", "meeting", "action"}
    (used,) = rows.taken(found)
    assert (used.lesson.code, used.used_in.code) == (chain.lesson.code, chain.away.code)
    assert used.source is not None
    assert used.source.code == chain.activity.code
    back = line_of(chain, actors["auditor"], chain.away)
    assert {"report", "lesson", "activity"} <= names(chain, back)


def test_a_resolution_is_followed_to_plan_activity_and_report(chain: Chain, actors: Actors) -> None:
    for start in (chain.meeting, chain.action):
        found = line_of(chain, actors["coordinator.codi"], start)
        assert {"mou", "plan", "activity", "report", "lesson", "action"} <= names(chain, found), start.code
    (node,) = line_of(chain, actors["viewer"], chain.plan).of(reach.RESOLUTION)
    assert (node.code, node.n, node.title, str(node.kind)) == (chain.meeting.code, 1, "เห็นชอบแผน", "เห็นชอบ")


@pytest.mark.parametrize("login", READERS)
def test_both_directions_give_the_same_line(chain: Chain, actors: Actors, login: str) -> None:
    actor = actors[login]
    seen = {
        name: record
        for name, record in chain.records.items()
        if chain.session.scalar(
            select(type(record).id).where(type(record).id == record.id, _sees(actor, record))
        )
    }
    found = {name: ids(line_of(chain, actor, record)) for name, record in seen.items()}
    one_way = {
        (a, b)
        for a, b in product(seen, repeat=2)
        if (seen[b].id in found[a]) != (seen[a].id in found[b])
        and {"meeting", "action"}.isdisjoint({a, b} - {a})
    }
    assert not one_way


def _sees(actor: Actor, record: Any) -> Any:
    return reach.seen_by(actor)[record.type]


def test_activities_of_one_plan_do_not_drag_in_each_others_reports(chain: Chain, actors: Actors) -> None:
    found = line_of(chain, actors["auditor"], chain.report)
    assert [node.code for node in found.of(reach.ACTIVITY)] == [chain.activity.code]
    assert [node.code for node in found.of(reach.REPORT)] == [chain.report.code]
    whole = line_of(chain, actors["auditor"], chain.plan)
    assert len(whole.of(reach.ACTIVITY)) == 3
    assert len(whole.of(reach.REPORT)) == 2


def test_rows_stand_under_the_goal_and_its_clause(chain: Chain, actors: Actors) -> None:
    first, second = rows.groups(line_of(chain, actors["auditor"], chain.mou))[:2]
    assert first.mou is not None
    assert (first.clause, first.goal and first.goal.title, first.lacks) == ("ข้อ 3", "รายได้เพิ่ม", ())
    (row,) = first.rows
    assert row.activity is not None
    assert row.activity.code == chain.activity.code
    assert ([n.code for n in row.reports], [n.code for n in row.lessons]) == (
        [chain.report.code],
        [chain.lesson.code],
    )
    assert (second.goal, second.lacks) == (None, ("goal", "clause"))


def test_a_lesson_captured_at_a_meeting_leads_back_to_it(chain: Chain, actors: Actors) -> None:
    chain.lesson.begun_from_id = chain.meeting.id
    chain.lesson.activity_id = chain.lesson.report_id = None
    chain.session.flush()
    auditor = actors["auditor"]
    for start, other in ((chain.meeting, chain.lesson), (chain.meeting, chain.away)):
        assert other.id in ids(line_of(chain, auditor, start)), other.code
        assert start.id in ids(line_of(chain, auditor, other)), other.code
    assert chain.lesson.id not in ids(line_of(chain, auditor, chain.activity))


def test_a_plan_that_took_a_lesson_up_leads_back_to_it(chain: Chain, actors: Actors) -> None:
    other = chain.session.scalars(select(Record.id).where(Record.code == "PLAN-2566-0002")).one()
    use = chain.session.scalars(select(LessonReuse)).one()
    use.activity_id, use.plan_id = None, other
    chain.session.flush()
    auditor = actors["auditor"]
    (used,) = rows.taken(line_of(chain, auditor, chain.lesson))
    assert (used.used_in.code, used.use.place_id) == ("PLAN-2566-0002", other)
    back = line(chain.session, auditor, "plans", other)
    assert {"lesson", "report", "activity"} <= names(chain, back)


def test_ready_knowledge_leads_to_the_lessons_that_tell_of_it(chain: Chain, actors: Actors) -> None:
    item = KnowledgeItem(
        **world._header("knowledge-items", "KNW-2566-0001", "เครื่องรีดกระจูด", "published", "PMUA")
    )
    chain.session.add(item)
    chain.session.flush()
    chain.session.add(KnowledgeLesson(record_id=item.id, lesson_id=chain.lesson.id))
    chain.session.flush()
    auditor = actors["auditor"]
    assert {"lesson", "report", "activity", "plan", "mou"} <= names(chain, line_of(chain, auditor, item))
    for start in (chain.lesson, chain.report, chain.plan, chain.mou):
        assert item.id in ids(line_of(chain, auditor, start)), start.code


# --- what others must not see -----------------------------------------------------------------------------------


def test_an_outsider_sees_nothing_of_a_draft(chain: Chain, actors: Actors) -> None:
    chain.set_state(chain.plan, "draft", "CODI")
    outsider = actors["coordinator.eef"]
    for start in (chain.activity, chain.report, chain.meeting, chain.mou):
        found = line_of(chain, outsider, start)
        assert chain.plan.id not in found.by_id, start.code
        assert not found.goals
        assert all(chain.plan.title not in node.title for node in found.by_id.values())
    assert chain.plan.id in line_of(chain, actors["coordinator.codi"], chain.activity).by_id


def test_a_draft_does_not_join_what_lies_behind_it(chain: Chain, actors: Actors) -> None:
    chain.session.query(JointActivity).where(JointActivity.id == chain.activity.id).update({"mou_id": None})
    viewer = actors["viewer"]
    assert chain.mou.id in line_of(chain, viewer, chain.activity).by_id
    chain.set_state(chain.plan, "draft", "CODI")
    assert chain.mou.id not in line_of(chain, viewer, chain.activity).by_id
    assert chain.activity.id not in line_of(chain, viewer, chain.mou).by_id


def test_a_hidden_activity_hides_its_row_and_its_reports(chain: Chain, actors: Actors) -> None:
    chain.set_state(chain.activity, "proposed", "PMUA")
    chain.set_state(chain.report, "draft", "PMUA")
    found = line_of(chain, actors["viewer"], chain.plan)
    assert chain.activity.id not in found.by_id
    assert chain.report.id not in found.by_id
    assert chain.activity.id not in {s.activity_id for s in found.serves}


def test_what_may_not_be_seen_is_not_there(client: HouseClient, chain: Chain) -> None:
    chain.set_state(chain.plan, "draft", "CODI")
    client.sign_in("coordinator.eef")
    for address in (
        f"/trace/plans/{chain.plan.code}",
        f"/trace/plans/{chain.plan.code}/trace.pdf",
        f"/trace/plans/{chain.plan.code}/brief",
        f"/trace/activities/{chain.plan.code}",
        "/trace/plans/PLAN-2566-9999",
        "/trace/users/x",
    ):
        assert client.get(address).status_code == 404, address
    page = client.get(f"/trace/activities/{chain.activity.code}").text
    assert chain.plan.code not in page
    assert chain.plan.title not in page


# --- the screens and the paper ----------------------------------------------------------------------------------


def test_every_record_of_the_line_shows_it(client: HouseClient, chain: Chain) -> None:
    client.sign_in("auditor")
    for record in chain.records.values():
        page = client.get(f"/{record.type}/{record.code}").text
        assert f"/trace/{record.type}/{record.code}" in page, record.code
        few = client.get(f"/trace/{record.type}/{record.code}/brief").text
        assert (chain.lesson.title if record is not chain.lesson else "เรื่องนี้") in few, record.code
        whole = client.get(f"/trace/{record.type}/{record.code}")
        assert whole.status_code == 200
        assert chain.lesson.title in whole.text, record.code
        assert ("เห็นชอบแผน" in whole.text) is (record is not chain.away), record.code


def test_a_record_alone_says_so(client: HouseClient, chain: Chain, db_session: Session) -> None:
    client.sign_in("auditor")
    assert "/trace/mous/MOU-2566-0001/brief" in client.get("/mous/MOU-2566-0001").text
    assert "ยังไม่มีเรื่องที่เชื่อมกัน" in client.get("/trace/mous/MOU-2566-0001/brief").text
    assert "ยังไม่มีเรื่องอื่นที่เชื่อมกับเรื่องนี้" in client.get("/trace/mous/MOU-2566-0001").text


def test_the_panel_is_one_statement_and_the_page_few(
    client: HouseClient, chain: Chain, actors: Actors, max_queries: MaxQueries
) -> None:
    actor = actors["auditor"]
    with max_queries(1):
        stages(chain.session, actor, chain.plan.type, chain.plan.id)
    _widen(chain, 60)
    with max_queries(1):
        (activities,) = (
            s for s in stages(chain.session, actor, chain.plan.type, chain.plan.id) if s.key == reach.ACTIVITY
        )
    assert (len(activities.nodes), activities.total, activities.more) == (3, 63, 60)
    client.sign_in("auditor")
    address = f"/trace/plans/{chain.plan.code}"
    client.get(address)
    with max_queries(8):
        page = client.get(address).text
    assert len(re.findall(r"ACT-2566-7\d\d\d", page)) >= 60


def _widen(chain: Chain, count: int) -> None:
    """Let the plan include many more activities."""
    made = [world._activity(7000 + n, "45", chain.mou) for n in range(count)]
    chain.session.add_all(made)
    chain.session.flush()
    chain.session.add_all(
        PlanActivity(record_id=chain.plan.id, activity_id=one.id, position=10 + n)
        for n, one in enumerate(made)
    )
    chain.session.flush()


def test_the_sheet_carries_code_hash_and_the_way_to_check_it(
    client: HouseClient, chain: Chain, db_session: Session
) -> None:
    client.sign_in("auditor")
    answer = client.get(f"/trace/plans/{chain.plan.code}/trace.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    kept = db_session.scalars(select(IssuedPaper).where(IssuedPaper.kind == "trace")).one()
    assert (kept.code, len(kept.mark)) == (chain.plan.code, 12)
    printed = "".join(page.extract_text() for page in PdfReader(_stream(answer.data)).pages)
    for words in (chain.plan.code, chain.activity.code, chain.lesson.code, kept.mark, "ข้อ 3", "ข้อมูล ณ วันที่"):
        assert words in printed, words
    client.sign_out()
    assert "เส้นทางตรวจสอบ" in client.get(f"/verify/{kept.mark}").text


def _stream(content: bytes) -> Any:
    return BytesIO(content)


def test_a_draft_is_watermarked_and_unknown_to_strangers(client: HouseClient, chain: Chain) -> None:
    chain.set_state(chain.plan, "draft", "CODI")
    client.sign_in("coordinator.codi")
    assert client.get(f"/trace/plans/{chain.plan.code}/trace.pdf").status_code == 200
    kept = chain.session.scalars(select(IssuedPaper).where(IssuedPaper.kind == "trace")).one()
    assert not kept.is_public


def test_the_record_is_asked_for_by_right(chain: Chain, actors: Actors) -> None:
    access.begin_decisions()
    assert subject(chain.session, actors["auditor"], chain.plan.code).id == chain.plan.id
    assert access.decided()


def test_records_are_looked_up_never_walked_through(chain: Chain, actors: Actors, engine_name: str) -> None:
    if engine_name != "sqlite":
        pytest.skip("PostgreSQL weighs statistics that a small world does not have")
    dialect = chain.session.get_bind().dialect
    for login, name in product(("coordinator.codi", "area.roiet", "auditor"), reach.SUBJECTS):
        asked = settled(reach.line_of(name, reach.seen_by(actors[login])), dialect, "id", "most")
        plan = chain.session.execute(text(f"EXPLAIN QUERY PLAN {asked}"), {"id": chain.plan.id, "most": 3})
        steps = [row[3] for row in plan]
        assert len(steps) > 5
        assert not [
            s for s in steps if re.search(r"SCAN (record|activity|plan|progress_report|lesson|mou)\b", s)
        ]
        assert not [s for s in steps if "type=?" in s], (login, name)
