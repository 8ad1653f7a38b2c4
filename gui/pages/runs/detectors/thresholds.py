"""Which boxes of two detectors count: a score for each, and the overlap that makes a hit."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.pages.runs.detectors.joining import PairThresholds
from gui.widgets.choices import Choice
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.widgets.segmented import Segmented
from gui.widgets.slider import Slider

LOWEST, HIGHEST = 1, 99
_VALUE_PX: Final = 36
_IOUS: Final = (
    Choice("0.5", "0.5", tip="A box or mask is right from an overlap (IoU) of 0.5 with an object of its class on"),
    Choice("0.75", "0.75", tip="A box or mask is right from an overlap (IoU) of 0.75 with an object of its class on"),
)


class PairThresholdSliders(QWidget):
    """A slider for each detector; they begin where the F1 of each is best.

    Signals:
        changed(): other boxes count; read ``thresholds`` and ``iou``.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first, self.second = (Slider(f"Least score of {side}", lowest=LOWEST, highest=HIGHEST) for side in "AB")
        self.best = IconButton("reset", "Back to the scores of the best F1 of each", is_small=True)
        self.overlap = Segmented(_IOUS)
        self.overlap.setAccessibleName("Overlap from which on a box or mask is right")
        self._words = Label(""), Label("")
        self._overlap_words = Label("Hit from an IoU of", tone="secondary")
        self._best = PairThresholds(0.5, 0.5)
        self._lay_out()
        for slider in (self.first, self.second):
            slider.setToolTip("What has a lower score is left out, in percent")
            slider.valueChanged.connect(self._on_changed)
        self.best.clicked.connect(self._on_best)
        self.overlap.chosen.connect(self._on_changed)

    @property
    def thresholds(self) -> PairThresholds:
        """What the sliders say."""
        return PairThresholds(self.first.value() / 100, self.second.value() / 100)

    @property
    def iou(self) -> float:
        """From which overlap on a box is right."""
        return float(self.overlap.current)

    def set_best(self, best: PairThresholds) -> None:
        """Begin with other detectors, where the F1 of each is best; nothing is told."""
        self._best = best
        for slider, score in ((self.first, best.first), (self.second, best.second)):
            blocker = QSignalBlocker(slider)
            slider.setValue(min(max(round(score * 100), LOWEST), HIGHEST))
            blocker.unblock()
            slider.update()
        self._show_words()

    def set_has_masks(self, *, has_masks: bool) -> None:
        """Say whether masks are laid over each other, or boxes."""
        self._overlap_words.setText("Hit from mask IoU of" if has_masks else "Hit from an IoU of")

    @Slot()
    def _on_best(self) -> None:
        self.set_best(self._best)
        self.changed.emit()

    @Slot()
    def _on_changed(self) -> None:
        self._show_words()
        self.changed.emit()

    def _show_words(self) -> None:
        now = self.thresholds
        for words, score in zip(self._words, (now.first, now.second), strict=True):
            words.setText(f"{score:.2f}")

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for row, (side, slider, words) in enumerate(zip("AB", (self.first, self.second), self._words, strict=True)):
            words.setFixedWidth(_VALUE_PX)
            words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(Label(f"{side}: score above", tone="secondary"), row, 0)
            grid.addWidget(slider, row, 1)
            grid.addWidget(words, row, 2)
        grid.addWidget(self.best, 0, 3, 2, 1)
        grid.addWidget(self._overlap_words, 2, 0)
        grid.addWidget(self.overlap, 2, 1, 1, 3, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)
