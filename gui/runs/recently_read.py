"""What was read of a run folder last, kept so that scrubbing through epochs is smooth. Free of Qt."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Generic, TypeVar

MOST_KEPT: Final = 64
Read = TypeVar("Read")


class RecentlyRead(Generic[Read]):
    """Keeps what was read of some epochs, the ones asked for last.

    Args:
        load: reads one epoch; None where there is nothing, which is asked for again the next time.
    """

    def __init__(self, load: Callable[[int], Read | None]) -> None:
        self._load = load
        self._kept: OrderedDict[int, Read] = OrderedDict()

    def read(self, epoch: int) -> Read | None:
        """What is known of an epoch; None where there is nothing."""
        if epoch not in self._kept:
            found = self._load(epoch)
            if found is None:
                return None
            self._kept[epoch] = found
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(epoch)
        return self._kept[epoch]
