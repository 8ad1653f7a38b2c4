"""A number under its name, with the arithmetic that gives it, and its share of the whole."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.builder.arithmetic_rows import Sum
from gui.theme import theme
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.paint import rounded
from gui.words import percent

_BAR_PX = (48, 4)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class SumRow(QWidget):
    """One number.

    Args:
        value: name, formula, result.
        share: part of the whole network, in [0, 1]; None where that says nothing.
        parent: owner.
    """

    def __init__(self, value: Sum, *, share: float | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = Label(value.name, "secondary", tone="secondary")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(ElidedLabel(value.formula) if value.formula else name, 1)
        result = Label(value.result, "group")
        result.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(result)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if value.formula:
            column.addLayout(_heading(name, share))
        elif share is not None:
            row.insertWidget(1, ShareBar(share))
        column.addLayout(row)
        self.setFixedHeight(40 if value.formula else 20)


class ShareBar(QWidget):
    """A small bar with its percentage before it."""

    def __init__(self, share: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = share
        self.setToolTip(f"{percent(share)} of the whole network")
        self.setAccessibleName(f"{percent(share)} of the whole network")
        self.setFixedSize(_BAR_PX[0] + 52, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            width, height = _BAR_PX
            track = QRectF(self.width() - width, (self.height() - height) / 2, width, height)
            rounded(painter, track, 2, fill=theme().colour("track"), line=None)
            if self._share > 0:
                filled = QRectF(track.left(), track.top(), max(2.0, width * min(1.0, self._share)), height)
                rounded(painter, filled, min(2.0, filled.width() / 2), fill=theme().colour("text_secondary"), line=None)
            painter.setFont(theme().font("secondary"))
            painter.setPen(theme().colour("text_secondary"))
            place = QRectF(0, 0, track.left() - 6, self.height())
            painter.drawText(
                place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), percent(self._share)
            )


def _heading(name: Label, share: float | None) -> QHBoxLayout:
    heading = QHBoxLayout()
    heading.setSpacing(8)
    heading.addWidget(name, 1)
    if share is not None:
        heading.addWidget(ShareBar(share))
    return heading
