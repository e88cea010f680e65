"""Beginning and changing a record on screen. Nothing typed is lost: not by a fault, not by somebody else's save."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, request

from planhub.infra import i18n
from planhub.kernel import clock
from planhub.kernel.errors import Invalid
from planhub.kernel.fields import Field
from planhub.kernel.text import Text
from planhub.record import access, services
from planhub.record.services import load
from planhub.record.together import drafts
from planhub.record.types import Children, RecordType
from planhub.ui import changes, panels, prefilling
from planhub.ui import inputs as posted
from planhub.ui.actor import current_actor, current_session
from planhub.ui.choosers import FIND, SEEK, Choosers
from planhub.ui.drafting import autosave, sections
from planhub.ui.drafting.merging import Merging, read_base
from planhub.ui.drafting.sections import Desk, Part, SectionForm
from planhub.ui.forms import RecordForm
from planhub.ui.inputs import Inputs
from planhub.ui.pages import page, see, wants_fragment
from planhub.ui.prefilling import Prefilled
from planhub.ui.record_page import RecordPage

ADD, REMOVE = "_add", "_remove"
"""Names of the buttons that add and take out a row of children; they save nothing."""

_SAVED = Text("บันทึกแล้ว", "Saved")
_SAVED_AT = Text("บันทึก “{part}” แล้วเมื่อ {at}", "“{part}” was saved at {at}")
_MERGED = Text("รวมกับที่ {who} บันทึกไว้ก่อนหน้าแล้ว ({what})", "Brought together with what {who} had saved ({what})")


class Editing:
    """The forms of one type."""

    def __init__(self, record_type: RecordType) -> None:
        self.record_type = record_type

    # --- beginning ----------------------------------------------------------------------------------------------

    def new(self) -> Response:
        """Show the short form, or begin the record and go to its page."""
        session, actor, rt = current_session(), current_actor(), self.record_type
        access.authorise_create(actor, rt)
        if request.method == "GET":
            return self._new_asked()
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
        drafts.forget(session, actor, drafts.subject_of(rt), autosave.start_of(request.query_string))
        flash(
            str(Text("เริ่มรายการ {code} แล้ว", "{code} was begun").format(code=Text(record.code, record.code)))
        )
        return see(f"{rt.name}.show", code=record.code)

    def _new_asked(self) -> Response:
        """Show the short form: as its reader left it, else as the address fills it in."""
        session, actor, rt = current_session(), current_actor(), self.record_type
        ready = prefilling.prefill(session, actor, rt, Inputs(request.args.items(multi=True)))
        begun = drafts.mine(session, actor, drafts.subject_of(rt))
        draft = begun.get(autosave.start_of(request.query_string))
        if draft is None:
            return self._new_page(self._form(ready.fields, ready.children, ready.inputs), ready=ready)
        typed = Inputs([tuple(pair) for pair in draft.typed])
        fields, children = prefilling.short_fields(rt, typed), prefilling.short_children(rt, typed)
        return self._new_page(self._form(fields, children, typed), draft_at=draft.at)

    def _new_page(
        self, form: RecordForm, status: int = 200, ready: Prefilled | None = None, draft_at: Any = None
    ) -> Response:
        return page(
            "record/new.html",
            status=status,
            record_type=self.record_type,
            form=form,
            sections=self.record_type.workflow.sections,
            address=request.full_path.rstrip("?"),
            start=autosave.start_of(request.query_string),
            ready=ready,
            draft_at=draft_at,
        )

    # --- changing -----------------------------------------------------------------------------------------------

    def edit(self, code: str, section: str = sections.WHOLE) -> Response:
        """Show the form, or its sections; or save one, together with what others saved since it was opened."""
        session, actor, rt = current_session(), current_actor(), self.record_type
        inputs = _sent()
        is_asking = request.method == "GET" or is_only_asking(inputs)
        record = load(session, rt, code, lock=not is_asking, remarks=True)
        access.authorise(actor, rt.edit, record)
        parts = self._parts(record)
        part = sections.find(parts, section) if section else sections.whole_of(parts)
        desk = Desk(session, actor, record, inputs)
        if request.method == "GET":
            return self._show(desk, parts)
        if is_asking:
            made = desk.open(part)
            made.form = desk.form(part, changed_rows(part.children, inputs))
            made.version, made.base = posted.version_of(inputs), inputs.get("_was", made.base)
            return self._show(desk, parts, made)
        return self._save(desk, parts, part, inputs)

    def _parts(self, record: Any) -> list[Part]:
        rt, actor = self.record_type, current_actor()
        labels = rt.machine(record.workflow_version).sections
        return sections.parts_of(rt, lambda permission: rt.policy.ever(actor, permission), labels)

    def _save(self, desk: Desk, parts: Sequence[Part], part: Part, inputs: Inputs) -> Response:
        session, record, rt = current_session(), desk.record, self.record_type
        standing, version = part.standing(record), posted.version_of(inputs)
        base = part.base(standing) if version == record.version else inputs.get("_was", "")
        merging = Merging(
            part.fields,
            part.children,
            standing=standing,
            base=read_base(base),
            choices=sections.choices_of(inputs),
        )
        merged = merging.merge(inputs)
        form = desk.form(part, merged.inputs)
        made = SectionForm(part, form, record.version, part.base(standing), clashes=merged.clashes)
        if version < 0 or merged.clashes:
            made.mine, made.now = desk.form(part, inputs), desk.form(part, standing)
            return self._show(desk, parts, made, 409)
        told = self._told(record, merged.others)
        try:
            services.save(session, desk.actor, record, form.raw(), version=record.version)
        except Invalid as error:
            session.rollback()
            form.mark(error.errors)
            fresh = load(session, rt, record.code, remarks=True)
            desk = Desk(session, desk.actor, fresh, inputs)
            return self._show(desk, parts, made, 422)
        drafts.forget(session, desk.actor, record.id, part.key)
        return self._saved(desk, part, told)

    def _told(self, record: Any, others: Sequence[str]) -> str:
        """Say with whose changes the text was brought together, before a save makes this reader the last."""
        if not others:
            return ""
        labels = self.record_type.field_labels()
        last = changes.last_change(current_session(), record)
        is_other = last is not None and last.actor_id != current_actor().user_id
        who = Text(last.actor_name, last.actor_name) if last and is_other else Text("ผู้อื่น", "somebody else")
        what = Text(
            *(", ".join(getattr(labels[name], language) for name in others) for language in ("th", "en"))
        )
        return str(_MERGED.format(who=who, what=what))

    def _saved(self, desk: Desk, part: Part, told: str) -> Response:
        rt, record = self.record_type, desk.record
        if part.key == sections.WHOLE:
            flash(" ".join(filter(None, (str(_SAVED), told))))
            return see(f"{rt.name}.show", code=record.code)
        now = Text(i18n.write_time(clock.now()), i18n.write_time(clock.now()))
        said = " ".join(filter(None, (str(_SAVED_AT.format(part=part.label, at=now)), told)))
        if not wants_fragment():
            flash(said)
            return see(f"{rt.name}.edit", code=record.code, _anchor=f"section-{part.key}")
        fresh = load(current_session(), rt, record.code, remarks=True)
        made = Desk(current_session(), desk.actor, fresh, Inputs()).open(part)
        made.saved = said
        answer = self._section_page(fresh, made)
        answer.headers["HX-Trigger"] = "section-saved"
        return answer

    # --- pages --------------------------------------------------------------------------------------------------

    def _show(
        self, desk: Desk, parts: Sequence[Part], here: SectionForm | None = None, status: int = 200
    ) -> Response:
        """Show one section by itself (htmx), all of them, or the one form of types that have no more."""
        if here is not None and here.part.key != sections.WHOLE and wants_fragment():
            return self._section_page(desk.record, here, status)
        mine = drafts.mine(current_session(), desk.actor, desk.record.id) if status == 200 or here else {}
        if not self.record_type.by_section or (here is not None and here.part.key == sections.WHOLE):
            whole = sections.whole_of(parts)
            made = here or desk.open(whole, mine.get(sections.WHOLE))
            return self._one_form(desk.record, made, status)
        keys = here.part.key if here else None
        shown = [here if here and part.key == keys else desk.open(part, mine.get(part.key)) for part in parts]
        closed = self.record_type.closed
        shut = closed(desk.record, desk.actor) if closed else {}
        for one in shown:
            one.closed = shut.get(one.part.key)
            one.thread = sections.thread_of(desk.actor, desk.record, one.part.key)
        return page(
            "record/sections.html",
            status=status,
            at=RecordPage(current_session(), desk.actor, self.record_type, desk.record),
            shown=shown,
            beside=panels.panels_for(
                current_session(), desk.actor, f"{self.record_type.name}.edit", desk.record
            ),
            **self._words(desk.record),
        )

    def _one_form(self, record: Any, made: SectionForm, status: int) -> Response:
        name = "record/edit.html" if made.now is None else "record/conflict.html"
        return page(name, status=status, one=made, form=made.form, **self._words(record))

    def _section_page(self, record: Any, made: SectionForm, status: int = 200) -> Response:
        return page("record/_section.html", status=status, one=made, **self._words(record))

    def _words(self, record: Any) -> dict[str, Any]:
        rt = self.record_type
        return {
            "record_type": rt,
            "record": record,
            "sections": rt.machine(record.workflow_version).sections,
            "labels": rt.field_labels(),
            "last": lambda: changes.last_change(current_session(), record),
        }

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
