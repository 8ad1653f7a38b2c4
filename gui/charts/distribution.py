"""A small histogram of numbers on an axis that does not jump from one epoch to the next."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.contract.epoch_inside import Histogram
from gui.theme import theme

_TITLE: Final = 18
_AXIS: Final = 16
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Distribution(QWidget):
    """Title, bars, and the ends of the axis, which grows with what is shown until ``restart``.

    Args:
        title: what is counted.
        parent: owner.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._shown: Histogram | None = None
        self._low = self._high = 0.0
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(_TITLE + _AXIS + 16)

    @property
    def shown(self) -> Histogram | None:
        """What is shown; None where there is nothing to count."""
        return self._shown

    @property
    def axis(self) -> tuple[float, float]:
        """The ends of the axis."""
        return self._low, self._high

    def restart(self) -> None:
        """Begin with a new axis, for another layer or network."""
        self._shown, self._low, self._high = None, 0.0, 0.0
        self.update()

    def set_histogram(self, histogram: Histogram | None) -> None:
        """Show another epoch of the same layer."""
        self._shown = histogram
        if histogram is not None:
            self._low, self._high = min(self._low, histogram.low), max(self._high, histogram.high)
            self.setAccessibleDescription(f"from {histogram.low:.3g} to {histogram.high:.3g}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(180, 72)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(theme().font("secondary"))
            painter.setPen(theme().colour("text"))
            painter.drawText(QRectF(0, 0, self.width(), _TITLE), _LEFT, self._title)
            if self._shown is None or self._high <= self._low:
                painter.setPen(theme().colour("text_secondary"))
                painter.drawText(QRectF(0, 0, self.width(), _TITLE), _RIGHT, "none")
                return
            self._paint_bars(painter, self._shown)
            self._paint_axis(painter)

    def _paint_bars(self, painter: QPainter, shown: Histogram) -> None:
        foot, top = float(self.height() - _AXIS), float(_TITLE)
        tallest = max(shown.counts, default=0) or 1
        step = (shown.high - shown.low) / max(len(shown.counts), 1)
        for number, count in enumerate(shown.counts):
            left, right = self._x(shown.low + number * step), self._x(shown.low + (number + 1) * step)
            height = (foot - top) * count / tallest
            if count:
                bar = QRectF(left, foot - max(height, 1.0), max(right - left, 1.0), max(height, 1.0))
                painter.fillRect(bar, theme().colour("accent"))

    def _paint_axis(self, painter: QPainter) -> None:
        foot = float(self.height() - _AXIS)
        painter.setPen(QPen(theme().colour("line"), 1.0))
        painter.drawLine(QPointF(0, foot + 0.5), QPointF(self.width(), foot + 0.5))
        room = QRectF(0, foot, self.width(), _AXIS)
        painter.setPen(theme().colour("text_secondary"))
        painter.drawText(room, _LEFT, _words(self._low))
        painter.drawText(room, _RIGHT, _words(self._high))

    def _x(self, value: float) -> float:
        return (value - self._low) / (self._high - self._low) * self.width()


def _words(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")
