"""What the moves of minutes cause, inside the same transaction."""

from typing import Any

from sqlalchemy.orm import Session

from planhub.infra.workdays import add_working_days
from planhub.kernel import clock
from planhub.kernel.errors import GuardFailed, Reason
from planhub.kernel.text import Text
from planhub.kernel.workflow import Case
from planhub.meetings.agenda.numbers import find_item, numbered
from planhub.meetings.minutes import extracts, gathering
from planhub.meetings.minutes.guards import CORRECTIONS, TEXT_HASH, resolution_of, text_at
from planhub.meetings.minutes.models import ACCEPTED, DECLINED, MinutesCheck, MinutesCorrection
from planhub.meetings.minutes.queries import find_check
from planhub.record.models import Event
from planhub.record.types import Effect

CORRECTION_DAYS = 7
"""Working days in which those who attended may ask for corrections; the default of a setting."""


def ask_for_check(session: Session, case: Case, _event: Event) -> None:
    """Name the post that must pass the text, or leave the check to paper."""
    row, post = find_check(session, case.record.id), case.values.get("checker")
    if row is not None:
        session.delete(row)
        session.flush()  # the key is used again
    if post:
        session.add(MinutesCheck(meeting_id=case.record.id, post_id=post))


def pass_check(session: Session, case: Case, _event: Event) -> None:
    """Note which text was passed, by whom."""
    row = find_check(session, case.record.id)
    assert row is not None  # the guard has seen to it
    row.passed_hash, row.passed_at, row.remark = case.facts[TEXT_HASH], clock.now(), None
    row.passed_by, row.passed_name = case.actor.user_id, case.actor.name


def refuse_check(session: Session, case: Case, event: Event) -> None:
    """Keep what the checker wants changed where the recorder sees it."""
    row = find_check(session, case.record.id)
    assert row is not None  # the guard has seen to it
    row.passed_hash, row.passed_at, row.remark = None, None, event.note


def open_corrections(_session: Session, case: Case, _event: Event) -> None:
    """Begin the time in which those who attended may ask for corrections."""
    case.record.corrections_until = add_working_days(case.today, CORRECTION_DAYS)


def note_correction(session: Session, case: Case, event: Event) -> None:
    """Write down who asks for which wording, and what the minutes say there now."""
    meeting, values = case.record, case.values
    resolution = resolution_of(meeting, values.get("resolution"))
    key = values.get("item") or (resolution.item_id if resolution else None)
    item = find_item(meeting, key) if key else None
    standing = case.standing
    session.add(
        MinutesCorrection(
            meeting_id=meeting.id,
            number=len(case.facts[CORRECTIONS]) + 1,
            item_id=item.id if item else None,
            resolution_id=resolution.id if resolution else None,
            place=place_of(meeting, item, resolution),
            was=text_at(item, resolution),
            wording=values["wording"],
            reason=event.note,
            asked_by=case.actor.user_id,
            asked_post=str(standing.post_title.th) if standing and standing.post_title else case.actor.name,
            asked_org=standing.org if standing else None,
            asked_at=clock.now(),
        )
    )


def place_of(meeting: Any, item: Any | None, resolution: Any | None) -> str:
    """Say where in the minutes a wording stands."""
    if item is None:
        return "สถานที่ เวลา หรือรายชื่อ"
    number = next(no for no, one in numbered(meeting) if one.id == item.id)
    where = f"ระเบียบวาระที่ {number} {item.title}"
    return (f"{where} มติที่ {resolution.number}" if resolution else where)[:300]


def decide_correction(_session: Session, case: Case, event: Event) -> None:
    """Accept or decline; the minutes say the accepted wording from now on. A decline without a reason is refused."""
    meeting, values = case.record, case.values
    row = next(c for c in case.facts[CORRECTIONS] if c.number == values["number"])
    is_accepted = values["decision"] == "accept"
    if not is_accepted and not event.note:
        needed = Text("ไม่แก้ไขต้องมีเหตุผล เพื่อให้ผู้ขอทราบ", "Please say why it is declined")
        raise GuardFailed([Reason("note", needed, "note")])
    row.status = ACCEPTED if is_accepted else DECLINED
    row.decided_at, row.decided_by, row.answer = clock.now(), case.actor.user_id, event.note
    if is_accepted:
        row.final = values.get("wording") or row.wording
        _put_right(meeting, row)


def _put_right(meeting: Any, row: MinutesCorrection) -> None:
    resolution = next((r for r in meeting.resolutions if r.id == row.resolution_id), None)
    item = next((i for i in meeting.agenda if i.id == row.item_id), None)
    if resolution is not None:
        resolution.text = row.final
    elif item is not None:
        item.discussion = row.final


def keep_adoption(_session: Session, case: Case, _event: Event) -> None:
    """Note by which way the minutes were adopted."""
    case.record.adopted_by = case.values["adopted_by"]


def adopt_by_meeting(_session: Session, case: Case, _event: Event) -> None:
    """Note that the next meeting adopted them."""
    case.record.adopted_by = "meeting"


def seal_minutes(session: Session, case: Case, event: Event) -> None:
    """Keep the minutes as they were adopted, and give the resolutions to what they are about."""
    sealed = gathering.seal(session, case.actor, case.record)
    extracts.give_out(session, case.record, sealed, event)


def reopen_minutes(session: Session, case: Case, _event: Event) -> None:
    """Begin anew: another window, another check; what was sealed and decided before stays."""
    case.record.corrections_until = None
    case.record.adopted_by = None
    row = find_check(session, case.record.id)
    if row is not None:
        row.passed_hash = row.passed_at = None


EFFECTS: dict[str, Effect] = {
    "ask_for_check": ask_for_check,
    "pass_check": pass_check,
    "refuse_check": refuse_check,
    "open_corrections": open_corrections,
    "note_correction": note_correction,
    "decide_correction": decide_correction,
    "keep_adoption": keep_adoption,
    "adopt_by_meeting": adopt_by_meeting,
    "seal_minutes": seal_minutes,
    "reopen_minutes": reopen_minutes,
}
