"""Curves against a threshold, with the threshold in use as a line that can be dragged."""

from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.charts.readout import paint_crosshair
from gui.charts.time_series import TimeSeriesPlot
from gui.theme import theme

_REACH_PX: Final = 8.0
_HANDLE_PX: Final = 5.0


class ThresholdPlot(TimeSeriesPlot):
    """A plot in which the chosen place is always marked.

    Dragging moves the mark; in a zoomed plot only where the mark itself is dragged, for the rest is panned. The box
    with the values stands where the mouse is.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._drags_mark = False

    def mark_x(self) -> float | None:
        """Where the mark stands, in logical pixels from the left; None before a place was chosen."""
        return None if self.chosen_x is None else self.chart_frame().x.to_pixel(self.chosen_x)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._drawn())
            self._paint_mark(painter)
            if self._hovered is not None and self._press is None:
                paint_crosshair(painter, self.chart_frame(), self.readout_at(self._hovered), bottom=self._bottom())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._drags_mark = self._press is not None and (not self.state.is_zoomed or self._is_near_mark(event))
        if self._drags_mark:
            self._drag_to(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_over = self._drags_mark or self._is_near_mark(event)
        self.setCursor(Qt.CursorShape.SplitHCursor if is_over else Qt.CursorShape.ArrowCursor)
        if self._drags_mark:
            self._drag_to(event)
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drags_mark:
            self._press = None
            self._drags_mark = False
            self.update()
        else:
            super().mouseReleaseEvent(event)

    def _drag_to(self, event: QMouseEvent) -> None:
        place = self._snapped(self.chart_frame().x.to_value(event.position().x()))
        if place != self.chosen_x:
            self._choose(place)

    def _is_near_mark(self, event: QMouseEvent) -> bool:
        mark = self.mark_x()
        return mark is not None and abs(event.position().x() - mark) <= _REACH_PX

    def _paint_mark(self, painter: QPainter) -> None:
        mark, frame = self.mark_x(), self.chart_frame()
        if mark is None or not frame.x.start - 1 <= mark <= frame.x.end + 1:
            return
        accent = theme().colour("accent")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(accent, 2.0))
        painter.drawLine(QPointF(mark, frame.top), QPointF(mark, self._bottom()))
        painter.setPen(QPen(theme().colour("window"), 2.0))
        painter.setBrush(accent)
        painter.drawEllipse(QPointF(mark, self._bottom()), _HANDLE_PX, _HANDLE_PX)

    def _bottom(self) -> float:
        return self.chart_frame().bottom
