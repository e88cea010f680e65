"""The screens that every record type has: list, page, history, comments, papers; forms and moves are beside this."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, current_app, flash, request, url_for
from jinja2 import TemplateNotFound

from planhub.kernel import clock
from planhub.kernel.errors import Invalid, NotFound
from planhub.kernel.text import Text
from planhub.kernel.thai import fiscal_year
from planhub.record import access, queries
from planhub.record.comments import comment, reopen, resolve
from planhub.record.models import Comment
from planhub.record.services import load
from planhub.record.types import RecordType
from planhub.ui import changes, filters, known, papers, tables
from planhub.ui.actor import current_actor, current_session
from planhub.ui.drafting.autosave import Together
from planhub.ui.drafting.sections import thread_of
from planhub.ui.filters import Asked
from planhub.ui.inputs import showable
from planhub.ui.known import Choices
from planhub.ui.pages import page, see, wants_fragment
from planhub.ui.record_editing import Editing
from planhub.ui.record_moving import Moving
from planhub.ui.record_page import RecordPage
from planhub.ui.values import Names


def record_blueprint(record_type: RecordType) -> Blueprint:
    """Give the screens of a record type.

    Endpoints: `<type>.list`, `.new`, `.show`, `.edit` (with `section`), `.move` (with `move`), `.history`, `.comment`,
    `.document`; and what open forms send by themselves: `.draft`, `.draft_new`, `.presence`, `.missing`.
    """
    name = record_type.name
    blueprint = Blueprint(name, __name__, url_prefix=f"/{name}")
    views, editing, moving = RecordViews(record_type), Editing(record_type), Moving(record_type)
    together = Together(record_type)
    for rule, endpoint, view, methods in (
        ("", "list", views.table, ["GET"]),
        ("/counts", "counts", views.counts, ["GET"]),
        ("/<string:code>", "show", views.show, ["GET"]),
        ("/<string:code>/history", "history", views.history, ["GET"]),
        ("/<string:code>/comments", "comment", views.comment, ["POST"]),
        ("/<string:code>/comments/<string:key>/<any(resolve, reopen):act>", "answer", views.answer, ["POST"]),
        ("/<string:code>/documents/<string:kind>.pdf", "document", views.document, ["GET"]),
        ("/<string:code>/edit", "edit", editing.edit, ["GET", "POST"]),
        ("/<string:code>/edit/<string:section>", "edit", editing.edit, ["GET", "POST"]),
        ("/<string:code>/draft", "draft", together.draft, ["POST"]),
        ("/<string:code>/draft/<string:section>", "draft", together.draft, ["POST"]),
        ("/<string:code>/presence", "presence", together.presence, ["GET", "POST"]),
        ("/<string:code>/missing", "missing", together.missing, ["GET"]),
        ("/<string:code>/moves/<string:move>", "move", moving.move, ["GET", "POST"]),
    ):
        blueprint.add_url_rule(rule, endpoint, view, methods=methods)
    if record_type.creatable:
        blueprint.add_url_rule("/new", "new", editing.new, methods=["GET", "POST"])
        blueprint.add_url_rule("/new/draft", "draft_new", together.draft_new, methods=["POST"])
    return blueprint


class RecordViews:
    """The reading screens of one type."""

    def __init__(self, record_type: RecordType) -> None:
        self.record_type = record_type

    def table(self) -> Response:
        """Show a page of the list, or only its table where htmx asks."""
        rt, session, actor = self.record_type, current_session(), current_actor()
        access.signed_in(actor)
        asked = filters.read(rt, request.args)
        try:
            found = queries.list_page(session, actor, rt, asked.query)
        except Invalid as error:  # a cursor that is not ours: begin at the beginning
            asked.faults.update({name: texts[0] for name, texts in error.errors.items()})
            asked.values.pop("cursor", None)
            found = queries.list_page(session, actor, rt, asked.query)
        options, names = self._options(asked)
        base = url_for(f"{rt.name}.list")
        return page(
            "record/list.html",
            fragment="record/_table.html",
            status=422 if asked.faults else 200,
            record_type=rt,
            asked=asked,
            labels=filters.LABELS,
            options=options,
            base=base,
            tabs=filters.tabs(rt, asked, base) if "state" in rt.filters else (),
            table=tables.table(session, rt, asked, found, known=names),
            may_create=access.may_create(actor, rt),
        )

    def _options(self, asked: Asked) -> tuple[dict[str, Choices], Names]:
        """Give what the filters offer, and the names that were read for it and that the table's cells may use."""
        session, wanted, names = current_session(), set(self.record_type.filters), Names()
        options: dict[str, Choices] = {}
        if wanted & {"owner_org", "party"}:
            orgs, choices = known.organizations(session)
            names.orgs = dict(orgs)
            options |= {name: choices for name in ("owner_org", "party") if name in wanted}
        if "province" in wanted:
            areas, options["province"] = known.provinces(session)
            names.areas = dict(areas)
        if "fiscal_year" in wanted:
            options["fiscal_year"] = _years(asked)
        return options, names

    def counts(self) -> Response:
        """Show how many records stand in each state; fetched after the list, which need not wait for it."""
        rt, session, actor = self.record_type, current_session(), current_actor()
        access.signed_in(actor)
        asked = filters.read(rt, request.args)
        counted = queries.count_states(session, actor, rt)
        tabs = filters.tabs(rt, asked, url_for(f"{rt.name}.list"), counted)
        return page("record/_states.html", tabs=tabs)

    def show(self, code: str) -> Response:
        """Show one record."""
        return page("record/show.html", at=self._page(code), content=self._content(), today=clock.now())

    def history(self, code: str) -> Response:
        """Show everything that happened to a record, with every changed field."""
        shown = self._page(code)
        told = changes.full_history(shown)
        return page("record/history.html", at=shown, told=told)

    def comment(self, code: str) -> Response:
        """Add a remark and come back to it."""
        session, actor = current_session(), current_actor()
        record = load(session, self.record_type, code)
        section = request.form.get("section") or None
        body = request.form.get("body", "")
        try:
            said = comment(session, actor, record, body, section=section)
        except Invalid as error:
            session.rollback()
            if _is_beside():
                return self._thread(code, section, faults=error.errors.get("body", ()), typed=showable(body))
            shown = self._page(code)
            return page(
                "record/show.html",
                status=422,
                at=shown,
                content=self._content(),
                today=clock.now(),
                typed={"body": showable(body), "section": section, "errors": error.errors},
            )
        session.flush()  # the address of the remark is its id
        if _is_beside():
            return self._thread(code, section)
        flash(str(Text("บันทึกความเห็นแล้ว", "Your remark was saved")))
        return self._back(record.code, said)

    def answer(self, code: str, key: str, act: str) -> Response:
        """Settle a remark, or open it again, and come back to it."""
        session, actor = current_session(), current_actor()
        record = load(session, self.record_type, code)
        row = (resolve if act == "resolve" else reopen)(session, actor, record, key)
        return self._thread(code, row.section) if _is_beside() else self._back(record.code, row)

    def _back(self, code: str, row: Comment) -> Response:
        """Go to a remark: on the page of the record, or beside its section where it is written."""
        if "_beside" in request.form:
            return see(f"{self.record_type.name}.edit", code=code, _anchor=f"section-{row.section}")
        return see(f"{self.record_type.name}.show", code=code, _anchor=f"comment-{row.id}")

    def _thread(
        self, code: str, section: str | None, *, faults: Sequence[Text] = (), typed: str = ""
    ) -> Response:
        """Show the remarks on one section, as they stand beside it."""
        session, actor, rt = current_session(), current_actor(), self.record_type
        session.flush()
        record = load(session, rt, code, remarks=True)
        return page(
            "record/_remarks.html",
            status=422 if faults else 200,
            record_type=rt,
            record=record,
            thread=thread_of(actor, record, section or ""),
            faults=faults,
            typed_remark=typed,
            opened=True,
            said=not faults,
        )

    def document(self, code: str, kind: str) -> Response:
        """Give a paper of the record as PDF."""
        session, actor = current_session(), current_actor()
        record = load(session, self.record_type, code)
        paper = next((d for d in self.record_type.documents if d.kind == kind), None)
        if paper is None:
            access.authorise_view(actor, record)
            raise NotFound
        access.authorise_document(actor, paper, record)
        digits = request.args.get("thai_digits")
        options: dict[str, Any] = {} if digits is None else {"thai_digits": digits == "1"}
        name = f"{record.code}-{kind}.pdf"
        content = papers.issue(session, record, paper, options, made_by=actor.user_id)
        response = Response(content, mimetype="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
        return response

    def _page(self, code: str) -> RecordPage:
        session, actor = current_session(), current_actor()
        record = load(session, self.record_type, code, remarks=True)
        access.authorise_view(actor, record)
        return RecordPage(session, actor, self.record_type, record)

    def _content(self) -> str:
        """Give the feature's own drawing of the content where it has one, else the house's."""
        own = f"{self.record_type.template}/_content.html"
        try:
            current_app.jinja_env.get_template(own)
        except TemplateNotFound:
            return "record/_content.html"
        return own


def _is_beside() -> bool:
    """Tell whether a remark was made beside its section, and only the thread is wanted back."""
    return "_beside" in request.form and wants_fragment()


def _years(asked: Asked) -> Choices:
    """Give the fiscal years around today, and the one asked for."""
    now = fiscal_year(clock.today())
    years = sorted({*range(now - 4, now + 3), asked.values.get("fiscal_year", now)}, reverse=True)
    return Choices((str(year), str(year)) for year in years)
