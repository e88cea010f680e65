"""Warnings about the money of a budget line, in sentences; they block nothing (domain.md §2.8). Pure; satang.

`committed` is all that was committed to date, what has been paid of it included (ผูกพันสะสม), so that money which was
committed and then paid is one money: what is used of an allocation is the larger of committed and disbursed.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from planhub.kernel.numbers import format_money
from planhub.kernel.text import Text, plain

_MORE = (
    ("allocated", "planned", Text("จัดสรร", "allocated"), Text("วงเงินตามแผน", "planned")),
    ("committed", "allocated", Text("ผูกพัน", "committed"), Text("ที่จัดสรร", "allocated")),
    ("disbursed", "committed", Text("เบิกจ่าย", "disbursed"), Text("ที่ผูกพัน", "committed")),
)
"""Each stage of money and the one that it should not exceed."""


def overspent(lines: Iterable[Any]) -> list[Text]:
    """Give a sentence for each stage of each line that is more than the stage before it."""
    return [words for line in lines for words in _faults(line)]


def _faults(line: Any) -> Iterator[Text]:
    for stage, limit, what, beside in _MORE:
        amount, most = getattr(line, stage), getattr(line, limit)
        if amount is not None and most is not None and amount > most:
            yield _says(line, what, amount, beside, most)
    if (
        line.committed is None
        and None not in (line.disbursed, line.allocated)
        and line.disbursed > line.allocated
    ):
        yield _says(line, _MORE[2][2], line.disbursed, _MORE[1][3], line.allocated)
    left = _left(line)
    if line.carry_over is not None and left is not None and line.carry_over > left:
        words = Text("กันเหลื่อมปี", "carried over"), Text("ที่เหลือจากจัดสรร", "left of the allocation")
        yield _says(line, words[0], line.carry_over, words[1], left)


def _left(line: Any) -> int | None:
    return None if line.allocated is None else max(line.allocated - (line.disbursed or 0), 0)


def _says(line: Any, what: Text, amount: int, beside: Text, most: int) -> Text:
    return Text(
        "{org} ปี {year}: {what} {amount} บาท เกิน{beside} {most} บาท",
        "{org}, fiscal year {year}: {what} {amount} baht, more than the {most} baht {beside}",
    ).format(
        org=plain(line.org),
        year=line.fiscal_year,
        what=what,
        amount=format_money(amount, bare=True),
        beside=beside,
        most=format_money(most, bare=True),
    )
