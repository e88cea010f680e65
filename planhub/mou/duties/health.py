"""The health of an MOU: whether the paper lives after the ceremony (domain.md §3.1, "typical failure").

Activities, reports and meetings stand above MOUs and are not known here: each tells what it knows through a source
that its manifest registers: a query for many MOUs at once; all of them are asked together.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Integer, Select, String, cast, false, literal, null, select, union_all
from sqlalchemy.orm import Session

from planhub.kernel.text import Text
from planhub.kernel.thai import format_date
from planhub.mou.duties import measures as duties

LIVE = "live"
"""Source: how many activities under the MOU are neither done nor cancelled."""
LAST_REPORT = "last_report"
"""Source: the day of the last progress report that was sent."""
LAST_MEETING = "last_meeting"
"""Source: the day of the last meeting that had it on the agenda."""

Source = Callable[[Sequence[str]], Select[*tuple[Any, ...]]]
"""Gives, for some MOUs, a query of (id of the MOU, number or NULL, day or NULL)."""
_sources: dict[str, Source] = {}

QUIET_MONTHS = 6
"""Months without meeting or report after which the light is amber (domain.md §3.1: meet per quarter or half-year)."""
EXPIRING = 180
"""Days before the end at which the light is amber."""


def register(name: str, source: Source) -> None:
    """Let a higher feature say what it knows; called once when its manifest is read."""
    _sources[name] = source


@dataclass(frozen=True, slots=True)
class Health:
    """What there is to be seen of one MOU in force."""

    days_left: int | None
    live: int
    last_report: date | None
    last_meeting: date | None
    unlinked: int
    """Duties of which nothing was heard: no activity, no report, no file."""
    overdue: int
    """Duties whose day has passed unfulfilled."""
    quiet_since: date | None
    """The last sign of life: a meeting, a report, or the first day in force."""
    today: date

    @property
    def quiet_months(self) -> int | None:
        """Whole months since the last sign of life."""
        if self.quiet_since is None or self.quiet_since > self.today:
            return None
        n = (self.today.year - self.quiet_since.year) * 12 + self.today.month - self.quiet_since.month
        return n - (self.today.day < self.quiet_since.day)

    @property
    def signs(self) -> list[tuple[str, Text]]:
        """What to say of it, each with its light, the most urgent first."""
        return sorted(self._signs(), key=lambda sign: duties.ORDER.index(sign[0]))

    @property
    def light(self) -> str:
        """The light of the whole."""
        return duties.worst(light for light, _ in self._signs())

    def _signs(self) -> Iterator[tuple[str, Text]]:
        if self.days_left is not None and self.days_left <= EXPIRING:
            light = "bad" if self.days_left <= 30 else "wait"
            words = Text("เหลือ {n} วัน", "{n} days left") if self.days_left >= 0 else _PAST
            yield light, words.format(n=self.days_left)
        words = Text("มีกิจกรรมที่เดินอยู่ {n} กิจกรรม", "{n} live activities")
        yield ("good", words.format(n=self.live)) if self.live else ("wait", _NO_ACTIVITY)
        months = self.quiet_months
        if months is not None:
            light = "good" if months < QUIET_MONTHS else "wait"
            yield light, self._heard(months)
        if self.overdue:
            yield "bad", Text("หน้าที่เลยกำหนด {n} ข้อ", "{n} duties overdue").format(n=self.overdue)
        if self.unlinked:
            words = Text("หน้าที่ที่ยังไม่มีผลงาน {n} ข้อ", "{n} duties without any work")
            yield "wait", words.format(n=self.unlinked)

    def _heard(self, months: int) -> Text:
        known = [day for day in (self.last_report, self.last_meeting) if day]
        if not known:
            return Text(
                "ยังไม่เคยประชุมหรือรายงาน ({n} เดือน)", "No meeting and no report yet ({n} months)"
            ).format(n=months)
        day = max(known)
        words = Text("ประชุมหรือรายงานล่าสุด {day} ({n} เดือน)", "Last meeting or report {day} ({n} months)")
        return words.format(n=months, day=Text(format_date(day, locale="th"), format_date(day, locale="en")))


_PAST = Text("พ้นกำหนดแล้ว", "Past its end")
_NO_ACTIVITY = Text("ยังไม่มีกิจกรรมที่เดินอยู่", "No live activity")
NEW = timedelta(days=60)
"""A young MOU is not called quiet for having no activity of its duties yet."""


def told(session: Session, mou_ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Ask every source about these MOUs; one query of all, however many there are."""
    found: dict[str, dict[str, Any]] = {name: {} for name in _sources}
    if not mou_ids or not found:
        return dict(found)
    typed = select(literal(""), cast("", String), cast(null(), Integer), cast(null(), Date)).where(false())
    asked = (select(literal(name), *source(mou_ids).subquery().columns) for name, source in _sources.items())
    for name, mou_id, number, day in session.execute(union_all(typed, *asked)):
        found[name][mou_id] = number if day is None else day
    return dict(found)


def of(mou: Any, found: Sequence[Any], known: Mapping[str, Mapping[str, Any]], today: date) -> Health | None:
    """Give the health of one MOU that is in force or suspended; `found` are its obligations, `known` comes of `told`."""
    if mou.state not in ("in_force", "suspended") or mou.starts_on is None:
        return None
    report, meeting = (known.get(name, {}).get(mou.id) for name in (LAST_REPORT, LAST_MEETING))
    is_young = today - mou.starts_on < NEW
    return Health(
        days_left=(mou.ends_on - today).days if mou.ends_on else None,
        live=int(known.get(LIVE, {}).get(mou.id) or 0),
        last_report=report,
        last_meeting=meeting,
        unlinked=0 if is_young else sum(not one.said for one in found),
        overdue=sum(one.standing.light == "bad" for one in found),
        quiet_since=max(day for day in (report, meeting, mou.starts_on) if day),
        today=today,
    )
