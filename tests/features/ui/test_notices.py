"""The bell: newest first, only one's own, read when opened, and nothing that comes later is lost by «all read»."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.people.queries import find_user
from planhub.record.models import Notification
from planhub.ui import notices
from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.ui.conftest import HX, Desk

Become = Callable[[str], HouseClient]
BEGAN = datetime(2026, 1, 5, 2, tzinfo=UTC)


@pytest.fixture
def tell(db_session: Session) -> Callable[..., Notification]:
    def tell(login: str, words: str, *, minutes: int = 0, record: str | None = None) -> Notification:
        user = find_user(db_session, login=login)
        assert user is not None
        notice = Notification(
            user_id=user.id,
            record_id=record,
            cause=f"test:{words}",
            text_th=words,
            text_en=words,
            at=BEGAN + timedelta(minutes=minutes),
        )
        db_session.add(notice)
        db_session.flush()
        return notice

    return tell


def unread(session: Session) -> set[str]:
    session.expire_all()
    return set(session.scalars(select(Notification.text_th).where(Notification.read_at.is_(None))))


def test_the_bell_shows_ones_own_notices_newest_first(as_user: Become, tell: Callable[..., object]) -> None:
    tell("coordinator.codi", "เรื่องแรก")
    tell("coordinator.codi", "เรื่องหลัง", minutes=5)
    tell("coordinator.eef", "เรื่องของคนอื่น")
    client = as_user("coordinator.codi")
    html = client.get("/notifications").text
    assert html.index("เรื่องหลัง") < html.index("เรื่องแรก")
    assert "เรื่องของคนอื่น" not in html
    assert "ยังไม่ได้อ่าน 2 เรื่อง" in html
    assert 'href="/notifications"' in client.get("/").text
    part = client.get("/notifications", headers=HX).text
    assert part.strip() in html


def test_an_empty_bell_says_so(as_user: Become) -> None:
    html = as_user("auditor").get("/notifications").text
    assert "ยังไม่มีแจ้งเตือน" in html
    assert "อ่านแล้วทั้งหมด" not in html


def test_opening_a_notice_reads_it_and_leads_to_its_record(
    desk: Desk, db_session: Session, as_user: Become, tell: Callable[..., Notification]
) -> None:
    mou = desk.begin()
    notice = tell("coordinator.codi", "มีเรื่องใหม่", record=mou.id)
    client = as_user("coordinator.codi")
    answer = client.post(f"/notifications/{notice.id}/open")
    assert (answer.status_code, answer.location) == (303, f"/mous/{mou.code}")
    assert unread(db_session) == set()
    assert "มีเรื่องใหม่" not in client.get("/notifications?new=1").text


def test_nobody_opens_the_notice_of_another(as_user: Become, tell: Callable[..., Notification]) -> None:
    notice = tell("coordinator.codi", "ของพอช.")
    client = as_user("coordinator.eef")
    assert client.post(f"/notifications/{notice.id}/open").status_code == 404
    assert client.get(f"/notifications?after={notice.id}").status_code == 404


def test_all_read_leaves_what_came_after_the_page(
    db_session: Session, as_user: Become, tell: Callable[..., Notification]
) -> None:
    tell("coordinator.codi", "เก่า")
    newest = tell("coordinator.codi", "ที่เห็น", minutes=1)
    tell("coordinator.codi", "มาทีหลัง", minutes=2)
    tell("coordinator.eef", "ของคนอื่น")
    answer = as_user("coordinator.codi").post("/notifications/read", data={"newest": newest.id})
    assert answer.status_code == 303
    assert unread(db_session) == {"มาทีหลัง", "ของคนอื่น"}


def test_many_notices_come_page_by_page_in_a_fixed_number_of_queries(
    as_user: Become, tell: Callable[..., object], max_queries: MaxQueries
) -> None:
    count = notices.SHOWN + 3
    for n in range(count):
        tell("coordinator.codi", f"เรื่องที่ {n:03}", minutes=n // 3)
    client = as_user("coordinator.codi")
    client.get("/notifications")
    with max_queries(5):
        first = client.get("/notifications").text
    older = re.search(r'href="(/notifications\?after=[^"]+)"', first)
    assert older is not None
    second = client.get(older.group(1)).text
    seen = [set(re.findall(r"เรื่องที่ (\d{3})", html)) for html in (first, second)]
    assert [len(s) for s in seen] == [notices.SHOWN, 3]
    assert not seen[0] & seen[1]
