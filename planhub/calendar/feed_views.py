"""The page of one's feeds, and the feeds themselves, which calendars fetch without signing in."""

import hashlib

from flask import Blueprint, Response, flash, request, url_for

from planhub.calendar import feeds, services
from planhub.calendar.queries import MINE, SCOPES, Day
from planhub.kernel.errors import Invalid, NotFound
from planhub.kernel.text import Text, set_locale
from planhub.meetings.queries import list_committees
from planhub.people import attempts, queries
from planhub.record import access
from planhub.ui import papers
from planhub.ui.actor import current_actor, current_session, request_id
from planhub.ui.pages import page, see

blueprint = Blueprint("calendar_feeds", __name__)

WRONG = 30
"""Wrong addresses that one network address may try within five minutes."""
OFTEN = 60
"""How often one feed may be fetched within five minutes."""
FRESH = 900
"""Seconds for which a calendar may keep what it fetched."""


@blueprint.get("/calendar/feeds")
def index() -> Response:
    """Show one's feeds, and offer a new one."""
    access.signed_in(current_actor())
    return _page()


@blueprint.post("/calendar/feeds")
def begin() -> Response:
    """Begin a feed and show its address, this once."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    wish = services.Wish(
        request.form.get("scope", MINE),
        request.form.get("plan", "").strip()[:60],
        request.form.get("committee", "").strip()[:20],
    )
    try:
        feed, token = services.begin(session, actor, wish)
    except Invalid as refusal:
        session.rollback()
        return _page(refusal)
    address = papers.address(url_for("calendar_feeds.feed", token=token))
    webcal = "webcal://" + address.partition("://")[2]
    name = feeds.name_of(session, feed)
    return page("calendar/feed_made.html", address=address, webcal=webcal, name=name)


@blueprint.post("/calendar/feeds/<string:feed_id>/revoke")
def revoke(feed_id: str) -> Response:
    """Revoke one of one's feeds."""
    services.revoke(current_session(), current_actor(), feed_id)
    flash(str(Text("ยกเลิกปฏิทินชุดนั้นแล้ว ที่อยู่เดิมใช้ไม่ได้อีก", "Revoked: that address is worth nothing now")))
    return see("calendar_feeds.index")


@blueprint.get("/calendar/feed/<string:token>.ics")
def feed(token: str) -> Response:
    """Give a feed to whoever holds its address; 404 for one that is wrong or revoked, as if it had never been."""
    session = current_session()
    found = services.find(session, token)
    bucket = f"feed:{found[0].id}" if found else f"feed:ip:{(request.remote_addr or 'unknown')[:60]}"
    attempts.begin(session, [attempts.Bucket(bucket, OFTEN if found else WRONG)])
    found = services.find(session, token)  # what was read before the count is another transaction's
    if found is None:
        raise NotFound
    row, user = found
    actor = queries.get_actor(session, user, request_id=request_id())
    set_locale(user.locale)
    response = Response(
        feeds.content(session, actor, row, _address), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'inline; filename="planhub.ics"'
    response.headers["Cache-Control"] = f"private, max-age={FRESH}"
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    response.make_conditional(request)
    return response


def _address(day: Day) -> str:
    return papers.address(url_for(f"{day.type}.show", code=day.code))


def _page(refusal: Invalid | None = None) -> Response:
    session, actor = current_session(), current_actor()
    mine = services.list_feeds(session, actor)
    return page(
        "calendar/feeds.html",
        status=422 if refusal else 200,
        refusal=refusal,
        mine=[(row, feeds.name_of(session, row)) for row in mine],
        scopes=SCOPES,
        committees=list_committees(session),
        plan=request.values.get("plan", "")[:60],
        committee=request.values.get("committee", "")[:20],
    )
