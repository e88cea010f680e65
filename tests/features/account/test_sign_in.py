"""Signing in and out, sessions and what ends them (goals G13-G16)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from planhub.account.lists import DOES, browser_name
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM, Role
from planhub.kernel.errors import Invalid
from planhub.people import passwords, queries, services, sessions, signing_in
from planhub.people.models import Assignment, Attempt, User, WebSession
from tests.client import HouseClient

PASSWORD = "ข้าวเหนียว-มะม่วง-2566"


@pytest.fixture
def somchai(db_session: Session) -> User:
    """A real person with a password, in no post yet."""
    user = User(login="somchai", name_th="สมชาย", name_en="Somchai", created_at=clock.now())
    user.password_hash = passwords.hashed(PASSWORD)
    db_session.add(user)
    db_session.flush()
    return user


def try_password(client: HouseClient, password: str, login: str = "somchai") -> int:
    return client.post("/sign-in", data={"login": login, "password": password}).status_code


def test_the_page_offers_every_persona_by_one_click(client: HouseClient) -> None:
    page = client.get("/sign-in").get_data(as_text=True)
    assert 'value="director.codi"' in page
    assert 'value="auditor"' in page


def test_a_persona_comes_in_and_back_to_where_they_wanted(client: HouseClient) -> None:
    gate = client.get("/me")
    assert (gate.status_code, gate.location) == (303, "/sign-in?next=/me")
    answer = client.post("/sign-in/persona", data={"login": "director.codi", "next": "/me"})
    assert (answer.status_code, answer.location) == (303, "/me")
    assert "director.codi" in client.get("/me").get_data(as_text=True)


@pytest.mark.parametrize("login", ["somchai", "nobody", ""])
def test_only_demonstration_accounts_come_in_without_a_password(
    client: HouseClient, somchai: User, login: str
) -> None:
    assert client.post("/sign-in/persona", data={"login": login}).status_code == 404
    assert client.get("/me").status_code == 303


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\t/evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%09/evil.example",
        "javascript:alert(1)",
        "/no-such-page",
        "/me\r\nX-Evil: 1",
        "/" + "a" * 3000,
    ],
)
def test_next_leads_only_to_our_own_pages(client: HouseClient, address: str) -> None:
    answer = client.post("/sign-in/persona", data={"login": "viewer", "next": address})
    assert (answer.status_code, answer.location) == (303, "/")


def test_a_password_comes_in(client: HouseClient, somchai: User) -> None:
    assert try_password(client, PASSWORD) == 303
    assert client.get("/me").status_code == 200


@pytest.mark.parametrize(
    ("login", "password"), [("somchai", "wrong"), ("nobody", PASSWORD), ("director.codi", "")]
)
def test_a_refusal_never_says_which_part_is_wrong(
    client: HouseClient, somchai: User, login: str, password: str
) -> None:
    answer = client.post("/sign-in", data={"login": login, "password": password})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง" in page
    assert f'value="{login}"' in page  # what was typed is kept
    assert PASSWORD not in page


def test_a_password_counts_byte_for_byte(client: HouseClient, somchai: User) -> None:
    assert try_password(client, PASSWORD + " ") == 422
    assert try_password(client, PASSWORD.replace("ํา", "ำ").replace("ี", "ิ")) == 422


def test_a_disabled_account_stays_out(client: HouseClient, db_session: Session, somchai: User) -> None:
    somchai.is_disabled = True
    assert try_password(client, PASSWORD) == 422


def test_a_weak_hash_is_renewed(client: HouseClient, db_session: Session, somchai: User) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD.encode())
    somchai.password_hash = weak
    assert try_password(client, PASSWORD) == 303
    db_session.refresh(somchai)
    assert somchai.password_hash != weak
    assert not passwords.is_weak(str(somchai.password_hash))
    assert passwords.matches(somchai.password_hash, PASSWORD)


def test_guessing_stops_after_ten_tries_and_begins_again_later(
    client: HouseClient, db_session: Session, somchai: User
) -> None:
    begin = datetime(2022, 12, 9, 3, 0, tzinfo=UTC)
    with clock.at(begin):
        assert [try_password(client, "wrong") for _ in range(10)] == [422] * 10
        refused = client.post("/sign-in", data={"login": "somchai", "password": PASSWORD})
        assert refused.status_code == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 301
    with clock.at(begin + timedelta(minutes=5, seconds=1)):
        assert try_password(client, PASSWORD) == 303


def test_the_limit_follows_the_account_from_address_to_address(client: HouseClient, somchai: User) -> None:
    for n in range(10):
        data = {"login": "somchai", "password": "wrong"}
        assert (
            client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": f"10.0.0.{n}"}).status_code == 422
        )
    data = {"login": "SOMCHAI", "password": PASSWORD}
    assert client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": "10.0.1.1"}).status_code == 429
    assert try_password(client, "wrong", login="another") == 422


def test_success_does_not_count_as_guessing(client: HouseClient, db_session: Session, somchai: User) -> None:
    assert [try_password(client, PASSWORD) for _ in range(12)] == [303] * 12
    assert db_session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_personas_are_counted_too(client: HouseClient) -> None:
    codes = [client.post("/sign-in/persona", data={"login": "nobody"}).status_code for _ in range(11)]
    assert codes == [404] * 10 + [429]


def test_signing_in_changes_the_id(client: HouseClient, db_session: Session) -> None:
    planted = sessions.new_key()
    client.set_cookie("planhub", planted)
    client.post("/sign-in/persona", data={"login": "viewer"})
    cookie = client.get_cookie("planhub")
    assert cookie is not None
    assert cookie.value != planted
    assert db_session.get(WebSession, sessions.hash_of(planted)) is None
    stored = db_session.scalars(select(WebSession.id_hash)).one()
    assert stored == sessions.hash_of(cookie.value)
    assert cookie.value not in stored


def replay(client: HouseClient, new_client: Callable[[], HouseClient]) -> int:
    """Ask with the cookie that `client` holds, from another browser; 303 leads to the sign-in page."""
    cookie = client.get_cookie("planhub")
    assert cookie is not None
    thief = new_client()
    thief.set_cookie("planhub", cookie.value)
    return thief.get("/me").status_code


def test_a_cookie_is_worth_nothing_after_signing_out(
    client: HouseClient, new_client: Callable[[], HouseClient]
) -> None:
    client.sign_in("viewer")
    cookie = client.get_cookie("planhub")
    assert replay(client, new_client) == 200
    answer = client.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert "storage" in answer.headers["Clear-Site-Data"]
    assert cookie is not None
    client.set_cookie("planhub", cookie.value)
    assert client.get("/me").status_code == 303


def test_the_next_page_says_that_one_has_signed_out_once(client: HouseClient) -> None:
    client.sign_in("viewer")
    client.post("/sign-out")
    assert "ออกจากระบบแล้ว" in client.get("/sign-in").get_data(as_text=True)
    assert "ออกจากระบบแล้ว" not in client.get("/sign-in").get_data(as_text=True)


def renew_password(session: Session, user: User) -> None:
    user.is_demo = False
    signing_in.set_password(user, PASSWORD, ())


def change_post(session: Session, user: User) -> None:
    held = session.scalars(select(Assignment).where(Assignment.user_id == user.id)).one()
    services.dismiss(session, SYSTEM, held.id, ends_on=clock.today())


def disable(session: Session, user: User) -> None:
    services.disable(session, SYSTEM, user)


def end_elsewhere(session: Session, user: User) -> None:
    sessions.end_all(session, user.id)


@pytest.mark.parametrize("change", [renew_password, change_post, disable, end_elsewhere])
def test_a_session_ends_at_the_next_request_after(
    client: HouseClient, db_session: Session, change: Callable[[Session, User], None]
) -> None:
    user = client.sign_in("coordinator.codi")
    assert client.get("/me").status_code == 200
    change(db_session, user)
    assert client.get("/me").status_code == 303


def test_an_unused_session_ends_after_an_hour_and_any_after_twelve(client: HouseClient) -> None:
    begin = datetime(2022, 12, 9, 1, 0, tzinfo=UTC)
    with clock.at(begin):
        client.sign_in("viewer")
    used = begin
    while used < begin + timedelta(hours=11, minutes=55):
        used += timedelta(minutes=55)
        with clock.at(used):
            assert client.get("/me").status_code == 200, used - begin
    with clock.at(begin + timedelta(hours=12)):
        assert client.get("/me").status_code == 303
    with clock.at(begin):
        client.sign_in("viewer")
    with clock.at(begin + timedelta(minutes=60)):
        assert client.get("/me").status_code == 303


def test_reading_notes_the_last_use_every_five_minutes_only(client: HouseClient, db_session: Session) -> None:
    begin = datetime(2022, 12, 9, 1, 0, tzinfo=UTC)
    seen = select(WebSession.seen_at)
    with clock.at(begin):
        client.sign_in("viewer")
    with clock.at(begin + timedelta(minutes=4)):
        client.get("/me")
    assert db_session.scalars(seen).one() == begin
    with clock.at(begin + timedelta(minutes=6)):
        client.get("/me")
    assert db_session.scalars(seen).one() == begin + timedelta(minutes=6)


def test_nonsense_cookies_are_nobody(client: HouseClient) -> None:
    for value in ("", "x", "ก" * 43, "a" * 43, "../../../etc/passwd", "a" * 4000):
        client.set_cookie("planhub", value)
        assert client.get("/me").status_code == 303


def test_one_sees_and_ends_ones_own_sessions_only(
    client: HouseClient, new_client: Callable[[], HouseClient], db_session: Session
) -> None:
    client.sign_in("viewer")
    phone, stranger = new_client(), new_client()
    phone.sign_in("viewer")
    stranger.sign_in("auditor")
    db_session.flush()
    hashes = {
        who: [
            row.id_hash
            for row in db_session.scalars(
                select(WebSession).join(User).where(User.login == who).order_by(WebSession.seen_at)
            )
        ]
        for who in ("viewer", "auditor")
    }
    assert client.post("/me/sessions/end", data={"session": hashes["auditor"][0]}).status_code == 404
    assert stranger.get("/me").status_code == 200
    page = client.get("/me").get_data(as_text=True)
    assert all(h in page for h in hashes["viewer"])
    assert hashes["auditor"][0] not in page
    assert client.post("/me/sessions/end-others").status_code == 303
    assert phone.get("/me").status_code == 303
    assert client.get("/me").status_code == 200


def test_ending_ones_present_session_signs_out(client: HouseClient, db_session: Session) -> None:
    client.sign_in("viewer")
    own = db_session.scalars(select(WebSession.id_hash)).one()
    assert client.post("/me/sessions/end", data={"session": own}).location == "/sign-in"
    assert client.get("/me").status_code == 303


def test_every_cookie_is_for_this_site_alone(client: HouseClient) -> None:
    answer = client.post("/sign-in/persona", data={"login": "viewer"})
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie


def test_old_sessions_are_swept(db_session: Session) -> None:
    user = queries.find_user(db_session, login="viewer")
    assert user is not None
    limits = sessions.Limits(timedelta(hours=1), timedelta(hours=12))
    sessions.open_session(db_session, user, sessions.new_key(), limits, user_agent="ก" * 400)
    db_session.flush()
    db_session.execute(update(WebSession).values(expires_at=clock.now()))
    assert sessions.sweep(db_session) == 1


def test_new_passwords_are_long_and_not_the_name(somchai: User) -> None:
    passwords.check_new("เก้าสิบเอ็ดบาทถ้วน", [Role.COORDINATOR], login="somchai")
    for weak, roles in (
        ("short", [Role.COORDINATOR]),
        ("twelve-signs", [Role.DIRECTOR]),
        ("aaaaaaaaaaaaaaaaaaaa", [Role.VIEWER]),
        ("my name is Somchai", [Role.VIEWER]),
        ("x1y2z" * 300, [Role.VIEWER]),
    ):
        with pytest.raises(Invalid):
            passwords.check_new(weak, roles, login="somchai")


def test_language_and_theme_are_kept(client: HouseClient, db_session: Session) -> None:
    page = client.get("/sign-in").get_data(as_text=True)
    assert '<html lang="th"' in page
    back = client.post(
        "/preferences",
        data={"locale": "en", "theme": "dark"},
        headers={"Referer": "http://localhost/sign-in?next=/me"},
    )
    assert (back.status_code, back.location) == (303, "/sign-in?next=/me")
    page = client.get("/sign-in").get_data(as_text=True)
    assert '<html lang="en"' in page
    assert 'data-bs-theme="dark"' in page
    user = client.sign_in("viewer")
    assert '<html lang="th"' in client.get("/me").get_data(as_text=True)  # the account's own choice
    client.post("/preferences", data={"locale": "en"})
    db_session.refresh(user)
    assert user.locale == "en"
    assert client.post("/preferences", headers={"Referer": "http://evil.example/me"}).location == "/"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140",
            "Edge บน Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36",
            "Chrome บน Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604.1",
            "Safari บน iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox บน Linux"),
        ("Firefox", "Firefox"),
        ("curl/8", "อุปกรณ์ที่ไม่รู้จัก"),
        (None, "อุปกรณ์ที่ไม่รู้จัก"),
    ],
)
def test_browsers_are_called_by_their_names(user_agent: str | None, name: str) -> None:
    assert browser_name(user_agent).th == name


def test_every_role_says_what_it_does() -> None:
    assert set(DOES) == set(Role)
