"""The directory's pages: what each reader sees, and an order from its form to its end."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.thai import format_date
from planhub.people import queries
from planhub.people.models import Assignment, Delegation, Post
from planhub.record.models import AuditEntry, FieldChange
from tests.client import HouseClient
from tests.conftest import MaxQueries


def the_post(session: Session, login: str) -> Post:
    user = queries.find_user(session, login=login)
    assert user is not None
    return session.scalars(select(Post).join(Assignment).where(Assignment.user_id == user.id)).one()


def form(session: Session, **chosen: str) -> dict[str, str]:
    today = clock.today()
    delegate = queries.find_user(session, login="coordinator.codi")
    assert delegate is not None
    return {
        "post_id": the_post(session, "director.codi").id,
        "kind": "acting",
        "user_id": delegate.id,
        "order_no": "ที่ ๙๙/๒๕๖๕",
        "order_date": format_date(today, "numeric"),
        "starts_on": format_date(today, "numeric"),
        "ends_on": format_date(today + timedelta(days=7), "numeric"),
        **chosen,
    }


def test_everybody_sees_organisations_and_who_acts(client: HouseClient) -> None:
    for login in ("viewer", "area.roiet", "director.codi"):
        client.sign_in(login)
        assert "พอช." in client.get("/organizations").get_data(as_text=True)
        page = client.get("/organizations/CODI").get_data(as_text=True)
        assert "ผู้อำนวยการ พอช." in page
    assert client.get("/organizations/NOWHERE").status_code == 404


@pytest.mark.parametrize("locale", ["th", "en"])
def test_the_pages_hold_in_both_languages(client: HouseClient, locale: str) -> None:
    client.sign_in("director.codi")
    client.post("/preferences", data={"locale": locale})
    for path in ("/organizations", "/organizations/CODI", "/organizations/CODI/orders/new", "/me"):
        assert client.get(path).status_code == 200


def test_a_list_costs_few_statements(client: HouseClient, max_queries: MaxQueries) -> None:
    client.sign_in("viewer")
    client.get("/organizations")
    with max_queries(6):
        client.get("/organizations")
    with max_queries(10):
        client.get("/organizations/CODI")


def test_an_order_from_form_to_end(client: HouseClient, db_session: Session) -> None:
    client.sign_in("director.codi")
    assert "บันทึกคำสั่งแทน" in client.get("/organizations/CODI").get_data(as_text=True)
    answer = client.post("/organizations/CODI/orders/new", data=form(db_session))
    assert answer.status_code == 303
    page = client.get(answer.location).get_data(as_text=True)
    assert "ที่ 99/2565" in page or "ที่ ๙๙/๒๕๖๕" in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    assert client.post(f"{answer.location}/activate", data={"version": version[1]}).status_code == 303
    assert "รักษาการแทน" in client.get("/organizations/CODI").get_data(as_text=True)
    stale = client.post(f"{answer.location}/revoke", data={"version": version[1]})
    assert stale.status_code == 409
    row = db_session.scalars(select(Delegation)).one()
    assert client.post(f"{answer.location}/revoke", data={"version": str(row.version)}).status_code == 303
    assert "ยกเลิกแล้ว" in client.get(answer.location).get_data(as_text=True)


def test_what_was_changed_is_written_down_and_sealed(client: HouseClient, db_session: Session) -> None:
    user = client.sign_in("director.codi")
    client.post("/organizations/CODI/orders/new", data=form(db_session))
    row = db_session.scalars(select(Delegation)).one()
    lines = db_session.scalars(select(FieldChange).where(FieldChange.row_id == row.id)).all()
    assert {line.field for line in lines} >= {"order_no", "user_id", "post_id", "starts_at", "ends_at"}
    assert {line.actor_id for line in lines} == {user.id}
    sealed = set(db_session.scalars(select(AuditEntry.event_id)))
    assert {line.entry_id for line in lines} <= sealed


def test_a_refused_form_keeps_what_was_typed(client: HouseClient, db_session: Session) -> None:
    client.sign_in("director.codi")
    answer = client.post(
        "/organizations/CODI/orders/new", data=form(db_session, ends_on="31/02/2566", order_no="ที่ 7/2566")
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="ที่ 7/2566"' in page
    assert 'value="31/02/2566"' in page
    assert 'aria-invalid="true"' in page
    assert db_session.scalars(select(Delegation)).all() == []


def test_an_administrator_is_refused_beside_the_field(client: HouseClient, db_session: Session) -> None:
    client.sign_in("director.codi")
    admin = queries.find_user(db_session, login="admin.codi")
    assert admin is not None
    answer = client.post("/organizations/CODI/orders/new", data=form(db_session, user_id=admin.id))
    assert answer.status_code == 422
    assert "กติกา S3" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "login", ["coordinator.codi", "director.eef", "admin.eef", "secretariat", "auditor", "system"]
)
def test_others_have_no_form(client: HouseClient, db_session: Session, login: str) -> None:
    client.sign_in(login)
    assert client.get("/organizations/CODI/orders/new").status_code == 403
    assert client.post("/organizations/CODI/orders/new", data=form(db_session)).status_code == 403
    assert "บันทึกคำสั่งแทน" not in client.get("/organizations/CODI").get_data(as_text=True)


def test_a_post_of_another_agency_cannot_be_slipped_in(client: HouseClient, db_session: Session) -> None:
    client.sign_in("director.codi")
    for login in ("director.eef", "legal.codi"):
        data = form(db_session, post_id=the_post(db_session, login).id)
        assert client.post("/organizations/CODI/orders/new", data=data).status_code == 422
    assert db_session.scalars(select(Delegation)).all() == []


def test_an_order_is_hidden_from_strangers(client: HouseClient, db_session: Session) -> None:
    client.sign_in("director.codi")
    path = client.post("/organizations/CODI/orders/new", data=form(db_session)).location
    for login, status in (
        ("coordinator.codi", 200),
        ("auditor", 200),
        ("viewer", 404),
        ("director.eef", 404),
    ):
        client.sign_in(login)
        assert client.get(path).status_code == status
    assert client.get("/orders/nothing").status_code == 404
    client.sign_in("director.eef")
    assert client.post(f"{path}/activate", data={"version": "1"}).status_code == 404
    client.sign_in("auditor")
    assert client.post(f"{path}/activate", data={"version": "1"}).status_code == 403
    for version in ("", "x", "-1", "9" * 50, "๑"):
        assert client.post(f"{path}/activate", data={"version": version}).status_code in (403, 404)


def test_an_overlapping_order_says_why_not(client: HouseClient, db_session: Session) -> None:
    client.sign_in("director.codi")
    legal = queries.find_user(db_session, login="legal.codi")
    assert legal is not None
    paths = [
        client.post("/organizations/CODI/orders/new", data=form(db_session, **more)).location
        for more in ({}, {"user_id": legal.id})
    ]
    assert client.post(f"{paths[0]}/activate", data={"version": "1"}).status_code == 303
    refused = client.post(f"{paths[1]}/activate", data={"version": "1"})
    assert refused.status_code == 422
    assert "มีผู้รักษาการแทนในช่วงเวลานี้แล้ว" in refused.get_data(as_text=True)


def test_a_delegation_shows_its_matters_and_limit(client: HouseClient, db_session: Session) -> None:
    client.sign_in("director.codi")
    data = form(db_session, kind="delegated", record_types="mous", limit_satang="1,500,000.50")
    page = client.get(client.post("/organizations/CODI/orders/new", data=data).location).get_data(
        as_text=True
    )
    assert "บันทึกข้อตกลง" in page
    assert "1,500,000.50" in page
