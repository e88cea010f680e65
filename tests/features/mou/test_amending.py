"""Amendments: children that all sign, merged into a parent that stood still, rebased by people where it did not."""

from datetime import date, timedelta
from typing import Any

import pytest

from planhub.kernel import clock
from planhub.kernel.errors import Conflict, Denied, GuardFailed
from planhub.mou import measures
from planhub.mou.feature import MOUS
from planhub.mou.models import Mou
from planhub.record import events, flow, services
from planhub.record.content import content_hash
from tests.features.mou.conftest import ORGS, TODAY, Desk, later
from tests.features.mou.test_core_path import keys, statuses

OPEN = {"kind": "area", "note": "ขยายไปอีกจังหวัด"}
NOTICE = {"letter_no": "บพท 5/2569", "notice_on": "2026-11-23", "note": "เปลี่ยนภารกิจ"}


def child_of(desk: Desk, mou: Mou) -> Mou:
    assert mou.amending is not None
    found: Mou = services.load(desk.session, MOUS, mou.amending.code)
    return found


def opened(desk: Desk, kind: str = "area", **other: Any) -> tuple[Mou, Mou]:
    """Give an MOU in force and its amendment, just opened by พอช."""
    mou = desk.move(desk.signed(**other), "open_amendment", "coordinator.codi", **{**OPEN, "kind": kind})
    return mou, child_of(desk, mou)


def signed_by(desk: Desk, child: Mou, orgs: tuple[str, ...] = ORGS) -> Mou:
    """Let those parties take an amendment from negotiation to its last signature."""
    low = [org.lower() for org in orgs]
    for org in low:
        child = desk.move(child, "settle", f"coordinator.{org}")
    if child.state == "clearance":
        for org in low:
            child = desk.move(child, "clear_legal", f"legal.{org}", checks=_CHECKS)
            child = desk.move(child, "clear_budget", f"budget.{org}", commitment="none")
    for org in low:
        child = desk.move(child, "approve", f"director.{org}")
    desk.scan(child)
    for org in orgs:
        child = desk.sign(child, org)
    return child


_CHECKS = ["authority", "juristic", "money", "pdpa", "ip", "notice"]


# --- opened -----------------------------------------------------------------------------------------------------


def test_it_begins_as_the_text_that_holds(desk: Desk) -> None:
    mou, child = opened(desk)
    assert (child.state, child.amends_id, child.amendment_type) == ("draft", mou.id, "area")
    assert (child.change_no, child.base_n, child.owner_org) == (1, mou.text_n, "CODI")
    assert child.title == f"แก้ไขเพิ่มเติม (ครั้งที่ 1) {mou.title}"
    assert [c.body for c in child.clauses] == [c.body for c in mou.clauses]
    assert [(d.org, d.text) for d in child.obligations] == [(d.org, d.text) for d in mou.obligations]
    assert {d.id for d in child.obligations}.isdisjoint(d.id for d in mou.obligations)
    assert child.members == mou.members
    assert dict(measures.flags(mou, TODAY))["amending"].en == f"Being amended: {child.code}"
    assert mou.state == "in_force"


def test_one_at_a_time(desk: Desk) -> None:
    mou, child = opened(desk)
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "open_amendment", "coordinator.eef", **OPEN)
    assert keys(refused) == {"amending"}
    assert child.code in str(refused.value.message)
    desk.move(child, "cancel", "coordinator.codi", note="ไม่แก้แล้ว")
    mou = desk.again(mou)
    assert mou.amending_id is None
    mou = desk.move(mou, "open_amendment", "secretariat", **OPEN)
    second = child_of(desk, mou)
    assert (second.change_no, second.owner_org) == (1, "CODI"), "one that came to nothing has no number"


def test_of_two_who_open_at_once_one_comes_too_late(desk: Desk) -> None:
    mou = desk.signed()
    seen = mou.version
    mou = desk.move(mou, "open_amendment", "coordinator.eef", **OPEN)
    said = flow.Said(values={"kind": "money"}, note="อีกเรื่อง")
    with pytest.raises(Conflict):  # the page that the other one had open
        flow.move(
            desk.session, desk.actor("coordinator.codi"), mou, "open_amendment", version=seen, said=said
        )


