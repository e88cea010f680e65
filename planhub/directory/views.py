"""The pages of organisations, posts and orders."""

from flask import Blueprint, Response, flash, request

from planhub.directory import forms, queries
from planhub.kernel import clock
from planhub.kernel.errors import BadInput, Denied, GuardFailed, Invalid, NotFound
from planhub.kernel.numbers import parse_integer
from planhub.kernel.text import Text
from planhub.people import orders, rules
from planhub.people.models import Delegation
from planhub.people.queries import list_organizations, post_holders
from planhub.people.services import authorise
from planhub.record import access
from planhub.record.types import registry
from planhub.ui import step_up
from planhub.ui.actor import current_actor, current_session
from planhub.ui.inputs import Inputs
from planhub.ui.pages import page, see

directory = Blueprint("directory", __name__)

_MOVES = {orders.ACTIVATE: orders.activate, orders.REVOKE: orders.revoke}
_DONE = {
    orders.ACTIVATE: Text("คำสั่งมีผลแล้ว", "The order is in force"),
    orders.REVOKE: Text("ยกเลิกคำสั่งแล้ว", "The order is revoked"),
}


@directory.get("/organizations")
def organizations() -> Response:
    """List the organisations."""
    access.signed_in(current_actor())
    return page("directory/organizations.html", organizations=list_organizations(current_session()))


@directory.get("/organizations/<string:code>")
def organization(code: str) -> Response:
    """Show an organisation with its posts, who can act from each today, and the orders the reader may see."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    return page(
        "directory/organization.html",
        org=queries.get_organization(session, code),
        posts=post_holders(session, orgs=[code]),
        orders=orders.list_orders(session, actor, org=code),
        states=orders.STATES,
        can_order=bool(queries.list_posts_to_lend(session, actor, code)),
        now=clock.now(),
    )


@directory.route("/organizations/<string:code>/orders/new", methods=["GET", "POST"])
def new_order(code: str) -> Response:
    """Record an order of acting or delegation, as a draft."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    org = queries.get_organization(session, code)
    authorise(actor, rules.ORDER_CREATE, code)
    posts = queries.list_posts_to_lend(session, actor, code)
    if not posts:
        raise Denied
    declared = forms.fields(posts, queries.list_people(session, code))
    if request.method == "GET":
        return page("directory/new_order.html", org=org, form=forms.form(session, actor, declared))
    form = forms.form(session, actor, declared, Inputs(request.form))
    try:
        post_id, order = forms.read(declared, form.raw())
        row = orders.draft(session, actor, post_id, order)
    except Invalid as refusal:
        form.mark(refusal.errors)
    except GuardFailed as refusal:
        form.mark_reasons(refusal.reasons)
    else:
        session.flush()  # the address needs the id
        flash(str(Text("บันทึกร่างคำสั่งแล้ว", "The order is recorded as a draft")))
        return see("directory.order", order_id=row.id)
    return page("directory/new_order.html", status=422, org=org, form=form)


@directory.get("/orders/<string:order_id>")
def order(order_id: str) -> Response:
    """Show one order and what may be done with it."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    return _order_page(orders.get_order(session, actor, order_id))


@directory.post("/orders/<string:order_id>/<any(activate, revoke):move>")
def move_order(order_id: str, move: str) -> Response:
    """Put an order into force, or revoke it."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    try:
        version = parse_integer(request.form.get("version", ""), minimum=1, maximum=2**31 - 1)
    except BadInput:
        raise NotFound from None
    try:
        if move == orders.ACTIVATE:
            step_up.confirm(request.form)
        _MOVES[move](session, actor, order_id, version=version)
    except (GuardFailed, Invalid) as refusal:
        session.rollback()
        return _order_page(orders.get_order(session, actor, order_id), refusal)
    flash(str(_DONE[move]))
    return see("directory.order", order_id=order_id)


def _order_page(row: Delegation, refusal: GuardFailed | Invalid | None = None) -> Response:
    session, actor = current_session(), current_actor()
    return page(
        "directory/order.html",
        status=422 if refusal else 200,
        order=row,
        org=queries.get_organization(session, row.post.org_code),
        moves=orders.open_moves(session, actor, row),
        states=orders.STATES,
        refusals=_words(refusal),
        password_faults=refusal.errors.get(step_up.FIELD, ()) if isinstance(refusal, Invalid) else (),
        asks_password=step_up.is_asked(),
        last=orders.last_day(row),
        matters=[registry.get(name).label for name in row.record_types if name in registry],
        now=clock.now(),
    )


def _words(refusal: GuardFailed | Invalid | None) -> list[Text]:
    """Say above the page why it was refused; a fault of the password stands beside its input."""
    return [reason.text for reason in refusal.reasons] if isinstance(refusal, GuardFailed) else []
