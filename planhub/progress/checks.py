"""Rules between the rows of a report: what an edit may not leave behind."""

from collections.abc import Hashable, Iterable
from typing import Any

from planhub.kernel.text import Text
from planhub.progress.guards import line_key

_TWICE = Text("รายการนี้มีแล้ว", "This stands twice")


def faults_of(report: Any) -> dict[str, list[Text]]:
    """Give the rows that say a thing twice, by field."""
    figures = _doubles(f.indicator for f in report.figures)
    spending = _doubles(line_key(row) for row in report.spending)
    return {
        **{f"figures.{i}.indicator": [_TWICE] for i in figures},
        **{f"spending.{i}.source": [_TWICE] for i in spending},
    }


def _doubles(keys: Iterable[Hashable]) -> list[int]:
    seen: set[Hashable] = set()
    found = []
    for i, key in enumerate(keys):
        if key in seen:
            found.append(i)
        seen.add(key)
    return found
