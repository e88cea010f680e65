"""The screens of an MOU's versions: the list, one of them to read, and any two side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from planhub.kernel.errors import NotFound
from planhub.kernel.text import Text
from planhub.mou import choices, fields, queries
from planhub.mou.models import Mou
from planhub.mou.text.versions import Side, difference, side
from planhub.record import access, flow
from planhub.record.content import content, dump_children
from planhub.record.services import load
from planhub.record.types import registry
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page

versions = Blueprint("mou_versions", __name__, url_prefix="/mous/<string:code>/versions")

NOW = "now"
"""The name of the text as it stands."""


@dataclass(frozen=True)
class Kept:
    """A text that can be read and compared."""

    name: str
    """Its number, or "now"."""
    why: Text
    at: datetime
    who: str | None
    content_hash: str
    content: Mapping[str, Any]
    signatories: Sequence[Mapping[str, Any]]

    @property
    def label(self) -> Text:
        """What it is called in a sentence."""
        if self.name == NOW:
            return self.why
        return Text("ฉบับที่ {n} ({why})", "version {n} ({why})").format(n=self.name, why=self.why)


_REASONS = dict(choices.VERSION_REASONS)


def kept_texts(mou: Mou) -> list[Kept]:
    """Give the kept versions, oldest first, and at the end the text as it stands where that is another one."""
    found = [
        Kept(
            str(row.n),
            _REASONS[row.reason],
            row.at,
            row.by_name,
            row.content_hash,
            row.content,
            row.signatories,
        )
        for row in queries.list_versions(current_session(), mou)
    ]
    if not found or found[-1].content_hash != mou.content_hash:
        found.append(as_it_stands(mou))
    return found


def as_it_stands(mou: Mou) -> Kept:
    """Give the present text."""
    return Kept(
        NOW,
        Text("ข้อความปัจจุบัน", "The text as it stands"),
        mou.updated_at,
        None,
        mou.content_hash,
        content(mou),
        dump_children(mou, fields.SIGNATORIES),
    )


def _seen(code: str) -> Mou:
    session, actor = current_session(), current_actor()
    mou: Mou = load(session, registry.get("mous"), code)
    access.authorise_view(actor, mou)
    return mou


def _named(found: Sequence[Kept], name: str, mou: Mou) -> Kept:
    if name == NOW:
        return next((one for one in found if one.name == NOW), None) or as_it_stands(mou)
    one = next((one for one in found if one.name == name), None)
    if one is None:
        raise NotFound
    return one


def _side(one: Kept) -> Side:
    return side(current_session(), one.content, one.signatories)


@versions.get("")
def index(code: str) -> Response:
    """List the versions, two of which can be picked."""
    mou = _seen(code)
    return page("mou/versions.html", mou=mou, found=kept_texts(mou), state=_state(mou), now=NOW)


@versions.get("/compare")
def compare(code: str) -> Response:
    """Tell the differences between two texts; without a choice, between the last two."""
    mou = _seen(code)
    found = kept_texts(mou)
    names = [one.name for one in found]
    last = names[-1]
    before = request.args.get("from") or (names[-2] if len(names) > 1 else last)
    old, new = (_named(found, name, mou) for name in (before, request.args.get("to") or last))
    told = difference(current_session(), _side(old), _side(new))
    return page("mou/compare.html", mou=mou, found=found, old=old, new=new, told=told, state=_state(mou))


@versions.get("/<string:name>")
def read(code: str, name: str) -> Response:
    """Show one version as it was."""
    mou = _seen(code)
    found = kept_texts(mou)
    one = _named(found, name, mou)
    return page("mou/version.html", mou=mou, one=one, paper=_side(one).paper, found=found)


def _state(mou: Mou) -> Any:
    return flow.machine_of(mou).state(mou.state)
