"""What meetings have beside the screens of every record: freezing figures, building and fetching packs."""

from flask import Blueprint, Response, flash, request

from planhub.infra.files import store
from planhub.kernel.errors import Invalid, NotFound
from planhub.kernel.text import Text
from planhub.meetings import rules
from planhub.meetings.models import Meeting, MeetingPack
from planhub.meetings.pack import building, layout, pictures, preview, snapshot
from planhub.meetings.panels import pack_panel
from planhub.meetings.queries import find_pack, find_snapshot
from planhub.record import access
from planhub.record.services import load, touch
from planhub.record.types import registry
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page, see

packs = Blueprint("packs", __name__, url_prefix="/meetings")


@packs.post("/<string:code>/snapshots")
def freeze(code: str) -> Response:
    """Freeze every figure as of now."""
    session, actor = current_session(), current_actor()
    meeting = load(session, registry.get("meetings"), code, lock=True)
    frozen = snapshot.freeze(session, actor, meeting)
    words = Text("ดึงข้อมูลชุดที่ {n} แล้ว สร้างเล่ม PDF ได้", "Figures {n} are frozen; the pack can be built")
    flash(str(words.format(n=frozen.number)))
    return see("packs.progress", code=meeting.code)


@packs.post("/<string:code>/packs")
def build(code: str) -> Response:
    """Ask for the PDF of the newest figures; it is made in the background."""
    session, actor = current_session(), current_actor()
    meeting = load(session, registry.get("meetings"), code, lock=True)
    building.request(session, actor, meeting)
    return see("packs.progress", code=meeting.code)


@packs.get("/<string:code>/packs")
def progress(code: str) -> Response:
    """Show how far the pack is, and the packs that were built."""
    session, actor = current_session(), current_actor()
    meeting = load(session, registry.get("meetings"), code)
    access.authorise_view(actor, meeting)
    shown = pack_panel(session, actor, meeting)
    keys = layout.chosen(meeting.pack_sections)
    names = dict(layout.SECTIONS)
    return page(
        "meetings/packs.html",
        fragment="meetings/_pack.html",
        section_order=[(key, names[key]) for key in [*keys, *(k for k in layout.KEYS if k not in keys)]],
        section_keys=keys,
        **shown,
    )


@packs.post("/<string:code>/packs/sections")
def sections(code: str) -> Response:
    """Keep which sections the pack shows, and in which order."""
    session, actor = current_session(), current_actor()
    meeting = load(session, registry.get("meetings"), code, lock=True)
    access.authorise(actor, rules.FREEZE, meeting)
    keys = [key for key in request.form.getlist("order") if key in layout.KEYS]
    for way, step in (("up", -1), ("down", 1)):
        if request.form.get(way) in keys:
            here = keys.index(request.form[way])
            keys.insert(max(here + step, 0), keys.pop(here))
    ticked = set(request.form.getlist("section"))
    meeting.pack_sections = [key for key in keys if key in ticked]
    touch(meeting)
    return see("packs.progress", code=code, _anchor="sections")


# --- the preview ------------------------------------------------------------------------------------------------


@packs.post("/<string:code>/preview/<any(open, close):act>")
def preview_round(code: str, act: str) -> Response:
    """Open the newest figures to the agencies for 48 hours, or close them before."""
    session, actor = current_session(), current_actor()
    meeting = load(session, registry.get("meetings"), code, lock=True)
    (preview.begin if act == "open" else preview.end)(session, actor, meeting)
    return see("packs.figures", code=code)


@packs.get("/<string:code>/preview")
def figures(code: str) -> Response:
    """Show the frozen figures that may be explained, with what agencies said of them."""
    return _figures(code)


def _figures(code: str, status: int = 200, fault: Text | None = None) -> Response:
    session, actor = current_session(), current_actor()
    meeting = load(session, registry.get("meetings"), code)
    access.authorise_view(actor, meeting)
    frozen = find_snapshot(session, meeting.id)
    opened = preview.find(session, frozen)
    if frozen is None or (opened is None and not access.may(actor, rules.FREEZE, meeting)):
        raise NotFound
    said: dict[str, list[dict[str, str]]] = {}
    for one in preview.remarks_of(session, frozen):
        said.setdefault(one["figure"], []).append(one)
    sees_all = access.may(actor, rules.FREEZE, meeting)
    orgs = [row.org_code for row in meeting.party_rows] if sees_all else list(actor.orgs)
    return page(
        "meetings/preview.html",
        status=status,
        meeting=meeting,
        frozen=frozen,
        opened=opened,
        is_open=preview.is_open(opened),
        figures=preview.figures(snapshot.content_of(frozen), orgs),
        said=said,
        may_explain=preview.is_open(opened) and access.may(actor, rules.EXPLAIN, meeting),
        may_open=sees_all,
        fault=fault,
    )


@packs.post("/<string:code>/preview")
def explain(code: str) -> Response:
    """Take an explanation of one figure."""
    session, actor = current_session(), current_actor()
    meeting = load(session, registry.get("meetings"), code)
    access.authorise_view(actor, meeting)
    figure = request.form.get("figure", "")
    try:
        preview.explain(session, actor, meeting, figure, {"text": request.form.get("text")})
    except Invalid as error:
        session.rollback()
        return _figures(code, 422, next(iter(error.errors.values()))[0])
    flash(
        str(
            Text(
                "บันทึกคำชี้แจงแล้ว จะพิมพ์ไว้ข้างตัวเลข", "The explanation was saved; it is printed beside the figure"
            )
        )
    )
    return see("packs.figures", code=code)


# --- built packs ------------------------------------------------------------------------------------------------


def _built(code: str, version: int) -> tuple[Meeting, MeetingPack]:
    session, actor = current_session(), current_actor()
    meeting = load(session, registry.get("meetings"), code)
    access.authorise(actor, rules.VIEW, meeting)
    row = find_pack(session, meeting.id, version)
    if row is None or row.sha256 is None:
        raise NotFound
    return meeting, row


@packs.get("/<string:code>/packs/<int:version>")
def read(code: str, version: int) -> Response:
    """Show a built pack page by page; `?page=3` begins there."""
    meeting, row = _built(code, version)
    last = row.pages or 1
    asked = request.args.get("page", "1")
    here = min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    return page(
        "meetings/pack_page.html",
        meeting=meeting,
        row=row,
        here=here,
        last=last,
        grey=request.args.get("grey") == "1",
        can_draw=pictures.available(),
    )


@packs.get("/<string:code>/packs/<int:version>/<int:number>.png")
def picture(code: str, version: int, number: int) -> Response:
    """Give a page of a built pack as a picture; with `?grey=1` as a copier without colours shows it."""
    _, row = _built(code, version)
    grey = request.args.get("grey") == "1"
    drawn = pictures.picture(row.sha256 or "", number, grey=grey) if number <= (row.pages or 1) else None
    if drawn is None:
        raise NotFound
    response = Response(drawn, mimetype="image/png")
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response


@packs.get("/<string:code>/packs/<int:version>.pdf")
def download(code: str, version: int) -> Response:
    """Give a pack as it was built."""
    meeting, row = _built(code, version)
    response = Response(store().get(row.sha256 or ""), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{meeting.code}-pack-{version}.pdf"'
    return response
