"""Orders of acting and delegation: when they hold, who may give them, and what they never do (security.md §B4)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from planhub.demo.agencies import Person, add_person
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM, Actor, Capacity, Role
from planhub.kernel.errors import Conflict, Denied, GuardFailed, Invalid, NotFound
from planhub.people import orders, queries, services
from planhub.people.models import Assignment, Delegation, Post, User
from planhub.people.orders import Order
from tests.conftest import Actors

NOW = datetime(2022, 12, 9, 3, 0, tzinfo=UTC)
TODAY = date(2022, 12, 9)


@pytest.fixture(autouse=True)
def _on_that_day() -> object:
    with clock.at(NOW):
        yield


def post_of(session: Session, login: str) -> Post:
    user = queries.find_user(session, login=login)
    assert user is not None
    return session.scalars(select(Post).join(Assignment).where(Assignment.user_id == user.id)).one()


def user_of(session: Session, login: str) -> User:
    user = queries.find_user(session, login=login)
    assert user is not None
    return user


def order_for(session: Session, login: str, **chosen: Any) -> Order:
    values: dict[str, Any] = {
        "user_id": user_of(session, login).id,
        "kind": "acting",
        "order_no": "ที่ 99/2565",
        "order_date": TODAY,
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=6),
        **chosen,
    }
    return Order(**values)


def drafted(
    session: Session, actor: Actor, login: str, post: str = "director.codi", **chosen: Any
) -> Delegation:
    row = orders.draft(session, actor, post_of(session, post).id, order_for(session, login, **chosen))
    session.flush()
    return row


def standing(actors: Actors, login: str, role: Role) -> list[Capacity]:
    return [s.capacity for s in actors[login].standings if s.role is role and not s.resting]


def test_a_draft_gives_no_power(db_session: Session, actors: Actors) -> None:
    drafted(db_session, actors["director.codi"], "coordinator.codi")
    assert standing(actors, "coordinator.codi", Role.DIRECTOR) == []
    assert standing(actors, "director.codi", Role.DIRECTOR) == [Capacity.OWN]


def test_while_somebody_acts_the_holders_own_power_rests(db_session: Session, actors: Actors) -> None:
    row = drafted(db_session, actors["director.codi"], "coordinator.codi")
    orders.activate(db_session, actors["director.codi"], row.id, version=1)
    db_session.flush()
    assert standing(actors, "coordinator.codi", Role.DIRECTOR) == [Capacity.ACTING]
    assert standing(actors, "director.codi", Role.DIRECTOR) == []
    orders.revoke(db_session, actors["director.codi"], row.id, version=2)
    db_session.flush()
    assert standing(actors, "coordinator.codi", Role.DIRECTOR) == []
    assert standing(actors, "director.codi", Role.DIRECTOR) == [Capacity.OWN]


def test_a_delegation_leaves_the_holder_their_power_and_carries_its_limits(
    db_session: Session, actors: Actors
) -> None:
    row = drafted(
        db_session,
        actors["director.codi"],
        "coordinator.codi",
        kind="delegated",
        record_types=("mous",),
        limit_satang=1_000_000_00,
    )
    orders.activate(db_session, actors["director.codi"], row.id, version=1)
    db_session.flush()
    assert standing(actors, "director.codi", Role.DIRECTOR) == [Capacity.OWN]
    lent = next(s for s in actors["coordinator.codi"].standings if s.capacity is Capacity.DELEGATED)
    assert (lent.record_types, lent.limit_satang, lent.order_no) == (
        frozenset({"mous"}),
        1_000_000_00,
        "ที่ 99/2565",
    )
    assert lent.covers("mous")
    assert not lent.covers("plans")


def test_an_acting_person_has_the_full_power_whatever_was_filled_in(
    db_session: Session, actors: Actors
) -> None:
    row = drafted(
        db_session, actors["director.codi"], "coordinator.codi", record_types=("mous",), limit_satang=100
    )
    assert (row.record_types, row.limit_satang) == ([], None)


MICROSECOND = timedelta(microseconds=1)
FROM = orders.midnight(TODAY + timedelta(days=1))
TO = orders.midnight(TODAY + timedelta(days=3))


@pytest.mark.parametrize(
    ("instant", "holds"),
    [
        (FROM - MICROSECOND, False),
        (FROM, True),
        (datetime(2022, 12, 10, 17, 0, tzinfo=UTC), True),  # midnight in Bangkok, inside
        (TO - MICROSECOND, True),
        (TO, False),
        (TO + MICROSECOND, False),
    ],
)
def test_an_order_holds_from_its_first_to_its_last_instant_in_bangkok(
    db_session: Session, actors: Actors, instant: datetime, holds: bool
) -> None:
    row = drafted(
        db_session,
        actors["director.codi"],
        "coordinator.codi",
        starts_on=TODAY + timedelta(days=1),
        ends_on=TODAY + timedelta(days=2),
    )
    orders.activate(db_session, actors["director.codi"], row.id, version=1)
    db_session.flush()
    with clock.at(instant):
        lent = [s for s in actors["coordinator.codi"].standings if s.capacity is Capacity.ACTING]
        assert bool(lent) is holds
        assert bool(standing(actors, "director.codi", Role.DIRECTOR)) is not holds
        for found in lent:
            assert queries.lock_standing(
                db_session, found, user_id=user_of(db_session, "coordinator.codi").id
            )


def test_a_standing_no_longer_holds_once_its_order_was_revoked_meanwhile(
    db_session: Session, actors: Actors
) -> None:
    row = drafted(db_session, actors["director.codi"], "coordinator.codi")
    orders.activate(db_session, actors["director.codi"], row.id, version=1)
    db_session.flush()
    lent = next(s for s in actors["coordinator.codi"].standings if s.capacity is Capacity.ACTING)
    orders.revoke(db_session, actors["director.codi"], row.id, version=2)
    db_session.flush()
    assert not queries.lock_standing(db_session, lent, user_id=user_of(db_session, "coordinator.codi").id)


def test_two_people_never_act_for_one_post_at_once(db_session: Session, actors: Actors) -> None:
    director = actors["director.codi"]
    first = drafted(db_session, director, "coordinator.codi")
    second = drafted(
        db_session,
        director,
        "legal.codi",
        starts_on=TODAY + timedelta(days=6),
        ends_on=TODAY + timedelta(days=9),
    )
    after = drafted(
        db_session,
        director,
        "legal.codi",
        starts_on=TODAY + timedelta(days=7),
        ends_on=TODAY + timedelta(days=9),
    )
    orders.activate(db_session, director, first.id, version=1)
    db_session.flush()
    with pytest.raises(GuardFailed) as refusal:
        orders.activate(db_session, director, second.id, version=1)
    assert [r.key for r in refusal.value.reasons] == ["overlap"]
    orders.activate(db_session, director, after.id, version=1)


@pytest.mark.parametrize(
    "login", ["director.eef", "coordinator.codi", "legal.codi", "secretariat", "system", "auditor"]
)
def test_nobody_gives_orders_for_anothers_post(db_session: Session, actors: Actors, login: str) -> None:
    with pytest.raises(Denied):
        drafted(db_session, actors[login], "budget.codi")


def test_a_director_gives_orders_for_their_own_post_only(db_session: Session, actors: Actors) -> None:
    with pytest.raises(Denied):
        drafted(db_session, actors["director.codi"], "legal.codi", post="coordinator.codi")


def test_the_agencys_administrator_records_an_order_for_a_vacant_post(
    db_session: Session, actors: Actors
) -> None:
    held = db_session.scalars(
        select(Assignment).where(Assignment.post_id == post_of(db_session, "director.codi").id)
    ).one()
    post = held.post_id
    services.dismiss(db_session, SYSTEM, held.id, ends_on=TODAY - timedelta(days=1))
    db_session.flush()
    row = orders.draft(db_session, actors["admin.codi"], post, order_for(db_session, "coordinator.codi"))
    db_session.flush()
    orders.activate(db_session, actors["admin.codi"], row.id, version=1)
    db_session.flush()
    assert standing(actors, "coordinator.codi", Role.DIRECTOR) == [Capacity.ACTING]


def test_an_acting_person_cannot_pass_the_power_on(db_session: Session, actors: Actors) -> None:
    row = drafted(db_session, actors["director.codi"], "coordinator.codi")
    orders.activate(db_session, actors["director.codi"], row.id, version=1)
    db_session.flush()
    with pytest.raises(Denied):
        drafted(db_session, actors["coordinator.codi"], "legal.codi")


def test_an_administrator_never_gets_an_approving_post_by_order(db_session: Session, actors: Actors) -> None:
    with pytest.raises(GuardFailed) as refusal:
        drafted(db_session, actors["director.codi"], "admin.codi")
    assert [r.key for r in refusal.value.reasons] == ["double-power"]


def test_a_second_account_of_the_same_person_does_not_get_around_that(
    db_session: Session, actors: Actors
) -> None:
    user_of(db_session, "admin.codi").person_key = "same"
    user_of(db_session, "coordinator.codi").person_key = "same"
    db_session.flush()
    with pytest.raises(GuardFailed):
        drafted(db_session, actors["director.codi"], "coordinator.codi")


def test_who_became_administrator_meanwhile_does_not_get_the_power(
    db_session: Session, actors: Actors
) -> None:
    row = drafted(db_session, actors["director.codi"], "coordinator.codi")
    add_person(
        db_session, Person("second.codi", "CODI", Role.AGENCY_ADMIN, "ผู้ดูแลระบบคนที่สอง", "Second administrator")
    )
    admin_post = post_of(db_session, "second.codi")
    db_session.execute(
        insert(Assignment).values(  # past the service, as a careless import might
            id="0" * 36,
            post_id=admin_post.id,
            user_id=user_of(db_session, "coordinator.codi").id,
            starts_on=TODAY,
        )
    )
    with pytest.raises(GuardFailed):
        orders.activate(db_session, actors["director.codi"], row.id, version=1)


def test_who_has_an_order_for_an_approving_post_does_not_become_administrator(
    db_session: Session, actors: Actors
) -> None:
    drafted(db_session, actors["director.codi"], "coordinator.codi")
    with pytest.raises(GuardFailed):
        services.appoint(
            db_session,
            actors["system"],
            post_id=post_of(db_session, "admin.codi").id,
            user_id=user_of(db_session, "coordinator.codi").id,
            starts_on=TODAY,
        )


@pytest.mark.parametrize(
    ("chosen", "fields"),
    [
        ({"ends_on": TODAY - timedelta(days=1)}, {"ends_on"}),
        ({"order_date": TODAY + timedelta(days=1)}, {"order_date"}),
        ({"user_id": "nobody"}, {"user_id"}),
    ],
)
def test_what_an_order_says_must_hold_together(
    db_session: Session, actors: Actors, chosen: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        drafted(db_session, actors["director.codi"], "coordinator.codi", **chosen)
    assert set(refusal.value.errors) == fields


def test_nobody_acts_for_themselves_or_with_a_closed_account(db_session: Session, actors: Actors) -> None:
    for login in ("director.codi", "coordinator.codi"):
        user_of(db_session, "coordinator.codi").is_disabled = True
        db_session.flush()
        with pytest.raises(Invalid):
            drafted(db_session, actors["director.codi"], login)


def test_an_order_that_is_over_or_already_used_is_not_put_into_force(
    db_session: Session, actors: Actors
) -> None:
    director = actors["director.codi"]
    row = drafted(db_session, director, "coordinator.codi", ends_on=TODAY)
    with clock.at(orders.midnight(TODAY + timedelta(days=1))), pytest.raises(GuardFailed):
        orders.activate(db_session, director, row.id, version=1)
    orders.revoke(db_session, director, row.id, version=1)
    db_session.flush()
    with pytest.raises(GuardFailed):
        orders.activate(db_session, director, row.id, version=2)
    with pytest.raises(Conflict):
        orders.revoke(db_session, director, row.id, version=2)


def test_a_stale_page_changes_nothing(db_session: Session, actors: Actors) -> None:
    row = drafted(db_session, actors["director.codi"], "coordinator.codi")
    orders.activate(db_session, actors["director.codi"], row.id, version=1)
    db_session.flush()
    with pytest.raises(Conflict):
        orders.revoke(db_session, actors["director.codi"], row.id, version=1)


def test_who_may_see_an_order(db_session: Session, actors: Actors) -> None:
    row = drafted(db_session, actors["director.codi"], "coordinator.codi")
    for login in (
        "director.codi",
        "coordinator.codi",
        "legal.codi",
        "admin.codi",
        "secretariat",
        "auditor",
        "system",
    ):
        assert orders.get_order(db_session, actors[login], row.id).id == row.id
        assert row in orders.list_orders(db_session, actors[login], org="CODI")
    for login in ("coordinator.eef", "director.pmua", "viewer", "area.roiet", "knowledge"):
        with pytest.raises(NotFound):
            orders.get_order(db_session, actors[login], row.id)
        assert orders.list_orders(db_session, actors[login], org="CODI") == []


def test_the_moves_on_offer_are_those_that_work(db_session: Session, actors: Actors) -> None:
    made = drafted(db_session, actors["director.codi"], "coordinator.codi")
    row = orders.get_order(db_session, actors["auditor"], made.id)
    offered = {
        login: orders.open_moves(db_session, actors[login], row)
        for login in ("director.codi", "admin.codi", "auditor")
    }
    assert offered == {
        "director.codi": ["activate", "revoke"],
        "admin.codi": ["activate", "revoke"],
        "auditor": [],
    }
    with pytest.raises(Denied):
        orders.activate(db_session, actors["auditor"], row.id, version=1)


def test_appointing_ends_the_holding_before_and_all_sessions(db_session: Session, actors: Actors) -> None:
    post, coming = post_of(db_session, "director.codi"), user_of(db_session, "legal.codi")
    before = {login: user_of(db_session, login).security_stamp for login in ("director.codi", "legal.codi")}
    services.appoint(db_session, actors["admin.codi"], post_id=post.id, user_id=coming.id, starts_on=TODAY)
    db_session.flush()
    assert standing(actors, "director.codi", Role.DIRECTOR) == []
    assert standing(actors, "legal.codi", Role.DIRECTOR) == [Capacity.OWN]
    for login, stamp in before.items():
        assert user_of(db_session, login).security_stamp != stamp


def test_appointments_have_limits(db_session: Session, actors: Actors) -> None:
    director = post_of(db_session, "director.codi")
    coordinator = user_of(db_session, "coordinator.codi")
    own = user_of(db_session, "admin.codi")
    with pytest.raises(Denied):  # another agency's administrator
        services.appoint(
            db_session, actors["admin.eef"], post_id=director.id, user_id=coordinator.id, starts_on=TODAY
        )
    with pytest.raises(Denied):  # a director appoints nobody
        services.appoint(
            db_session, actors["director.codi"], post_id=director.id, user_id=coordinator.id, starts_on=TODAY
        )
    with pytest.raises(Denied):  # oneself
        services.appoint(
            db_session,
            actors["admin.codi"],
            post_id=post_of(db_session, "legal.codi").id,
            user_id=own.id,
            starts_on=TODAY,
        )
    with pytest.raises(GuardFailed):  # an administrator to an approving post (rule S3)
        services.appoint(db_session, actors["system"], post_id=director.id, user_id=own.id, starts_on=TODAY)
    with pytest.raises(NotFound):
        services.appoint(db_session, actors["system"], post_id=director.id, user_id="nobody", starts_on=TODAY)
    with pytest.raises(NotFound):
        services.appoint(
            db_session, actors["system"], post_id="nothing", user_id=coordinator.id, starts_on=TODAY
        )
    services.appoint(
        db_session, actors["system"], post_id=director.id, user_id=coordinator.id, starts_on=TODAY
    )
    db_session.flush()
    with pytest.raises(GuardFailed):  # twice the same day
        services.appoint(
            db_session, actors["system"], post_id=director.id, user_id=coordinator.id, starts_on=TODAY
        )


def test_dismissing_and_closing_accounts_is_the_administrators(db_session: Session, actors: Actors) -> None:
    held = db_session.scalars(
        select(Assignment).where(Assignment.user_id == user_of(db_session, "legal.codi").id)
    ).one()
    with pytest.raises(Denied):
        services.dismiss(db_session, actors["director.codi"], held.id, ends_on=TODAY)
    with pytest.raises(GuardFailed):
        services.dismiss(
            db_session, actors["admin.codi"], held.id, ends_on=held.starts_on - timedelta(days=1)
        )
    with pytest.raises(NotFound):
        services.dismiss(db_session, actors["admin.codi"], "nothing", ends_on=TODAY)
    services.dismiss(db_session, actors["admin.codi"], held.id, ends_on=TODAY)
    with pytest.raises(Denied):
        services.disable(db_session, actors["admin.eef"], user_of(db_session, "legal.codi"))
    services.disable(db_session, actors["admin.codi"], user_of(db_session, "legal.codi"))
    db_session.flush()
    assert actors["legal.codi"].standings == ()
