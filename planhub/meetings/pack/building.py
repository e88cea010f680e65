"""Builds the pack's PDF in the background: a row says how far it is, a job makes it, the file store keeps it."""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from planhub.infra.files import Kept, store
from planhub.infra.jobs import Deed, enqueue
from planhub.infra.pdf import PdfError
from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import GuardFailed, Reason
from planhub.kernel.text import Text, plain
from planhub.meetings import rules
from planhub.meetings.models import Meeting, MeetingPack, MeetingSnapshot
from planhub.meetings.pack import drawing, layout, preview
from planhub.meetings.queries import find_pack, find_snapshot
from planhub.record import access, notices, papers

BUILD = "meetings.build_pack"
"""The job that makes the PDF of one pack."""

WAITING = Text("รอคิวสร้างเล่ม", "Waiting for its turn")
DRAWING = Text("กำลังจัดหน้าและเขียน PDF", "Laying out pages and writing the PDF")
READY = Text("สร้างเล่มเสร็จแล้ว", "The pack is ready")
FAILED = Text("สร้างเล่มไม่สำเร็จ", "The pack could not be built")

_CHARACTERS_A_SECOND = 40_000
"""About how much of a frozen text becomes pages in a second; only for the bar that people watch."""
_LONGEST = timedelta(minutes=12)
"""After this a pack that is neither ready nor failed was lost, and may be asked for again."""


def request(session: Session, actor: Actor, meeting: Meeting) -> MeetingPack:
    """Ask for the pack of the newest frozen figures, as the next version.

    Raises `Denied`, and `GuardFailed` where nothing is frozen yet or a pack is being built.
    """
    access.authorise(actor, rules.FREEZE, meeting)
    frozen = find_snapshot(session, meeting.id)
    if frozen is None:
        raise GuardFailed([Reason("snapshot", Text("ยังไม่ได้ดึงข้อมูล", "No figures are frozen yet"))])
    if preview.is_open(preview.find(session, frozen)):
        words = Text(
            "ยังอยู่ในช่วงให้หน่วยงานชี้แจง โปรดรอหรือปิดช่วงชี้แจงก่อน",
            "Agencies may still explain the figures; wait, or close the preview first",
        )
        raise GuardFailed([Reason("preview", words)])
    newest = find_pack(session, meeting.id)
    if newest is not None and is_busy(newest):
        raise GuardFailed(
            [Reason("busy", Text("กำลังสร้างเล่มอยู่ โปรดรอสักครู่", "A pack is being built; please wait"))]
        )
    row = MeetingPack(
        meeting_id=meeting.id,
        snapshot_id=frozen.id,
        version=(newest.version if newest else 0) + 1,
        made_at=clock.now(),
        made_by=actor.user_id,
        layout=layout.written(layout.of_meeting(session, meeting, frozen)),
    )
    _say(row, "waiting", 5, WAITING)
    session.add(row)
    session.flush()  # the job is told the row's id
    enqueue(session, BUILD, pack_id=row.id)
    return row


@dataclass(frozen=True)
class Outcome:
    """What came of the building: a kept file, or why there is none."""

    kept: Kept | None
    error: Text | None = None
    pages: int | None = None


def build(session: Session, pack_id: str) -> Deed | None:
    """Make the PDF of a pack; the handler of `BUILD`. May run twice: equal figures give equal bytes."""
    row = session.get_one(MeetingPack, pack_id)
    if row.state == "ready":
        return None
    frozen = session.get_one(MeetingSnapshot, row.snapshot_id)
    _say(row, "building", 10, DRAWING)
    session.flush()
    session.expunge(frozen)  # the drawing reads it after the transaction
    return Deed(_drawing(frozen, row.version, layout.read(row.layout)), _noting(pack_id))


def _drawing(frozen: MeetingSnapshot, version: int, beside: layout.Layout) -> Callable[[], Outcome]:
    def draw() -> Outcome:
        try:
            content = drawing.render(frozen, version=version, beside=beside)
            return Outcome(store().put(content), pages=count_pages(content))
        except PdfError as error:
            return Outcome(None, error.message)

    return draw


def _noting(pack_id: str) -> Callable[[Session, Outcome], None]:
    def note(session: Session, outcome: Outcome) -> None:
        row = session.get_one(MeetingPack, pack_id, populate_existing=True)
        row.finished_at = clock.now()
        if outcome.kept is None:
            error = outcome.error or FAILED
            row.error_th, row.error_en = error.th, error.en
            _say(row, "failed", row.progress, FAILED)
            _tell(session, row)
            return
        row.pages = outcome.pages
        row.sha256, row.size, row.backend = outcome.kept.sha256, outcome.kept.size, outcome.kept.backend
        _register(session, row)
        _say(row, "ready", 100, READY)
        _tell(session, row)

    return note


_OBJECTS = re.compile(rb"/Type\s*/ObjStm.*?stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")


def count_pages(content: bytes) -> int | None:
    """Count the pages of a PDF of ours, whose objects stand in compressed streams; None where none is found."""
    found = len(_PAGE.findall(content))
    for packed in _OBJECTS.findall(content):
        try:
            found += len(_PAGE.findall(zlib.decompress(packed)))
        except zlib.error:
            continue
    return found or None


def _tell(session: Session, row: MeetingPack) -> None:
    """Put the result into the inbox of whoever asked for the pack."""
    if row.made_by is None:
        return
    meeting = session.get_one(Meeting, row.meeting_id)
    is_ready = row.state == "ready"
    words = (
        Text("เล่มประชุม {title} ฉบับที่ {n} สร้างเสร็จแล้ว", "Version {n} of the pack of {title} is ready")
        if is_ready
        else Text(
            "เล่มประชุม {title} ฉบับที่ {n} สร้างไม่สำเร็จ", "Version {n} of the pack of {title} could not be built"
        )
    )
    told = words.format(title=plain(meeting.title), n=row.version)
    notices.tell(session, meeting, {row.made_by}, told, f"pack:{row.id}:{row.state}")


def _register(session: Session, row: MeetingPack) -> None:
    """Let whoever is handed the pack check it."""
    meeting = session.get_one(Meeting, row.meeting_id)
    frozen = session.get_one(MeetingSnapshot, row.snapshot_id)
    sheet = papers.Sheet(
        kind="meeting-pack",
        code=meeting.code,
        title=meeting.title,
        record_id=meeting.id,
        sha256=row.sha256 or "",
        as_of=frozen.as_of,
        mark=layout.mark(frozen.content_hash, layout.read(row.layout))[: papers.MARK],
        version=drawing.version_words(row.version).th,
        is_public=not meeting.is_training,
    )
    papers.register(session, sheet, made_by=row.made_by)


def _say(row: MeetingPack, state: str, progress: int, step: Text) -> None:
    row.state, row.progress, row.step_th, row.step_en = state, progress, step.th, step.en


def shown_progress(row: MeetingPack, length: int) -> int:
    """Give the per cent to show: between the marks of the row it grows with the time that so long a text takes."""
    if row.state != "building":
        return row.progress
    seconds = (clock.now() - row.made_at).total_seconds()
    expected = 3 + length / _CHARACTERS_A_SECOND
    return row.progress + int((95 - row.progress) * min(seconds / expected, 1))


def is_busy(row: MeetingPack) -> bool:
    """Tell whether a pack is still to come."""
    return row.state in ("waiting", "building") and clock.now() - row.made_at < _LONGEST
