"""Values that a process keeps because making them costs more than asking whether they still hold.

Nothing here grows old: whoever keeps a value names in its key everything that could change it, such as the marks of
tables (`planhub.infra.versions`).
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Kept:
    """A few values by key, the least lately used given up first; one for all threads of the process."""

    def __init__(self, most: int) -> None:
        """Keep at most so many values."""
        self._most, self._lock = most, Lock()
        self._values: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable | None, make: Callable[[], T]) -> T:
        """Give the value of a key, made if it is not kept yet; without a key it is made each time."""
        if key is None:
            return make()
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                kept: T = self._values[key]
                return kept
        made = make()
        with self._lock:
            self._values[key] = made
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return made
