"""What pages and the API show of amendments, renewals, rests and parties that left; and the moves as people press them."""

from datetime import timedelta
from typing import Any

from planhub.kernel import clock
from planhub.mou.feature import MOUS
from planhub.mou.models import Mou
from planhub.people import tokens
from planhub.people.queries import find_user
from planhub.record import services
from tests.client import HouseClient
from tests.features.mou.conftest import TODAY, Desk, later
from tests.features.mou.test_amending import opened


def html(client: HouseClient, login: str, path: str) -> str:
    client.sign_in(login)
    found = client.get(path)
    assert found.status_code == 200, path
    return found.get_data(as_text=True)


def test_the_page_leads_to_the_amendment_and_back(desk: Desk, client: HouseClient) -> None:
    mou, child = opened(desk)
    page = html(client, "coordinator.codi", f"/mous/{mou.code}")
    assert "แก้ไขครั้งที่ 1: พื้นที่ดำเนินงาน" in page
    assert f'href="/mous/{child.code}"' in page
    page = html(client, "coordinator.eef", f"/mous/{mou.code}")
    assert child.code in page
    assert f'href="/mous/{child.code}"' not in page, "a draft is its agency's own until it is shared"
    page = html(client, "coordinator.codi", f"/mous/{child.code}")
    assert f'href="/mous/{mou.code}"' in page


def test_an_amendment_is_opened_on_the_screen(desk: Desk, client: HouseClient) -> None:
    mou = desk.signed()
    desk.session.commit()
    page = html(client, "coordinator.codi", f"/mous/{mou.code}/moves/open_amendment")
    assert "แก้คำผิดไม่ต้องตรวจกฎหมาย" in page
    done = client.post(
        f"/mous/{mou.code}/moves/open_amendment",
        data={"version": mou.version, "kind": "money", "note": "เปลี่ยนเงื่อนไข"},
    )
    assert done.status_code == 303
    found: Mou = services.load(desk.session, MOUS, mou.code)
    assert found.amending is not None
    assert found.amending.amendment_type == "money"


def test_a_rest_is_seen_on_the_mou(desk: Desk, client: HouseClient) -> None:
    until = (TODAY + timedelta(days=30)).isoformat()
    mou = desk.move(desk.signed(), "suspend", "secretariat", letter_no="1", until=until, note="รอผล")
    assert "ระงับถึง 23 ธ.ค. 2569" in html(client, "coordinator.eef", f"/mous/{mou.code}")


def test_whoever_left_is_named_with_what_was_handed_over(desk: Desk, client: HouseClient) -> None:
    notice = {"letter_no": "บพท 5/2569", "notice_on": TODAY.isoformat(), "note": "เปลี่ยนภารกิจ"}
    mou = desk.move(desk.signed(), "give_notice", "director.pmua", **notice)
    assert "ออกได้ตั้งแต่ 23 ธ.ค. 2569" in html(client, "coordinator.eef", f"/mous/{mou.code}")
    with clock.at(later(30)):
        mou = desk.move(mou, "leave", "director.pmua", letter_no="บพท 9/2569", to="CODI")
        page = html(client, "coordinator.pmua", f"/mous/{mou.code}")
    assert "ออกจากภาคีเมื่อ 23 ธ.ค. 2569" in page
    assert "ส่งมอบ 1 รายการ" in page


def test_the_api_names_the_amendment_and_shows_what_can_be_done(desk: Desk, client: HouseClient) -> None:
    mou, child = opened(desk)
    user = find_user(desk.session, login="coordinator.codi")
    assert user is not None
    asking: dict[str, Any] = {
        "headers": {"Authorization": f"Bearer {tokens.issue(desk.session, user, days=1)}"}
    }
    found = client.get(f"/api/v1/mous/{mou.code}", **asking).get_json()
    assert found["amending"] == child.code
    assert "open_amendment" not in {m["name"] for m in found["moves"]}, "there is one already"
    assert "rebase" not in {m["name"] for m in found["moves"]}
    found = client.get(f"/api/v1/mous/{child.code}", **asking).get_json()
    assert (found["amends"], found["amendment_type"], found["base_n"]) == (mou.code, "area", mou.text_n)


def test_the_answer_to_the_move_names_the_child(desk: Desk, client: HouseClient) -> None:
    mou = desk.signed()
    user = find_user(desk.session, login="coordinator.codi")
    assert user is not None
    asking: dict[str, Any] = {
        "headers": {"Authorization": f"Bearer {tokens.issue(desk.session, user, days=1)}"}
    }
    for move, name, said in (
        ("open_amendment", "amending", {"kind": "area", "note": "ขยายพื้นที่"}),
        ("open_renewal", "renewal", {}),
    ):
        version = client.get(f"/api/v1/mous/{mou.code}", **asking).get_json()["version"]
        path = f"/api/v1/mous/{mou.code}/moves/{move}"
        answer = client.post(path, json={"version": version, **said}, csrf=False, **asking)
        assert answer.status_code == 200, answer.get_json()
        code = answer.get_json()[name]
        assert client.get(f"/api/v1/mous/{code}", **asking).get_json()["state"] == "draft"
