"""From which standing people act: own posts, acting, by delegation, an agency's own chain; and who is told."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Role
from planhub.kernel.errors import Denied, GuardFailed
from planhub.mou import reminders
from planhub.mou.feature import MOUS
from planhub.mou.models import Mou
from planhub.people.models import Assignment, ChainStep, Delegation, Post, User
from planhub.people.queries import find_user
from planhub.record import audit, events, notices
from planhub.record.models import Notification
from tests.features.mou.conftest import NOW, ORGS, Desk, later
from tests.features.mou.test_core_path import keys, statuses


def user(session: Session, login: str) -> User:
    found = find_user(session, login=login)
    assert found is not None
    return found


def post_of(desk: Desk, login: str) -> Post:
    standing = desk.actors[login].standings[0]
    return desk.session.get_one(Post, standing.post_id)


def lend(desk: Desk, post: Post, to: str, kind: str = "delegated", **other: Any) -> Delegation:
    order = Delegation(
        post_id=post.id,
        user_id=user(desk.session, to).id,
        kind=kind,
        state="active",
        order_no="กสศ. 12/2570",
        order_date=date(2026, 11, 1),
        starts_at=NOW - timedelta(days=1),
        ends_at=NOW + timedelta(days=1),
        **other,
    )
    desk.session.add(order)
    desk.session.flush()
    return order


def add_person(desk: Desk, login: str, org: str, role: Role) -> None:
    """Add a user with a post of their own."""
    desk.actor("system")
    person = User(login=login, name_th=login, name_en=login, created_at=NOW)
    post = Post(org_code=org, role=role.value, title_th=login, title_en=login)
    desk.session.add_all([person, post])
    desk.session.flush()
    desk.session.add(Assignment(post_id=post.id, user_id=person.id, starts_on=date(2022, 10, 1)))
    desk.session.flush()


@pytest.fixture
def deputy(desk: Desk) -> str:
    """Somebody of EEF with a post that may approve nothing."""
    add_person(desk, "deputy.eef", "EEF", Role.VIEWER)
    return "deputy.eef"


def test_s2_a_director_approves_for_the_own_agency_alone(desk: Desk) -> None:
    mou = desk.move(desk.approval(), "approve", "director.eef")
    assert statuses(mou, "approval") == {"EEF": "done", "CODI": "waiting", "PMUA": "waiting"}
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "approve", "director.eef")
    assert keys(refused) == {"already_done"}
    for login in ("secretariat", "coordinator.codi", "admin.codi", "legal.codi", "auditor"):
        with pytest.raises(Denied):
            desk.move(mou, "approve", login)


def test_an_acting_director_approves_and_the_holder_rests(desk: Desk, deputy: str) -> None:
    mou = desk.approval()
    lend(desk, post_of(desk, "director.eef"), deputy, "acting")
    with pytest.raises(Denied):
        desk.move(mou, "approve", "director.eef")
    mou = desk.move(mou, "approve", deputy)
    newest = events.list_events(desk.session, mou.id)[-1]
    assert (newest.capacity, newest.order_no, newest.org_code) == ("acting", "กสศ. 12/2570", "EEF")


def test_a_delegate_approves_what_the_order_names(desk: Desk, deputy: str) -> None:
    mou = desk.approval()
    order = lend(desk, post_of(desk, "director.eef"), deputy, record_types=["plans"])
    with pytest.raises(Denied):
        desk.move(mou, "approve", deputy)
    order.record_types = ["mous"]
    mou = desk.move(desk.again(mou), "approve", deputy)
    assert statuses(mou, "approval")["EEF"] == "done"
    assert events.list_events(desk.session, mou.id)[-1].capacity == "delegated"


@pytest.mark.parametrize("gone", ["over", "revoked"])
def test_an_order_that_no_longer_holds_gives_nothing(desk: Desk, deputy: str, gone: str) -> None:
    mou = desk.approval()
    order = lend(desk, post_of(desk, "director.eef"), deputy)
    order.state = "revoked" if gone == "revoked" else order.state
    desk.session.flush()
    with clock.at(later(1) if gone == "over" else NOW), pytest.raises(Denied):
        desk.move(mou, "approve", deputy)


def test_s1_who_worked_on_the_text_does_not_approve_it_from_any_post(desk: Desk) -> None:
    mou = desk.approval()
    for login, org in (("coordinator.codi", "codi"), ("coordinator.eef", "eef"), ("legal.pmua", "pmua")):
        lend(desk, post_of(desk, f"director.{org}"), login)
        with pytest.raises(GuardFailed) as refused:
            desk.move(mou, "approve", login)
        assert keys(refused) == {"own_work"}


def test_r16_an_agency_s_own_chain_comes_one_after_the_other(desk: Desk) -> None:
    add_person(desk, "bureau.eef", "EEF", Role.DIRECTOR)
    steps = [post_of(desk, "bureau.eef"), post_of(desk, "director.eef")]
    for n, post in enumerate(steps, start=1):
        desk.session.add(ChainStep(org_code="EEF", record_type=MOUS.name, step=n, post_id=post.id))
    desk.session.flush()
    mou = desk.approval()
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "approve", "director.eef")
    assert keys(refused) == {"not_in_turn"}
    mou = desk.move(mou, "approve", "bureau.eef")
    for login in ("director.codi", "director.pmua"):
        mou = desk.move(mou, "approve", login)
    assert mou.state == "approval", "the last step of EEF's chain is missing"
    assert desk.move(mou, "approve", "director.eef").state == "ready_to_sign"


# --- who is told ----------------------------------------------------------------------------------------------


def told(desk: Desk, mou: Mou, move: str) -> dict[str, str]:
    """Tell of the newest event of that move, and give who was told what."""
    found = [e for e in events.list_events(desk.session, mou.id) if e.move == move]
    notices.notify(desk.session, found[-1].id)
    rows = desk.session.execute(
        select(User.login, Notification.text_th)
        .join(User, User.id == Notification.user_id)
        .where(Notification.cause == f"event:{found[-1].id}")
    )
    return {login: text for login, text in rows}  # noqa: C416 - rows are no pairs to mypy


def logins(*roles: str) -> set[str]:
    return {f"{role}.{org.lower()}" for role in roles for org in ORGS}


def test_r4_each_step_tells_those_whom_it_concerns(desk: Desk) -> None:
    mou = desk.negotiating()
    words = told(desk, mou, "share")
    assert set(words) == (logins("coordinator") | {"secretariat"}) - {"coordinator.codi"}
    assert words["secretariat"].startswith("พอช. ส่งร่างบันทึกข้อตกลง MOU-2570-")
    mou = desk.each(mou, "settle", "coordinator")
    assert set(told(desk, mou, "all_settled")) == logins("legal", "budget", "coordinator")
    mou = desk.cleared(mou)
    assert set(told(desk, mou, "all_cleared")) == logins("director", "coordinator")
    mou = desk.each(mou, "approve", "director")
    assert set(told(desk, mou, "quorum")) == logins("director", "coordinator") | {"secretariat"}


def test_area_coordinators_are_told_of_their_own_areas(desk: Desk) -> None:
    assert "area.roiet" in told(desk, desk.signed(areas=["4510"]), "activate")
    assert "area.roiet" not in told(desk, desk.signed(areas=["49"]), "activate")


def test_r5_the_end_is_told_in_time_and_once(desk: Desk) -> None:
    mou = desk.signed(term_years="1")
    assert mou.ends_on == date(2027, 11, 22)

    def run(day: datetime) -> int:
        with clock.at(day):
            audit.act_as(desk.session, desk.actor("system"))
            before = len(desk.session.scalars(select(Notification)).all())
            reminders.remind_ends(desk.session)
            desk.session.flush()
            return len(desk.session.scalars(select(Notification)).all()) - before

    everybody = len(logins("director", "coordinator")) + 1
    assert run(datetime(2027, 5, 25, 3, tzinfo=UTC)) == 0, "181 days before"
    assert run(datetime(2027, 5, 26, 3, tzinfo=UTC)) == everybody, "180 days before"
    assert run(datetime(2027, 5, 26, 3, tzinfo=UTC)) == 0, "a second run tells nobody twice"
    assert run(datetime(2027, 9, 20, 3, tzinfo=UTC)) == everybody, (
        "90 days were missed by four weeks, told once"
    )
    assert run(datetime(2027, 11, 22, 3, tzinfo=UTC)) == everybody, "on the last day"
    assert run(datetime(2027, 11, 23, 3, tzinfo=UTC)) == 0
    last = desk.session.scalars(select(Notification.text_th).order_by(Notification.id.desc())).first()
    assert last is not None
    assert "สิ้นสุดอายุวันนี้ (22 พ.ย. 2570)" in last
