"""What the live screen of a meeting shows: the matters, the one on the table, who is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.ids import new_id
from planhub.meetings import rules
from planhub.meetings.agenda.numbers import numbered
from planhub.meetings.models import Meeting
from planhub.meetings.session.attendance import counted, in_room
from planhub.meetings.session.queries import Floor, read_floor
from planhub.meetings.session.wording import words_for
from planhub.meetings.words import ATTENDEE, RESOLUTIONS
from planhub.record import access
from planhub.ui import known
from planhub.ui.values import OrgShown

AHEAD = (7, 15, 30, 60)
"""Days from the meeting that are offered for an assignment, in one tap."""


@dataclass(frozen=True)
class Row:
    """One matter in the list beside."""

    no: str
    item: Any
    state: str
    """done, withdrawn, now, or empty."""


@dataclass
class LivePage:
    """A meeting that sits, for one who may write."""

    session: Session
    actor: Actor
    meeting: Meeting
    wanted: str | None = None
    """Id of the matter that the reader opened; None: the one on the table."""

    usual_cause: ClassVar[str] = "ติดราชการ"
    """What most absent members say."""
    usual_interest: ClassVar[str] = "มีส่วนได้เสียในเรื่องที่พิจารณา"

    @cached_property
    def floor(self) -> Floor:
        """What is on the table."""
        return read_floor(self.session, self.meeting)

    @cached_property
    def numbers(self) -> list[tuple[str, Any]]:
        """The matters with their numbers."""
        return numbered(self.meeting)

    @cached_property
    def item(self) -> Any | None:
        """The matter that is open."""
        by_id = {item.id: item for _no, item in self.numbers}
        first = next((item for _no, item in self.numbers if not self._closed(item)), None)
        return by_id.get(self.wanted or "") or by_id.get(self.floor.item_id or "") or first

    def _closed(self, item: Any) -> bool:
        return any(r.item_id == item.id for r in self.meeting.resolutions) or self.is_withdrawn(item)

    def is_withdrawn(self, item: Any) -> bool:
        """Tell whether the matter was taken off the table."""
        draft = self.floor.drafts.get(item.id)
        return draft is not None and draft.withdrawn is not None

    @property
    def rows(self) -> list[Row]:
        """The list of matters with how each stands."""
        return [Row(no, item, self._state(item)) for no, item in self.numbers]

    def _state(self, item: Any) -> str:
        if self.is_withdrawn(item):
            return "withdrawn"
        return "done" if any(r.item_id == item.id for r in self.meeting.resolutions) else ""

    @property
    def number(self) -> str:
        """The number of the open matter."""
        return next(
            (no for no, item in self.numbers if self.item is not None and item.id == self.item.id), ""
        )

    def beside(self, step: int) -> Any | None:
        """Give the matter before (-1) or after (1) the open one."""
        keys = [item.id for _no, item in self.numbers]
        place = keys.index(self.item.id) + step if self.item is not None else -1
        return self.numbers[place][1] if 0 <= place < len(keys) else None

    @property
    def draft(self) -> Any | None:
        """What is being worded on the open matter."""
        return self.floor.drafts.get(self.item.id) if self.item is not None else None

    @property
    def version(self) -> int:
        """The version of the open matter's wording."""
        return self.floor.version_of(self.item.id) if self.item is not None else 0

    @property
    def resolutions(self) -> Sequence[Any]:
        """What was resolved on the open matter."""
        return [r for r in self.meeting.resolutions if self.item is not None and r.item_id == self.item.id]

    @property
    def left(self) -> Sequence[Any]:
        """Who left the room, with the cause: [(attendee, recusal)]."""
        people = {a.id: a for a in self.meeting.attendees}
        rows = self.floor.recusals.get(self.item.id, ()) if self.item is not None else ()
        return [(people[r.attendee_id], r) for r in rows if r.attendee_id in people]

    @property
    def in_room(self) -> Sequence[Any]:
        """Who is in the room."""
        return in_room(self.meeting)

    @property
    def members(self) -> Sequence[Any]:
        """The members of the committee, present or not."""
        return [a for a in self.meeting.attendees if a.kind != ATTENDEE]

    @property
    def guests(self) -> Sequence[Any]:
        """Those in attendance."""
        return [a for a in self.meeting.attendees if a.kind == ATTENDEE]

    @property
    def quorum(self) -> tuple[int, int, int]:
        """Members here, needed, all."""
        return counted(self.meeting)

    @property
    def may_write(self) -> bool:
        """Whether the reader may write while the meeting sits."""
        return access.may(self.actor, rules.RUN, self.meeting) and self.meeting.state == "in_session"

    @property
    def may_tick(self) -> bool:
        """Whether the reader may tick who is there."""
        sits = self.meeting.state in ("agenda_final", "in_session", "adjourned", "minutes_draft")
        return sits and access.may(self.actor, rules.EDIT, self.meeting)

    @property
    def kinds(self) -> Sequence[tuple[str, Any, str]]:
        """The kinds of resolutions with their usual words on the open matter."""
        return [(key, label, words_for(key, self.item) if self.item else "") for key, label in RESOLUTIONS]

    @cached_property
    def _orgs(self) -> tuple[dict[str, OrgShown], known.Choices]:
        return known.organizations(self.session)

    @property
    def near_orgs(self) -> Sequence[OrgShown]:
        """The agencies that sit in the meeting: one tap each."""
        here = {p.org_code for p in self.meeting.party_rows}
        return [shown for code, shown in self._orgs[0].items() if code in here]

    @property
    def all_orgs(self) -> known.Choices:
        """All agencies, for a choice among many."""
        return self._orgs[1]

    @property
    def dues(self) -> Sequence[tuple[int, date]]:
        """Days that are offered for an assignment."""
        return [(n, max(self.meeting.held_on, clock.today()) + timedelta(days=n)) for n in AHEAD]

    @property
    def key(self) -> str:
        """A key by which the form may be sent twice and act once."""
        return new_id()
