"""Checking a paper without signing in: what is told, what never is, and how often one may ask."""

import hashlib
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from planhub.kernel import clock
from planhub.mou.models import Mou
from planhub.people import tokens
from planhub.people.queries import find_user
from planhub.record.papers import MARK, IssuedPaper
from planhub.verify import queries, views
from tests.client import HouseClient
from tests.features.mou.conftest import NOW, Desk, later


@pytest.fixture
def desk(db_session: Any, actors: Any) -> Iterator[Desk]:
    with clock.at(NOW):
        yield Desk(db_session, actors)


def printed(client: HouseClient, mou: Mou, kind: str = "mou", login: str = "coordinator.codi") -> bytes:
    """Print a paper as somebody would; the reader is a stranger again afterwards."""
    client.sign_in(login)
    answer = client.get(f"/mous/{mou.code}/documents/{kind}.pdf")
    assert answer.status_code == 200
    client.sign_out()
    return bytes(answer.data)


def told(client: HouseClient, mark: str) -> tuple[int, str]:
    answer = client.get(f"/verify/{mark}")
    return answer.status_code, answer.get_data(as_text=True)


def words_of(html: str, mark: str) -> str:
    """Give a page without what differs on every page: the nonce, the token, and the mark that was typed."""
    return re.sub(r'nonce="[^"]*"|csrf_token" value="[^"]*"', "", html).replace(mark, "")


def marks(desk: Desk, kind: str = "mou") -> list[str]:
    query = select(IssuedPaper.mark).where(IssuedPaper.kind == kind).order_by(IssuedPaper.made_at)
    return list(desk.session.scalars(query))


def test_the_mark_at_the_foot_tells_what_stands_on_the_paper(desk: Desk, client: HouseClient) -> None:
    mou = desk.signed()
    printed(client, mou)
    status, html = told(client, mou.content_hash[:MARK])
    assert status == 200
    for words in (
        "เป็นเอกสารจากระบบนี้ และเป็นฉบับล่าสุด",
        mou.title,
        mou.code,
        "กองทุนเพื่อความเสมอภาคทางการศึกษา",
        "มีผลใช้บังคับ",
        "ฉบับที่",
    ):
        assert words in html, words
    for hidden in ("ผู้ลงนาม EEF", "จัดทำรายชื่อพื้นที่", "/mous/", "ผู้ประสานงาน"):
        assert hidden not in html, f"{hidden} is nobody else's business"


def test_the_file_itself_is_checked_byte_for_byte(desk: Desk, client: HouseClient) -> None:
    content = printed(client, desk.signed())
    sent = {"file": (io.BytesIO(content), "mou.pdf")}
    answer = client.post("/verify", data=sent, content_type="multipart/form-data")
    assert answer.headers["Location"] == f"/verify/{hashlib.sha256(content).hexdigest()}"
    assert "ทุกไบต์" in client.get(answer.headers["Location"]).get_data(as_text=True)
    answer = client.post(
        "/verify", data={"file": (io.BytesIO(content + b" "), "mou.pdf")}, content_type="multipart/form-data"
    )
    assert told(client, answer.headers["Location"].rpartition("/")[2])[0] == 404


@pytest.mark.parametrize(
    "write",
    [
        str.upper,
        lambda mark: f" {mark[:4]} {mark[4:8]}-{mark[8:]} ",
        lambda mark: f"sha256:{mark}",
        lambda mark: mark.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")),
    ],
)
def test_a_mark_is_read_as_people_type_it(desk: Desk, client: HouseClient, write: Any) -> None:
    mou = desk.signed()
    printed(client, mou)
    answer = client.get("/verify", query_string={"mark": write(mou.content_hash[:MARK])})
    assert answer.status_code == 303
    assert client.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    "mark", ["x", "12345", "zzzzzzzzzzzz", "a" * 65, "' OR 1=1 --", "<script>alert(1)</script>", "%00"]
)
def test_what_is_no_mark_is_said_so(client: HouseClient, mark: str) -> None:
    answer = client.get("/verify", query_string={"mark": mark})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.get_data(as_text=True)


# --- drafts -------------------------------------------------------------------------------------------------------


def test_a_draft_is_as_unknown_as_a_stranger(desk: Desk, client: HouseClient) -> None:
    mou = desk.negotiating()
    for kind in ("mou", "mou-review", "mou-status", "mou-cover"):
        content = printed(client, mou, kind)
        _, unknown = told(client, "0" * 12)
        for asked in (marks(desk, kind)[-1], hashlib.sha256(content).hexdigest()):
            status, html = told(client, asked)
            assert status == 404, kind
            assert words_of(html, asked) == words_of(unknown, "0" * 12), "not a word more"


