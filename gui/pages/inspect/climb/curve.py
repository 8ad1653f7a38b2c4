"""The value of the climbed unit, step by step."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.charts.sparkline import paint_sparkline
from gui.theme import theme
from gui.words import number

_HEIGHT_PX: Final = 96
_WORDS_PX: Final = 20


class ClimbCurve(QWidget):
    """A curve that grows from the left while the climb goes on, with its first and newest value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[float, ...] = ()
        self._steps = 1
        self.setAccessibleName("Value while climbing")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def values(self) -> tuple[float, ...]:
        """What is shown."""
        return self._values

    def set_values(self, values: Sequence[float], *, steps: int) -> None:
        """Show other values, of a climb of ``steps`` steps in all."""
        self._values, self._steps = tuple(values), steps
        self.setToolTip(f"{number(values[0])} at the start, {number(values[-1])} now" if values else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if not self._values:
                return
            words = QRectF(0, self.height() - _WORDS_PX, self.width(), _WORDS_PX)
            painter.setFont(theme().font("secondary"))
            painter.setPen(theme().colour("text_secondary"))
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(words, int(middle | Qt.AlignmentFlag.AlignLeft), f"start {number(self._values[0])}")
            painter.drawText(words, int(middle | Qt.AlignmentFlag.AlignRight), f"now {number(self._values[-1])}")
            area = QRectF(2, 4, self.width() - 4, self.height() - _WORDS_PX - 8)
            paint_sparkline(painter, area, self._values, colour=theme().series(3), length=self._steps + 1)
