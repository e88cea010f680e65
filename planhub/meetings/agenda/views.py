"""Screens of the agenda: the builder, single matters with their papers, proposals of agencies, and the next meeting."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, request
from werkzeug.datastructures import FileStorage

from planhub.kernel.errors import GuardFailed, Invalid, NotFound
from planhub.kernel.fields import Field
from planhub.kernel.text import Text
from planhub.meetings import rules
from planhub.meetings.agenda import building, candidates, following, proposals
from planhub.meetings.agenda.models import PROPOSAL_STATES
from planhub.meetings.models import AgendaItem, Meeting
from planhub.meetings.queries import find_committee
from planhub.meetings.words import RESOLUTIONS, SECTIONS
from planhub.people.queries import called
from planhub.record import access
from planhub.record.services import load
from planhub.record.types import registry
from planhub.ui import inputs as posted
from planhub.ui import papers as papers_ui
from planhub.ui.actor import current_actor, current_session
from planhub.ui.choosers import Choosers
from planhub.ui.forms import RecordForm
from planhub.ui.inputs import Inputs
from planhub.ui.pages import page, see
from planhub.ui.record_editing import is_only_asking

agenda = Blueprint("agenda", __name__, url_prefix="/meetings")
series = Blueprint("series", __name__, url_prefix="/committees")


def _seen(code: str) -> Meeting:
    meeting: Meeting = load(current_session(), registry.get("meetings"), code)
    access.authorise_view(current_actor(), meeting)
    return meeting


def _form(fields: Sequence[Field], inputs: Inputs) -> RecordForm:
    return RecordForm(fields, (), inputs, Choosers(current_session(), current_actor(), inputs))


def _sent() -> Inputs:
    return Inputs(request.form.items(multi=True))


# --- the builder ------------------------------------------------------------------------------------------------


@agenda.get("/<string:code>/agenda")
def show(code: str) -> Response:
    """Show the agenda in its order and time, what waits for it, and what agencies propose."""
    return _builder(_seen(code))


def _builder(meeting: Meeting, status: int = 200, faults: dict[str, list[Text]] | None = None) -> Response:
    session, actor = current_session(), current_actor()
    may = access.may(actor, rules.EDIT, meeting)
    building_now = may and meeting.state in building.BUILDING
    listed = proposals.proposals(session, actor, meeting)
    return page(
        "meetings/agenda.html",
        fragment="meetings/_agenda_plan.html",
        status=status,
        meeting=meeting,
        plan=building.plan(meeting),
        sections=SECTIONS,
        may_edit=may,
        may_propose=access.may(actor, rules.PROPOSE, meeting),
        building=building_now,
        waiting=candidates.by_section(candidates.candidates(session, actor, meeting)) if building_now else {},
        proposals=listed,
        states=dict(PROPOSAL_STATES),
        kinds=dict(RESOLUTIONS),
        orgs=called(session, {i.org for i in meeting.agenda if i.org} | {p.org for p in listed}),
        count_papers={item.id: len(building.paper_ids(item)) for item in meeting.agenda},
        faults=faults or {},
    )


@agenda.post("/<string:code>/agenda/order")
def arrange(code: str) -> Response:
    """Keep the order and the minutes; a button beside a matter moves it up or down."""
    session, actor, meeting = current_session(), current_actor(), _seen(code)
    minutes = {
        key.removeprefix("minutes-"): text for key, text in request.form.items() if key.startswith("minutes-")
    }
    shift = None
    for way in (building.UP, building.DOWN):
        if request.form.get(way):
            shift = (request.form[way], way)
    try:
        building.arrange(session, actor, meeting, request.form.getlist("item"), minutes=minutes, shift=shift)
    except Invalid as error:
        session.rollback()
        return _builder(_seen(code), 422, {name: list(texts) for name, texts in error.errors.items()})
    return _builder(_seen(code)) if _is_fragment() else see("agenda.show", code=code, _anchor="agenda-plan")


def _is_fragment() -> bool:
    return request.headers.get("HX-Request") == "true"


@agenda.post("/<string:code>/agenda/candidates")
def take(code: str) -> Response:
    """Put the ticked candidates onto the agenda."""
    taken = candidates.take(current_session(), current_actor(), _seen(code), request.form.getlist("take"))
    flash(str(Text("บรรจุแล้ว {n} เรื่อง", "{n} matters were added").format(n=taken)))
    return see("agenda.show", code=code)


# --- one matter -------------------------------------------------------------------------------------------------


@agenda.route("/<string:code>/agenda/new", methods=["GET", "POST"])
def add(code: str) -> Response:
    """Add a matter."""
    return _matter(code, None)


@agenda.route("/<string:code>/agenda/<string:item_id>", methods=["GET", "POST"])
def change(code: str, item_id: str) -> Response:
    """Change a matter."""
    return _matter(code, item_id)


def _matter(code: str, item_id: str | None) -> Response:
    session, actor, meeting = current_session(), current_actor(), _seen(code)
    access.authorise(actor, rules.EDIT, meeting)
    item = building.of(meeting, item_id) if item_id else None
    standing = posted.of_fields(building.WRITTEN, item)
    if request.method == "GET":
        if item is None and request.args.get("section"):
            standing["section"] = request.args["section"]
        return _matter_page(meeting, item, _form(building.WRITTEN, standing))
    inputs = _sent()
    form = _form(building.WRITTEN, inputs)
    if is_only_asking(inputs):
        return _matter_page(meeting, item, form)
    if item is not None and inputs.get("_was") != _mark(standing):
        words = Text(
            "มีผู้แก้ไขเรื่องนี้หลังจากท่านเปิด โปรดเทียบกับข้อความล่าสุดแล้วบันทึกอีกครั้ง",
            "Somebody changed this after you opened it; please compare and save again",
        )
        form.mark({"": [words]})
        return _matter_page(meeting, item, form, 409)
    try:
        building.write(session, actor, meeting, item_id, form.raw())
    except Invalid as error:
        session.rollback()
        form.mark(error.errors)
        meeting = _seen(code)
        return _matter_page(meeting, building.of(meeting, item_id) if item_id else None, form, 422)
    flash(str(Text("บันทึกเรื่องแล้ว", "The matter was saved")))
    return see("agenda.show", code=code)


def _matter_page(meeting: Meeting, item: AgendaItem | None, form: RecordForm, status: int = 200) -> Response:
    files = building.papers(current_session(), meeting) if item else {}
    return page(
        "meetings/agenda_item.html",
        status=status,
        meeting=meeting,
        item=item,
        form=form,
        was=_mark(posted.of_fields(building.WRITTEN, item)) if item else "",
        papers=[files[key] for key in building.paper_ids(item) if key in files] if item else [],
        resolved=item is not None and any(r.item_id == item.id for r in meeting.resolutions),
    )


def _mark(standing: Inputs) -> str:
    """Give by what a form knows the matter that it was opened on."""
    return papers_ui.mark(*sorted(standing.items(multi=True)))


@agenda.post("/<string:code>/agenda/<string:item_id>/out")
def take_out(code: str, item_id: str) -> Response:
    """Take a matter off the agenda."""
    session = current_session()
    try:
        building.take_out(session, current_actor(), _seen(code), item_id)
    except Invalid as error:
        session.rollback()
        return _builder(_seen(code), 422, {name: list(texts) for name, texts in error.errors.items()})
    flash(str(Text("นำเรื่องออกแล้ว", "The matter was taken off")))
    return see("agenda.show", code=code)


@agenda.post("/<string:code>/agenda/<string:item_id>/papers")
def papers(code: str, item_id: str) -> Response:
    """Add a paper to a matter, move one, or take one out."""
    session, actor, meeting = current_session(), current_actor(), _seen(code)
    for way in (building.UP, building.DOWN, "out"):
        if request.form.get(way):
            building.change_papers(session, actor, meeting, item_id, request.form[way], way)
            return see("agenda.change", code=code, item_id=item_id, _anchor="papers")
    upload = _file(request.files.get("upload"))
    if upload is None:
        flash(str(Text("โปรดเลือกไฟล์", "Please choose a file")))
        return see("agenda.change", code=code, item_id=item_id, _anchor="papers")
    try:
        building.add_paper(session, actor, meeting, item_id, *upload)
    except Invalid as error:
        session.rollback()
        meeting = _seen(code)
        item = building.of(meeting, item_id)
        form = _form(building.WRITTEN, posted.of_fields(building.WRITTEN, item))
        form.mark(error.errors)
        return _matter_page(meeting, item, form, 422)
    return see("agenda.change", code=code, item_id=item_id, _anchor="papers")


def _file(upload: FileStorage | None) -> tuple[str, bytes] | None:
    return (str(upload.filename), upload.stream.read()) if upload and upload.filename else None


# --- proposals --------------------------------------------------------------------------------------------------


@agenda.route("/<string:code>/proposals", methods=["GET", "POST"])
def propose(code: str) -> Response:
    """Let an agency propose a matter, and show it what it has proposed."""
    session, actor, meeting = current_session(), current_actor(), _seen(code)
    if request.method == "GET":
        return _proposals(meeting, _form(proposals.FIELDS, posted.of_fields(proposals.FIELDS, None)))
    inputs = _sent()
    form = _form(proposals.FIELDS, inputs)
    if is_only_asking(inputs):
        return _proposals(meeting, form)
    try:
        proposals.propose(session, actor, meeting, form.raw(), file=_file(request.files.get("upload")))
    except Invalid as error:
        session.rollback()
        form.mark(error.errors)
        return _proposals(_seen(code), form, 422)
    flash(str(Text("เสนอเรื่องแล้ว ฝ่ายเลขานุการจะแจ้งผลให้ทราบ", "Proposed; the secretariat will tell you")))
    return see("agenda.propose", code=code)


def _proposals(meeting: Meeting, form: RecordForm, status: int = 200) -> Response:
    session, actor = current_session(), current_actor()
    listed = proposals.proposals(session, actor, meeting)
    return page(
        "meetings/proposals.html",
        status=status,
        meeting=meeting,
        form=form,
        rows=listed,
        orgs=called(session, {one.org for one in listed}),
        states=dict(PROPOSAL_STATES),
        kinds=dict(RESOLUTIONS),
        may_propose=access.may(actor, rules.PROPOSE, meeting),
    )


@agenda.post("/<string:code>/proposals/<string:proposal_id>/<any(accept, decline, withdraw):act>")
def answer(code: str, proposal_id: str, act: str) -> Response:
    """Take a proposal in, decline it with a reason, or take the own one back."""
    session, actor, meeting = current_session(), current_actor(), _seen(code)
    try:
        if act == "accept":
            proposals.accept(session, actor, meeting, proposal_id)
        elif act == "decline":
            proposals.decline(session, actor, meeting, proposal_id, {"reason": request.form.get("reason")})
        else:
            proposals.withdraw(session, actor, meeting, proposal_id)
    except Invalid as error:
        session.rollback()
        return _builder(_seen(code), 422, {name: list(texts) for name, texts in error.errors.items()})
    except GuardFailed as error:
        session.rollback()
        return _builder(_seen(code), 422, {"": [reason.text for reason in error.reasons]})
    return see("agenda.propose" if act == "withdraw" else "agenda.show", code=code)


# --- the next meeting -------------------------------------------------------------------------------------------


@series.route("/<string:code>/next", methods=["GET", "POST"])
def call(code: str) -> Response:
    """Set up the committee's next meeting from its last one."""
    session, actor = current_session(), current_actor()
    access.authorise_create(actor, registry.get("meetings"))
    committee = find_committee(session, code)
    if committee is None or committee.is_closed:
        raise NotFound
    last = following.last_of(session, actor, committee)
    if request.method == "GET":
        inputs: Inputs = Inputs()
        values = following.proposed(committee, last)
        for field in following.FIELDS:
            inputs.setlist(field.name, posted.write(field, values[field.name]))
        form = _form(following.FIELDS, inputs)
        return page("meetings/next.html", committee=committee, last=last, form=form)
    form = _form(following.FIELDS, _sent())
    try:
        made = following.call(session, actor, committee, form.raw())
    except Invalid as error:
        session.rollback()
        form.mark(error.errors)
        committee = find_committee(session, code)
        return page("meetings/next.html", status=422, committee=committee, last=None, form=form)
    flash(str(Text("ตั้งการประชุม {no} แล้ว", "Meeting {no} was set up").format(no=made.no)))
    return see("agenda.show", code=made.code)