@pytest.mark.parametrize("login", ["director.codi", "legal.codi", "viewer", "auditor", "admin.codi"])
def test_coordinators_and_the_secretariat_open_one(desk: Desk, login: str) -> None:
    mou = desk.signed()
    with pytest.raises(Denied):
        desk.move(mou, "open_amendment", login, **OPEN)


def test_it_changes_something_and_only_what_it_is_about(desk: Desk) -> None:
    _mou, child = opened(desk)
    with pytest.raises(GuardFailed) as refused:
        desk.move(child, "share", "coordinator.codi")
    assert keys(refused) == {"no_change"}
    child = desk.save(child, areas=["45", "49", "65"], financial_term="each_own")
    with pytest.raises(GuardFailed) as refused:
        desk.move(child, "share", "coordinator.codi")
    assert keys(refused) == {"scope_financial_term"}
    child = desk.save(child, financial_term="none")
    assert desk.move(child, "share", "coordinator.codi").state == "negotiating"


def test_its_parties_are_those_of_its_parent(desk: Desk) -> None:
    _mou, child = opened(desk)
    pair = [{"org": "CODI"}, {"org": "EEF"}]
    signers = [{"org": p["org"], "post": "ผู้อำนวยการ"} for p in pair]
    child = desk.save(
        child,
        areas=["45"],
        parties=pair,
        signatories=signers,
        obligations=[{"org": p["org"], "text": f"จัดทำรายชื่อพื้นที่ของ {p['org']}"} for p in pair],
    )
    with pytest.raises(GuardFailed) as refused:
        desk.move(child, "share", "coordinator.codi")
    assert "member_PMUA" in keys(refused)


# --- merged -----------------------------------------------------------------------------------------------------


def test_signed_by_all_it_becomes_the_next_version_of_its_parent(desk: Desk) -> None:
    mou, child = opened(desk)
    before, number, lines = mou.content_hash, mou.text_n, [d.id for d in mou.obligations]
    child = desk.save(child, areas=["45", "49", "65"])
    child = desk.move(child, "share", "coordinator.codi")
    child = signed_by(desk, child)
    assert (child.state, child.merged_on) == ("closed", TODAY)
    mou = desk.again(mou)
    assert (mou.state, mou.areas, mou.text_n) == ("in_force", ["45", "49", "65"], number + 1)
    assert (mou.amending_id, mou.round) == (None, 2)
    assert {row.area_code for row in mou.area_rows} == {"45", "49", "65"}
    assert mou.content_hash == content_hash(mou) != before
    assert mou.title == desk.versions(mou)[0].content["title"], "the title stays the parent's"
    assert [d.id for d in mou.obligations] == lines, "what hangs on a duty keeps hanging there"
    old, new = desk.versions(mou)[-2:]
    assert (old.reason, old.content_hash, new.reason) == ("signed", before, "amended")
    assert old.content["areas"] == ["45", "49"], "the signed text is kept beside the new one"
    for one in (mou, child):
        status = events.recompute(desk.session, one)
        assert (status.state, status.round) == (one.state, one.round)
    happened = [e.move for e in events.list_events(desk.session, mou.id)]
    assert happened[-1] == "take_amendment"
    assert "consents_voided" not in happened, "what was approved then was approved"


def test_errata_skip_the_clearance(desk: Desk) -> None:
    mou, child = opened(desk, "errata")
    child = desk.save(child, objectives="ประสานแผนงานในพื้นที่เดียวกัน")
    child = desk.move(child, "share", "coordinator.codi")
    child = desk.each(child, "settle", "coordinator")
    assert child.state == "approval"
    child = desk.each(child, "approve", "director")
    desk.scan(child)
    for org in ORGS:
        child = desk.sign(child, org)
    assert desk.again(mou).objectives == "ประสานแผนงานในพื้นที่เดียวกัน"


def test_a_longer_period_moves_the_end(desk: Desk) -> None:
    mou, child = opened(desk, "period")
    assert mou.ends_on == date(2029, 11, 22)
    child = desk.save(child, term_years="5")
    signed_by(desk, desk.move(child, "share", "coordinator.codi"))
    mou = desk.again(mou)
    assert (mou.ends_on, mou.wake_on) == (date(2031, 11, 22), date(2031, 11, 23))


