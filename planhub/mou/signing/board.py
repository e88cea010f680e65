"""The signing board: who is to sign, who has, how, who confirmed it, and what is missing, for one page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.infra import ics
from planhub.kernel import clock
from planhub.kernel.access import Actor, Role
from planhub.kernel.text import Text
from planhub.kernel.thai import format_date
from planhub.mou.models import Mou, MouParty, MouSignatory, MouSignature
from planhub.people.models import User
from planhub.record.models import Attachment

SIGNING = ("ready_to_sign", "signing")
WAITING, RECORDED, CONFIRMED, OUTSIDE = "waiting", "recorded", "confirmed", "outside"

STATES = {
    WAITING: (Text("รอลงนาม", "Waiting to sign"), "wait"),
    RECORDED: (Text("บันทึกแล้ว รอยืนยัน", "Recorded, to be confirmed"), "active"),
    CONFIRMED: (Text("ลงนามและยืนยันแล้ว", "Signed and confirmed"), "good"),
    OUTSIDE: (Text("ลงนามนอกระบบ", "Signed outside"), "good"),
}
"""Where a party stands: words and tone."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One party's place on the board."""

    order: int
    """In the order of signing."""
    party: MouParty
    planned: MouSignatory | None
    signature: MouSignature | None
    witnesses: Sequence[MouSignatory]
    state: str
    recorded_by: str | None
    confirmed_by: str | None
    file: str | None
    """Name of the scan, or of the electronically signed file."""

    def known(self, scan: str | None) -> dict[str, str]:
        """Give what the board knows of the signature that is to be recorded, for the form of the move."""
        planned = self.planned
        found = {
            "org": self.party.org,
            "signer": planned.name if planned else None,
            "post": planned.post if planned else None,
            "capacity": planned.capacity if planned else None,
            "order_no": planned.order_no if planned else None,
            "order_on": planned.order_on.isoformat() if planned and planned.order_on else None,
            "signed_on": clock.today().isoformat(),
            "witness": ", ".join(w.name for w in self.witnesses if w.name),
            "scan": scan,
        }
        return {name: value for name, value in found.items() if value}

    def may_confirm(self, actor: Actor) -> bool:
        """Whether what was recorded waits for this reader (rule S2); the move itself decides in the end."""
        if self.signature is None or self.signature.recorded_key == actor.person_key:
            return False
        if self.signature.recorded_role == "coordinator":
            return any(s.role is Role.SECRETARIAT for s in actor.standings)
        return any(s.role is Role.COORDINATOR and s.org == self.party.org for s in actor.standings)

    @property
    def words(self) -> Text:
        """Where the party stands."""
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        """The tone by which it is drawn."""
        return STATES[self.state][1]

    @property
    def confirms(self) -> Text | None:
        """Who is to confirm what was recorded (rule S2)."""
        if self.state != RECORDED or self.signature is None:
            return None
        if self.signature.recorded_role == "coordinator":
            return Text("ฝ่ายเลขานุการ", "the secretariat")
        return Text("ผู้ประสานงานของ {org}", "the coordinator of {org}").format(
            org=self.party.organization.abbr
        )


@dataclass(frozen=True, slots=True)
class Board:
    """The whole board."""

    seats: Sequence[Seat]
    guests: Sequence[MouSignatory]
    missing: Sequence[Text]
    newest_file: str | None
    """The file that was attached last: most likely the scan."""

    @property
    def signed(self) -> int:
        """How many parties have signed, confirmed."""
        return sum(seat.state in (CONFIRMED, OUTSIDE) for seat in self.seats)


