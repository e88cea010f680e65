"""The pages of needs: counts by area with their sources, and the forms of the agency that states them."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, request
from sqlalchemy.orm import Session

from planhub.kernel.errors import Conflict, Invalid
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.places import needs
from planhub.places.levels import AreaLevel
from planhub.places.measures import MEASURES, measure_label
from planhub.places.models import AreaStat
from planhub.places.needs import Need, Series
from planhub.places.queries import AreaRow, full_names, list_areas
from planhub.programmes import rules, services
from planhub.programmes.asked import text_asked, year_asked
from planhub.programmes.fields import STAT_FIELDS, STAT_KEYS
from planhub.record import access
from planhub.ui import known
from planhub.ui.actor import current_actor, current_session
from planhub.ui.choosers import Choosers
from planhub.ui.forms import RecordForm
from planhub.ui.inputs import Inputs, of_fields, version_of
from planhub.ui.pages import page, see

blueprint = Blueprint("needs", __name__)


@blueprint.get("/needs")
def index() -> Response:
    """Show one measure in the areas of a level, the highest first, with every source side by side."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    asked, around = request.args.get("level", ""), text_asked("around") or ""
    level = AreaLevel(asked) if asked in {x.value for x in AreaLevel} else AreaLevel.PROVINCE
    series = needs.list_series(session, level)
    chosen = _chosen(series, request.args.get("series", ""))
    year = year_asked()
    found = (
        needs.needs_by_area(session, actor.orgs, level, measure=chosen.measure, unit=chosen.unit, until=year)
        if chosen
        else {}
    )
    areas = list_areas(session, level, parent=around or None) if found else []
    names, _choices = known.organizations(session)
    rows = _ordered(areas, found)[:MOST]
    return page(
        "needs/index.html",
        fragment="needs/_table.html",
        level=level,
        levels=[(x.value, x.label) for x in AreaLevel],
        series=series,
        chosen=chosen,
        year=year,
        around=around,
        provinces=known.provinces(session)[1],
        rows=rows,
        full=full_names(session, [area.code for area, _need in rows]),
        unknown=len(areas) - len([a for a in areas if a.code in found]),
        differs=needs.DIFFERS,
        names=names,
        own=services.orgs_of(actor, rules.NEED_STATE),
    )


MOST = 200
"""Areas on one page."""


def _chosen(series: Sequence[Series], key: str) -> Series | None:
    return next((one for one in series if one.key == key), series[0] if series else None)


def _ordered(areas: Sequence[AreaRow], found: dict[str, Need]) -> list[tuple[AreaRow, Need]]:
    """Put the highest count of any source first; a hidden one counts as none, so that its place tells nothing."""
    pairs = [(area, found[area.code]) for area in areas if area.code in found]
    return sorted(pairs, key=lambda pair: -max(value.value or 0 for value in pair[1].values))


@blueprint.get("/needs/statements")
def statements() -> Response:
    """List the single statements of an agency, so that they can be changed."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    own = services.orgs_of(actor, rules.NEED_STATE)
    org = text_asked("org") or (own[0] if own else None)
    area = text_asked("area")
    lines = needs.list_statements(session, actor.orgs, org=org, area=area)
    names, choices = known.organizations(session)
    return page(
        "needs/statements.html",
        lines=lines,
        full=full_names(session, [line.area_code for line in lines]),
        label=measure_label,
        org=org,
        area=area,
        own=own,
        names=names,
        choices=choices,
    )


def _form(fields: Sequence[Field], inputs: Inputs) -> RecordForm:
    return RecordForm(fields, (), inputs, Choosers(current_session(), current_actor(), inputs))


@blueprint.route("/needs/new", methods=["GET", "POST"])
def new() -> Response:
    """State a count about an area."""
    session, actor = current_session(), current_actor()
    own = services.orgs_of(actor, rules.NEED_STATE)
    services.authorise(actor, rules.NEED_STATE, own[0] if own else "")
    names, _choices = known.organizations(session)
    org = Field(
        "org",
        Kind.CHOICE,
        Text("หน่วยงานที่รายงาน", "Stating agency"),
        required=True,
        choices=tuple((code, Text(names[code].text, names[code].text)) for code in own),
    )
    fields = (*((org,) if len(own) > 1 else ()), *STAT_KEYS, *STAT_FIELDS)
    inputs = Inputs(request.form) if request.method == "POST" else of_fields(fields, None)
    form = _form(fields, inputs)
    if request.method == "POST" and "_find" not in request.form:
        raw = form.raw()
        chosen = str(raw.pop("org", own[0]))
        try:
            services.state_need(session, actor, chosen if chosen in own else own[0], raw)
        except Invalid as refusal:
            form.mark(refusal.errors)
        else:
            flash(str(Text("บันทึกข้อมูลแล้ว", "The count is stated")))
            return see("needs.statements")
    title = Text("รายงานข้อมูลความต้องการ", "State a need")
    return _form_page(form, title, status=422 if form.faults else 200)


def _form_page(form: RecordForm, title: Text, *, status: int, row: AreaStat | None = None) -> Response:
    version = None if row is None else version_of(form.inputs) if status == 422 else row.version
    current = _form(STAT_FIELDS, of_fields(STAT_FIELDS, row)) if status == 409 else None
    return page(
        "needs/form.html",
        status=status,
        form=form,
        title=title,
        version=version,
        row=row,
        current=current,
        measures=MEASURES,
    )


@blueprint.route("/needs/statements/<string:stat_id>", methods=["GET", "POST"])
def edit(stat_id: str) -> Response:
    """Change or take back a count of the reader's own agency."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    row = services.get_stat(session, stat_id, lock=request.method == "POST")
    services.authorise(actor, rules.NEED_STATE, row.org_code)
    posted = request.method == "POST"
    form = _form(STAT_FIELDS, Inputs(request.form) if posted else of_fields(STAT_FIELDS, row))
    status = 200
    if posted:
        try:
            return _write(session, row.id, form)
        except Invalid as refusal:
            form.mark(refusal.errors)
            status = 422
        except Conflict:
            status = 409
            session.refresh(row)
    area = full_names(session, [row.area_code])[row.area_code]
    title = Text("{measure} {area} ปี {year}", "{measure}, {area}, {year}").format(
        measure=measure_label(row.measure), area=area, year=row.year
    )
    return _form_page(form, title, status=status, row=row)


def _write(session: Session, stat_id: str, form: RecordForm) -> Response:
    actor, version = current_actor(), version_of(form.inputs)
    row = services.get_stat(session, stat_id)
    if "_remove" in request.form:
        services.remove_need(session, actor, row, version=version)
        flash(str(Text("ถอนข้อมูลแล้ว ประวัติยังเก็บไว้", "The statement is taken back; the history keeps it")))
    else:
        services.change_need(session, actor, row, form.raw(), version=version)
        flash(str(Text("บันทึกแล้ว", "Saved")))
    return see("needs.statements", org=row.org_code)
