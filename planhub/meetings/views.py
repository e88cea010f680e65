"""What meetings have beside the screens of every record: freezing figures, building and fetching packs."""

from flask import Blueprint, Response, flash

from planhub.infra.files import store
from planhub.kernel.errors import NotFound
from planhub.kernel.text import Text
from planhub.meetings import rules
from planhub.meetings.pack import building, snapshot
from planhub.meetings.panels import pack_panel
from planhub.meetings.queries import find_pack
from planhub.record import access
from planhub.record.services import load
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
    return page("meetings/packs.html", fragment="meetings/_pack.html", **shown)


@packs.get("/<string:code>/packs/<int:version>.pdf")
def download(code: str, version: int) -> Response:
    """Give a pack as it was built."""
    session, actor = current_session(), current_actor()
    meeting = load(session, registry.get("meetings"), code)
    access.authorise(actor, rules.VIEW, meeting)
    row = find_pack(session, meeting.id, version)
    if row is None or row.sha256 is None:
        raise NotFound
    response = Response(store().get(row.sha256), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{meeting.code}-pack-{version}.pdf"'
    return response