def board(session: Session, mou: Mou) -> Board:
    """Give the board of an MOU, whose parties must be loaded; three queries."""
    accounts = {i for s in mou.signatures for i in (s.recorded_by, s.confirmed_by) if i}
    people = dict(session.execute(select(User.id, User.name_th).where(User.id.in_(accounts))).all())
    scans = {s.scan_id for s in mou.signatures}
    files = dict(
        session.execute(select(Attachment.id, Attachment.name).where(Attachment.id.in_(scans))).all()
    )
    order = {s.org: s.position for s in mou.signatories if s.kind == "signer"}
    rows = sorted(mou.board, key=lambda row: order.get(row[0].org, 99))
    seats = [_seat(n, mou, row, people=people, files=files) for n, row in enumerate(rows, start=1)]
    guests = [s for s in mou.signatories if s.kind == "guest"]
    return Board(seats, guests, list(_missing(mou, seats)), _newest_file(session, mou))


def _newest_file(session: Session, mou: Mou) -> str | None:
    if mou.state not in SIGNING:
        return None
    query = select(Attachment.name).where(Attachment.record_id == mou.id, Attachment.kind == "file")
    return session.scalar(query.order_by(Attachment.at.desc(), Attachment.id.desc()).limit(1))


def _seat(
    order: int,
    mou: Mou,
    row: tuple[MouParty, MouSignatory | None, MouSignature | None],
    *,
    people: Mapping[str, str],
    files: Mapping[str, str],
) -> Seat:
    party, planned, signed = row
    state = WAITING
    if mou.registered and (signed is None or signed.confirmed_by is None):
        state = OUTSIDE  # nobody confirmed it here: the scan vouches for it
    elif signed is not None:
        state = CONFIRMED if signed.is_confirmed else RECORDED
    return Seat(
        order=order,
        party=party,
        planned=planned,
        signature=signed,
        witnesses=[s for s in mou.signatories if s.kind == "witness" and s.org == party.org],
        state=state,
        recorded_by=people.get(signed.recorded_by or "") if signed else None,
        confirmed_by=people.get(signed.confirmed_by or "") if signed else None,
        file=files.get(signed.scan_id) if signed else None,
    )


def _missing(mou: Mou, seats: Sequence[Seat]) -> Iterator[Text]:
    if mou.registered or mou.state not in SIGNING:
        return
    if mou.ceremony_on is None:
        yield Text("ยังไม่กำหนดวันลงนาม", "No day of signing is set")
    elif mou.ceremony_on < clock.today():
        day = Text(format_date(mou.ceremony_on, locale="th"), format_date(mou.ceremony_on, locale="en"))
        yield Text("เลยวันลงนามที่กำหนด ({day})", "The day of signing ({day}) has passed").format(day=day)
    if not mou.place:
        yield Text("ยังไม่ระบุสถานที่", "No place is given")
    for seat in seats:
        yield from _missing_of(seat)


def _missing_of(seat: Seat) -> Iterator[Text]:
    org = seat.party.organization.abbr
    if seat.state == CONFIRMED:
        return
    if seat.state == RECORDED and seat.confirms:
        words = Text("{org}: รอ {who} ยืนยัน", "{org}: waits for {who} to confirm")
        yield words.format(org=org, who=seat.confirms)
        return
    if seat.planned is None or not seat.planned.name:
        yield Text("{org}: ยังไม่ระบุชื่อผู้ลงนาม", "{org}: the signatory has no name yet").format(org=org)
    if not seat.witnesses:
        yield Text("{org}: ยังไม่มีพยาน", "{org}: no witness yet").format(org=org)
    yield Text("{org}: ยังไม่ลงนาม", "{org}: has not signed").format(org=org)


def calendar(mou: Mou, address: str) -> bytes:
    """Give the ceremony as an ICS file: a whole day, because no hour is agreed in the record.

    The same event keeps its identity when the day is moved, so that calendars replace it.
    """
    day: date | None = mou.ceremony_on
    if day is None:
        raise ValueError("no ceremony is planned")
    entry = ics.Entry(
        uid=f"{mou.id}@planhub",
        summary=f"พิธีลงนาม {mou.title} ({mou.code})",
        day=day,
        address=address,
        stamp=mou.updated_at,
        sequence=mou.version,
        place=mou.place or "",
        description=f"ภาคี: {' '.join(p.organization.abbr.th for p in mou.parties)}",
    )
    return ics.calendar([entry])
