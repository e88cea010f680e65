"""The pages of programmes: the list, one programme with its areas year by year, and the forms of its keepers."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, flash, make_response, request
from sqlalchemy.orm import Session

from planhub.infra import sheets
from planhub.kernel.access import Actor
from planhub.kernel.errors import Conflict, Invalid, NotFound
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.places.models import AREA_STATUSES, TARGET_LEVELS, Programme, ProgrammeArea
from planhub.places.queries import full_names, list_fiscal_years
from planhub.programmes import queries, rules, services
from planhub.programmes.asked import page_asked, text_asked, year_asked
from planhub.programmes.fields import AREA, CODE, PROGRAMME_FIELDS, ROW_FIELDS, YEAR
from planhub.record import access
from planhub.ui import known
from planhub.ui.actor import current_actor, current_session
from planhub.ui.choosers import Choosers
from planhub.ui.forms import RecordForm
from planhub.ui.inputs import Inputs, of_fields, version_of
from planhub.ui.pages import page, see

blueprint = Blueprint("programmes", __name__)

_STALE = Text(
    "มีผู้แก้ไขข้อมูลนี้หลังจากท่านเปิด ค่าที่ท่านพิมพ์ยังอยู่ โปรดเทียบกับค่าปัจจุบันแล้วบันทึกอีกครั้ง",
    "Someone changed this after you opened it. What you typed is still here; compare and save again",
)


@blueprint.get("/programmes")
def index() -> Response:
    """List the programmes of all agencies with what they name in a year."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    year, org, text = year_asked(), text_asked("org"), text_asked("q")
    names, choices = known.organizations(session)
    lines = queries.list_lines(session, year, org=org, text=text)
    return page(
        "programmes/index.html",
        fragment="programmes/_lines.html",
        lines=lines,
        year=year,
        years=sorted({*list_fiscal_years(session), year}, reverse=True),
        org=org,
        text=text,
        names=names,
        choices=choices,
        levels=TARGET_LEVELS,
        own=services.orgs_of(actor, rules.EDIT),
    )


# --- one programme --------------------------------------------------------------------------------------------


@blueprint.get("/programmes/<string:code>")
def show(code: str) -> Response:
    """Show a programme: its facts, its areas in a year, and how the list changed from year to year."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    return _show_page(session, actor, services.get_programme(session, code))


def _show_page(
    session: Session, actor: Actor, programme: Programme, *, refusal: Text | None = None, status: int = 200
) -> Response:
    years = queries.list_years(session, programme.id)
    year = year_asked(years[0].year if years else None)
    text, state = text_asked("q"), text_asked("status")
    at = page_asked()
    names, _choices = known.organizations(session)
    return page(
        "programmes/show.html",
        status=status,
        programme=programme,
        org=names[programme.org_code],
        year=year,
        years=years,
        year_choices=sorted({year, *(y.year for y in years)}, reverse=True),
        works=queries.list_works(
            session,
            programme.id,
            year,
            text=text,
            status=state if state in dict(AREA_STATUSES) else None,
            at=at,
        ),
        at=at,
        text=text,
        state=state,
        statuses=AREA_STATUSES,
        levels=TARGET_LEVELS,
        may_edit=services.may(actor, rules.EDIT, programme.org_code),
        refusal=refusal,
    )


@blueprint.get("/programmes/<string:code>/changes")
def changes(code: str) -> Response:
    """Show which areas came and went between a year and the year before."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    programme, year = services.get_programme(session, code), year_asked()
    return page(
        "programmes/changes.html",
        programme=programme,
        year=year,
        changes=queries.list_changes(session, programme.id, old=year - 1, new=year),
    )


