"""The signing board: who has signed, who confirms, what is missing, where the originals are, the calendar file."""

import html
import re
from typing import Any

import pytest
from icalendar import Calendar

from planhub.kernel import clock
from planhub.kernel.errors import Denied, GuardFailed, Invalid
from planhub.mou.models import Mou
from planhub.mou.signing import board as signing_board
from planhub.mou.signing import counterparts
from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.mou.conftest import TODAY, Desk, later


def planned(desk: Desk) -> Mou:
    mou = desk.ready(place="จัตุรัสจามจุรี")
    return desk.move(mou, "plan_ceremony", "secretariat", ceremony_on=TODAY.isoformat(), place="จัตุรัสจามจุรี")


def states(desk: Desk, mou: Mou) -> dict[str, str]:
    return {seat.party.org: seat.state for seat in signing_board.board(desk.session, mou).seats}


def missing(desk: Desk, mou: Mou) -> list[str]:
    return [words.en for words in signing_board.board(desk.session, mou).missing]


def test_each_party_goes_from_waiting_to_recorded_to_confirmed(desk: Desk) -> None:
    mou = planned(desk)
    desk.scan(mou)
    assert set(states(desk, mou).values()) == {"waiting"}
    mou = desk.move(mou, "record_signature", "secretariat", **desk.signature("EEF"))
    mou = desk.move(
        mou, "record_signature", "coordinator.codi", **desk.signature("CODI", method="electronic")
    )
    assert states(desk, mou) == {"EEF": "recorded", "CODI": "recorded", "PMUA": "waiting"}
    confirms = {
        s.party.org: s.confirms.en for s in signing_board.board(desk.session, mou).seats if s.confirms
    }
    assert confirms == {"EEF": "the coordinator of EEF", "CODI": "the secretariat"}
    mou = desk.move(mou, "confirm_signature", "coordinator.eef", org="EEF")
    seat = next(s for s in signing_board.board(desk.session, mou).seats if s.party.org == "EEF")
    assert (seat.state, seat.file) == ("confirmed", "ลงนาม.pdf")
    assert seat.recorded_by == "ฝ่ายเลขานุการร่วม (ตัวอย่าง)"
    assert seat.confirmed_by == "ผู้ประสานงาน กสศ. (ตัวอย่าง)"
    assert missing(desk, mou) == ["CODI: waits for the secretariat to confirm", "PMU-A: has not signed"]


def test_what_is_missing_is_said_at_once(desk: Desk) -> None:
    bare = desk.ready(
        signatories=[{"org": org, "kind": "signer", "post": "ผู้อำนวยการ"} for org in ("EEF", "CODI", "PMUA")]
    )
    said = missing(desk, bare)
    assert said[:2] == ["No day of signing is set", "No place is given"]
    assert "EEF: the signatory has no name yet" in said
    assert "EEF: no witness yet" in said
    mou = planned(desk)
    with clock.at(later(3)):
        assert missing(desk, mou)[0] == "The day of signing (23 Nov 2026) has passed"


def test_the_order_of_signing_is_that_of_the_signatories(desk: Desk) -> None:
    people = [
        {"org": org, "kind": "signer", "name": "ก", "post": "ผู้อำนวยการ"} for org in ("PMUA", "EEF", "CODI")
    ]
    mou = desk.ready(signatories=people)
    seats = signing_board.board(desk.session, mou).seats
    assert [(s.order, s.party.org) for s in seats] == [(1, "PMUA"), (2, "EEF"), (3, "CODI")]


def test_the_calendar_keeps_its_identity_when_the_day_is_moved(desk: Desk) -> None:
    mou = planned(desk)
    first = Calendar.from_ical(signing_board.calendar(mou, "http://h/mous/x/signing")).walk("VEVENT")[0]
    mou = desk.move(mou, "plan_ceremony", "secretariat", ceremony_on="2026-12-09", place="กรุงเทพฯ")
    second = Calendar.from_ical(signing_board.calendar(mou, "http://h/mous/x/signing")).walk("VEVENT")[0]
    assert first["UID"] == second["UID"]
    assert int(str(second["SEQUENCE"])) > int(str(first["SEQUENCE"]))
    assert (first.decoded("DTSTART"), second.decoded("DTSTART").isoformat()) == (TODAY, "2026-12-09")
    assert str(second["LOCATION"]) == "กรุงเทพฯ"
    assert mou.title in str(second["SUMMARY"])


# --- originals ----------------------------------------------------------------------------------------------------


def test_an_original_leaves_a_trail(desk: Desk) -> None:
    mou = desk.signed()
    actor = desk.actor("coordinator.eef")
    for day, place in enumerate(({"org": "EEF"}, {"org": "CODI", "place": "ตู้ 5"})):
        with clock.at(later(day)):
            counterparts.place(desk.session, actor, mou, {"n": "2", **place})
    found = counterparts.originals(desk.session, mou)
    assert [one.n for one in found] == [1, 2, 3]
    assert found[0].now is None
    assert [word.org for word in found[1].words] == ["EEF", "CODI"]
    assert found[1].now is not None
    assert found[1].now.place == "ตู้ 5"


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"n": "4", "org": "EEF"}, "n"),
        ({"n": "1"}, "place"),
        ({"n": "1", "org": "XX"}, "org"),
        ({"org": "EEF"}, "n"),
    ],
)
def test_an_original_that_is_none_is_refused(desk: Desk, raw: dict[str, Any], field: str) -> None:
    mou = desk.signed()
    with pytest.raises(Invalid) as refused:
        counterparts.place(desk.session, desk.actor("secretariat"), mou, raw)
    assert list(refused.value.errors) == [field]


