"""A histogram: upright bars over a measure, each of which can be chosen."""

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from gui.charts.parts import Part, PartsChart
from gui.charts.scale import Scale, ticks
from gui.theme import theme
from gui.widgets.paint import rounded

HEIGHT: Final = 168
_X_AXIS: Final = 24
_TOP: Final = 10
_GAP: Final = 2
_LABEL_GAP: Final = 8
_WIDEST_BAR: Final = 56
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BarChart(PartsChart):
    """Bars from left to right, with counts at the left and the measure below."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._edges: tuple[str, ...] = ()
        self.setFixedHeight(HEIGHT)

    def set_height(self, height_px: int) -> None:
        """Give the chart another height."""
        self.setFixedHeight(height_px)

    def set_bars(self, bars: Sequence[Part], edges: Sequence[str] = ()) -> None:
        """Show other bars.

        Args:
            bars: from left to right.
            edges: the words below: one more than there are bars where they stand between two bars, as many where each
                stands below its bar; empty ones are left out.
        """
        self._edges = tuple(edges)
        self._set_parts(bars)

    def part_rect(self, number: int) -> QRectF:
        """The column of a bar from top to bottom: also a short bar is easy to hit."""
        scale = self._x_scale()
        left, right = scale.to_pixel(number), scale.to_pixel(number + 1)
        return QRectF(left, 0, right - left, self.height() - _X_AXIS)

    def bar_rect(self, number: int) -> QRectF:
        """The bar itself; one that holds anything is never invisible."""
        column, y = self.part_rect(number), self._y_scale()
        count = self._parts[number].count
        top = min(y.to_pixel(count), y.start - 2.0) if count else y.start
        gap = _GAP if column.width() > 6 else 0.5
        return QRectF(column.left() + gap / 2, top, column.width() - gap, y.start - top)

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def paint_parts(self, painter: QPainter) -> None:
        if not self._parts:
            return
        self._paint_axes(painter)
        for number, part in enumerate(self._parts):
            if part.count:
                rect = self.bar_rect(number)
                rounded(painter, rect, min(2.0, rect.width() / 3), fill=self._fill(number), line=None)
        base = QRectF(self._x_scale().start, self.height() - _X_AXIS, self.width(), 1)
        painter.fillRect(base, theme().colour("track"))
        self._paint_edges(painter)

    def _fill(self, number: int) -> QColor:
        if number == self._marked:
            return theme().colour("accent")
        colour = theme().colour("info")
        if number == self._shown():
            return theme().colour("text")
        return colour

    def _paint_axes(self, painter: QPainter) -> None:
        y = self._y_scale()
        painter.setFont(theme().font("secondary"))
        painter.setPen(theme().colour("text_secondary"))
        for value in self._y_ticks():
            middle = round(y.to_pixel(value))
            painter.fillRect(QRectF(self._axis_width(), middle, self.width(), 1), theme().colour("line"))
            room = QRectF(0, middle - 8, self._axis_width() - _LABEL_GAP, 16)
            painter.drawText(room, _RIGHT, _count(value))

    def _paint_edges(self, painter: QPainter) -> None:
        """The words below, as many as have room."""
        painter.setFont(theme().font("secondary"))
        painter.setPen(theme().colour("text_secondary"))
        metrics, x = QFontMetricsF(painter.font()), self._x_scale()
        shift = 0.5 if len(self._edges) == len(self._parts) else 0.0
        top = self.height() - _X_AXIS + 6
        widest = max((metrics.horizontalAdvance(words) for words in self._edges), default=0.0)
        stride = math.ceil((widest + _LABEL_GAP) / (x.to_pixel(1) - x.to_pixel(0)))
        for place, words in enumerate(self._edges):
            width = metrics.horizontalAdvance(words)
            middle = x.to_pixel(place + shift)
            if words and place % stride == 0 and middle + width / 2 <= self.width() + 1:
                room = QRectF(middle - width / 2 - 1, top, width + 2, 16)
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

    def _x_scale(self) -> Scale:
        count, start = max(len(self._parts), 1), self._axis_width()
        end = min(float(self.width()), start + count * _WIDEST_BAR)
        return Scale(0.0, float(count), start, max(end, start + 1.0))

    def _y_scale(self) -> Scale:
        most = max((part.count for part in self._parts), default=1)
        return Scale(0.0, float(max(most, 1)), float(self.height() - _X_AXIS), float(_TOP))

    def _y_ticks(self) -> tuple[float, ...]:
        found = ticks(0.0, self._y_scale().high, target=4)
        return tuple(value for value in found if value and value == int(value))

    def _axis_width(self) -> float:
        metrics = QFontMetricsF(theme().font("secondary"))
        labels = [_count(value) for value in self._y_ticks()]
        return max([metrics.horizontalAdvance(label) for label in labels], default=0.0) + _LABEL_GAP


def _count(value: float) -> str:
    """A round number, short from ten thousand on: ``2,000``, ``20 k``."""
    return f"{value:,.0f}" if value < 10_000 else f"{value / 1000:,.0f} k"