@blueprint.get("/programmes/<string:code>/areas.xlsx", defaults={"ending": "xlsx"})
@blueprint.get("/programmes/<string:code>/areas.csv", defaults={"ending": "csv"})
def areas_file(code: str, ending: str) -> Response:
    """Hand out the areas of a programme in a year, in the columns that an import takes."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    programme, year = services.get_programme(session, code), year_asked()
    heads, rows = queries.WORK_HEADS, list(queries.list_work_rows(session, programme, year))
    content = (
        sheets.write_csv(heads, rows)
        if ending == "csv"
        else sheets.write_xlsx(sheets.Sheet(f"{code} {year}", heads, rows, texts=frozenset({2})))
    )
    response = make_response(content)
    response.mimetype = sheets.XLSX if ending == "xlsx" else "text/csv"
    response.headers["Content-Disposition"] = f'attachment; filename="programme-areas-{year}.{ending}"'
    return response


# --- its facts ------------------------------------------------------------------------------------------------


def _form(fields: Sequence[Field], inputs: Inputs) -> RecordForm:
    return RecordForm(fields, (), inputs, Choosers(current_session(), current_actor(), inputs))


@blueprint.route("/programmes/new", methods=["GET", "POST"])
def new() -> Response:
    """Begin a programme of the reader's own agency."""
    session, actor = current_session(), current_actor()
    own = services.orgs_of(actor, rules.EDIT)
    services.authorise(actor, rules.EDIT, own[0] if own else "")
    names, _choices = known.organizations(session)
    org = Field(
        "org",
        Kind.CHOICE,
        Text("หน่วยงาน", "Agency"),
        required=True,
        choices=tuple((code, Text(names[code].text, names[code].text)) for code in own),
        default=own[0],
    )
    fields = (*((org,) if len(own) > 1 else ()), CODE, *PROGRAMME_FIELDS)
    form = _form(fields, Inputs(request.form) if request.method == "POST" else of_fields(fields, None))
    if request.method == "POST":
        raw = form.raw()
        chosen = str(raw.pop("org", own[0]))
        try:
            row = services.create_programme(session, actor, chosen if chosen in own else own[0], raw)
        except Invalid as refusal:
            form.mark(refusal.errors)
        else:
            flash(
                str(Text("เพิ่มโครงการแล้ว ขั้นต่อไปคือใส่รายชื่อพื้นที่", "The programme is added; its areas come next"))
            )
            return see("programmes.show", code=row.code)
    return page(
        "programmes/form.html",
        status=422 if form.faults else 200,
        form=form,
        title=Text("เพิ่มโครงการ", "New programme"),
        back=None,
        version=None,
        current=None,
    )


@blueprint.route("/programmes/<string:code>/edit", methods=["GET", "POST"])
def edit(code: str) -> Response:
    """Change the facts of a programme."""
    session, actor = current_session(), current_actor()
    row = services.get_programme(session, code, lock=request.method == "POST")
    services.authorise(actor, rules.EDIT, row.org_code)
    form = _form(
        PROGRAMME_FIELDS,
        Inputs(request.form) if request.method == "POST" else of_fields(PROGRAMME_FIELDS, row),
    )
    status = 200
    if request.method == "POST":
        try:
            services.change_programme(session, actor, row, form.raw(), version=version_of(form.inputs))
        except Invalid as refusal:
            form.mark(refusal.errors)
            status = 422
        except Conflict:
            session.expire(row)
            status = 409
        else:
            flash(str(Text("บันทึกแล้ว", "Saved")))
            return see("programmes.show", code=row.code)
    return page(
        "programmes/form.html",
        status=status,
        form=form,
        title=Text("แก้ไข {name}", "Change {name}").format(name=row.name),
        back=row,
        version=version_of(form.inputs) if status == 422 else row.version,
        current=_form(PROGRAMME_FIELDS, of_fields(PROGRAMME_FIELDS, row)) if status == 409 else None,
        refusal=_STALE if status == 409 else None,
    )


# --- its areas ------------------------------------------------------------------------------------------------


@blueprint.route("/programmes/<string:code>/areas/new", methods=["GET", "POST"])
def new_area(code: str) -> Response:
    """Add an area to a year."""
    session, actor = current_session(), current_actor()
    programme = services.get_programme(session, code)
    services.authorise(actor, rules.EDIT, programme.org_code)
    fields = (AREA, YEAR, *ROW_FIELDS)
    if request.method == "POST":
        inputs = Inputs(request.form)
    else:
        inputs = of_fields(fields, None)
        inputs.setlist("fiscal_year", [str(year_asked())])
        inputs.setlist("area_code", [text_asked("area") or ""])
    form = _form(fields, inputs)
    if request.method == "POST" and "_find" not in request.form:
        try:
            row = services.add_row(session, actor, programme, form.raw())
        except Invalid as refusal:
            form.mark(refusal.errors)
        else:
            session.flush()  # the redirect shows it
            flash(str(Text("เพิ่มพื้นที่แล้ว", "The area is added")))
            return see("programmes.show", code=code, fiscal_year=row.fiscal_year)
    return page(
        "programmes/form.html",
        status=422 if form.faults else 200,
        form=form,
        title=Text("เพิ่มพื้นที่ใน {name}", "Add an area to {name}").format(name=programme.name),
        back=programme,
        version=None,
        current=None,
    )


