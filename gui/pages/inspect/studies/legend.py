"""The classes of a scatter with their marks, in one row."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from engine.contract.class_colours import ClassColours
from gui.charts.scatter_marks import MARK_PX, draw_mark
from gui.theme import theme

_HEIGHT_PX: Final = 24
_GAP_PX: Final = 16
_INNER_PX: Final = 6


class ScatterLegend(QWidget):
    """Marks and names, as many as there is room for; the tooltip has all names."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.setFixedHeight(_HEIGHT_PX)
        self.setFont(theme().font("secondary"))

    def set_names(self, names: Sequence[str]) -> None:
        """Show other classes, in the order of their indices."""
        self._names = tuple(names)
        self.setToolTip(", ".join(self._names))
        self.setAccessibleName(f"Classes: {', '.join(self._names)}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        metrics = QFontMetrics(self.font())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            left, colours = 0.0, ClassColours.of(self._names)
            for index, name in enumerate(self._names):
                rest = len(self._names) - index
                width = MARK_PX + _INNER_PX + metrics.horizontalAdvance(name)
                more = metrics.horizontalAdvance(f"and {rest} more") + _GAP_PX if rest > 1 else 0
                if left + width + more > self.width():
                    self._write(painter, left, f"and {rest} more")
                    return
                draw_mark(painter, QRectF(left, (_HEIGHT_PX - MARK_PX) / 2, MARK_PX, MARK_PX), colours.at(index))
                self._write(painter, left + MARK_PX + _INNER_PX, name)
                left += width + _GAP_PX

    def _write(self, painter: QPainter, left: float, text: str) -> None:
        painter.setPen(theme().colour("text_secondary"))
        rect = QRectF(left, 0, self.width() - left, _HEIGHT_PX)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
