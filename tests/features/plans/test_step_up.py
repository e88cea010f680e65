"""Before approving or signing, a person whose proof is older than ten minutes shows again who they are (rule S5)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.people import passwords
from planhub.people.models import User, WebSession
from planhub.people.queries import find_user
from tests.client import HouseClient
from tests.features.plans.table import Table

PASSWORD = "ข้าวเหนียว-มะม่วง-2566"


@pytest.fixture
def director(db_session: Session) -> User:
    """The director of CODI as in production: with a password instead of a card."""
    user = find_user(db_session, login="director.codi")
    assert user is not None
    user.is_demo, user.password_hash = False, passwords.hashed(PASSWORD)
    db_session.flush()
    return user


@pytest.fixture
def plan(table: Table) -> Any:
    return table.in_approval()


def sign_in(client: HouseClient) -> None:
    sent = {"login": "director.codi", "password": PASSWORD}
    assert client.post("/sign-in", data=sent).status_code == 303


def approve(client: HouseClient, plan: Any, **more: str) -> Any:
    data = {"version": str(plan.version), "seen_hash": plan.content_hash, **more}
    return client.post(f"/plans/{plan.code}/moves/approve", data=data)


def test_a_fresh_sign_in_is_proof_enough(client: HouseClient, director: User, plan: Any) -> None:
    sign_in(client)
    assert 'name="password"' not in client.get(f"/plans/{plan.code}/moves/approve").text
    assert approve(client, plan).status_code == 303


def test_later_the_password_is_asked_and_holds_for_the_next_approval(
    client: HouseClient, db_session: Session, director: User, plan: Any
) -> None:
    sign_in(client)
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert 'name="password"' in client.get(f"/plans/{plan.code}/moves/approve").text
        refused = approve(client, plan, note="เห็นชอบตามที่เสนอ")
        assert refused.status_code == 422
        assert "โปรดใส่รหัสผ่าน" in refused.text
        assert "เห็นชอบตามที่เสนอ" in refused.text  # nothing that was typed is lost
        wrong = approve(client, plan, password="ไม่ใช่")
        assert (wrong.status_code, "รหัสผ่านไม่ถูกต้อง" in wrong.text) == (422, True)
        assert "ไม่ใช่" not in wrong.text.split("รหัสผ่านไม่ถูกต้อง")[1]
        assert approve(client, plan, password=PASSWORD).status_code == 303
        proved = db_session.scalar(select(WebSession.verified_at).where(WebSession.user_id == director.id))
        assert proved is not None
        assert clock.now() - proved < timedelta(minutes=1)


def test_guessing_is_limited_as_at_the_front_door(client: HouseClient, director: User, plan: Any) -> None:
    sign_in(client)
    with clock.at(clock.now() + timedelta(minutes=11)):
        answers = [approve(client, plan, password=f"guess{n}").status_code for n in range(12)]
        assert answers[-1] == 429
        assert approve(client, plan, password=PASSWORD).status_code == 429


def test_accounts_of_the_demonstration_are_not_asked(client: HouseClient, plan: Any) -> None:
    client.sign_in("director.codi")
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert approve(client, plan).status_code == 303
