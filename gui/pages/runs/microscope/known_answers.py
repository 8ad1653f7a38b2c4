"""Keeps the answers that were given last, so that going back to a picture costs nothing. Free of Qt."""

from collections import OrderedDict
from pathlib import Path
from typing import Final

from gui.pages.runs.microscope.pane_masks import PaneAnswer, PaneKey, TrueMask

MOST_BYTES: Final = 256 * 2**20
Answer = PaneAnswer | TrueMask


class KnownAnswers:
    """Answers by pane and picture, as many as fit; the newest one stays, however large it is."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[tuple[PaneKey, Path], Answer] = OrderedDict()

    def find(self, key: PaneKey, image: Path) -> Answer | None:
        """The answer, None where it is not known."""
        found = self._kept.get((key, image))
        if found is not None:
            self._kept.move_to_end((key, image))
        return found

    def keep(self, key: PaneKey, image: Path, answer: Answer) -> None:
        """Keep an answer, and forget those that were wanted longest ago if they take too much."""
        self._kept[(key, image)] = answer
        self._kept.move_to_end((key, image))
        while len(self._kept) > 1 and sum(kept.bytes for kept in self._kept.values()) > self._most_bytes:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget all: networks may have learned since, and labels may have changed."""
        self._kept.clear()
