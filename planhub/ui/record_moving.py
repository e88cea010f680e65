"""The confirmation of a move: what follows from it, what changed, who has agreed; then the move itself."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, request

from planhub.kernel.errors import BadInput, Conflict, Denied, GuardFailed, Invalid, NotFound
from planhub.kernel.fields import Field, Kind, parse
from planhub.kernel.text import Text
from planhub.kernel.workflow import Move, Trigger
from planhub.record import access, flow
from planhub.record.flow import OpenMove, Said
from planhub.record.services import load
from planhub.record.types import RecordType
from planhub.ui import changes, step_up
from planhub.ui import inputs as posted
from planhub.ui.actor import current_actor, current_session
from planhub.ui.choosers import Choosers
from planhub.ui.forms import RecordForm
from planhub.ui.inputs import Inputs
from planhub.ui.pages import page, see
from planhub.ui.record_page import RecordPage, header

REASONS = (
    Text("ข้อมูลยังไม่ครบ", "Something is missing"),
    Text("ตัวเลขหรือวันที่ไม่ถูกต้อง", "A figure or date is wrong"),
    Text("ถ้อยคำต้องปรับ", "The wording needs work"),
    Text("ไม่ตรงตามระเบียบ", "It does not follow the rules"),
    Text("ต้องหารือกันก่อน", "We need to talk first"),
)
"""Reasons that a return may be begun with by one tap."""

_WANTED = Field("wanted_by", Kind.DATE, Text("ต้องการคืนภายในวันที่", "Wanted back by"), required=True)
_NOTE = Field("note", Kind.BODY, Text("เหตุผลหรือหมายเหตุ", "Reason or note"), max=4_000)


class Moving:
    """The moves of one type."""

    def __init__(self, record_type: RecordType) -> None:
        self.record_type = record_type

    def move(self, code: str, move: str) -> Response:
        """Ask for the confirmation of a move, or make it and go to the record."""
        session, actor = current_session(), current_actor()
        if request.method == "POST":
            return self._make(header(session, self.record_type, code), move)
        record = load(session, self.record_type, code)
        access.authorise_view(actor, record)
        found = _found(record, move)
        inputs = posted.of_fields(found.asks, None)
        for field in found.asks:  # a page that knows more, such as the signing board, says it in the address
            if field.name in request.args:
                inputs.setlist(field.name, [posted.showable(v) for v in request.args.getlist(field.name)])
        return self._ask(record, found, self._form(found, inputs))

    def _make(self, record: Any, name: str) -> Response:
        """Make the move; the flow itself loads, locks and decides."""
        session, actor, code, move = current_session(), current_actor(), record.code, _found(record, name)
        inputs = Inputs(request.form.items(multi=True))
        form = self._form(move, inputs)
        try:
            if move.step_up:
                step_up.confirm(request.form)
            said = _said(move, form)
            flow.move(session, actor, record, move.key, version=posted.version_of(inputs), said=said)
        except Conflict:
            return self._again(code, move, form, 409)
        except Invalid as error:
            form.mark(error.errors)
            return self._again(code, move, form, 422)
        except GuardFailed as error:
            form.mark_reasons(error.reasons)
            return self._again(code, move, form, 422)
        told = Text("{move}: บันทึกแล้ว", "{move}: done").format(move=move.label)
        flash(str(told))
        return see(f"{self.record_type.name}.show", code=code)

    def _again(self, code: str, move: Move, form: RecordForm, status: int) -> Response:
        session = current_session()
        session.rollback()
        return self._ask(load(session, self.record_type, code), move, form, status)

    def _ask(self, record: Any, move: Move, form: RecordForm, status: int = 200) -> Response:
        session, actor = current_session(), current_actor()
        shown = RecordPage(session, actor, self.record_type, record)
        standing = _standing(shown.moves, move)
        if standing is None and record.state in move.sources:
            raise Denied
        since = changes.since_last_seen(actor, record, shown.events)
        return page(
            "record/move.html",
            status=status,
            at=shown,
            move=move,
            open_move=standing,
            form=form,
            wants=_wants(move),
            reasons=REASONS,
            since=since,
            changed=changes.changes_since(session, self.record_type, record, since) if since else [],
            agreed=_agreed(shown, move),
            is_stale=status == Conflict.status,
            asks_password=move.step_up and step_up.is_asked(),
        )

    def _form(self, move: Move, inputs: Inputs) -> RecordForm:
        fields = (*move.asks, *_wants(move))
        return RecordForm(fields, (), inputs, Choosers(current_session(), current_actor(), inputs))


def _found(record: Any, name: str) -> Move:
    move = flow.machine_of(record).find(name)
    if move is None or move.by is not Trigger.PERSON:
        raise NotFound
    return move


def _wants(move: Move) -> tuple[Field, ...]:
    """Give what every move may be told beside its own fields; a return must be (rule R8)."""
    note = (
        _NOTE
        if not (move.returns or move.needs_note)
        else Field("note", Kind.BODY, Text("เหตุผล", "Reason"), required=True, max=4_000)
    )
    return (_WANTED, note) if move.returns else (note,)


def _said(move: Move, form: RecordForm) -> Said:
    raw = form.raw(without=[f.name for f in _wants(move)])
    inputs = form.inputs
    faults: dict[str, list[Text]] = {}
    wanted = _read(_WANTED, inputs, faults) if move.returns else None
    note = _note(inputs, faults)
    if faults:
        raise Invalid(faults)
    return Said(
        values=raw,
        note=note,
        sections=inputs.getlist("sections")[:50],
        wanted_by=wanted,
        seen_hash=inputs.get("seen_hash") or None,
    )


def _read(field: Field, inputs: Inputs, faults: dict[str, list[Text]]) -> Any:
    text = inputs.get(field.name, "")
    try:
        return parse(field, text) if text.strip() else None  # the flow itself says that it is missing
    except BadInput as fault:
        faults[field.name] = [fault.message]
        return None


def _note(inputs: Inputs, faults: dict[str, list[Text]]) -> str | None:
    """Read the note; chosen reasons come first, each on its own line."""
    try:
        said = [parse(_NOTE, text) for text in (*inputs.getlist("reason")[:10], inputs.get("note", ""))]
    except BadInput as fault:
        faults["note"] = [fault.message]
        return None
    return "\n".join(text for text in said if text) or None


def _standing(moves: Sequence[OpenMove], move: Move) -> OpenMove | None:
    return next((m for m in moves if m.move.key == move.key), None)


def _agreed(shown: RecordPage, move: Move) -> list[Any]:
    """Give the rows of this round's board that concern the move's lane: who has agreed, and who has not yet."""
    if move.lane is None or not shown.boards:
        return []
    label = shown.machine.lane_set(move.lane).label
    board = shown.boards[0]
    if label not in board.kinds:
        return []
    place = board.kinds.index(label)
    return [(row.org, row.cells[place]) for row in board.rows if row.cells[place]]
