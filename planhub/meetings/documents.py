"""The pack of a meeting as a paper: as it was built, or as it would be."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from planhub.infra.files import store
from planhub.kernel.access import Actor, Role, Standing
from planhub.meetings.models import Meeting
from planhub.meetings.pack import drawing, layout, snapshot
from planhub.meetings.queries import find_pack, find_ready_pack, find_snapshot
from planhub.record import chain


def meeting_pack(session: Session, meeting: Meeting, options: Mapping[str, Any]) -> bytes:
    """Give the newest pack that was built; before there is one, the pack as it would be from the figures of now.

    With options (`thai_digits`, `lang`) the same frozen figures are drawn again that way.
    """
    ready = find_ready_pack(session, meeting.id)
    if ready is not None and not options:
        return store().get(ready.sha256)
    frozen = find_snapshot(session, meeting.id)
    if frozen is not None:
        newest = find_pack(session, meeting.id)
        beside = layout.read(newest.layout) if newest else layout.of_meeting(session, meeting, frozen)
        return drawing.render(frozen, version=newest.version if newest else 1, options=options, beside=beside)
    content = snapshot.gather(session, _secretariat(meeting), meeting)
    return drawing.render_content(content, chain.digest(content), version=0, options=options)


def _secretariat(meeting: Meeting) -> Actor:
    """Give the secretariat as such: a pack shows what it may see, whoever prints it."""
    standing = Standing(Role.SECRETARIAT, meeting.owner_org)
    return Actor(user_id=None, name="secretariat", standings=(standing,))
