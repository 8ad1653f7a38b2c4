"""How the pictures are divided into training, validation and test."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from engine.contract.dataset import Split
from gui.theme import theme
from gui.widgets.label import Label
from gui.widgets.paint import rounded
from gui.words import percent

_SPLIT_ROLES = {Split.TRAIN: "training", Split.VALIDATION: "validation", Split.TEST: "test"}


class SplitBar(QWidget):
    """One bar divided by the splits, with the count and share of each below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[Split, int] = {}
        self._bar = _StackedBar()
        self._rows = QGridLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(16)
        self._rows.setVerticalSpacing(0)
        self._rows.setColumnStretch(0, 1)
        self._labels = {split: (_SplitName(split), Label("0"), Label("", tone="secondary")) for split in Split}
        for number, (name, count, share) in enumerate(self._labels.values()):
            for place, label in enumerate((name, count, share)):
                self._rows.addWidget(label, number, place)
            count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            share.setMinimumWidth(52)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._bar)
        column.addLayout(self._rows)

    def set_counts(self, counts: Mapping[Split, int]) -> None:
        """Show other counts; splits without pictures are left out."""
        total = sum(counts.values())
        self._bar.set_counts(counts)
        for number, (split, labels) in enumerate(self._labels.items()):
            count = counts.get(split, 0)
            labels[1].setText(f"{count:,}")
            labels[2].setText(percent(count / total) if total else "")
            self._rows.setRowMinimumHeight(number, 24 if count else 0)
            for label in labels:
                label.setVisible(count > 0)


class _StackedBar(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[Split, int] = {}
        self.setFixedHeight(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_counts(self, counts: Mapping[Split, int]) -> None:
        self._counts = {split: counts[split] for split in Split if counts.get(split)}
        words = ", ".join(f"{split.value} {count}" for split, count in self._counts.items())
        self.setAccessibleName(f"Split: {words}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            total = sum(self._counts.values())
            gaps = 2.0 * max(len(self._counts) - 1, 0)
            left = 0.0
            for split, count in self._counts.items():
                width = max((self.width() - gaps) * count / total, 2.0)
                part = QRectF(left, 0, width, self.height())
                rounded(painter, part, 2, fill=split_colour(split), line=None)
                left += width + 2


class _SplitName(QWidget):
    """A dot and the name of a split."""

    def __init__(self, split: Split, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._split = split
        self.setFixedHeight(24)
        self.setMinimumWidth(96)
        self.setAccessibleName(split.value)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            rounded(painter, QRectF(0, 8, 8, 8), 2, fill=split_colour(self._split), line=None)
            painter.setFont(theme().font("text"))
            painter.setPen(theme().colour("text"))
            painter.drawText(QRectF(16, 0, 160, 24), Qt.AlignmentFlag.AlignVCenter, self._split.value)


def split_colour(split: Split) -> QColor:
    """The colour that a split has in every chart."""
    return theme().role(_SPLIT_ROLES[split])
