"""Keeps what was made last, as much of it as fits into a budget of bytes."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class WeighedCache(Generic[Kept]):
    """Values by key, of which those wanted longest ago go first; the newest one stays, however heavy it is.

    Args:
        most: of how many values are kept.
        most_bytes: what they may weigh together.
        weigh: the bytes of a value.
    """

    def __init__(self, *, most: int, most_bytes: int, weigh: Callable[[Kept], int]) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._weigh = weigh
        self._kept: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """The value of a key, made where it is not kept; what ``make`` raises is passed on."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found[0]
        made = make()
        with self._lock:
            self._kept[key] = (made, self._weigh(made))
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and self._is_too_much():
                self._kept.popitem(last=False)
        return made

    def _is_too_much(self) -> bool:
        return len(self._kept) > self._most or sum(weight for _, weight in self._kept.values()) > self._most_bytes
