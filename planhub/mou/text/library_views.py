"""The screens of the clause library: what holds, its editions, and the writing of further ones."""

from typing import Any

from flask import Blueprint, Response, flash, request
from sqlalchemy import func, select

from planhub.kernel.errors import Conflict, Invalid
from planhub.kernel.fields import Field
from planhub.kernel.text import Text
from planhub.mou import choices
from planhub.mou.models import Mou, MouClause
from planhub.mou.text import library as text_library
from planhub.mou.text.models import LibraryClause, LibraryTemplate
from planhub.mou.text.page import PLACEHOLDERS
from planhub.record import access
from planhub.record.types import registry
from planhub.ui import inputs as posted
from planhub.ui.actor import current_actor, current_session
from planhub.ui.choosers import Choosers
from planhub.ui.diff import compare
from planhub.ui.forms import RecordForm
from planhub.ui.inputs import Inputs
from planhub.ui.pages import page, see

library = Blueprint("mou_library", __name__, url_prefix="/mou-library")

KINDS = dict(choices.CLAUSE_KINDS)


@library.get("")
def index() -> Response:
    """Show the templates and clauses that hold this fiscal year."""
    access.signed_in(current_actor())
    session = current_session()
    found = text_library.read(session)
    used = session.execute(
        select(MouClause.source, func.count()).where(MouClause.source.is_not(None)).group_by(MouClause.source)
    )
    return page(
        "mou/library.html",
        library=found,
        used={source: n for source, n in used},  # noqa: C416 - rows are no pairs to mypy
        kinds=KINDS,
        may_write=text_library.may_write(current_actor()),
    )


@library.get("/begin")
def begin() -> Response:
    """Choose the template with which a new text begins."""
    access.authorise_create(current_actor(), registry.get("mous"))
    return page("mou/begin.html", library=text_library.read(current_session()), prefilled=prefilled)


def prefilled(template: LibraryTemplate) -> dict[str, str]:
    """Give the arguments by which the form of a new MOU is filled in for a template."""
    wanted = {
        "instrument_type": template.instrument_type,
        "cooperation_kind": template.cooperation_kind,
        "cooperation_sub": template.cooperation_sub,
    }
    return {name: value for name, value in wanted.items() if value}


# --- clauses ------------------------------------------------------------------------------------------------------


@library.get("/clauses/<string:key>")
def clause(key: str) -> Response:
    """Show the editions of a clause, each against the one before."""
    access.signed_in(current_actor())
    found = text_library.editions(current_session(), LibraryClause, key)
    told = [
        (new, compare(old.body, new.body) if old else ())
        for new, old in zip(found, [*found[1:], None], strict=True)
    ]
    return page(
        "mou/library_clause.html", told=told, kinds=KINDS, may_write=text_library.may_write(current_actor())
    )


@library.route("/clauses/new", methods=["GET", "POST"], defaults={"key": None})
@library.route("/clauses/<string:key>/edit", methods=["GET", "POST"])
def edit_clause(key: str | None) -> Response:
    """Write a new edition of a clause, or a new clause."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    text_library.authorise_write(actor)
    row = text_library.editions(session, LibraryClause, key)[0] if key else None
    if request.method == "GET":
        return _clause_form(row, _form(text_library.CLAUSE_FIELDS, row))
    form = _form(text_library.CLAUSE_FIELDS, None, _sent())
    try:
        made = text_library.write_clause(session, actor, key, form.raw(), edition=_edition())
    except Conflict:
        session.rollback()
        return _clause_form(text_library.editions(session, LibraryClause, key or "")[0], form, 409)
    except Invalid as error:
        session.rollback()
        form.mark(error.errors)
        return _clause_form(row, form, 422)
    flash(_done(made))
    return see("mou_library.clause", key=made.key)


def _clause_form(row: LibraryClause | None, form: RecordForm, status: int = 200) -> Response:
    edition = row.n if row else 0
    return page(
        "mou/library_edit.html",
        status=status,
        row=row,
        form=form,
        edition=edition,
        is_stale=status == Conflict.status,
        placeholders=PLACEHOLDERS,
    )


# --- templates ----------------------------------------------------------------------------------------------------


@library.get("/templates/<string:key>")
def template(key: str) -> Response:
    """Show the editions of a template, with the clauses of each."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    found = text_library.editions(session, LibraryTemplate, key)
    return page(
        "mou/library_template.html",
        found=found,
        headings=_headings(),
        may_write=text_library.may_write(actor),
        drawn=session.scalar(select(func.count()).select_from(Mou).where(Mou.template.startswith(f"{key}@"))),
        instruments=dict(choices.INSTRUMENT_TYPES),
        kinds=dict(choices.COOPERATION_KINDS),
        subs=dict(choices.COOPERATION_SUBKINDS),
    )


