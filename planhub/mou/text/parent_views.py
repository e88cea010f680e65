"""An amendment beside its parent: what it changes, and the three texts where both have moved (workflows.md §2, rebase)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, request
from sqlalchemy import select

from planhub.kernel import clock
from planhub.kernel.errors import Conflict, GuardFailed, Invalid, NotFound, Reason
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.kernel.workflow import Case
from planhub.mou import fields, merging
from planhub.mou.guards import changing as changing_guards
from planhub.mou.models import Mou, MouVersion
from planhub.mou.text.version_views import as_it_stands
from planhub.mou.text.versions import Difference, Side, difference, side
from planhub.record import access, flow, rules
from planhub.record.services import load
from planhub.record.types import Children, registry
from planhub.ui import inputs as posted
from planhub.ui.actor import current_actor, current_session
from planhub.ui.diff import Piece, compare
from planhub.ui.inputs import Inputs
from planhub.ui.pages import page, see
from planhub.ui.record_page import header
from planhub.ui.values import Names, read_names, show

amendments = Blueprint("mou_amendments", __name__, url_prefix="/mous/<string:code>")

MOVE = "rebase"
CHOICE = "choice."
"""What a person chooses: `choice.<place>` is "mine" (the amendment) or "theirs" (the parent)."""
_WORDS = {merging.MINE: "ฉบับแก้ไข", merging.THEIRS: "ฉบับหลัก"}


@dataclass(frozen=True, slots=True)
class Place:
    """A place that both sides changed, as people read it."""

    key: str
    label: Text
    base: str
    mine: str
    theirs: str
    mine_pieces: Sequence[Piece]
    their_pieces: Sequence[Piece]


def _seen(code: str) -> Mou:
    mou: Mou = load(current_session(), registry.get("mous"), code)
    access.authorise_view(current_actor(), mou)
    if mou.amends is None:
        raise NotFound
    return mou


def _parent_texts(mou: Mou) -> dict[int, Side]:
    """Give the parent's text from which the amendment was written, and its newest one, by number."""
    parent = mou.amends
    query = select(MouVersion).where(
        MouVersion.record_id == mou.amends_id,
        MouVersion.n.in_([mou.base_n, parent.text_n if parent else None]),
    )
    session = current_session()
    return {row.n: side(session, row.content, row.signatories) for row in session.scalars(query)}


def _now(mou: Mou) -> Side:
    one = as_it_stands(mou)
    return side(current_session(), one.content, one.signatories)


@amendments.get("/against-parent")
def against_parent(code: str) -> Response:
    """Tell what the amendment changes: against the text it was written from, or against its parent as it is now."""
    mou = _seen(code)
    texts = _parent_texts(mou)
    now = mou.amends.text_n if mou.amends else 0
    n = now if request.args.get("to") == "now" else mou.base_n or now
    told = difference(current_session(), texts[n], _now(mou))
    return page("mou/against_parent.html", mou=mou, parent=mou.amends, n=n, now=now, told=told)


# --- rebasing -----------------------------------------------------------------------------------------------------


@amendments.get("/moves/rebase")
def ask(code: str) -> Response:
    """Show the three texts at every place that both sides changed."""
    return _ask(_seen(code), {})


@amendments.post("/moves/rebase")
def rebase(code: str) -> Response:
    """Make the move with the chosen texts."""
    session, actor = current_session(), current_actor()
    inputs = Inputs(request.form.items(multi=True))
    chosen = {k.removeprefix(CHOICE): v for k, v in inputs.items() if k.startswith(CHOICE) and v in _WORDS}
    lines = inputs.get("choices") or "\n".join(f"{key}: {_WORDS[value]}" for key, value in chosen.items())
    mou = header(session, registry.get("mous"), code)
    try:
        said = flow.Said(values={"choices": lines}, note=inputs.get("note") or None)
        flow.move(session, actor, mou, MOVE, version=posted.version_of(inputs), said=said)
    except (Conflict, Invalid, GuardFailed) as error:
        session.rollback()
        reasons = error.reasons if isinstance(error, GuardFailed) else (Reason("again", error.message),)
        return _ask(_seen(code), chosen, reasons=reasons, status=error.status)
    flash(
        str(Text("ปรับตามฉบับหลักแล้ว โปรดตรวจข้อความอีกครั้ง", "Rebased on its parent; please read the text again"))
    )
    return see("mous.show", code=code)


def _ask(
    mou: Mou, chosen: Mapping[str, str], *, reasons: Sequence[Reason] = (), status: int = 200
) -> Response:
    session, actor = current_session(), current_actor()
    record_type = registry.get("mous")
    facts = rules.gather(session, mou, record_type)
    found = next(
        (m for m in flow.moves(session, actor, mou, facts=facts) if m.move.key == MOVE and m.permitted), None
    )
    places: list[Place] = []
    told: tuple[Difference, Difference] | None = None
    if found is not None and mou.is_behind:
        case = Case(mou, actor, found.standing, clock.today(), {}, facts)
        places = _places(changing_guards.rebase(case, {})[1])
        texts = _parent_texts(mou)
        base, now = texts[mou.base_n or 0], texts[mou.amends.text_n if mou.amends else 0]
        told = difference(session, base, now), difference(session, base, _now(mou))
    return page(
        "mou/rebase.html",
        status=status,
        mou=mou,
        parent=mou.amends,
        open_move=found,
        places=places,
        told=told,
        chosen=chosen,
        reasons=reasons,
    )


_BY_NAME: Mapping[str, Field | Children] = {
    **{f.name: f for f in fields.FIELDS},
    **{c.name: c for c in fields.CHILDREN},
}


def _places(conflicts: Sequence[merging.Conflict]) -> list[Place]:
    names = _names(conflicts)
    found = []
    for one in conflicts:
        known = _BY_NAME[one.key.partition(".")[0]]
        base, mine, theirs = (_said(known, value, names) for value in (one.base, one.mine, one.theirs))
        pieces = compare(base, mine), compare(base, theirs)
        found.append(Place(one.key, known.label, base, mine, theirs, *pieces))
    return found


def _names(conflicts: Sequence[merging.Conflict]) -> Names:
    values = [value for one in conflicts for value in (one.base, one.mine, one.theirs)]
    rows = [row for value in values if isinstance(value, list) for row in value]
    orgs = {row["org"] for row in rows if isinstance(row, dict) and row.get("org")}
    areas = {row for row in rows if isinstance(row, str) and row.isdigit()}
    return read_names(current_session(), orgs=orgs, areas=areas)


def _said(known: Field | Children, value: Any, names: Names) -> str:
    """Give a value as people read it: a row of a list is a paragraph."""
    if isinstance(known, Children):
        return "\n\n".join(_row(known, row, names) for row in value or ())
    shown = show(known, value, names)
    return ", ".join(item.text or "" for item in shown.items) if shown.items else shown.text or ""


def _row(children: Children, row: Mapping[str, Any], names: Names) -> str:
    hidden = {"kind", "rhythm", "fulfilled_by"}
    told = []
    for one in children.fields:
        value = row.get(one.name)
        if one.name in hidden or value in (None, "", []):
            continue
        told.append(str(value) if one.kind is Kind.DATE else show(one, value, names).text or "")
    return "\n".join(told)