@blueprint.route("/programmes/<string:code>/areas/<string:row_id>", methods=["GET", "POST"])
def edit_area(code: str, row_id: str) -> Response:
    """Change what is said of an area."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    row = _row_of(session, code, row_id, lock=request.method == "POST")
    services.authorise(actor, rules.EDIT, row.programme.org_code)
    form = _form(ROW_FIELDS, Inputs(request.form) if request.method == "POST" else of_fields(ROW_FIELDS, row))
    status = 200
    if request.method == "POST":
        try:
            services.change_row(session, actor, row, form.raw(), version=version_of(form.inputs))
        except Invalid as refusal:
            form.mark(refusal.errors)
            status = 422
        except Conflict:
            session.refresh(row, ["status", "is_pilot", "source", "as_of", "version"])
            status = 409
        else:
            flash(str(Text("บันทึกแล้ว แถวนี้ต้องยืนยันใหม่", "Saved; the row is to be verified anew")))
            return see("programmes.show", code=code, fiscal_year=row.fiscal_year)
    name = full_names(session, [row.area_code])[row.area_code]
    return page(
        "programmes/form.html",
        status=status,
        form=form,
        title=Text("{area} ปีงบประมาณ {year}", "{area}, fiscal year {year}").format(
            area=name, year=row.fiscal_year
        ),
        back=row.programme,
        version=version_of(form.inputs) if status == 422 else row.version,
        current=_form(ROW_FIELDS, of_fields(ROW_FIELDS, row)) if status == 409 else None,
        refusal=_STALE if status == 409 else None,
    )


def _row_of(session: Session, code: str, row_id: str, *, lock: bool = False) -> ProgrammeArea:
    row = services.get_row(session, row_id, lock=lock)
    if row.programme.code != code:
        raise NotFound
    return row


_SURE = {
    "verify": Text("ยืนยันว่า {n} พื้นที่นี้ถูกต้อง", "Verify these {n} areas"),
    "end": Text("แจ้งสิ้นสุดการทำงานใน {n} พื้นที่", "Say that work has ended in {n} areas"),
    "remove": Text("นำ {n} พื้นที่ออกจากรายการ", "Take {n} areas out of the list"),
}
_DONE = {
    "verify": Text("ยืนยันแล้ว {n} พื้นที่", "{n} areas verified"),
    "end": Text("แจ้งสิ้นสุดแล้ว {n} พื้นที่", "{n} areas have ended"),
    "remove": Text("นำออกแล้ว {n} พื้นที่ ประวัติยังเก็บไว้", "{n} areas taken out; the history keeps them"),
}


@blueprint.post("/programmes/<string:code>/rows")
def rows(code: str) -> Response:
    """Verify, end or take out the areas that were ticked; taking out asks once more."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    programme = services.get_programme(session, code)
    services.authorise(actor, rules.EDIT, programme.org_code)
    what, year = request.form.get("_do", ""), year_asked()
    chosen = _ticked()
    if what not in _DONE or not chosen:
        flash(str(Text("ยังไม่ได้เลือกพื้นที่", "No area is ticked")))
        return see("programmes.show", code=code, fiscal_year=year)
    try:
        found = services.chosen_rows(session, programme, chosen)
    except Conflict as conflict:
        session.rollback()
        return _show_page(
            session, actor, services.get_programme(session, code), refusal=conflict.message, status=409
        )
    if what == "remove" and "_sure" not in request.form:
        return page(
            "programmes/sure.html",
            programme=programme,
            year=year,
            rows=found,
            names=full_names(session, [row.area_code for row in found]),
            title=_SURE[what].format(n=len(found)),
        )
    n = _do(session, actor, programme, what, found)
    flash(str(_DONE[what].format(n=n)))
    return see("programmes.show", code=code, fiscal_year=year)


def _do(
    session: Session, actor: Actor, programme: Programme, what: str, found: Sequence[ProgrammeArea]
) -> int:
    if what == "verify":
        return services.verify_rows(actor, programme, found)
    if what == "end":
        return services.end_rows(actor, programme, found)
    return services.remove_rows(session, actor, programme, found)


def _ticked() -> Mapping[str, int]:
    """Give the ticked rows: each value is a row's id and the version that was seen."""
    pairs = (value.rpartition(":") for value in request.form.getlist("row"))
    return {
        row_id[:36]: int(version)
        for row_id, _colon, version in pairs
        if version.isascii() and version.isdigit() and len(version) < 10
    }


@blueprint.post("/programmes/<string:code>/year")
def year(code: str) -> Response:
    """Verify a whole year, or carry the year before over to it."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    programme, of = services.get_programme(session, code), year_asked()
    if request.form.get("_do") == "copy":
        n = services.copy_year(session, actor, programme, old=of - 1, new=of)
        said = Text(
            "คัดลอกจากปี {old} แล้ว {n} พื้นที่ โปรดตรวจและยืนยัน",
            "{n} areas were carried over from {old}; please look and verify",
        )
        flash(str(said.format(n=n, old=of - 1)))
    else:
        n = services.verify_year(session, actor, programme, of)
        flash(str(_DONE["verify"].format(n=n)))
    return see("programmes.show", code=code, fiscal_year=of)