@library.route("/templates/new", methods=["GET", "POST"], defaults={"key": None})
@library.route("/templates/<string:key>/edit", methods=["GET", "POST"])
def edit_template(key: str | None) -> Response:
    """Write a new edition of a template, or a new template: its fields, and a place for each clause it takes."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    text_library.authorise_write(actor)
    row = text_library.editions(session, LibraryTemplate, key)[0] if key else None
    if request.method == "GET":
        places = {one: str(n) for n, one in enumerate(row.clauses, start=1)} if row else {}
        return _template_form(row, _form(text_library.TEMPLATE_FIELDS, row), places)
    form, places = _form(text_library.TEMPLATE_FIELDS, None, _sent()), _places()
    try:
        raw = {**form.raw(), "clauses": _in_order(places)}
        made = text_library.write_template(session, actor, key, raw, edition=_edition())
    except Conflict:
        session.rollback()
        newest = text_library.editions(session, LibraryTemplate, key or "")[0]
        return _template_form(newest, form, places, 409)
    except Invalid as error:
        session.rollback()
        form.mark(error.errors)
        return _template_form(row, form, places, 422)
    flash(_done(made))
    return see("mou_library.template", key=made.key)


def _places() -> dict[str, str]:
    return {
        name.removeprefix("place."): value.strip()[:4]
        for name, value in request.form.items()
        if name.startswith("place.") and value.strip()
    }


def _in_order(places: dict[str, str]) -> list[str]:
    """Give the keys by their numbers; what is no number comes last, in the order of the form."""
    return sorted(places, key=lambda key: int(places[key]) if places[key].isdecimal() else 9999)


def _template_form(
    row: LibraryTemplate | None, form: RecordForm, places: dict[str, str], status: int = 200
) -> Response:
    shelf = text_library.read(current_session()).clauses
    return page(
        "mou/library_template_edit.html",
        status=status,
        row=row,
        form=form,
        places=places,
        shelf=sorted(shelf.values(), key=lambda one: (places.get(one.key, "9999").rjust(4), one.key)),
        edition=row.n if row else 0,
        is_stale=status == Conflict.status,
        placeholders=PLACEHOLDERS,
    )


def _headings() -> dict[str, str]:
    query = select(LibraryClause.key, LibraryClause.heading).order_by(LibraryClause.n)
    return {key: heading for key, heading in current_session().execute(query)}  # noqa: C416 - rows are no pairs to mypy


# --- both ---------------------------------------------------------------------------------------------------------


def _form(fields: tuple[Field, ...], row: Any, inputs: Inputs | None = None) -> RecordForm:
    if inputs is None:
        inputs = posted.of_fields(fields, row)
        inputs.setlist("note", [])
    return RecordForm(fields, (), inputs, Choosers(current_session(), current_actor(), inputs))


def _sent() -> Inputs:
    return Inputs(request.form.items(multi=True))


def _edition() -> int:
    text = request.form.get("edition", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


def _done(row: LibraryClause | LibraryTemplate) -> str:
    words = Text(
        "บันทึกฉบับที่ {n} แล้ว ร่างใหม่จะใช้ข้อความนี้ ส่วนเรื่องที่ทำไปแล้วคงข้อความเดิม",
        "Edition {n} is saved: new drafts use it, and texts that were begun keep their own",
    )
    return str(words.format(n=row.n))
