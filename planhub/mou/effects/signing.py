"""What signing causes: the ceremony, the signatures and their confirmation, and the days that follow from the last."""

from datetime import date

from sqlalchemy.orm import Session

from planhub.kernel.access import Role
from planhub.kernel.errors import Conflict
from planhub.kernel.workflow import Case
from planhub.mou import measures
from planhub.mou.effects.texts import next_official_no
from planhub.mou.guards import signers, witnesses
from planhub.mou.guards.signing import find_file
from planhub.mou.models import Mou, MouSignatory, MouSignature
from planhub.record.models import Event
from planhub.record.rules import ORGS


def plan_ceremony(_session: Session, case: Case, _event: Event) -> None:
    """Set day and place, and name the witnesses that were given."""
    mou: Mou = case.record
    mou.ceremony_on, mou.place = case.values["ceremony_on"], case.values["place"]
    found = witnesses.read(case.values.get("witnesses"), mou.parties, case.facts.get(ORGS, {}))
    named = {w.org for w in found.people}
    kept = [s for s in mou.signatories if s.kind != "witness" or s.org not in named]
    new = [MouSignatory(org=w.org, kind="witness", name=w.name, post=w.post) for w in found.people]
    mou.signatories[:] = [*kept, *new]
    for position, row in enumerate(mou.signatories, start=1):
        row.position = position


def record_signature(_session: Session, case: Case, _event: Event) -> None:
    """Write down a party's signature; an entry that nobody has confirmed yet is corrected."""
    mou: Mou = case.record
    said, standing = case.values, case.standing
    file = find_file(case, said["scan"])
    if file is None or standing is None:  # the guard has said so; nothing may be written without a scan
        raise Conflict
    row = next((s for s in mou.signatures if s.org == said["org"]), None)
    if row is None:
        row = MouSignature(org=said["org"], position=len(mou.signatures) + 1)
        mou.signatures.append(row)
    for name in ("signer", "post", "capacity", "order_no", "order_on", "signed_on", "method", "witness"):
        setattr(row, name, said[name])
    party = next((p for p in mou.parties if p.org == said["org"]), None)
    if party is not None and said["party_no"]:
        party.official_no = said["party_no"]
    row.scan_id, row.scan_hash = file[0], file[2]
    row.recorded_by, row.recorded_key = case.actor.user_id, case.actor.person_key
    row.recorded_role = standing.role.value


def confirm_signature(_session: Session, case: Case, event: Event) -> None:
    """Let the other side's word stand beside the entry (rule S2)."""
    row = next(s for s in case.record.signatures if s.org == case.values["org"])
    row.confirmed_by, row.confirmed_at = case.actor.user_id, event.at


def finish_signing(_session: Session, case: Case, _event: Event) -> None:
    """Fix the days of the paper's life, counted from the last signature."""
    mou: Mou = case.record
    _begin(mou, max(s.signed_on for s in mou.signatures))


def register_signed(session: Session, case: Case, event: Event) -> None:
    """Take over one that was signed outside, with its own number where it has one, and every signature on it."""
    mou, said = case.record, case.values
    mou.registered = True
    mou.locked_hash = mou.content_hash
    mou.official_no = said.get("official_no") or next_official_no(session)
    mou.shared_on = mou.shared_on or case.today
    file = find_file(case, said["scan"])
    if file is None:  # the guard has said so
        raise Conflict
    mou.signatures[:] = [
        MouSignature(
            position=position,
            org=one.org,
            signer=one.name,
            post=one.post,
            signed_on=one.day or said["signed_on"],
            method="paper",
            scan_id=file[0],
            scan_hash=file[2],
            recorded_by=case.actor.user_id,
            recorded_key=case.actor.person_key,
            recorded_role=Role.SECRETARIAT.value,
            confirmed_at=event.at,  # its signing lies outside: the scan vouches for it
        )
        for position, one in enumerate(
            signers.read(said.get("signers"), mou, case.facts[ORGS]).people, start=1
        )
    ]
    _begin(mou, said["signed_on"])


def _begin(mou: Mou, signed_on: date) -> None:
    if mou.is_amendment:  # its days are its parent's
        mou.signed_on = mou.starts_on = signed_on
        return
    starts_on = mou.effective_on or signed_on
    mou.signed_on, mou.starts_on = signed_on, starts_on
    mou.ends_on = measures.last_day(starts_on, expires_on=mou.expires_on, term_years=mou.term_years)
