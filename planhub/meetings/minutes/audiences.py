"""Who is told of minutes: those who attended, who checks, who brought the matter, who asked for a correction."""

from collections.abc import Callable, Mapping
from typing import Any

from planhub.meetings.agenda.numbers import find_item
from planhub.meetings.minutes.guards import resolution_of
from planhub.meetings.words import ABSENT
from planhub.people.queries import PostHolder
from planhub.record.models import Event


def _attended(meeting: Any, holder: PostHolder, _event: Event) -> bool:
    return any(_is_of(a, holder) for a in meeting.attendees if a.kind != ABSENT)


def _is_of(attendee: Any, holder: PostHolder) -> bool:
    if attendee.kind == "substitute" or not (attendee.user_id or attendee.post_id):
        return holder.org == attendee.org and holder.role == "coordinator"
    named = attendee.user_id is not None and attendee.user_id == holder.user_id
    return bool(named or holder.post_id == attendee.post_id)


def _owner_of_item(meeting: Any, holder: PostHolder, event: Event) -> bool:
    """Tell whether the holder coordinates the agency that brought the matter of the act."""
    resolution = resolution_of(meeting, event.data.get("resolution"))
    key = event.data.get("item") or (resolution.item_id if resolution else None)
    item = find_item(meeting, key) if key else None
    return item is not None and item.org == holder.org and holder.role == "coordinator"


def _checker(_meeting: Any, holder: PostHolder, event: Event) -> bool:
    return bool(event.data.get("checker")) and holder.post_id == event.data["checker"]


OF_MEETINGS: Mapping[str, Callable[[Any, PostHolder, Event], bool]] = {
    "attendees": _attended,
    "item_owner": _owner_of_item,
    "checker": _checker,
}
"""The audiences of the notices of minutes."""