def test_only_those_who_sign_say_where_originals_are(desk: Desk) -> None:
    mou = desk.signed()
    with pytest.raises(Denied):
        counterparts.place(desk.session, desk.actor("director.eef"), mou, {"n": "1", "org": "EEF"})
    draft = desk.approval()
    with pytest.raises(GuardFailed):
        counterparts.place(desk.session, desk.actor("secretariat"), draft, {"n": "1", "org": "EEF"})


# --- screens ------------------------------------------------------------------------------------------------------


def test_buttons_are_for_those_who_may(desk: Desk, client: HouseClient) -> None:
    mou = planned(desk)
    desk.scan(mou)
    mou = desk.move(mou, "record_signature", "secretariat", **desk.signature("EEF"))
    pages = {}
    for login in ("coordinator.eef", "director.eef", "secretariat"):
        client.sign_in(login)
        pages[login] = client.get(f"/mous/{mou.code}/signing").get_data(as_text=True)
    assert f"/mous/{mou.code}/moves/confirm_signature" in pages["coordinator.eef"]
    assert "/moves/" not in pages["director.eef"]
    assert f"/mous/{mou.code}/moves/record_signature" in pages["secretariat"]
    assert "รอ ผู้ประสานงานของ กสศ." in pages["director.eef"]


def test_the_board_in_few_statements(desk: Desk, client: HouseClient, max_queries: MaxQueries) -> None:
    mou = desk.signed()
    client.sign_in("coordinator.codi")
    client.get(f"/mous/{mou.code}/signing")
    with max_queries(12):
        assert client.get(f"/mous/{mou.code}/signing").status_code == 200


def test_an_original_is_placed_by_clicking_and_a_fault_keeps_what_was_typed(
    desk: Desk, client: HouseClient
) -> None:
    mou = desk.signed()
    client.sign_in("coordinator.codi")
    answer = client.post(
        f"/mous/{mou.code}/originals", data={"n": "9", "org": "CODI", "place": "ตู้เอกสาร ชั้น 5"}
    )
    assert answer.status_code == 422
    assert "ตู้เอกสาร ชั้น 5" in answer.get_data(as_text=True)
    answer = client.post(
        f"/mous/{mou.code}/originals", data={"n": "1", "org": "CODI", "place": "ตู้เอกสาร ชั้น 5"}
    )
    assert answer.status_code == 303
    assert "ตู้เอกสาร ชั้น 5" in client.get(f"/mous/{mou.code}/signing").get_data(as_text=True)


def test_files_for_others(desk: Desk, client: HouseClient) -> None:
    mou = planned(desk)
    client.sign_in("coordinator.codi")
    ics = client.get(f"/mous/{mou.code}/ceremony.ics")
    assert (ics.status_code, ics.mimetype) == (200, "text/calendar")
    docx = client.get(f"/mous/{mou.code}/text.docx")
    assert docx.headers["Content-Disposition"] == f'attachment; filename="{mou.code}.docx"'
    assert client.get(f"/mous/{mou.code}/cover/NIDA.pdf").status_code == 404
    unplanned = desk.ready()
    assert client.get(f"/mous/{unplanned.code}/ceremony.ics").status_code == 404


def test_another_agencys_draft_has_no_board_and_no_files(desk: Desk, client: HouseClient) -> None:
    mou = desk.draft("coordinator.codi")
    client.sign_in("coordinator.eef")
    for path in ("signing", "obligations", "text.docx", "ceremony.ics", "cover/EEF.pdf"):
        assert client.get(f"/mous/{mou.code}/{path}").status_code == 404, path


def test_the_form_of_a_signature_begins_with_what_the_board_knows(desk: Desk, client: HouseClient) -> None:
    mou = planned(desk)
    desk.scan(mou)
    client.sign_in("coordinator.codi")
    board = client.get(f"/mous/{mou.code}/signing").get_data(as_text=True)
    (address,) = {html.unescape(found) for found in re.findall(r'href="([^"]*record_signature[^"]*)"', board)}
    form = client.get(address).get_data(as_text=True)
    for known in ("ผู้ลงนาม CODI", "พยาน CODI", "ลงนาม.pdf"):
        assert f'value="{known}"' in form, known
    client.sign_in("director.codi")
    assert "record_signature" not in client.get(f"/mous/{mou.code}/signing").get_data(as_text=True)


def test_what_an_address_says_is_only_text_in_a_form(desk: Desk, client: HouseClient) -> None:
    mou = planned(desk)
    client.sign_in("secretariat")
    page = client.get(
        f"/mous/{mou.code}/moves/record_signature",
        query_string={"signer": '"><script>x</script>', "version": "99"},
    ).get_data(as_text=True)
    assert "<script>x" not in page
    assert 'name="version" value="99"' not in page
