"""Renewals: drawn from open duties, in time, once, and without a gap that nobody sees."""

from datetime import date

import pytest

from planhub.kernel import clock
from planhub.kernel.errors import Denied, GuardFailed
from planhub.mou import measures
from planhub.mou.duties.fulfilments import MouFulfilment
from planhub.mou.feature import MOUS
from planhub.mou.models import Mou
from planhub.record import services
from tests.features.mou.conftest import Desk, later
from tests.features.mou.test_core_path import keys


def renewal_of(desk: Desk, mou: Mou) -> Mou:
    assert mou.renewal is not None
    found: Mou = services.load(desk.session, MOUS, mou.renewal.code)
    return found


def flags(mou: Mou) -> dict[str, str]:
    return {key: words.en for key, words in measures.flags(mou, clock.today())}


def test_it_begins_the_day_after_with_what_is_open(desk: Desk) -> None:
    mou = desk.signed(term_years="1")
    done = mou.obligations[0]
    word = MouFulfilment(
        record_id=mou.id, obligation_id=done.id, status="done", note="ทำแล้ว", by_name="ก", at=clock.now()
    )
    desk.session.add(word)
    desk.session.flush()
    with clock.at(later(300)):
        mou = desk.move(desk.again(mou), "open_renewal", "coordinator.eef")
        child = renewal_of(desk, mou)
        assert (child.state, child.renews_id, child.owner_org) == ("draft", mou.id, "EEF")
        assert (child.effective_on, child.expires_on, child.term_years) == (date(2027, 11, 23), None, 1)
        assert [d.text for d in child.obligations] == [d.text for d in mou.obligations if d.id != done.id]
        assert child.obligations[-1].due_on is None, "a day that has passed is not promised again"
        assert flags(mou)["renewal"] == f"Being renewed: {child.code}"
        assert "gap" not in flags(mou)
        with pytest.raises(GuardFailed) as refused:
            desk.move(mou, "open_renewal", "secretariat")
        assert keys(refused) == {"renewal"}


def test_within_ninety_days_of_the_end_with_its_gap_told(desk: Desk) -> None:
    mou = desk.signed(term_years="1")
    with clock.at(later(364 + 90)):
        assert desk.daily(mou).state == "expired"
        mou = desk.move(desk.again(mou), "open_renewal", "secretariat")
        child = renewal_of(desk, mou)
        assert (child.owner_org, child.effective_on) == ("CODI", None)
        assert flags(mou)["gap"] == flags(child)["gap"] == "A gap of 89 days between the old and the new"


def test_later_a_new_one_is_begun(desk: Desk) -> None:
    mou = desk.signed(term_years="1")
    with clock.at(later(364 + 91)):
        mou = desk.daily(mou)
        with pytest.raises(GuardFailed) as refused:
            desk.move(mou, "open_renewal", "coordinator.codi")
        assert keys(refused) == {"too_late"}
        with pytest.raises(Denied):
            desk.move(mou, "open_renewal", "director.codi")


def test_one_that_is_cancelled_makes_room_for_another(desk: Desk) -> None:
    mou = desk.move(desk.signed(), "open_renewal", "coordinator.codi")
    desk.move(renewal_of(desk, mou), "cancel", "coordinator.codi", note="ยังไม่ต่อ")
    mou = desk.again(mou)
    assert mou.renewal_id is None
    assert desk.move(mou, "open_renewal", "coordinator.eef").renewal_id is not None


def test_a_renewal_goes_the_whole_way_and_lives_by_itself(desk: Desk) -> None:
    mou = desk.move(desk.signed(term_years="1"), "open_renewal", "coordinator.codi")
    child = desk.move(renewal_of(desk, mou), "share", "coordinator.codi")
    child = desk.each(desk.cleared(desk.each(child, "settle", "coordinator")), "approve", "director")
    desk.scan(child)
    for org in ("EEF", "CODI", "PMUA"):
        child = desk.sign(child, org)
    assert (child.state, child.starts_on) == ("signed", date(2027, 11, 23)), (
        "it begins when the other has ended"
    )
    with clock.at(later(365)):
        assert desk.daily(mou).state == "expired"
        child = desk.daily(child)
        assert (child.state, child.ends_on) == ("in_force", date(2028, 11, 22))
        assert not {"gap", "renewal"} & set(flags(desk.again(mou)))


# --- beginning one that there is already ------------------------------------------------------------------------


def test_a_second_mou_of_the_same_parties_and_areas_is_warned_of(desk: Desk) -> None:
    first = desk.negotiating()
    second = desk.draft(areas=["4510"])
    assert flags(second)["similar"] == f"Same parties and areas as {first.code}"
    elsewhere = desk.save(second, areas=["65"])
    assert "similar" not in flags(elsewhere)


def test_a_draft_of_another_agency_is_not_betrayed(desk: Desk) -> None:
    desk.draft(login="coordinator.eef")
    assert "similar" not in flags(desk.draft())


def test_an_amendment_is_not_like_its_parent_by_chance(desk: Desk) -> None:
    mou = desk.move(desk.signed(), "open_amendment", "coordinator.codi", kind="area", note="ก")
    child = services.load(desk.session, MOUS, mou.amending.code if mou.amending else "")
    assert "similar" not in flags(child)
