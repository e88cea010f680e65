"""The pages of the Knowledge Stock: finding by facets, the map of use, comparing side by side, publishing many."""

from collections.abc import Mapping

from flask import Blueprint, Response, flash, request, url_for
from sqlalchemy import func, select

from planhub.kernel.errors import NotFound
from planhub.kernel.text import Text, plain
from planhub.lessons import choices
from planhub.lessons.knowledge import finding, publishing
from planhub.lessons.models import KnowledgeItem
from planhub.lessons.rules import KNOWLEDGE_POLICY
from planhub.mou.choices import DIRECTIONS
from planhub.places.queries import full_names
from planhub.places.tiles import drawing
from planhub.record import access
from planhub.record.types import registry
from planhub.ui import known
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page, see
from planhub.ui.values import read_names

stock_pages = Blueprint("knowledge_stock", __name__, url_prefix="/knowledge")

STEPS = ((4, 20), (3, 10), (2, 4), (1, 1))
"""Steps of the map, and from how many items on."""


@stock_pages.get("")
def stock() -> Response:
    """Show the stock, narrowed by what stands in the address."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    asked = finding.read(request.args)
    found = finding.find(session, actor, asked)
    provinces, _choices = known.provinces(session)
    rt = registry.get("knowledge-items")
    base = url_for("knowledge_stock.stock")
    return page(
        "lessons/knowledge/stock.html",
        fragment="lessons/knowledge/_found.html",
        asked=asked,
        found=found,
        base=base,
        next_href=asked.href(base, cursor=found.next) if found.next else None,
        provinces=provinces,
        drawing=drawing(),
        steps=_steps(found.provinces),
        words=_words(found.provinces, provinces),
        names=read_names(session, orgs={card.owner_org for card in found.cards}),
        states={state.key: state for state in rt.workflow.states},
        shown_states=[
            key for key in finding.STATES if key == "published" or KNOWLEDGE_POLICY.ever(actor, rt.view)
        ],
        may_create=access.may_create(actor, rt),
        may_publish=KNOWLEDGE_POLICY.ever(actor, "knowledge:publish"),
        MOST=finding.MOST,
    )


def _steps(counts: Mapping[str, int]) -> dict[str, int]:
    return {code: next(step for step, least in STEPS if n >= least) for code, n in counts.items() if n}


def _words(counts: Mapping[str, int], provinces: Mapping[str, Text]) -> dict[str, str]:
    said = Text("{province}: ใช้แล้ว {n} รายการ", "{province}: {n} items in use")
    return {code: str(said.format(province=name, n=counts.get(code, 0))) for code, name in provinces.items()}


@stock_pages.get("/compare")
def compare() -> Response:
    """Set up to four items side by side."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    items = finding.to_compare(session, actor, request.args.getlist("code"))
    cards = {card.id: card for card in finding.cards(session, [item.id for item in items])}
    posts = {item.contact_post for item in items if item.contact_post}
    return page(
        "lessons/knowledge/compare.html",
        items=items,
        cards=cards,
        names=read_names(session, orgs={item.owner_org for item in items}, posts=posts),
        areas=full_names(session, {code for item in items for code in item.areas}),
        directions=dict(DIRECTIONS),
        kinds=dict(choices.AREA_TYPES),
        bands=dict(choices.BANDS),
    )


@stock_pages.route("/publish", methods=["GET", "POST"])
def publish() -> Response:
    """Show whose items wait for the editor, and publish all of one agency."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    if not KNOWLEDGE_POLICY.ever(actor, "knowledge:publish"):
        raise NotFound
    if request.method == "POST":
        org = request.form.get("owner_org", "")
        publishing.ask(session, actor, owner_org=org)
        flash(
            str(
                Text("กำลังเผยแพร่รายการของ {org}", "The items of {org} are being published").format(
                    org=plain(org)
                )
            )
        )
        return see("knowledge_stock.publish")
    rt = registry.get("knowledge-items")
    query = (
        select(KnowledgeItem.owner_org, func.count())
        .where(access.visible(actor, "knowledge:publish", rt))
        .group_by(KnowledgeItem.owner_org)
        .order_by(func.count().desc())
    )
    rows = [(org, n) for org, n in session.execute(query)]
    return page(
        "lessons/knowledge/publish.html", rows=rows, names=read_names(session, orgs={org for org, _ in rows})
    )