def test_duties_are_changed_added_and_dropped_row_by_row(desk: Desk) -> None:
    mou, child = opened(desk, "duties")
    first = {d.text: d.id for d in mou.obligations}
    rows: list[dict[str, Any]] = [
        {"id": d.id, "org": d.org, "text": d.text, "rhythm": "once", "fulfilled_by": "any"}
        for d in child.obligations
    ]
    rows[0]["text"] = "จัดทำและปรับปรุงรายชื่อพื้นที่ทุกปี"
    rows[3] = {"org": "CODI", "text": "จัดประชุมร่วมปีละสองครั้ง", "rhythm": "half_yearly", "fulfilled_by": "any"}
    child = desk.save(child, obligations=rows)
    signed_by(desk, desk.move(child, "share", "coordinator.codi"))
    mou = desk.again(mou)
    texts = [d.text for d in mou.obligations]
    assert texts[0] == "จัดทำและปรับปรุงรายชื่อพื้นที่ทุกปี"
    assert texts[3] == "จัดประชุมร่วมปีละสองครั้ง"
    assert len(texts) == 4
    assert mou.obligations[0].id == first["จัดทำรายชื่อพื้นที่ของ EEF"]
    assert mou.content_hash == content_hash(mou)


def test_a_dropped_duty_stays_with_its_history_outside_the_text(desk: Desk) -> None:
    mou, child = opened(desk, "duties")
    kept = [{"org": d.org, "text": d.text} for d in child.obligations if d.org]
    child = desk.save(child, obligations=kept)
    signed_by(desk, desk.move(child, "share", "coordinator.codi"))
    mou = desk.again(mou)
    assert [d.org for d in mou.obligations] == list(ORGS)
    assert mou.content_hash == content_hash(mou)


def test_other_signers_are_taken_over(desk: Desk) -> None:
    mou, child = opened(desk, "signer")
    people = [{"org": org, "post": "รองผู้อำนวยการ", "name": f"คนใหม่ {org}"} for org in ORGS]
    child = desk.save(child, signatories=people)
    signed_by(desk, desk.move(child, "share", "coordinator.codi"))
    assert {s.name for s in desk.again(mou).signatories} == {f"คนใหม่ {org}" for org in ORGS}


def test_a_rest_keeps_it_waiting(desk: Desk) -> None:
    mou, child = opened(desk)
    child = desk.save(child, areas=["45"])
    child = desk.move(child, "share", "coordinator.codi")
    until = (TODAY + timedelta(days=30)).isoformat()
    mou = desk.move(desk.again(mou), "suspend", "secretariat", letter_no="1", until=until, note="รอผล")
    child = signed_by(desk, child)
    assert (child.state, child.merged_on) == ("signed", None)
    mou = desk.move(desk.again(mou), "resume", "secretariat", letter_no="2", note="จบ")
    assert (mou.areas, mou.amending_id) == (["45"], None)
    child = desk.daily(desk.again(child))
    assert child.state == "closed"


def test_an_end_leaves_a_signed_amendment_without_object(desk: Desk) -> None:
    mou = desk.signed(term_years="1")
    mou = desk.move(mou, "open_amendment", "coordinator.codi", **OPEN)
    child = desk.save(child_of(desk, mou), areas=["45"])
    child = desk.move(child, "share", "coordinator.codi")
    until = (TODAY + timedelta(days=300)).isoformat()
    desk.move(desk.again(mou), "suspend", "secretariat", letter_no="1", until=until, note="รอผล")
    child = signed_by(desk, desk.again(child))
    assert child.state == "signed"
    with clock.at(later(400)):
        assert desk.daily(mou).state == "expired"
        child = desk.daily(child)
    assert (child.state, child.merged_on) == ("closed", None)
    assert desk.again(mou).amending_id is None


# --- a parent that did not stand still --------------------------------------------------------------------------

TYPO = "ประสาณแผนงาน\nเก็บเกี่ยวบทเรียน"


def corrected(desk: Desk, mou: Mou) -> Mou:
    """Put a letter of the parent right while its amendment is on its way."""
    said = {"wrong": "ประสาณ", "right": "ประสาน", "note": "สะกดผิด"}
    mou = desk.move(desk.again(mou), "propose_correction", "secretariat", **said)
    return desk.each(mou, "acknowledge_correction", "coordinator")


