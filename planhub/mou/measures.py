"""What dates say about an MOU; pure, so that every flag can be tested by the day."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from planhub.infra.workdays import add_working_days
from planhub.kernel.clock import BANGKOK
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import format_date

EXPIRING = (30, 90, 180)
"""Days before the end at which the flag becomes more urgent; defaults of a setting (workflows.md §8)."""

LANE_DAYS = 5
"""Working days in one step after which it is called slow (domain.md §7.2)."""

_SLOW_STATES = frozenset({"clearance", "approval"})
_LIVING = frozenset({"in_force", "suspended"})
_AFTER_RENEWAL = frozenset({"in_force", "suspended", "expired", "terminated", "closed", "cancelled"})
"""States in which a renewal is no more on its way."""


def add_years(day: date, years: int) -> date:
    """Give the same day some years later; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def last_day(starts_on: date, *, expires_on: date | None, term_years: int | None) -> date | None:
    """Give the last day in force: the day the text names, or the day before the anniversary."""
    if expires_on is not None:
        return expires_on
    return add_years(starts_on, term_years) - timedelta(days=1) if term_years else None


def wake_on(mou: Any) -> date | None:
    """Give the next day on which the system has something to do: copies go out, it begins, it ends, it is taken up."""
    days = [mou.circulating_at.astimezone(BANGKOK).date()] if mou.circulating_at else []
    if mou.state == "signed" and mou.starts_on:
        days.append(mou.starts_on)
    if mou.state in _LIVING and mou.ends_on:
        days.append(mou.ends_on + timedelta(days=1))
    return min(days, default=None)


def days_left(mou: Any, today: date) -> int | None:
    """Give the days until the last day in force, that day not counted; negative after it."""
    return (mou.ends_on - today).days if mou.ends_on else None


def flags(mou: Any, today: date) -> list[tuple[str, Text]]:
    """Give what dates and children say beside the state (rule R13)."""
    return [*_end(mou, today), *_slow(mou, today), *_changes(mou, today), *_asked(mou, today), *_marks(mou)]


def _end(mou: Any, today: date) -> Iterator[tuple[str, Text]]:
    left = days_left(mou, today)
    if mou.state not in _LIVING or left is None:
        return
    if left < 0:
        yield "overdue", Text("พ้นกำหนดแล้ว", "Past its end")
        return
    step = next((n for n in EXPIRING if left <= n), None)
    if step is not None:
        words = Text("ใกล้สิ้นอายุ เหลือ {n} วัน", "Expiring, {n} days left")
        yield "expiring", words.format(n=left)


def _slow(mou: Any, today: date) -> Iterator[tuple[str, Text]]:
    since = mou.state_since.astimezone(BANGKOK).date()
    if mou.state in _SLOW_STATES and add_working_days(since, LANE_DAYS) < today:
        yield (
            "overdue",
            Text("รอเกิน {n} วันทำการ", "Waiting for more than {n} working days").format(n=LANE_DAYS),
        )
    if mou.state in ("ready_to_sign", "signing") and mou.ceremony_on and mou.ceremony_on < today:
        yield "overdue", Text("เลยวันลงนามที่กำหนด", "The day of signing has passed")


def _changes(mou: Any, today: date) -> Iterator[tuple[str, Text]]:
    if mou.amending is not None and mou.state in _LIVING:
        words = Text("อยู่ระหว่างแก้ไขเพิ่มเติม: {code}", "Being amended: {code}")
        yield "amending", words.format(code=plain(mou.amending.code))
    if mou.is_behind:
        words = Text("ฉบับหลัก {code} เปลี่ยนแล้ว ต้องปรับตามฉบับหลัก", "Its parent {code} has changed: rebase needed")
        yield "rebase", words.format(code=plain(mou.amends.code))
    if mou.renewal is not None and mou.renewal.state not in _AFTER_RENEWAL:
        yield (
            "renewal",
            Text("กำลังต่ออายุ: {code}", "Being renewed: {code}").format(code=plain(mou.renewal.code)),
        )
    days = gap_days(mou, today)
    if days:
        words = Text("ขาดช่วง {n} วันระหว่างฉบับเดิมกับฉบับต่ออายุ", "A gap of {n} days between the old and the new")
        yield "gap", words.format(n=days)
    if mou.similar and mou.state in ("draft", "negotiating"):
        words = Text("ภาคีและพื้นที่เดียวกับ {codes}", "Same parties and areas as {codes}")
        yield "similar", words.format(codes=plain(", ".join(mou.similar)))


def gap_days(mou: Any, today: date) -> int:
    """Count the days without an MOU in force between one and its renewal: past ones, and those already sure to come.

    Asked of either of the two; 0 where there is no renewal or no gap.
    """
    old, new = (mou, mou.renewal) if mou.renewal is not None else (mou.renews, mou)
    if old is None or new.state == "cancelled" or old.ends_on is None:
        return 0
    first: date = new.starts_on or max(today, new.effective_on or today)
    last: date = old.ends_on
    return max(0, (first - last).days - 1)


def _asked(mou: Any, today: date) -> Iterator[tuple[str, Text]]:
    if mou.correcting:
        yield "erratum", Text("มีการแก้คำผิดรอรับทราบ", "A typing error waits to be acknowledged")
    if mou.ending_on and mou.state in _LIVING:
        yield "ending", _on("เสนอยกเลิกเมื่อ {day}", "Termination proposed on {day}", mou.ending_on)
    if mou.state == "suspended" and mou.suspended_until and mou.suspended_until < today:
        yield "overdue", _on("พ้นเวลาระงับตั้งแต่ {day}", "Its suspension ended on {day}", mou.suspended_until)
    for party in mou.parties:
        if party.left_on:
            words = Text("{org} ออกจากภาคีเมื่อ {day}", "{org} left on {day}")
            yield f"left_{party.org}", words.format(org=plain(party.org), day=_day(party.left_on))
        elif party.notice_on:
            words = Text("{org} บอกกล่าวออกเมื่อ {day}", "{org} gave notice on {day}")
            yield f"notice_{party.org}", words.format(org=plain(party.org), day=_day(party.notice_on))


def _on(thai: str, english: str, day: date) -> Text:
    return Text(thai, english).format(day=_day(day))


def _day(day: date) -> Text:
    return Text(format_date(day, locale="th"), format_date(day, locale="en"))


def _marks(mou: Any) -> Iterator[tuple[str, Text]]:
    if mou.registered:
        yield "registered", Text("ลงนามนอกระบบ", "Signed outside PlanHub")
    if mou.merged_on:
        yield "merged", _on("รวมเข้าฉบับหลัก {day}", "Part of its parent since {day}", mou.merged_on)
    if mou.circulating_at:
        local = mou.circulating_at.astimezone(BANGKOK)
        words = Text("จะเวียน {day} เวลา {clock} น.", "To be circulated {day} at {clock}")
        yield "circulating", words.format(day=_day(local.date()), clock=f"{local:%H.%M}")
    if mou.circulated_on:
        yield "circulated", _on("เวียนแล้ว {day}", "Circulated {day}", mou.circulated_on)
