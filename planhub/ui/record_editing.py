"""Beginning and changing a record on screen. Nothing typed is lost: not by a fault, not by somebody else's save."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, flash, request

from planhub.kernel.errors import Conflict, Invalid
from planhub.kernel.fields import Field
from planhub.kernel.text import Text
from planhub.record import access, services
from planhub.record.services import load
from planhub.record.types import Children, RecordType
from planhub.ui import changes, prefilling
from planhub.ui import inputs as posted
from planhub.ui.actor import current_actor, current_session
from planhub.ui.choosers import FIND, SEEK, Choosers
from planhub.ui.forms import RecordForm
from planhub.ui.inputs import Inputs
from planhub.ui.pages import page, see
from planhub.ui.prefilling import Prefilled
from planhub.ui.record_page import header

ADD, REMOVE = "_add", "_remove"
"""Names of the buttons that add and take out a row of children; they save nothing."""
KEEP = "_keep."
"""What a person chooses in a conflict: `_keep.<field>` is "mine" or "theirs"."""


class Editing:
    """The forms of one type."""

    def __init__(self, record_type: RecordType) -> None:
        self.record_type = record_type

    @property
    def _editable(self) -> tuple[Children, ...]:
        """The lists in the form; one whose rows are never for this reader is left alone by their edits."""
        sees = self.record_type.policy.ever
        return tuple(
            c
            for c in self.record_type.children
            if not (c.screen or c.read_only) and (c.permission is None or sees(current_actor(), c.permission))
        )

    @property
    def _changeable(self) -> tuple[Field, ...]:
        return tuple(f for f in self.record_type.fields if not f.fixed)

    # --- beginning ----------------------------------------------------------------------------------------------

    def new(self) -> Response:
        """Show the short form, or begin the record and go to its page."""
        session, actor, rt = current_session(), current_actor(), self.record_type
        access.authorise_create(actor, rt)
        if request.method == "GET":
            ready = prefilling.prefill(session, actor, rt, Inputs(request.args.items(multi=True)))
            return self._new_page(self._form(ready.fields, ready.children, ready.inputs), ready=ready)
        inputs = _sent()
        fields = prefilling.short_fields(rt, inputs)
        children = prefilling.short_children(rt, inputs)
        if is_only_asking(inputs):
            return self._new_page(self._form(fields, children, changed_rows(children, inputs)))
        form = self._form(fields, children, inputs)
        finished = prefilling.drop_untouched(rt, Inputs(request.args.items(multi=True)), inputs)
        try:
            record = services.create(session, actor, rt, self._form(fields, children, finished).raw())
        except Invalid as error:
            session.rollback()
            form.mark(error.errors)
            return self._new_page(form, status=422)
        flash(
            str(Text("เริ่มรายการ {code} แล้ว", "{code} was begun").format(code=Text(record.code, record.code)))
        )
        return see(f"{rt.name}.show", code=record.code)

    def _new_page(self, form: RecordForm, status: int = 200, ready: Prefilled | None = None) -> Response:
        return page(
            "record/new.html",
            status=status,
            record_type=self.record_type,
            form=form,
            sections=self.record_type.workflow.sections,
            address=request.full_path.rstrip("?"),
            ready=ready,
        )

    # --- changing -----------------------------------------------------------------------------------------------

    def edit(self, code: str) -> Response:
        """Show the whole form, or save it and go back to the page."""
        session, actor, rt = current_session(), current_actor(), self.record_type
        inputs = _sent()
        if request.method == "GET" or is_only_asking(inputs):
            record = load(session, rt, code)
            access.authorise(actor, rt.edit, record)
            return self._open(record, inputs)
        record, form = header(session, rt, code), self._form(self._changeable, self._editable, inputs)
        theirs = [
            key.removeprefix(KEEP)
            for key, choice in inputs.items()
            if key.startswith(KEEP) and choice == "theirs"
        ]
        try:
            services.save(session, actor, record, form.raw(without=theirs), version=posted.version_of(inputs))
        except Conflict:
            session.rollback()
            return self._conflict(code, form, inputs)
        except Invalid as error:
            session.rollback()
            form.mark(error.errors)
            record = load(session, rt, code)
            return self._edit_page(
                record, form, 422, version=posted.version_of(inputs), was=inputs.get("_was")
            )
        flash(str(Text("บันทึกแล้ว", "Saved")))
        return see(f"{rt.name}.show", code=record.code)

    def _open(self, record: Any, inputs: Inputs) -> Response:
        fields = self._changeable
        if request.method == "GET":
            return self._edit_page(record, self._form(fields, self._editable, self._standing(record)))
        form = self._form(fields, self._editable, changed_rows(self._editable, inputs))
        return self._edit_page(record, form, version=posted.version_of(inputs), was=inputs.get("_was"))

    def _standing(self, record: Any) -> Inputs:
        inputs = posted.of_fields(self._changeable, record)
        for children in self._editable:
            inputs.update(posted.of_children(children, getattr(record, children.name)))
        return inputs

    def _edit_page(
        self,
        record: Any,
        form: RecordForm,
        status: int = 200,
        *,
        version: int | None = None,
        was: str | None = None,
    ) -> Response:
        return page(
            "record/edit.html",
            status=status,
            record_type=self.record_type,
            record=record,
            form=form,
            sections=self.record_type.machine(record.workflow_version).sections,
            version=record.version if version is None else version,
            was=form.was() if was is None else was,
        )

    def _conflict(self, code: str, form: RecordForm, inputs: Inputs) -> Response:
        """Set both texts side by side; what only one side changed needs no choice."""
        session, rt = current_session(), self.record_type
        record = load(session, rt, code)
        standing = self._standing(record)
        now = self._form(self._changeable, self._editable, standing)
        clashes, theirs_only = _compared(form, standing, posted.read_digests(inputs.get("_was", "")))
        return page(
            "record/conflict.html",
            status=409,
            record_type=rt,
            record=record,
            form=form,
            now=now,
            clashes=clashes,
            theirs_only=theirs_only,
            labels=rt.field_labels(),
            was=now.was(),
            last=changes.last_change(session, record),
        )

    def _form(self, fields: Sequence[Field], children: Sequence[Children], inputs: Inputs) -> RecordForm:
        return RecordForm(fields, children, inputs, Choosers(current_session(), current_actor(), inputs))


def _sent() -> Inputs:
    return Inputs(request.form.items(multi=True))


def is_only_asking(inputs: Inputs) -> bool:
    """Tell whether the form was sent for a new row or a search (without a script), not to be saved."""
    if any(name in inputs for name in (ADD, REMOVE, FIND)):
        return True
    return (
        any(text.strip() for name, text in inputs.items() if name.startswith(SEEK)) and "_save" not in inputs
    )


def changed_rows(children: Sequence[Children], inputs: Inputs) -> Inputs:
    """Give the inputs with one row more or one row less, as the pressed button says."""
    known = {c.name: c for c in children}
    added, (name, _, number) = inputs.get(ADD, ""), inputs.get(REMOVE, "").partition("-")
    kept = Inputs(
        (k, v) for k, v in inputs.items(multi=True) if not (number and k.startswith(f"{name}-{number}-"))
    )
    if added in known:
        n = max(posted.numbers_of(added, inputs), default=-1) + 1
        kept.update(posted.of_fields(known[added].fields, None, f"{added}-{n}-"))
        kept.setlist(f"{added}-{n}-id", [""])
    return kept


def _compared(form: RecordForm, standing: Inputs, was: Mapping[str, str]) -> tuple[list[str], list[str]]:
    names = [*(f.name for f in form.fields), *(c.name for c in form.children)]
    mine, theirs = posted.digests(names, form.inputs), posted.digests(names, standing)
    different = [name for name in names if mine[name] != theirs[name]]
    theirs_only = [name for name in different if mine[name] == was.get(name)]
    mine_only = [name for name in different if theirs[name] == was.get(name)]
    return [name for name in different if name not in theirs_only and name not in mine_only], theirs_only
