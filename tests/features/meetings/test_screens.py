"""What people click: a new meeting from its committee, freezing figures, building the pack, fetching it."""

import re
from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.meetings.models import Meeting, MeetingPack, MeetingSnapshot
from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.meetings.conftest import Desk


def test_a_new_meeting_takes_three_clicks(client: HouseClient, desk: Desk, db_session: Session) -> None:
    client.sign_in("secretariat")
    page = client.get("/committees").get_data(as_text=True)
    (href,) = re.findall(r'href="(/committees/JOINT/next)"', page)
    assert client.get(href).status_code == 200

    answer = client.post(href, data={"held_on": "28/2/2566"})
    assert answer.status_code == 303
    meeting = db_session.scalars(select(Meeting)).one()
    assert meeting.title.endswith("ครั้งที่ 1/2566")
    shown = client.get(f"/meetings/{meeting.code}").get_data(as_text=True)
    assert "ระเบียบวาระที่ 3" in shown
    assert "ยังไม่ได้ดึงข้อมูลสำหรับเล่มประชุม" in shown
    assert meeting.code in client.get("/committees/JOINT").get_data(as_text=True)


def test_figures_are_frozen_and_the_pack_is_built_and_fetched(
    client: HouseClient,
    desk: Desk,
    country: Sequence[str],
    db_session: Session,
    run_jobs: Callable[[], int],
    drawn: list[str],
) -> None:
    code = desk.call().code
    client.sign_in("secretariat")
    assert client.post(f"/meetings/{code}/packs").status_code == 422, "nothing is frozen yet"

    answer = client.post(f"/meetings/{code}/snapshots")
    assert (answer.status_code, answer.location) == (303, f"/meetings/{code}/packs")
    assert db_session.scalars(select(MeetingSnapshot)).one().number == 1
    assert "สร้างเล่ม PDF" in client.get(answer.location).get_data(as_text=True)

    assert client.post(f"/meetings/{code}/packs").status_code == 303
    waiting = client.get(f"/meetings/{code}/packs").get_data(as_text=True)
    assert 'hx-trigger="every' in waiting
    assert "<progress" in waiting
    fragment = client.get(f"/meetings/{code}/packs", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert fragment.lstrip().startswith('<div id="packs"')
    assert client.get(f"/meetings/{code}/packs/1.pdf").status_code == 404, "not built yet"

    run_jobs()
    ready = client.get(f"/meetings/{code}/packs").get_data(as_text=True)
    assert "hx-trigger" not in ready
    fetched = client.get(f"/meetings/{code}/packs/1.pdf")
    assert (fetched.status_code, fetched.mimetype) == (200, "application/pdf")
    assert fetched.data.startswith(b"%PDF-1-")
    assert client.get(f"/meetings/{code}/packs/2.pdf").status_code == 404
    assert client.get(f"/meetings/{code}/documents/meeting-pack.pdf").data == fetched.data


def test_those_invited_fetch_the_pack_but_make_none(
    client: HouseClient, desk: Desk, db_session: Session, run_jobs: Callable[[], int], drawn: list[str]
) -> None:
    meeting = desk.call()
    desk.move(meeting, "invite", is_urgent="true")
    desk.freeze(meeting)
    desk.ask_for_pack(meeting)
    run_jobs()
    code = meeting.code

    client.sign_in("director.pmua")
    page = client.get(f"/meetings/{code}").get_data(as_text=True)
    assert f"/meetings/{code}/packs/1.pdf" in page
    assert "/snapshots" not in page
    assert client.get(f"/meetings/{code}/packs/1.pdf").status_code == 200
    for path in ("snapshots", "packs"):
        assert client.post(f"/meetings/{code}/{path}").status_code == 403
    assert db_session.query(MeetingPack).count() == 1

    client.sign_in("knowledge")
    assert client.get("/meetings/MTG-2566-9999/packs").status_code == 404


def test_the_page_of_a_meeting_costs_the_same_for_few_and_many_matters(
    client: HouseClient, desk: Desk, max_queries: MaxQueries
) -> None:
    matter = {"section": "4", "title": "เพื่อทราบ", "org": "CODI"}
    first, few, many = (desk.call(agenda=[matter] * n).code for n in (1, 5, 80))
    client.sign_in("secretariat")
    client.get(f"/meetings/{first}")  # what a process keeps is kept from here on
    seen = []
    for code in (few, many):
        with max_queries(12) as statements:
            assert client.get(f"/meetings/{code}").status_code == 200
        seen.append(len(statements))
    assert seen[0] == seen[1]


def test_resolutions_are_recorded_from_the_matter_itself(
    client: HouseClient, desk: Desk, country: Sequence[str], db_session: Session
) -> None:
    meeting = desk.to_session(desk.call())
    client.sign_in("secretariat")
    page = client.get(f"/meetings/{meeting.code}").get_data(as_text=True)
    assert f"/meetings/{meeting.code}/moves/resolve_item?item=5.1" in page

    version = desk.load(meeting).version
    answer = client.post(
        f"/meetings/{meeting.code}/moves/resolve_item",
        data={"version": version, "item": "5.1", "kind": "endorsed", "text": "เห็นชอบตามที่เสนอ"},
    )
    assert answer.status_code == 303
    shown = client.get(f"/meetings/{meeting.code}").get_data(as_text=True)
    assert "มติที่ 1 เห็นชอบ" in shown


def test_the_page_of_a_record_tells_at_which_meeting_it_was_talked_of(
    client: HouseClient, desk: Desk, country: Sequence[str]
) -> None:
    matter = {"section": "4", "title": "แผนจังหวัดร้อยเอ็ด", "about": "PLAN-2566-0001"}
    meeting = desk.call(agenda=[matter])
    client.sign_in("secretariat")
    page = client.get("/plans/PLAN-2566-0001").get_data(as_text=True)
    assert "ในที่ประชุม" in page
    assert f"/meetings/{meeting.code}" in page
