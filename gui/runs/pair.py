"""The two runs that are compared on pictures."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot


class RunPair(QObject):
    """Run A and run B.

    Attributes:
        first: run A; None while nobody chose one.
        second: run B.

    Signals:
        changed(): other runs, or the same ones the other way round.
        wanted(): the comparison should be shown.
    """

    changed = Signal()
    wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.first: Path | None = None
        self.second: Path | None = None

    def choose(self, first: Path | None, second: Path | None) -> None:
        """Compare two runs, where both are known."""
        if (first, second) != (self.first, self.second):
            self.first, self.second = first, second
            self.changed.emit()

    def want(self, first: Path, second: Path | None = None) -> None:
        """Compare a run with another one, None: with the one it was compared with last; and show it."""
        kept = self.second if first == self.first else next((run for run in (self.first, self.second) if run), None)
        self.choose(first, second or (kept if kept != first else None))
        self.wanted.emit()

    @Slot()
    def swap(self) -> None:
        """A becomes B, and B becomes A."""
        self.choose(self.second, self.first)
