"""What a page with an open form sends by itself: drafts, and signs that somebody is at work."""

import hashlib
from typing import Any

from flask import Response, jsonify, make_response, request

from planhub.infra import i18n
from planhub.kernel import clock
from planhub.kernel.text import Text
from planhub.record import access
from planhub.record.services import load
from planhub.record.together import drafts
from planhub.record.together import presence as signs
from planhub.record.together.drafts import Typed
from planhub.record.types import RecordType
from planhub.ui.actor import current_actor, current_session
from planhub.ui.drafting import sections
from planhub.ui.inputs import Inputs
from planhub.ui.pages import page, see
from planhub.ui.prefilling import short_children, short_fields
from planhub.ui.record_page import RecordPage

QUIET = "presence"
"""Last part of the endpoints that a page asks by itself while nobody does anything: they prolong no session."""

DROP = "_drop"
"""Name of the button that throws a draft away."""

_KEPT = Text("บันทึกร่างแล้วเมื่อ {at}", "Draft saved at {at}")


def start_of(query: bytes) -> str:
    """Give a short key of the address from which a record is begun, so that each beginning has its own draft."""
    return hashlib.sha256(query).hexdigest()[:16] if query else ""


class Together:
    """The small requests of one type's forms."""

    def __init__(self, record_type: RecordType) -> None:
        self.record_type = record_type

    def draft(self, code: str, section: str = sections.WHOLE) -> Response:
        """Keep what is being typed into a section, or throw it away and show what is saved."""
        session, actor, rt = current_session(), current_actor(), self.record_type
        inputs = Inputs(request.form.items(multi=True))
        if DROP in inputs:
            drafts.forget(session, actor, drafts.editable(session, actor, rt, code), section)
            return self._dropped(code, section)
        labels = rt.workflow.sections
        parts = sections.parts_of(rt, lambda permission: rt.policy.ever(actor, permission), labels)
        part = sections.find(parts, section) if section else sections.whole_of(parts)
        drafts.keep(session, actor, rt, code, section, sections.typed_in(part, inputs))
        return _kept()

    def _dropped(self, code: str, section: str) -> Response:
        anchor: dict[str, Any] = {"_anchor": f"section-{section}"} if section else {}
        return see(f"{self.record_type.name}.edit", code=code, **anchor)

    def draft_new(self) -> Response:
        """Keep what is being typed into the form of a new record, or throw it away and begin anew."""
        session, actor, rt = current_session(), current_actor(), self.record_type
        inputs, start = Inputs(request.form.items(multi=True)), request.args.get("start", "")[:16]
        access.authorise_create(actor, rt)
        if DROP in inputs:
            drafts.forget(session, actor, drafts.subject_of(rt), start)
            return see(f"{rt.name}.new")
        fields, children = short_fields(rt, inputs), short_children(rt, inputs)
        part = sections.Part(sections.WHOLE, sections.MAIN, fields, children)
        drafts.keep_new(session, actor, rt, start, Typed(part.names(inputs)))
        return _kept()

    def presence(self, code: str) -> Response:
        """Say that the reader is at work here, and show who else is; a GET only looks."""
        session, actor, rt = current_session(), current_actor(), self.record_type
        if request.method == "GET":
            return self._present(signs.others(session, actor, rt, code))
        if "_leave" in request.form:
            signs.leave(session, actor, drafts.editable(session, actor, rt, code))
            return make_response("", 204)
        keys = {key for machine in (rt.workflow, *rt.older_workflows) for key, _ in machine.sections}
        section = request.form.get("section", "")
        section = section if section in keys else ""
        return self._present(signs.sign(session, actor, rt, code, section))

    def _present(self, found: list[signs.Present]) -> Response:
        labels = dict(self.record_type.workflow.sections)
        return page("record/_presence.html", present=found, labels=labels)

    def missing(self, code: str) -> Response:
        """Show what the next moves still lack, again after each save."""
        session, actor, rt = current_session(), current_actor(), self.record_type
        record = load(session, rt, code)
        access.authorise(actor, rt.edit, record)
        return page("record/_missing.html", at=RecordPage(session, actor, rt, record))


def _kept() -> Response:
    return jsonify(said=str(_KEPT.format(at=Text(*(i18n.write_time(clock.now()),) * 2))))
