"""Rules R1–R19 of the engine, each under its own name."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from planhub.infra.jobs import Job
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM, Capacity
from planhub.kernel.errors import Conflict, Denied, GuardFailed, NotFound
from planhub.kernel.text import Text
from planhub.kernel.workflow import VOIDED, Move, State, Tone, Trigger, Workflow
from planhub.people.models import Assignment, ChainStep, Delegation, Post, User
from planhub.record import (
    access,
    audit,
    events,
    flow,
    inbox,
    lanes,
    notices,
    queries,
    reminders,
    rules,
    services,
)
from planhub.record.models import Event, Lane, Notification, Record
from tests.factories import toys
from tests.features.record.conftest import NOW, World, person

RETURN = {"note": "ขอแก้ชื่อ", "sections": ["main"], "wanted_by": date(2026, 11, 30)}


def reasons(caught: pytest.ExceptionInfo[GuardFailed]) -> set[str]:
    return {r.key for r in caught.value.reasons}


def of(world: World, toy: Record) -> list[Event]:
    return events.list_events(world.session, toy.id)


def delegate(
    world: World, kind: str, *, to: str = "coordinator.eef", post: str = "post.director.codi", **more: Any
) -> Delegation:
    given: dict[str, Any] = {
        "starts_at": NOW - timedelta(days=1),
        "ends_at": NOW + timedelta(days=1),
    } | more
    order = Delegation(
        post_id=post,
        user_id=to,
        kind=kind,
        state="active",
        order_no="๑๒/๒๕๖๙",
        order_date=date(2026, 11, 1),
        **given,
    )
    audit.act_as(world.session, SYSTEM)
    world.session.add(order)
    world.session.flush()
    return order


def to_approval(world: World, title: str = "ของเล่น") -> toys.Toy:
    toy = world.toy(title)
    world.move(toy, "submit", "coordinator.codi")
    for org in ("codi", "eef", "pmua"):
        world.move(toy, "clear", f"legal_officer.{org}")
    return toy


def test_r1_status_is_computed_from_events_that_are_only_added(world: World) -> None:
    toy = world.toy()
    world.move(toy, "submit", "coordinator.codi")
    world.move(toy, "clear", "legal_officer.eef")
    world.move(toy, "return_", "legal_officer.pmua", **RETURN)
    world.move(toy, "submit", "coordinator.codi")
    for org in ("codi", "eef", "pmua"):
        world.move(toy, "clear", f"legal_officer.{org}")
        status = events.recompute(world.session, toy)
        done = frozenset((x.round, x.kind, x.org_code, x.step) for x in toy.lanes if x.status == lanes.DONE)
        assert (status.state, status.round, status.done) == (toy.state, toy.round, done)
    assert [e.n for e in of(world, toy)] == list(range(1, 10))
    assert toy.state == "approval"
    assert toy.round == 2


def test_r2_all_guards_answer_at_once_and_the_button_asks_the_same_ones(world: World) -> None:
    toy = world.toy("จริงหรือ?!")
    shown = next(
        m for m in flow.moves(world.session, world.actor("coordinator.codi"), toy) if m.move.key == "submit"
    )
    with pytest.raises(GuardFailed) as caught:
        world.move(toy, "submit", "coordinator.codi")
    assert reasons(caught) == {"shouting", "asking"} == {r.key for r in shown.reasons}
    assert not shown.allowed
    assert toy.state == "draft"
    assert [e.move for e in of(world, toy)] == ["create"]


def test_r2_a_move_writes_event_status_and_outbox_together(world: World) -> None:
    toy = world.toy()
    world.move(toy, "submit", "coordinator.codi")
    world.session.rollback()
    assert world.session.scalar(select(func.count()).select_from(Record)) == 0
    assert world.session.scalar(select(func.count()).select_from(Job)) == 0


def test_r3_a_record_keeps_the_version_of_its_machine(world: World) -> None:
    toy = world.toy()
    toy.workflow_version = 0
    world.session.flush()
    world.move(toy, "submit", "coordinator.codi")
    assert toy.state == "over"
    with pytest.raises(KeyError):
        toys.TOYS.machine(7)


def test_r4_a_move_that_tells_nobody_cannot_be_declared(world: World) -> None:
    word = Text("ก", "a")
    states = (State("a", word, Tone.DRAFT), State("b", word, Tone.ENDED, final=True))
    with pytest.raises(ValueError, match="nobody is told"):
        Workflow("x", word, "a", states, (Move("go", word, ("a",), "b", "x:go"),))
    for move in toys.WORKFLOW.moves:
        assert move.notice is not None
        assert set(move.notice.to) <= notices.AUDIENCES


def test_r4_the_named_people_are_told_in_both_languages_once(world: World) -> None:
    toy = world.toy()
    world.move(toy, "submit", "coordinator.codi")
    event = of(world, toy)[-1]
    assert notices.notify(world.session, event.id) == 3
    assert notices.notify(world.session, event.id) == 0
    told = world.session.scalars(select(Notification).order_by(Notification.user_id)).all()
    assert [n.user_id for n in told] == ["legal_officer.codi", "legal_officer.eef", "legal_officer.pmua"]
    assert told[0].text_th == f"coordinator.codi ดำเนินการกับ {toy.code}"
    assert told[0].text_en == f"coordinator.codi acted on {toy.code}"


def test_r5_a_reminder_is_sent_once_however_often_and_late_the_run(world: World) -> None:
    toy = world.toy()
    world.move(toy, "submit", "coordinator.codi")
    assert reminders.remind_lanes(world.session) == 0
    with clock.at(NOW + timedelta(days=3)):  # Thursday: three working days
        assert reminders.remind_lanes(world.session) == 3
        assert reminders.remind_lanes(world.session) == 0
    world.move(toy, "clear", "legal_officer.codi")
    with clock.at(NOW + timedelta(days=30)):  # the run was missed for weeks
        sent = reminders.remind_lanes(world.session)
        assert reminders.remind_lanes(world.session) == 0
    # the latest threshold alone, for two agencies that still wait; the secretariat once for each of them
    assert sent == 2 + 2
    told = world.session.scalars(select(Notification.user_id)).all()
    assert told.count("legal_officer.codi") == 1
    assert told.count("secretariat.nxpo") == 2


def test_r6_the_holder_of_the_post_or_a_valid_delegate_approves(world: World) -> None:
    toy = to_approval(world)
    order = delegate(world, "delegated", record_types=["toys"])
    world.move(toy, "approve", "coordinator.eef")
    event = of(world, toy)[-1]
    assert (event.capacity, event.delegation_id, event.order_no) == ("delegated", order.id, "๑๒/๒๕๖๙")
    assert event.org_code == "CODI"
    assert event.entitled == ["post.director.codi"]


@pytest.mark.parametrize(
    "more",
    [
        {"ends_at": NOW},
        {"starts_at": NOW + timedelta(microseconds=1)},
        {"record_types": ["plans"]},
        {"state": "revoked"},
    ],
    ids=["over", "not begun", "other matters", "revoked"],
)
def test_r6_an_order_that_does_not_hold_gives_nothing(world: World, more: dict[str, Any]) -> None:
    toy = to_approval(world)
    order = delegate(world, "delegated", **{k: v for k, v in more.items() if k != "state"})
    order.state = str(more.get("state", "active"))
    world.session.flush()
    with pytest.raises((Denied, NotFound)):
        world.move(toy, "approve", "coordinator.eef")


def test_r6_an_order_that_ends_between_opening_and_pressing_gives_nothing(world: World) -> None:
    toy = to_approval(world)
    delegate(world, "delegated")
    opened = world.actor("coordinator.eef")
    with clock.at(NOW + timedelta(days=1)), pytest.raises(Denied):
        flow.move(world.session, opened, toy, "approve", version=toy.version)


def test_r6_a_delegate_approves_up_to_the_limit_of_the_order(world: World) -> None:
    delegate(world, "delegated", limit_satang=1_000_000_00)
    toy = to_approval(world, "expensive")
    with pytest.raises(GuardFailed) as caught:
        world.move(toy, "approve", "coordinator.eef")
    assert reasons(caught) == {"over_limit"}
    assert "1,000,000" in caught.value.message.th


def test_r6_the_holder_rests_while_somebody_acts(world: World) -> None:
    toy = to_approval(world)
    delegate(world, "acting")
    with pytest.raises(Denied):
        world.move(toy, "approve", "director.codi")
    world.move(toy, "approve", "coordinator.eef")
    assert of(world, toy)[-1].capacity == Capacity.ACTING.value


def test_r7_author_and_sender_do_not_approve_even_by_delegation_or_a_second_account(world: World) -> None:
    toy = to_approval(world)
    delegate(world, "delegated", to="coordinator.codi")
    with pytest.raises(GuardFailed) as caught:
        world.move(toy, "approve", "coordinator.codi")
    assert reasons(caught) == {"own_work"}
    second, _post = person(world.session, "PMUA", "director", login="second")
    second.person_key = "coordinator.codi"
    world.session.flush()
    with pytest.raises(GuardFailed) as caught:
        world.move(toy, "approve", "second")
    assert "own_work" in reasons(caught)


def test_r7_an_administrator_cannot_approve(world: World) -> None:
    toy = to_approval(world)
    delegate(world, "delegated", to="agency_admin.codi")
    with pytest.raises(GuardFailed) as caught:
        world.move(toy, "approve", "agency_admin.codi")
    assert reasons(caught) == {"admin_approves"}


def test_r8_a_return_says_why_where_and_when_and_opens_the_next_round(world: World) -> None:
    toy = to_approval(world)
    world.move(toy, "approve", "director.eef")
    with pytest.raises(GuardFailed) as caught:
        world.move(toy, "return_", "director.codi")
    assert reasons(caught) == {"note", "sections", "wanted_by"}
    world.move(toy, "return_", "director.codi", **RETURN)
    assert (toy.state, toy.round) == ("draft", 2)
    earlier = [x for x in toy.lanes if x.round == 1]
    assert {x.status for x in earlier if x.kind == "legal"} == {"done"}
    assert {x.org_code: x.status for x in earlier if x.kind == "approval"} == {
        "CODI": "returned",
        "EEF": "done",
        "PMUA": "waiting",
    }
    world.move(toy, "submit", "coordinator.codi")
    assert {x.confirm_only for x in lanes.current(toy)} == {True}


def test_r9_the_sender_recalls_until_somebody_has_acted(world: World) -> None:
    toy = world.toy()
    world.move(toy, "submit", "coordinator.codi")
    world.move(toy, "recall", "coordinator.codi")
    assert toy.state == "draft"
    world.move(toy, "submit", "coordinator.codi")
    world.move(toy, "clear", "legal_officer.eef")
    with pytest.raises(GuardFailed) as caught:
        world.move(toy, "recall", "coordinator.codi")
    assert reasons(caught) == {"already_acted"}


def test_r10_silence_approves_nothing(world: World) -> None:
    toy = to_approval(world)
    with clock.at(NOW + timedelta(days=400)):
        flow.run_due(world.session)
        reminders.remind_lanes(world.session)
    assert toy.state == "approval"
    assert {x.status for x in lanes.current(toy, ["approval"])} == {"waiting"}


def test_r10_the_deputy_hears_of_it_after_five_working_days(world: World) -> None:
    _user, deputy = person(world.session, "CODI", "viewer", login="deputy")
    world.session.get_one(Post, "post.legal_officer.codi").deputy_post_id = deputy.id
    world.session.flush()
    world.move(world.toy(), "submit", "coordinator.codi")
    with clock.at(NOW + timedelta(days=4)):
        reminders.remind_lanes(world.session)
        assert "deputy" not in world.session.scalars(select(Notification.user_id)).all()
    with clock.at(NOW + timedelta(days=7)):
        reminders.remind_lanes(world.session)
        assert "deputy" in world.session.scalars(select(Notification.user_id)).all()


def test_r11_a_change_of_text_takes_back_every_consent(world: World) -> None:
    toy = world.toy()
    world.move(toy, "submit", "coordinator.codi")
    world.move(toy, "clear", "legal_officer.codi")
    seen = toy.content_hash
    actor = world.actor("coordinator.codi")
    audit.act_as(world.session, actor)
    services.save(world.session, actor, toy, {"title": "ชื่อใหม่"}, version=toy.version)
    assert toy.content_hash != seen
    assert {x.status for x in lanes.current(toy)} == {"waiting"}
    assert of(world, toy)[-1].move == VOIDED
    assert events.recompute(world.session, toy).done == frozenset()
    with pytest.raises(Conflict):
        world.move(toy, "clear", "legal_officer.eef", seen_hash=seen)


def test_r11_what_is_not_content_voids_nothing(world: World) -> None:
    toy = world.toy()
    world.move(toy, "submit", "coordinator.codi")
    world.move(toy, "clear", "legal_officer.codi")
    actor = world.actor("coordinator.codi")
    services.save(world.session, actor, toy, {"province_code": "45"}, version=toy.version)
    assert [x.org_code for x in lanes.current(toy) if x.status == "done"] == ["CODI"]


def test_r12_nothing_is_sent_to_a_party_without_the_post_and_a_contact_is_named(world: World) -> None:
    world.session.get_one(Post, "post.legal_officer.eef").is_closed = True
    world.session.execute(
        update(Assignment)
        .where(Assignment.post_id == "post.legal_officer.pmua")
        .values(ends_on=date(2026, 1, 1))
    )
    world.session.flush()
    with pytest.raises(GuardFailed) as caught:
        world.move(world.toy(), "submit", "coordinator.codi")
    assert reasons(caught) == {"no_post_EEF_legal_officer", "no_post_PMUA_legal_officer"}
    assert "agency_admin.eef" in caught.value.message.th


def test_r13_flags_are_computed_and_no_state_is_called_after_a_date(world: World) -> None:
    del world
    assert not {"overdue", "late", "expiring", "at_risk"} & set(toys.WORKFLOW.state_keys)


def test_r14_training_mails_nobody(world: World) -> None:
    toy = world.toy()
    toy.is_training = True
    world.move(toy, "submit", "coordinator.codi")
    notices.notify(world.session, of(world, toy)[-1].id)
    world.session.flush()
    assert world.session.scalar(select(func.count()).select_from(Notification)) == 3
    assert world.session.scalars(select(Job.name).where(Job.name == notices.MAIL)).all() == []


def test_r15_each_audience_reads_its_own_words() -> None:
    state = toys.WORKFLOW.state("clearance")
    assert state.label_for("inside").en == "clearance"
    assert state.label_for("partner").en == state.label_for("public").en == "being looked at"
    assert toys.WORKFLOW.state("approved").label_for("public").en == "agreed"
    assert toys.WORKFLOW.state("approved").label_for("partner").en == "approved"


def _two_steps(world: World, org: str = "CODI") -> None:
    _user, bureau = person(world.session, org, "director", login="bureau")
    audit.act_as(world.session, SYSTEM)
    for step, post in enumerate((bureau.id, f"post.director.{org.lower()}"), start=1):
        world.session.add(ChainStep(org_code=org, record_type="toys", version=1, step=step, post_id=post))
    world.session.flush()


def test_r16_an_agency_approves_by_the_last_step_of_its_own_chain(world: World) -> None:
    _two_steps(world)
    toy = to_approval(world)
    with pytest.raises(GuardFailed) as caught:
        world.move(toy, "approve", "director.codi")
    assert reasons(caught) == {"not_in_turn"}
    for login in ("director.eef", "director.pmua", "bureau"):
        world.move(toy, "approve", login)
    assert toy.state == "approval"
    world.move(toy, "approve", "director.codi")
    assert toy.state == "approved"


def test_r16_a_chain_changed_in_flight_keeps_what_was_opened(world: World) -> None:
    _two_steps(world)
    toy = to_approval(world)
    world.session.add(
        ChainStep(org_code="CODI", record_type="toys", version=2, step=1, post_id="post.director.codi")
    )
    world.session.flush()
    assert [x.post_id for x in lanes.current(toy, ["approval"]) if x.org_code == "CODI"] == [
        "post.bureau",
        "post.director.codi",
    ]
    later = to_approval(world)
    assert [x.post_id for x in lanes.current(later, ["approval"]) if x.org_code == "CODI"] == [
        "post.director.codi"
    ]


def test_r17_the_systems_moves_happen_in_the_same_transaction_and_by_date_however_often(world: World) -> None:
    toy = world.approved(fiscal_year=2570)
    assert of(world, toy)[-1].move == "quorum"
    assert of(world, toy)[-1].data["cause"] == of(world, toy)[-2].id
    assert flow.run_due(world.session) == 0
    with clock.at(datetime(2027, 1, 10, tzinfo=UTC)):  # ten days late
        assert flow.run_due(world.session) == 1
        assert flow.run_due(world.session) == 0
    assert toy.state == "running"
    assert of(world, toy)[-1].capacity == Capacity.SYSTEM.value


def test_r18_a_lane_shows_post_person_and_since_when(world: World) -> None:
    toy = world.toy()
    world.move(toy, "submit", "coordinator.codi")
    world.move(toy, "clear", "legal_officer.codi")
    facts = rules.gather(world.session, toy, toys.TOYS)
    shown = inbox.waits_for(toy, toys.WORKFLOW, facts["holders"])
    assert [(w.org, str(w.post), str(w.person), w.since) for w in shown] == [
        ("EEF", "legal_officer", "legal_officer.eef", NOW),
        ("PMUA", "legal_officer", "legal_officer.pmua", NOW),
    ]


def test_r19_every_reason_is_a_sentence_in_both_languages(world: World) -> None:
    toy = world.toy("!")
    for opened in flow.moves(world.session, world.actor("coordinator.codi"), toy):
        for reason in opened.reasons:
            assert len(reason.text.th) > 5
            assert len(reason.text.en) > 5
    with pytest.raises(GuardFailed) as caught:
        world.move(toy, "clear", "legal_officer.codi") if toy.state == "clearance" else _clear_a_draft(
            world, toy
        )
    assert reasons(caught) == {"wrong_state"}


def _clear_a_draft(world: World, toy: Record) -> None:
    world.session.execute(update(Record).where(Record.id == toy.id).values(state="approved"))
    world.session.expire(toy)
    world.move(toy, "clear", "legal_officer.codi")


# ---- what surrounds the rules ------------------------------------------------------------------


def test_a_stale_version_is_refused_and_changes_nothing(world: World) -> None:
    toy = world.toy()
    actor = world.actor("coordinator.codi")
    stale = toy.version
    services.save(world.session, actor, toy, {"title": "หนึ่ง"}, version=stale)
    with pytest.raises(Conflict):
        services.save(world.session, actor, toy, {"title": "สอง"}, version=stale)
    with pytest.raises(Conflict):
        flow.move(world.session, actor, toy, "submit", version=stale)
    assert toy.title == "หนึ่ง"


def test_who_may_not_see_a_record_is_told_that_there_is_none(world: World) -> None:
    toy = world.toy()
    with pytest.raises(NotFound):
        world.move(toy, "clear", "legal_officer.eef")
    with pytest.raises(NotFound):
        services.save(world.session, world.actor("coordinator.eef"), toy, {"title": "x"}, version=toy.version)
    world.move(toy, "submit", "coordinator.codi")
    with pytest.raises(Denied):
        services.save(world.session, world.actor("coordinator.eef"), toy, {"title": "x"}, version=toy.version)
    with pytest.raises(NotFound):
        world.move(toy, "no_such_move", "coordinator.codi")


def test_the_inbox_holds_what_waits_for_my_posts(world: World) -> None:
    toy = world.toy()
    assert [w.move for w in inbox.waiting_for(world.session, world.actor("coordinator.codi"))] == ["submit"]
    assert inbox.waiting_for(world.session, world.actor("legal_officer.eef")) == []
    world.move(toy, "submit", "coordinator.codi")
    assert [(w.code, w.move) for w in inbox.waiting_for(world.session, world.actor("legal_officer.eef"))] == [
        (toy.code, "clear")
    ]
    assert inbox.count_waiting(world.session, world.actor("legal_officer.eef")) == 1
    world.move(toy, "clear", "legal_officer.eef")
    assert inbox.waiting_for(world.session, world.actor("legal_officer.eef")) == []


def test_list_pages_follow_one_another_without_gap_or_double(world: World) -> None:
    made = {world.toy(f"ของเล่น {n}").code for n in range(7)}
    actor = world.actor("coordinator.codi")
    for sort in ("-updated", "updated", "code", "-code", "title", "-title"):
        seen: list[str] = []
        cursor = None
        while True:
            page = queries.list_page(
                world.session, actor, toys.TOYS, queries.ListQuery(sort=sort, cursor=cursor, limit=3)
            )
            seen += [row.code for row in page.rows]
            cursor = page.next
            if cursor is None:
                break
        assert len(seen) == 7, sort
        assert set(seen) == made, sort


def test_python_and_sql_agree_on_who_sees_what(world: World) -> None:
    drafts = world.toy("ร่าง", province_code="45")
    sent = world.move(world.toy("ส่งแล้ว", province_code="45"), "submit", "coordinator.codi")
    far = world.move(world.toy("ไกล", province_code="10"), "submit", "coordinator.codi")
    world.session.flush()
    for user in world.session.scalars(select(User)).all():
        actor = world.actor(user.id)
        for permission in toys.POLICY.permissions:
            found = set(
                world.session.scalars(select(Record.id).where(access.visible(actor, permission, toys.TOYS)))
            )
            assert found == {r.id for r in (drafts, sent, far) if access.may(actor, permission, r)}, (
                user.id,
                permission,
            )


def test_lanes_belong_to_their_agency(world: World) -> None:
    toy = to_approval(world)
    world.move(toy, "approve", "director.codi")
    with pytest.raises(GuardFailed) as caught:
        world.move(toy, "approve", "director.codi")
    assert reasons(caught) == {"already_done"}
    assert world.session.scalars(
        select(Lane.org_code).where(Lane.kind == "approval", Lane.status == "done")
    ).all() == ["CODI"]


def test_system_moves_cannot_be_pressed(world: World) -> None:
    toy = to_approval(world)
    assert toys.WORKFLOW.find("quorum").by is Trigger.SYSTEM  # type: ignore[union-attr]
    with pytest.raises(NotFound):
        world.move(toy, "quorum", "director.codi")
