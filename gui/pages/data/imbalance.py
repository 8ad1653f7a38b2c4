"""Tells when some classes have many more pictures than others, and what to do about it."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.widgets.button import Button
from gui.widgets.empty_state import LargeIcon
from gui.widgets.label import Label

UNEVEN_FROM: Final = 3.0


def imbalance(counts: Mapping[str, int]) -> tuple[str, str, float] | None:
    """The largest and the smallest class that has pictures, with how many times larger; None where it is less than 3.

    Weights for classes begin to pay where one class has a few times as many pictures as another.
    """
    filled = {name: count for name, count in counts.items() if count}
    if len(filled) < 2:
        return None
    largest, smallest = max(filled, key=filled.__getitem__), min(filled, key=filled.__getitem__)
    ratio = filled[largest] / filled[smallest]
    return (largest, smallest, ratio) if ratio >= UNEVEN_FROM else None


class ImbalanceNote(QWidget):
    """Says which classes differ most in their number of pictures, and offers to weight them.

    Signals:
        weights_requested: the button was clicked.
    """

    weights_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = Label("", "secondary", is_wrapped=True)
        self.button = Button("Weight classes", is_small=True)
        self.button.set_tip("Let pictures of rare classes count more in the next training")
        self.button.clicked.connect(self.weights_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(LargeIcon("warning", side_px=16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)
        row.addWidget(self.button)
        self.set_imbalance(None)

    def set_imbalance(self, found: tuple[str, str, float] | None, *, noun: str = "pictures") -> None:
        """Show the sentence, or nothing where classes are even; ``noun`` is what was counted."""
        self.setVisible(found is not None)
        if found is not None:
            largest, smallest, ratio = found
            self._sentence.setText(f"{largest} has {ratio:.1f} times as many {noun} as {smallest}.")

    def set_weighted(self, *, is_weighted: bool, reason: str) -> None:
        """Say that classes are weighted already, or why they cannot be."""
        self.button.set_text("Weighted" if is_weighted else "Weight classes")
        self.button.set_available(not is_weighted and not reason, reason=reason or "The next training weights classes")
