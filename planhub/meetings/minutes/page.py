"""What the page of minutes shows: the text section by section, its checker, the corrections, who may do what."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.workflow import Workflow
from planhub.meetings import rules
from planhub.meetings.agenda.numbers import numbered
from planhub.meetings.minutes import gathering
from planhub.meetings.minutes.editing import WRITING
from planhub.meetings.minutes.guards import text_at, was_there
from planhub.meetings.minutes.models import MinutesCheck, MinutesCorrection
from planhub.meetings.minutes.queries import find_check, list_corrections
from planhub.meetings.models import Meeting
from planhub.meetings.session.queries import withdrawals
from planhub.meetings.words import RESOLUTIONS, SECTIONS
from planhub.record import access, flow


@dataclass
class MinutesPage:
    """The minutes of a meeting for one reader; the decision to show them has been taken before."""

    session: Session
    actor: Actor
    meeting: Meeting

    @property
    def parts(self) -> Sequence[tuple[str, Any, Sequence[tuple[str, Any]]]]:
        """The six parts with their matters and numbers."""
        items = numbered(self.meeting)
        return [(key, label, [(no, i) for no, i in items if i.section == key]) for key, label in SECTIONS]

    def said(self, item: Any) -> str:
        """What the minutes say on a matter."""
        return text_at(item, None)

    def resolved(self, item: Any) -> Sequence[Any]:
        """The resolutions on a matter."""
        return [r for r in self.meeting.resolutions if r.item_id == item.id]

    @property
    def kinds(self) -> Any:
        """The words of the kinds of resolutions."""
        return RESOLUTIONS

    @cached_property
    def withdrawn(self) -> Any:
        """Why matters were withdrawn, by matter."""
        return withdrawals(self.session, self.meeting.id)

    @cached_property
    def check(self) -> MinutesCheck | None:
        """Who must check the text, and what was passed."""
        return find_check(self.session, self.meeting.id)

    @property
    def is_passed(self) -> bool:
        """Whether the text that was passed is the text of now."""
        if self.check is None or self.check.passed_hash is None:
            return False
        return self.check.passed_hash == gathering.text_hash(gathering.gather(self.session, self.meeting))

    @cached_property
    def corrections(self) -> Sequence[MinutesCorrection]:
        """The corrections that were asked for."""
        return list_corrections(self.session, self.meeting.id)

    @property
    def may_write(self) -> bool:
        """Whether the reader may change sections now."""
        return self.meeting.state in WRITING and access.may(self.actor, rules.MINUTE, self.meeting)

    @property
    def may_ask(self) -> bool:
        """Whether the reader may ask for corrections now."""
        until = self.meeting.corrections_until
        is_open = self.meeting.state == "minutes_circulated" and until is not None and clock.today() <= until
        return (
            is_open
            and was_there(self.actor, self.meeting.attendees)
            and access.may(self.actor, rules.CORRECT, self.meeting)
        )

    @property
    def may_decide(self) -> bool:
        """Whether the reader may decide on corrections now."""
        return self.meeting.state == "minutes_circulated" and access.may(
            self.actor, rules.MINUTE, self.meeting
        )

    @property
    def machine(self) -> Workflow:
        """The machine that the meeting follows."""
        return flow.machine_of(self.meeting)

    @cached_property
    def moves(self) -> Sequence[Any]:
        """The moves of minutes that the reader may make now, asked on their own pages."""
        beside = {"propose_correction", "decide_correction"}
        found = flow.moves(self.session, self.actor, self.meeting)
        return [m for m in found if m.permitted and m.move.key not in beside]