def test_a_text_that_moved_on_is_not_overwritten(desk: Desk) -> None:
    mou, child = opened(desk, objectives=TYPO)
    child = desk.save(child, areas=["45"])
    child = desk.move(child, "share", "coordinator.codi")
    child = desk.move(child, "settle", "coordinator.eef")
    mou = corrected(desk, mou)
    child = desk.again(child)
    assert dict(measures.flags(child, TODAY))["rebase"].en.startswith("Its parent")
    with pytest.raises(GuardFailed) as refused:
        desk.move(child, "settle", "coordinator.codi")
    assert keys(refused) == {"behind"}
    with pytest.raises(Denied):
        desk.move(child, "rebase", "secretariat")
    child = desk.move(child, "rebase", "coordinator.pmua")
    assert child.base_n == mou.text_n
    assert (child.objectives or "").startswith("ประสานแผนงาน"), "what only the parent changed is taken over"
    assert child.areas == ["45"]
    assert statuses(child, "settle") == dict.fromkeys(ORGS, "waiting"), "the text changed, so all agree again"
    signed_by(desk, child)
    mou = desk.again(mou)
    assert (mou.areas, (mou.objectives or "")[:6]) == (["45"], "ประสาน")


def test_people_choose_where_both_changed(desk: Desk) -> None:
    mou, child = opened(desk, "duties", objectives=TYPO)
    child = desk.save(child, objectives="ประสานแผนงานและงบประมาณ")
    child = desk.move(child, "share", "coordinator.codi")
    corrected(desk, mou)
    child = desk.again(child)
    with pytest.raises(GuardFailed) as refused:
        desk.move(child, "rebase", "coordinator.codi")
    assert keys(refused) == {"conflict_objectives"}
    assert "objectives: ฉบับแก้ไข" in refused.value.reasons[0].text.th
    with pytest.raises(GuardFailed) as refused:
        desk.move(child, "rebase", "coordinator.codi", choices="objectives: อันไหนก็ได้")
    assert keys(refused) == {"choice_line", "conflict_objectives"}
    theirs = desk.move(child, "rebase", "coordinator.codi", choices="objectives: ฉบับหลัก")
    assert (theirs.objectives or "").startswith("ประสานแผนงาน\n")


def test_a_signed_amendment_waits_for_people_and_stays_as_it_was_signed(desk: Desk) -> None:
    mou, child = opened(desk, "duties", objectives=TYPO)
    child = desk.save(child, objectives="ประสานแผนงานและงบประมาณ")
    child = desk.move(child, "share", "coordinator.codi")
    child = desk.each(child, "settle", "coordinator")
    child = desk.each(desk.cleared(child), "approve", "director")
    corrected(desk, mou)
    desk.scan(child)
    for org in ORGS:
        child = desk.sign(desk.again(child), org)
    assert (child.state, child.is_behind) == ("signed", True)
    assert desk.daily(child).state == "signed", "the system does not choose"
    before = child.content_hash
    child = desk.move(desk.again(child), "rebase", "coordinator.eef", choices="objectives: ฉบับแก้ไข")
    assert (child.state, child.content_hash) == ("closed", before)
    mou = desk.again(mou)
    assert mou.objectives == "ประสานแผนงานและงบประมาณ"
    assert mou.content_hash == content_hash(mou)


def test_a_party_that_leaves_leaves_its_amendment_too(desk: Desk) -> None:
    mou, child = opened(desk)
    child = desk.save(child, areas=["45"])
    child = desk.move(child, "share", "coordinator.codi")
    mou = desk.move(desk.again(mou), "give_notice", "director.pmua", **NOTICE)
    with clock.at(later(31)):
        mou = desk.move(mou, "leave", "director.pmua", letter_no="บพท 9/2569", to="CODI")
        child = desk.again(child)
        with pytest.raises(GuardFailed) as refused:
            desk.move(child, "settle", "coordinator.codi")
        assert "behind" in keys(refused)
        child = desk.move(child, "rebase", "coordinator.codi")
        assert child.members == ["EEF", "CODI"]
        signed_by(desk, child, ("EEF", "CODI"))
        mou = desk.again(mou)
    assert (mou.areas, mou.members) == (["45"], ["EEF", "CODI"])
    assert [d.org for d in mou.obligations if d.org == "PMUA"] == ["PMUA"], (
        "the text still says what was signed"
    )
    assert mou.content_hash == content_hash(mou)