def test_the_review_copy_of_a_signed_mou_stays_a_draft(desk: Desk, client: HouseClient) -> None:
    mou = desk.signed()
    content = printed(client, mou, "mou-review")
    assert told(client, hashlib.sha256(content).hexdigest())[0] == 404


def test_a_sheet_of_a_draft_becomes_known_with_its_record(desk: Desk, client: HouseClient) -> None:
    mou = desk.approval()
    content = printed(client, mou, "mou-status")
    digest = hashlib.sha256(content).hexdigest()
    assert told(client, digest)[0] == 404
    desk.each(mou, "approve", "director")
    assert told(client, digest)[0] == 200


def test_training_is_never_told(desk: Desk, client: HouseClient) -> None:
    mou = desk.signed()
    mou.is_training = True
    desk.again(mou)
    content = printed(client, mou)
    assert told(client, hashlib.sha256(content).hexdigest())[0] == 404


# --- what has become of it ----------------------------------------------------------------------------------------


def test_a_newer_sheet_makes_the_old_one_old(desk: Desk, client: HouseClient) -> None:
    mou = desk.signed()
    printed(client, mou, "mou-status")
    with clock.at(later(1)):
        printed(client, mou, "mou-status")
    old, new = marks(desk, "mou-status")
    assert "มีฉบับใหม่กว่า" in told(client, old)[1]
    assert "เป็นฉบับล่าสุด" in told(client, new)[1]


def test_the_same_text_printed_again_is_no_newer_one(desk: Desk, client: HouseClient) -> None:
    mou = desk.ready()
    desk.scan(mou)
    printed(client, mou)
    for org in ("EEF", "CODI", "PMUA"):
        mou = desk.sign(mou, org)
    with clock.at(later(1)):
        printed(client, mou)
    assert len(set(marks(desk))) == 1
    assert "เป็นฉบับล่าสุด" in told(client, marks(desk)[0])[1]


def test_another_text_makes_the_printed_one_old(desk: Desk, client: HouseClient) -> None:
    mou = desk.signed()
    printed(client, mou)
    mark = mou.content_hash[:MARK]
    mou.content_hash = "f" * 64
    desk.again(mou)
    assert "มีฉบับใหม่กว่า" in told(client, mark)[1]


def test_what_was_revoked_says_so(desk: Desk, client: HouseClient) -> None:
    mou = desk.signed()
    printed(client, mou)
    desk.session.execute(text("UPDATE record SET state = 'terminated' WHERE id = :id"), {"id": mou.id})
    assert "ถูกยกเลิกแล้ว" in told(client, mou.content_hash[:MARK])[1]


# --- the door -----------------------------------------------------------------------------------------------------


def test_guessing_is_limited_and_finding_costs_too(
    desk: Desk, client: HouseClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_A_PERSON", 3)
    seen = [client.get(f"/verify/{n:012x}").status_code for n in range(5)]
    assert seen == [404, 404, 404, 429, 429]
    assert client.get("/verify").status_code == 200, "the page itself stays open"


def test_a_large_file_is_not_read_to_its_end(client: HouseClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LARGEST", 1000)
    answer = client.post(
        "/verify", data={"file": (io.BytesIO(b"x" * 2000), "a.pdf")}, content_type="multipart/form-data"
    )
    assert answer.status_code == 413
    assert client.post("/verify", data={}).status_code == 422


def test_whoever_has_signed_in_gets_a_way_to_the_record(desk: Desk, client: HouseClient) -> None:
    mou = desk.signed()
    printed(client, mou)
    client.sign_in("coordinator.codi")
    assert f"/mous/{mou.code}" in told(client, mou.content_hash[:MARK])[1]


def test_the_same_file_is_kept_once_and_never_changed(desk: Desk, client: HouseClient) -> None:
    mou = desk.signed()
    assert printed(client, mou) == printed(client, mou)
    assert len(marks(desk)) == 1
    nested = desk.session.begin_nested()
    with pytest.raises(DatabaseError):
        desk.session.execute(text("UPDATE issued_paper SET is_public = NOT is_public"))
    nested.rollback()


def test_papers_of_the_api_are_kept_too(desk: Desk, client: HouseClient) -> None:
    mou = desk.signed()
    user = find_user(desk.session, login="coordinator.codi")
    assert user is not None
    token = tokens.issue(desk.session, user, days=1)
    answer = client.get(
        f"/api/v1/mous/{mou.code}/documents/mou.pdf", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 200
    assert queries.look_up(desk.session, hashlib.sha256(answer.data).hexdigest()) is not None
