"""Before the pack is built: agencies explain frozen figures, the secretariat chooses sections; what is built says so."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pymupdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.errors import Denied, GuardFailed, Invalid, NotFound
from planhub.meetings.agenda import building as agenda
from planhub.meetings.agenda.numbers import find_item
from planhub.meetings.models import Meeting, MeetingPack
from planhub.meetings.pack import drawing, layout, pictures, preview
from planhub.meetings.queries import find_snapshot
from planhub.record import audit
from planhub.record.models import Notification
from tests.client import HouseClient
from tests.features.meetings.conftest import Desk
from tests.pdf import flat, pages_of


def act(desk: Desk, login: str = "secretariat") -> Any:
    actor = desk.actors[login]
    audit.act_as(desk.session, actor)
    return actor


@pytest.fixture
def frozen(desk: Desk, country: Sequence[str]) -> Meeting:
    meeting = desk.call()
    desk.freeze(meeting)
    return desk.load(meeting)


def test_agencies_are_told_and_may_explain_for_48_hours(desk: Desk, frozen: Meeting) -> None:
    with pytest.raises(GuardFailed):
        preview.explain(
            desk.session, act(desk, "coordinator.eef"), frozen, "figure:budget", {"text": "รอเบิก"}
        )
    opened = preview.begin(desk.session, act(desk), frozen)
    told = desk.session.scalars(select(Notification.user_id).where(Notification.cause.startswith("preview:")))
    assert {desk.actors[f"coordinator.{o}"].user_id for o in ("codi", "eef", "pmua")} <= set(told)
    preview.explain(desk.session, act(desk, "coordinator.eef"), frozen, "figure:budget", {"text": "รอเบิก"})
    with clock.at(clock.now() + timedelta(hours=1)):
        preview.explain(
            desk.session,
            act(desk, "coordinator.eef"),
            frozen,
            "figure:budget",
            {"text": "เบิกจ่ายหลังลงนามสัญญา"},
        )
    snapshot = find_snapshot(desk.session, frozen.id)
    assert snapshot is not None
    (said,) = preview.remarks_of(desk.session, snapshot)
    assert (said["figure"], said["org"], said["text"]) == ("figure:budget", "EEF", "เบิกจ่ายหลังลงนามสัญญา")
    assert said["post"], "it is the post that speaks"
    with pytest.raises(GuardFailed) as caught:
        desk.ask_for_pack(frozen)
    assert [r.key for r in caught.value.reasons] == ["preview"]
    with clock.at(opened.closes_at + timedelta(seconds=1)):
        with pytest.raises(GuardFailed):
            preview.explain(
                desk.session, act(desk, "coordinator.eef"), frozen, "figure:budget", {"text": "สาย"}
            )
        assert desk.ask_for_pack(frozen).version == 1


def test_only_figures_that_were_frozen_and_only_agencies_of_the_meeting(desk: Desk, frozen: Meeting) -> None:
    preview.begin(desk.session, act(desk), frozen)
    for figure in ("figure:wealth", "budget:CODI", "activity:NONE"):
        with pytest.raises(Invalid):
            preview.explain(desk.session, act(desk, "coordinator.eef"), frozen, figure, {"text": "x"})
    with pytest.raises((Denied, NotFound)):
        preview.explain(desk.session, act(desk, "viewer"), frozen, "figure:budget", {"text": "x"})
    with pytest.raises(Denied):
        preview.begin(desk.session, act(desk, "coordinator.eef"), frozen)


def test_what_is_built_holds_explanations_and_chosen_sections(
    desk: Desk, frozen: Meeting, in_app: None, run_jobs: Callable[[], int]
) -> None:
    preview.begin(desk.session, act(desk), frozen)
    preview.explain(
        desk.session, act(desk, "coordinator.eef"), frozen, "figure:budget", {"text": "เบิกจ่ายหลังลงนามสัญญา"}
    )
    preview.end(desk.session, act(desk), frozen)
    meeting = desk.load(frozen)
    meeting.pack_sections = ["budget", "overlap"]
    desk.session.flush()
    row = desk.ask_for_pack(meeting)
    desk.session.expire_all()
    snapshot = find_snapshot(desk.session, frozen.id)
    assert snapshot is not None
    beside = layout.read(row.layout)
    first = drawing.render(snapshot, version=1, beside=beside)
    assert drawing.render(snapshot, version=1, beside=beside) == first, "built again it is the same"
    text = flat("".join(pages_of(first)))
    assert flat("ชี้แจงโดย") in text
    assert flat("เบิกจ่ายหลังลงนามสัญญา") in text
    assert flat("2งบประมาณตามหน่วยงานและแหล่งเงิน") in text
    assert flat("3ภาพรวมพื้นที่ซ้อนทับ") in text
    for left_out in ("บทเรียนเด่น", "ติดตามมติการประชุมครั้งก่อน"):
        assert flat(left_out) not in text
    usual = drawing.render(snapshot, version=1)
    assert layout.mark(snapshot.content_hash, beside)[:12] in "".join(pages_of(first))
    assert snapshot.content_hash[:12] in "".join(pages_of(usual))


def test_the_result_comes_into_the_inbox(
    desk: Desk, frozen: Meeting, db_session: Session, run_jobs: Callable[[], int], drawn: list[str]
) -> None:
    row = desk.ask_for_pack(frozen)
    run_jobs()
    db_session.expire_all()
    told = db_session.scalars(select(Notification).where(Notification.cause == f"pack:{row.id}:ready")).all()
    assert [n.user_id for n in told] == [desk.secretariat.user_id]


def test_preview_and_sections_on_screen(
    client: HouseClient, desk: Desk, frozen: Meeting, db_session: Session
) -> None:
    code = frozen.code
    client.sign_in("coordinator.eef")
    assert client.get(f"/meetings/{code}/preview").status_code == 404, "not opened yet"
    assert client.post(f"/meetings/{code}/packs/sections", data={}).status_code == 403
    client.sign_in("secretariat")
    assert client.post(f"/meetings/{code}/preview/open").status_code == 303
    data = {"order": list(layout.KEYS), "section": ["mous", "budget", "overlap"], "up": "mous"}
    assert client.post(f"/meetings/{code}/packs/sections", data=data).status_code == 303
    assert desk.load(frozen).pack_sections == ["mous", "overlap", "budget"]
    client.sign_in("coordinator.eef")
    page = client.get(f"/meetings/{code}/preview").get_data(as_text=True)
    assert 'value="figure:overlap"' in page
    assert 'value="budget:EEF"' in page
    assert 'value="budget:CODI"' not in page
    refused = client.post(f"/meetings/{code}/preview", data={"figure": "figure:overlap", "text": ""})
    assert refused.status_code == 422
    answer = client.post(
        f"/meetings/{code}/preview", data={"figure": "figure:overlap", "text": "รอยืนยันสองจังหวัด"}
    )
    assert answer.status_code == 303
    assert "รอยืนยันสองจังหวัด" in client.get(answer.location).get_data(as_text=True)


@pytest.mark.skipif(not pictures.available(), reason="poppler is not installed")
def test_a_pack_is_read_page_by_page(
    client: HouseClient,
    desk: Desk,
    frozen: Meeting,
    db_session: Session,
    run_jobs: Callable[[], int],
    in_app: None,
) -> None:
    desk.ask_for_pack(frozen)
    run_jobs()
    db_session.expire_all()
    row = db_session.scalars(select(MeetingPack)).one()
    assert row.pages is not None
    assert row.pages >= 8
    client.sign_in("director.eef")
    path = f"/meetings/{frozen.code}/packs/1"
    page = client.get(f"{path}?page=2").get_data(as_text=True)
    assert f"หน้า 2 จาก {row.pages}" in page
    colour = client.get(f"{path}/2.png")
    assert colour.mimetype == "image/png"
    assert client.get(f"{path}/2.png?grey=1").data != colour.data
    assert client.get(f"{path}/{row.pages + 1}.png").status_code == 404
    client.sign_in("viewer")
    assert client.get(f"{path}/2.png").status_code == 404, "a draft is not for everybody"


def test_papers_of_matters_are_frozen_and_travel_inside(
    desk: Desk, country: Sequence[str], in_app: None
) -> None:
    meeting = desk.call()
    item = find_item(meeting, "5.1")
    assert item is not None
    content = b"%PDF-1.7\npaper of the matter\n%%EOF\n"
    for name in ("ผัง.pdf", "ตาราง.pdf"):
        agenda.add_paper(desk.session, act(desk), desk.load(meeting), item.id, name, content)
    snapshot = desk.freeze(desk.load(meeting))
    pdf = drawing.render(snapshot, version=1)
    with pymupdf.open(stream=pdf) as document:  # type: ignore[no-untyped-call]
        names = [document.embfile_info(n)["filename"] for n in range(document.embfile_count())]
        assert names == ["01 item 5.1.pdf", "02 item 5.1.pdf"]
        assert document.embfile_get(0) == content
    assert flat("เอกสารแนบ1.ผัง.pdf") in flat("".join(pages_of(pdf)))
