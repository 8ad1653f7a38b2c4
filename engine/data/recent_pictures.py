"""Pictures as the network takes them, kept while they are asked for again and again."""

from collections import OrderedDict
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import InputConfig
from engine.data.fitting import Placement
from engine.data.reading import read_fitted

Pixels = NDArray[np.uint8]
Key = tuple[Path, int, InputConfig]


class RecentPictures:
    """The pictures that were read last, up to a number of bytes.

    Args:
        budget_bytes: what all of them may take; the last one is kept in any case.
    """

    def __init__(self, *, budget_bytes: int) -> None:
        self._budget = budget_bytes
        self._bytes = 0
        self._kept: OrderedDict[Key, tuple[Pixels, Placement]] = OrderedDict()
        self._lock = Lock()

    def read(self, path: Path, config: InputConfig) -> tuple[Pixels, Placement]:
        """A picture at the network's size, (height, width, channels) uint8, and where the original lies in it.

        Raises:
            DecodeError: the file is no sound picture.
        """
        key = (path, _changed_ns(path), config)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = read_fitted(path, config)
        with self._lock:
            self._keep(key, found)
        return found

    def _keep(self, key: Key, found: tuple[Pixels, Placement]) -> None:
        if key not in self._kept:
            self._bytes += found[0].nbytes
        self._kept[key] = found
        while self._bytes > self._budget and len(self._kept) > 1:
            _, (pixels, _) = self._kept.popitem(last=False)
            self._bytes -= pixels.nbytes


def _changed_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0  # Reading it says what is wrong.
