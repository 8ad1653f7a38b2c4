"""Keeps the maps that were asked for last, so that going back to a picture costs nothing. Free of Qt."""

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.explained import Explained
from gui.inspection import Question

Floats = NDArray[np.float32]
MOST_KEPT: Final = 128


@dataclass(frozen=True, slots=True, eq=False)
class KnownMap:
    """A map and what is told of it; ``raw`` is (h, w)."""

    explained: Explained
    raw: Floats


class KnownMaps:
    """Maps by run and question."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Path, Question], KnownMap] = OrderedDict()

    def find(self, run: Path, question: Question) -> KnownMap | None:
        """The map, None where it is not known."""
        found = self._kept.get((run, question))
        if found is not None:
            self._kept.move_to_end((run, question))
        return found

    def keep(self, run: Path, question: Question, known: KnownMap) -> None:
        """Keep a map, and forget the one that was wanted longest ago if there are too many."""
        self._kept[(run, question)] = known
        self._kept.move_to_end((run, question))
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget all maps: a network may have learned since."""
        self._kept.clear()
