"""What the moves of an activity cause: shares, dates, results. All of it in the move's own transaction."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from planhub.activities.guards import CHANGED, OFFER, SHARE
from planhub.activities.measures import total
from planhub.activities.models import JointActivity
from planhub.infra.jobs import enqueue_once
from planhub.kernel.workflow import Case
from planhub.people.queries import post_holders
from planhub.record import audit, content, flow, lanes, services
from planhub.record.models import Event, Record
from planhub.record.types import Effect

HARVEST = "lessons.harvest_activity"
"""The job that makes a lesson of the prompt's answer; it belongs to the lessons, which stand above."""


def restate(session: Session, record: Record) -> None:
    """Bring up to date what follows from the record after a move changed what it says.

    The move itself was the decision, so no earlier consent is taken back: what each lane consented to stays on record
    with its own hash, and the next edit asks all of them anew.
    """
    record.content_hash = content.content_hash(record)
    actor = audit.acting(session)
    if actor is None:
        raise RuntimeError("a move is made, but nobody has said who is acting (record.audit.act_as)")
    services.refresh(session, actor, record)
    lanes.follow_parties(session, record, flow.machine_of(record))


def invite_partners(session: Session, case: Case, _event: Event) -> None:
    """Let the partners see the proposal and wait for each."""
    for partner in case.record.partners:
        if not partner.is_asked:
            partner.share = "invited"
    restate(session, case.record)


def accept_share(_session: Session, case: Case, event: Event) -> None:
    """Note that the partner takes part."""
    for partner in case.record.partners:
        if partner.org == event.lane_org:
            partner.share, partner.declined_because = "accepted", None


def decline_share(session: Session, case: Case, event: Event) -> None:
    """Note that the partner stays away, and take its money out of the activity."""
    record: JointActivity = case.record
    for partner in record.partners:
        if partner.org == event.lane_org:
            drop_payers(record, {partner.org: event.note or ""})
    restate(session, record)


def drop_payers(record: JointActivity, reasons: Mapping[str, str]) -> None:
    """Note that partners stay away, each with its reason, and take their money out of the activity."""
    for partner in record.partners:
        if partner.org in reasons:
            partner.share, partner.declined_because = "declined", reasons[partner.org]
    record.budget_lines[:] = [line for line in record.budget_lines if line.org not in reasons]


def submit(_session: Session, case: Case, _event: Event) -> None:
    """Note for which plan it is meant."""
    case.record.wanted_plan = case.values["plan"].code


def change(session: Session, case: Case, _event: Event) -> None:
    """Take the proposal back, or set the new values that the plan's approval leaves room for."""
    record: JointActivity = case.record
    if record.state == "accepted":
        record.is_changing = True
        return
    for name in CHANGED:
        value = case.values.get(name)
        if value is not None:
            setattr(record, name, value)
    restate(session, record)


def note_agreed(record: JointActivity) -> None:
    """Keep start, end and target as they are now: a plan has just approved them."""
    record.agreed = {
        "start": record.start.isoformat() if record.start else None,
        "end": record.end.isoformat() if record.end else None,
        "target_count": record.target_count,
    }


def ask_again(_session: Session, case: Case, _event: Event) -> None:
    """Count everybody's answer as open again: the proposal is about to change."""
    case.record.is_changing = False
    for partner in case.record.partners:
        if partner.is_asked:
            partner.share, partner.declined_because = "invited", None


def follow_lanes(_session: Session, record: JointActivity) -> None:
    """After an edit: an answer that the edit took back is open again, and shows as such."""
    done = {x.org_code for x in lanes.current(record, [SHARE]) if x.status == lanes.DONE}
    for partner in record.partners:
        if (
            record.state == "proposed"
            and partner.share in ("accepted", "declined")
            and partner.org not in done
        ):
            partner.share, partner.declined_because = "invited", None


def note_start(_session: Session, case: Case, _event: Event) -> None:
    """Keep the day on which work began in truth."""
    case.record.started_on = case.values["started_on"]


def move_dates(session: Session, case: Case, _event: Event) -> None:
    """Set the new dates; the plan's baseline keeps the old ones."""
    case.record.start = case.values["start"] or case.record.start
    case.record.end = case.values["end"]
    restate(session, case.record)


def note_result(session: Session, case: Case, _event: Event) -> None:
    """Keep what came out, when, and what was learnt; a lesson is made of the latter."""
    for name in ("finished_on", "result", "reached_count", "evidence", "lesson_note"):
        setattr(case.record, name, case.values[name])
    enqueue_once(session, HARVEST, f"{HARVEST}:{case.record.id}", activity_id=case.record.id)


def release_money(_session: Session, case: Case, _event: Event) -> None:
    """Give back what was planned and not disbursed, and keep who takes up the rest."""
    record: JointActivity = case.record
    money = total(record.budget_lines)
    record.released = max(money.planned - money.disbursed, 0)
    record.handed_over = case.values["handed_over"]


def ask_after_mou(_session: Session, case: Case, _event: Event) -> None:
    """Note that the director asked to go on after the MOU's end; the reason is in the event."""
    case.record.after_mou_asked_on = case.today


def allow_after_mou(_session: Session, case: Case, _event: Event) -> None:
    """Let results and payments go on although the MOU has ended (rule S6)."""
    case.record.after_mou_on = case.today


def partner_posts(session: Session, record: JointActivity) -> dict[str, object]:
    """Gather the coordinators of every partner, invited or not, for the guards."""
    orgs = sorted({p.org for p in record.partners})
    return {"partner_posts": post_holders(session, orgs=orgs, roles=["coordinator"]) if orgs else []}


def parties(record: JointActivity) -> list[str]:
    """Give who is party: the lead, the partners once invited, and the agencies of the plan that includes it."""
    invited = [p.org for p in record.partners if p.is_asked]
    return list(dict.fromkeys([record.owner_org, *invited, *(record.shared_with or ())]))


def members(record: JointActivity, lanes_key: str) -> list[str]:
    """Give for whom a set of lanes waits: the lead stands behind the offer, each invited partner answers."""
    if lanes_key == OFFER:
        return [record.owner_org]
    return [p.org for p in record.partners if p.is_asked]


EFFECTS: dict[str, Effect] = {
    "invite_partners": invite_partners,
    "accept_share": accept_share,
    "decline_share": decline_share,
    "ask_again": ask_again,
    "submit": submit,
    "change": change,
    "note_start": note_start,
    "move_dates": move_dates,
    "note_result": note_result,
    "release_money": release_money,
    "ask_after_mou": ask_after_mou,
    "allow_after_mou": allow_after_mou,
}
