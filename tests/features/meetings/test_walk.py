"""The life of a meeting from its agenda to its closed file, and of what it assigns."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.infra import files
from planhub.kernel import clock
from planhub.kernel.errors import Conflict, Denied, GuardFailed, NotFound
from planhub.meetings.agenda.numbers import find_item, numbered
from planhub.meetings.feature import ACTION_ITEMS
from planhub.meetings.models import ActionItem, Meeting, MeetingPack
from planhub.meetings.queries import find_snapshot, list_frozen
from planhub.record import access, audit, events, flow, inbox, services
from tests.features.meetings import world
from tests.features.meetings.conftest import MATTER, Desk


def reasons(caught: pytest.ExceptionInfo[GuardFailed]) -> set[str]:
    return {r.key for r in caught.value.reasons}


def assignments(session: Session) -> Sequence[ActionItem]:
    return session.scalars(select(ActionItem).order_by(ActionItem.code)).all()


def load_action(session: Session) -> ActionItem:
    session.expire_all()
    loaded: ActionItem = services.load(session, ACTION_ITEMS, assignments(session)[0].code)
    return loaded


ASSIGN = {
    "kind": "assigned",
    "text": "มอบหมาย พอช. จัดทำบัญชีครัวเรือนร่วม",
    "assign_org": "CODI",
    "assign_post": "ผู้ประสานงาน พอช.",
    "assign_what": "จัดทำบัญชีครัวเรือนร่วมระดับตำบล",
    "assign_due": "31/3/2566",
}


def test_a_meeting_goes_from_its_agenda_to_its_closed_file(
    desk: Desk, db_session: Session, country: Sequence[str], run_jobs: Callable[[], int], drawn: list[str]
) -> None:
    meeting = desk.call()
    desk.move(meeting, "invite", letter_no="อว 6001/15", is_urgent="")
    assert (meeting.state, meeting.letter_no, meeting.is_urgent) == ("invited", "อว 6001/15", False)

    desk.freeze(meeting)
    desk.ask_for_pack(meeting)
    run_jobs()
    (frozen,) = list_frozen(db_session, meeting.id)
    pack = frozen.pack
    assert pack is not None
    assert (pack.state, pack.version, pack.progress, frozen.number) == ("ready", 1, 100, 1)
    assert files.store().get(pack.sha256 or "").startswith(b"%PDF-")
    desk.move(desk.load(meeting), "finalise_agenda")

    with clock.at(clock.now() + timedelta(days=8)):
        meeting = desk.load(meeting)
        desk.move(meeting, "start", began_at="9.40")
        desk.move(meeting, "resolve_item", item="1.1", kind="noted", text="รับทราบ")
        desk.move(meeting, "resolve_item", item="5.1", **ASSIGN)
        desk.move(meeting, "adjourn", ended_at="11:55")
        desk.move(
            meeting,
            "draft_minutes",
            recorder_name="นางสาวตัวอย่าง หนึ่ง",
            checker_name="นายตัวอย่าง สอง",
        )
        desk.move(meeting, "circulate")
        assert meeting.corrections_until == date(2023, 3, 10), "seven working days, Makha Bucha not counted"
    with clock.at(clock.now() + timedelta(days=30)):
        desk.move(desk.load(meeting), "adopt_minutes", adopted_by="circulation")
        desk.move(desk.load(meeting), "close", lesson="แจกข้อมูลล่วงหน้าช่วยให้ประชุมสั้นลง")

    meeting = desk.load(meeting)
    assert (meeting.state, meeting.adopted_by) == ("closed", "circulation")
    assert find_snapshot(db_session, meeting.id, "minutes") is not None
    assert events.recompute(db_session, meeting).state == "closed"


def test_the_agenda_is_closed_only_with_a_pack_that_shows_it(
    desk: Desk, db_session: Session, country: Sequence[str]
) -> None:
    meeting = desk.call(agenda=[{**MATTER, "draft_resolution": ""}])
    desk.move(meeting, "invite", is_urgent="true")
    with pytest.raises(GuardFailed) as caught:
        desk.move(meeting, "finalise_agenda")
    item = find_item(desk.load(meeting), "5.1")
    assert item is not None
    assert reasons(caught) == {"pack", f"paper_{item.id}"}

    frozen = desk.freeze(meeting)
    db_session.add(
        MeetingPack(
            meeting_id=meeting.id,
            snapshot_id=frozen.id,
            version=1,
            state="ready",
            made_at=clock.now(),
            sha256="0" * 64,
        )
    )
    meeting = desk.load(meeting)
    audit.act_as(db_session, desk.secretariat)
    services.save(db_session, desk.secretariat, meeting, {"agenda": [MATTER]}, version=meeting.version)
    with pytest.raises(GuardFailed) as caught:
        desk.move(desk.load(meeting), "finalise_agenda")
    assert reasons(caught) == {"pack_stale"}


def test_an_invitation_needs_time_place_and_notice(desk: Desk) -> None:
    meeting = desk.call(starts_at="", ends_at="", place="", held_on="2023-02-24")
    with pytest.raises(GuardFailed) as caught:
        desk.move(meeting, "invite")
    assert reasons(caught) == {"starts_at", "place", "notice"}


def test_a_meeting_does_not_begin_before_its_day(desk: Desk, country: Sequence[str]) -> None:
    meeting = desk.to_session(desk.call())
    assert meeting.state == "in_session"
    early = desk.call()
    desk.move(early, "invite", is_urgent="true")
    opens = {m.move.key: m for m in flow.moves(desk.session, desk.secretariat, early)}
    assert "start" not in opens


def test_without_quorum_people_talk_and_resolve_nothing(desk: Desk, db_session: Session) -> None:
    world.lay(db_session, ["45"])
    meeting = desk.call()
    rows = [
        {
            "id": a.id,
            "name": a.name,
            "kind": "absent" if a.org != "CODI" else "member",
            "duty": a.duty,
            "org": a.org,
        }
        for a in meeting.attendees
    ]
    audit.act_as(db_session, desk.secretariat)
    services.save(db_session, desk.secretariat, meeting, {"attendees": rows}, version=meeting.version)
    with pytest.raises(GuardFailed) as caught:
        desk.to_session(desk.load(meeting))
    assert reasons(caught) == {"quorum"}

    with clock.at(clock.now() + timedelta(days=8)):
        meeting = desk.load(meeting)
        desk.move(meeting, "start", began_at="09:30", is_consultation="true")
        with pytest.raises(GuardFailed) as caught:
            desk.move(desk.load(meeting), "resolve_item", item="5.1", kind="endorsed", text="เห็นชอบ")
        assert reasons(caught) == {"consultation"}
        desk.move(desk.load(meeting), "adjourn", ended_at="11:00")


def test_a_resolution_with_an_assignment_makes_exactly_one(
    desk: Desk, db_session: Session, country: Sequence[str]
) -> None:
    meeting = desk.to_session(desk.call())
    version = meeting.version

    desk.move(meeting, "resolve_item", item="5.1", **ASSIGN)
    with pytest.raises(Conflict):
        flow.move(
            db_session,
            desk.secretariat,
            desk.load(meeting),
            "resolve_item",
            version=version,
            said=flow.Said(values={"item": "5.1", **ASSIGN}),
        )

    (action,) = assignments(db_session)
    meeting = desk.load(meeting)
    assert [(r.number, r.kind) for r in meeting.resolutions] == [(1, "assigned")]
    assert (action.owner_org, action.state, action.due_on) == ("CODI", "open", date(2023, 3, 31))
    assert (action.title, action.post) == ("จัดทำบัญชีครัวเรือนร่วมระดับตำบล", "ผู้ประสานงาน พอช.")
    assert action.resolution_id == meeting.resolutions[0].id
    assert action.code.startswith("ACTN-2566-")


def test_resolutions_are_numbered_in_the_order_in_which_they_were_made(
    desk: Desk, country: Sequence[str]
) -> None:
    meeting = desk.to_session(desk.call())
    for item, kind in (("5.1", "endorsed"), ("1.1", "noted"), ("5.1", "noted")):
        desk.move(desk.load(meeting), "resolve_item", item=item, kind=kind, text="รับทราบ")

    meeting = desk.load(meeting)
    names = {item.id: no for no, item in numbered(meeting)}
    assert [(r.number, names[r.item_id]) for r in meeting.resolutions] == [(1, "5.1"), (2, "1.1"), (3, "5.1")]


def test_an_assignment_says_who_what_and_by_when(desk: Desk, country: Sequence[str]) -> None:
    meeting = desk.to_session(desk.call())
    with pytest.raises(GuardFailed) as caught:
        desk.move(meeting, "resolve_item", item="9.9", kind="assigned", text="มอบหมาย")
    assert reasons(caught) == {"item", "assign_org", "assign_what", "assign_due"}
    with pytest.raises(GuardFailed) as caught:
        desk.move(meeting, "resolve_item", item="5.1", **{**ASSIGN, "assign_due": "1/2/2566"})
    assert reasons(caught) == {"assign_due"}


def test_every_matter_is_resolved_before_the_meeting_ends(desk: Desk, country: Sequence[str]) -> None:
    meeting = desk.to_session(desk.call())
    desk.move(meeting, "resolve_item", item="1.1", kind="noted", text="รับทราบ")
    with pytest.raises(GuardFailed) as caught:
        desk.move(desk.load(meeting), "adjourn", ended_at="12:00")
    item = find_item(desk.load(meeting), "5.1")
    assert item is not None
    assert reasons(caught) == {f"open_{item.id}"}

    desk.move(desk.load(meeting), "resolve_item", item=item.id, kind="deferred", text="เลื่อนการพิจารณา")
    desk.move(desk.load(meeting), "adjourn", ended_at="12:00")


def test_recorder_and_checker_are_two_people(desk: Desk, country: Sequence[str]) -> None:
    meeting = _adjourned(desk)
    with pytest.raises(GuardFailed) as caught:
        desk.move(meeting, "draft_minutes", recorder_name="นายตัวอย่าง  สอง", checker_name="นายตัวอย่าง สอง")
    assert reasons(caught) == {"checker_name"}


def _adjourned(desk: Desk) -> Meeting:
    meeting = desk.to_session(desk.call())
    for no, _ in numbered(meeting):
        desk.move(desk.load(meeting), "resolve_item", item=no, kind="noted", text="รับทราบ")
    desk.move(desk.load(meeting), "adjourn", ended_at="12:00")
    return desk.load(meeting)


def test_minutes_are_adopted_after_the_time_for_corrections_or_by_the_next_meeting(
    desk: Desk, country: Sequence[str]
) -> None:
    meeting = _adjourned(desk)
    desk.move(meeting, "draft_minutes", recorder_name="นางสาวตัวอย่าง หนึ่ง", checker_name="นายตัวอย่าง สอง")
    desk.move(desk.load(meeting), "circulate")
    with pytest.raises(GuardFailed) as caught:
        desk.move(desk.load(meeting), "adopt_minutes", adopted_by="circulation")
    assert reasons(caught) == {"corrections_until"}

    with pytest.raises(GuardFailed) as caught:
        desk.move(desk.load(meeting), "adopt_minutes", adopted_by="meeting")
    assert reasons(caught) == {"next_meeting"}


def test_a_postponed_meeting_keeps_its_number_within_its_year(desk: Desk) -> None:
    meeting = desk.call()
    desk.move(meeting, "invite", is_urgent="true")
    with pytest.raises(GuardFailed) as caught:
        desk.move(meeting, "postpone", held_on="15/1/2567", note="ประธานติดราชการ")
    assert reasons(caught) == {"held_on"}

    desk.move(meeting, "postpone", held_on="31/3/2566", starts_at="13.30", note="ประธานติดราชการ")
    meeting = desk.load(meeting)
    assert (meeting.state, meeting.no, meeting.held_on) == ("postponed", "1/2566", date(2023, 3, 31))
    desk.move(meeting, "invite")
    assert desk.load(meeting).state == "invited"


def test_a_matter_that_was_resolved_stays_on_the_agenda(
    desk: Desk, db_session: Session, country: Sequence[str]
) -> None:
    meeting = desk.to_session(desk.call())
    desk.move(meeting, "resolve_item", item="5.1", kind="endorsed", text="เห็นชอบ")
    meeting = desk.load(meeting)
    audit.act_as(db_session, desk.secretariat)
    with pytest.raises(Exception, match="check the marked fields"):
        services.save(db_session, desk.secretariat, meeting, {"agenda": []}, version=meeting.version)


# --- assignments ------------------------------------------------------------------------------------------------


def _assigned(desk: Desk) -> Meeting:
    meeting = desk.to_session(desk.call())
    desk.move(meeting, "resolve_item", item="5.1", **ASSIGN)
    return desk.load(meeting)


def test_an_assignment_waits_for_the_agency_that_must_act_and_for_nobody_else(
    desk: Desk, db_session: Session, country: Sequence[str]
) -> None:
    _assigned(desk)
    (action,) = assignments(db_session)

    mine = [w.code for w in inbox.waiting_for(db_session, desk.actors["coordinator.codi"])]
    theirs = [w.code for w in inbox.waiting_for(db_session, desk.actors["coordinator.eef"])]
    assert action.code in mine
    assert action.code not in theirs
    assert access.may(desk.actors["coordinator.eef"], "action-item:view", load_action(db_session))
    with pytest.raises(Denied):
        desk.move(load_action(db_session), "begin", login="coordinator.eef")


def test_what_is_done_is_verified_by_the_secretariat(
    desk: Desk, db_session: Session, country: Sequence[str]
) -> None:
    _assigned(desk)
    desk.move(load_action(db_session), "begin", login="coordinator.codi")
    desk.move(
        load_action(db_session),
        "complete",
        login="coordinator.codi",
        result="ส่งบัญชีครบ 12 ตำบล",
        evidence="บัญชีครัวเรือน.xlsx",
    )
    action = load_action(db_session)
    assert (action.state, action.result) == ("done", "ส่งบัญชีครบ 12 ตำบล")
    with pytest.raises(Denied):
        desk.move(action, "verify", login="coordinator.codi")
    desk.move(action, "verify")
    assert load_action(db_session).state == "verified"


def test_open_assignments_come_back_in_the_next_meetings_matters_arising(
    desk: Desk, db_session: Session, country: Sequence[str]
) -> None:
    meeting = _assigned(desk)
    desk.move(load_action(db_session), "carry_over", due_on="30/4/2566", note="รอข้อมูลจากตำบล")
    action = load_action(db_session)
    assert (action.state, action.carried, action.due_on) == ("carried", 1, date(2023, 4, 30))

    following = desk.call(held_on="2023-04-05")
    arising = find_item(following, "3.1")
    assert arising is not None
    assert (arising.title, arising.org, arising.about.code) == (action.title, "CODI", action.code)
    assert find_item(following, "2.1").about.code == meeting.code  # type: ignore[union-attr]

    desk.move(load_action(db_session), "drop", note="ที่ประชุมให้ยุติ")
    assert find_item(desk.call(held_on="2023-05-05"), "3.1") is None


def test_an_assignment_is_not_begun_by_hand(desk: Desk) -> None:
    with pytest.raises(Denied):
        services.create(
            desk.session, desk.secretariat, ACTION_ITEMS, {"title": "x", "what": "x", "due_on": "1/4/2566"}
        )


def test_the_flag_of_a_late_assignment_comes_from_its_day(
    desk: Desk, db_session: Session, country: Sequence[str]
) -> None:
    _assigned(desk)
    action = load_action(db_session)
    assert ACTION_ITEMS.flags is not None
    assert ACTION_ITEMS.flags(action, date(2023, 3, 31)) == []
    assert [key for key, _ in ACTION_ITEMS.flags(action, date(2023, 4, 1))] == ["overdue"]


# --- who sees what ----------------------------------------------------------------------------------------------


def test_those_who_sit_in_it_see_a_meeting_and_strangers_do_not(desk: Desk) -> None:
    meeting = desk.call()
    assert access.may(desk.actors["director.pmua"], "meeting:view", meeting)
    assert not access.may(desk.actors["viewer"], "meeting:view", meeting), "not before the invitation"
    assert access.may(desk.actors["auditor"], "meeting:view", meeting)
    with pytest.raises(Denied):
        desk.move(meeting, "invite", login="director.codi")


def test_a_meeting_without_my_agency_does_not_exist_for_me(desk: Desk, db_session: Session) -> None:
    meeting = desk.call(attendees=[{"name": "ผู้แทนหน่วยงานอื่น", "kind": "member", "org": "EEF"}], agenda=[])
    with pytest.raises(NotFound):
        access.authorise(desk.actors["coordinator.codi"], "meeting:run", meeting)
