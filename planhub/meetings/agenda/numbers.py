"""The order and the numbers of an agenda, as papers print them."""

from typing import Any

from planhub.meetings.words import SECTIONS

_RANK = {key: n for n, (key, _) in enumerate(SECTIONS)}


def order(meeting: Any) -> None:
    """Put the agenda into the order of its six parts and number the places; within a part the order stays."""
    items = sorted(meeting.agenda, key=lambda item: _RANK.get(item.section, len(_RANK)))
    for n, item in enumerate(items, start=1):
        item.position = n
    meeting.agenda[:] = items


def numbered(meeting: Any) -> list[tuple[str, Any]]:
    """Give the items of the agenda with their numbers: 3.1, 3.2, 5.1."""
    counts: dict[str, int] = {}
    found = []
    for item in sorted(meeting.agenda, key=lambda i: (i.section, i.position)):
        counts[item.section] = counts.get(item.section, 0) + 1
        found.append((f"{item.section}.{counts[item.section]}", item))
    return found


def find_item(meeting: Any, key: str | None) -> Any | None:
    """Give the item of that number (5.1) or id, if there is one."""
    wanted = (key or "").strip()
    return next((item for no, item in numbered(meeting) if wanted in (no, item.id)), None)


def find_chair(meeting: Any) -> Any | None:
    """Give the line of the attendance that stands for the chair, if there is one."""
    return next((a for a in meeting.attendees if a.duty == "chair"), None)
