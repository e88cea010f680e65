"""What would help a draft is offered with its reasons, decided on once, and the result counts as proof."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from planhub.kernel.access import SYSTEM
from planhub.lessons.matching import score, wishes
from planhub.lessons.matching.unanswered import unanswered
from planhub.lessons.models import Tag
from planhub.plans.models import PlanActivity
from planhub.record import audit, services
from planhub.record.types import registry
from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.lessons.conftest import Desk


def activity(desk: Desk, org: str = "PMUA", **more: Any) -> Any:
    audit.act_as(desk.session, SYSTEM)
    values = {
        "title": "ขยายแปลงรวมบนที่ดินสาธารณะ",
        "state": "accepted",
        "start": date(2026, 1, 1),
        "end": date(2026, 9, 30),
        "area_codes": ["4902"],
        "direction": ["grassroots_economy"],
        "target_group": "poor_household",
        **more,
    }
    made = services.begin(desk.session, SYSTEM, registry.get("activities"), values, owner_org=org)
    desk.session.flush()
    return made


def plan(desk: Desk, *activities: Any, org: str = "PMUA", province: str = "49") -> Any:
    audit.act_as(desk.session, SYSTEM)
    values = {"title": "แผนบูรณาการมุกดาหาร", "province_code": province, "fiscal_year": 2569, "state": "draft"}
    values["activities"] = [PlanActivity(activity=one, activity_id=one.id, position=1) for one in activities]
    made = services.begin(desk.session, SYSTEM, registry.get("plans"), values, owner_org=org)
    desk.session.flush()
    return desk.load(made)


def fits(desk: Desk, wanted: score.Wanted, login: str = "coordinator.pmua") -> list[score.Fit]:
    return score.fitting(desk.session, desk.actor(login), wanted, limit=10)


def test_a_published_lesson_of_the_same_direction_is_offered_with_its_reasons(desk: Desk) -> None:
    lesson = desk.published(target_groups=["poor_household"])
    desk.published(title="ป่าชุมชน", directions=["community_forest"], areas=["4502"])
    desk.checked(title="ยังไม่เผยแพร่")

    (fit,) = fits(desk, wishes.of_activity(activity(desk)))

    assert fit.code == lesson.code
    assert fit.reasons == ("direction", "target", "words", "region")


def test_items_of_the_knowledge_stock_are_offered_beside_lessons(desk: Desk) -> None:
    item = desk.item(directions=["grassroots_economy"], areas=["4902"])
    item = desk.move(desk.move(item, "submit", "coordinator.pmua"), "publish", "knowledge")

    (fit,) = fits(desk, wishes.of_activity(activity(desk)))

    assert (fit.type, fit.code) == ("knowledge-items", item.code)
    assert {"direction", "province", "band"} <= set(fit.reasons)


def test_what_is_inside_an_agency_is_not_offered_to_others(desk: Desk) -> None:
    desk.published(visibility="agency")
    wanted = wishes.of_activity(activity(desk))

    assert fits(desk, wanted) == []
    assert len(fits(desk, wanted, "coordinator.codi")) == 1


def test_what_worked_elsewhere_comes_first_and_what_did_not_last(desk: Desk) -> None:
    plain, good, bad = (desk.published(title=title) for title in ("เรื่องหนึ่ง", "เรื่องสอง", "เรื่องสาม"))
    for lesson, result in ((good, "worked"), (bad, "not")):
        used = activity(desk, title="กิจกรรมก่อนหน้า")
        desk.move(lesson, "adopt", "coordinator.pmua", values={"activity": used.code})
        told = {"activity": used.code, "result": result, "result_note": "ดูรายงาน"}
        desk.move(desk.load(lesson), "record_reuse", "coordinator.pmua", values=told)

    found = fits(desk, wishes.of_activity(activity(desk, title="อื่น ๆ")))

    assert [fit.code for fit in found] == [good.code, plain.code, bad.code]
    assert (found[0].adopted, found[0].worked, found[2].failed) == (1, 1, 1)


@pytest.mark.parametrize("decision", ["adopt", "dismiss"])
def test_what_was_decided_on_is_not_offered_there_again(desk: Desk, decision: str) -> None:
    lesson, one, other = desk.published(), activity(desk), activity(desk)
    desk.move(lesson, decision, "coordinator.pmua", values={"activity": one.code}, note="ไม่มีที่ดินสาธารณะ")

    assert fits(desk, wishes.of_activity(one)) == []
    assert len(fits(desk, wishes.of_activity(other))) == 1


def test_a_lesson_is_not_offered_where_it_was_learnt(desk: Desk) -> None:
    here = activity(desk, "CODI")
    lesson = desk.published()
    lesson.activity = here
    desk.session.flush()

    assert fits(desk, wishes.of_activity(here), "coordinator.codi") == []


def test_a_plan_is_offered_what_fits_its_activities_and_takes_it_up(desk: Desk) -> None:
    lesson = desk.published()
    made = plan(desk, activity(desk))
    assert [fit.code for fit in fits(desk, wishes.of_plan(made))] == [lesson.code]
    assert [finding.key for finding in unanswered(desk.session, made)] == ["lessons_not_considered"]

    lesson = desk.move(lesson, "adopt", "coordinator.pmua", values={"plan": made.code, "reason": "ใช้กติกา"})

    (reuse,) = lesson.reuses
    assert (reuse.plan_id, reuse.activity_id, reuse.status) == (made.id, None, "adopted")
    assert "ผู้ประสานงาน" in reuse.decided_by
    assert unanswered(desk.session, made) == []


def test_offering_is_one_statement(desk: Desk, max_queries: MaxQueries) -> None:
    for number in range(6):
        desk.published(title=f"แปลงรวม {number}")
    wanted, actor = wishes.of_activity(activity(desk)), desk.actor("coordinator.pmua")
    desk.session.flush()

    with max_queries(1):
        assert len(score.fitting(desk.session, actor, wanted, limit=4)) == 4


def test_tags_follow_every_change(desk: Desk) -> None:
    lesson = desk.lesson("coordinator.codi", areas=["4901"])
    query = select(Tag.kind, Tag.key).where(Tag.record_id == lesson.id)
    assert {("area_type", "city"), ("area_type", "border"), ("region", "northeast"), ("province", "49")} <= {
        tuple(row) for row in desk.session.execute(query)
    }

    desk.save(lesson, "coordinator.codi", directions=["community_forest"], areas=["45"], readiness="trial")

    assert {tuple(row) for row in desk.session.execute(query)} == {
        ("direction", "community_forest"),
        ("area_type", "forest"),
        ("area_type", "rural"),
        ("province", "45"),
        ("region", "northeast"),
        ("band", "trial"),
    }


# --- pages ------------------------------------------------------------------------------------------------------


def test_a_draft_activity_offers_and_the_lead_decides_with_a_tap(client: HouseClient, desk: Desk) -> None:
    lesson, second, draft = desk.published(), desk.published(title="เรื่องที่สอง"), activity(desk)
    client.sign_in("coordinator.pmua")
    page = client.get(f"/activities/{draft.code}").get_data(as_text=True)
    assert "ทิศทางเดียวกัน" in page
    assert lesson.title in page

    taken = client.post(f"/suggestions/{draft.code}/{lesson.code}", data={"decision": "adopt"})
    aside = client.post(
        f"/suggestions/{draft.code}/{second.code}", data={"decision": "dismiss", "note": "ไม่มีที่ดินสาธารณะ"}
    )

    assert taken.location.endswith(f"/activities/{draft.code}#suggestions")
    assert aside.status_code == 303
    page = client.get(f"/activities/{draft.code}").get_data(as_text=True)
    assert "ไม่มีที่ดินสาธารณะ" in page
    assert "/suggestions/" not in page
    assert {desk.load(one).reuses[0].status for one in (lesson, second)} == {"adopted", "dismissed"}


def test_a_dismissal_without_a_reason_is_asked_for_one(client: HouseClient, desk: Desk) -> None:
    lesson, draft = desk.published(), activity(desk)
    client.sign_in("coordinator.pmua")

    client.post(f"/suggestions/{draft.code}/{lesson.code}", data={"decision": "dismiss", "note": " "})

    assert desk.load(lesson).reuses == []
    assert "เหตุผล" in client.get(f"/activities/{draft.code}").get_data(as_text=True)


def test_others_see_no_buttons_and_cannot_decide(client: HouseClient, desk: Desk) -> None:
    lesson, draft = desk.published(), activity(desk)
    client.sign_in("coordinator.codi")

    assert (
        client.post(f"/suggestions/{draft.code}/{lesson.code}", data={"decision": "adopt"}).status_code == 404
    )
    client.sign_in("director.pmua")
    assert "/suggestions/" not in client.get(f"/activities/{draft.code}").get_data(as_text=True)
    answer = client.post(f"/suggestions/{draft.code}/{lesson.code}", data={"decision": "adopt"})
    assert answer.status_code == 403


def test_the_result_is_asked_where_the_activity_is_over(client: HouseClient, desk: Desk) -> None:
    lesson, used = desk.published(), activity(desk, state="in_progress", end=date(2026, 1, 15))
    desk.move(lesson, "adopt", "coordinator.pmua", values={"activity": used.code})
    client.sign_in("coordinator.pmua")

    page = client.get(f"/activities/{used.code}").get_data(as_text=True)
    assert f"/lessons/{lesson.code}/moves/record_reuse?activity={used.code}" in page

    asked = client.get(f"/lessons/{lesson.code}/moves/record_reuse?activity={used.code}").get_data(
        as_text=True
    )
    assert used.code in asked


def test_a_lesson_is_set_beside_those_nearest_to_it_before_it_is_published(
    client: HouseClient, desk: Desk
) -> None:
    older, new = desk.published(), desk.checked(title="แปลงรวมบนที่ดินสาธารณะ อำเภออื่น")
    client.sign_in("knowledge")

    page = client.get(f"/lessons/{new.code}/similar").get_data(as_text=True)

    assert older.title in page
    assert f"/lessons/{new.code}/moves/publish?compared=true" in page
    assert desk.publish(new).compared_with == [older.code]
