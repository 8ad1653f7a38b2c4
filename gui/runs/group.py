"""The runs that are looked at beside each other, pixel by pixel."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

MOST_RUNS = 8


class RunGroup(QObject):
    """Up to eight runs, in the order in which they are shown.

    Attributes:
        runs: their folders.

    Signals:
        changed(): other runs.
        wanted(): they should be shown.
    """

    changed = Signal()
    wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runs: tuple[Path, ...] = ()

    def choose(self, runs: Sequence[Path]) -> None:
        """Look at other runs; of too many, the first ones."""
        chosen = tuple(dict.fromkeys(runs))[:MOST_RUNS]
        if chosen != self.runs:
            self.runs = chosen
            self.changed.emit()

    def want(self, runs: Sequence[Path]) -> None:
        """Look at runs, and show them."""
        self.choose(runs)
        self.wanted.emit()
