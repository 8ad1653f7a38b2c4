"""A map of counts: cells in rows and columns, each of which can be chosen."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter
from PySide6.QtWidgets import QWidget

from gui.charts.parts import Part, PartsChart
from gui.theme import theme
from gui.tokens import size
from gui.widgets.paint import ring

MAP_HEIGHT: Final = 168
_LEGEND_GAP: Final = 12
_LEGEND_ROW: Final = 16
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class HeatMap(PartsChart):
    """Cells that are stronger the more they hold, with a legend below.

    The map has the shape of a picture and is as high as the other charts.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._columns = 1
        self._aspect = 1.0
        self.set_height(MAP_HEIGHT)

    def set_cells(self, cells: Sequence[Sequence[Part]], *, aspect: float) -> None:
        """Show other cells, [row from the top][column from the left]; ``aspect`` is width divided by height."""
        self._columns = max(len(cells[0]), 1) if cells else 1
        self._aspect = min(max(aspect, 0.5), 2.0)
        self._set_parts([part for row in cells for part in row])

    def set_height(self, height_px: int) -> None:
        """Give the map another height; the legend comes below it."""
        self._height = height_px
        self.setFixedHeight(height_px + _LEGEND_GAP + _LEGEND_ROW)

    @property
    def map_rect(self) -> QRectF:
        """Where the map lies."""
        width = min(float(self.width()), self._height * self._aspect)
        return QRectF(0, 0, width, min(float(self._height), width / self._aspect))

    def part_rect(self, number: int) -> QRectF:
        """A cell on whole pixels, so that no seams are seen between cells."""
        whole = self.map_rect
        rows = max(len(self._parts) // self._columns, 1)
        row, column = divmod(number, self._columns)
        left, right = (round(whole.width() * place / self._columns) for place in (column, column + 1))
        top, bottom = (round(whole.height() * place / rows) for place in (row, row + 1))
        return QRectF(left, top, right - left, bottom - top)

    def neighbour(self, number: int, key: Qt.Key) -> int:
        row, column = divmod(number, self._columns)
        last_row = len(self._parts) // self._columns - 1
        match key:
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                column = min(max(column + (1 if key == Qt.Key.Key_Right else -1), 0), self._columns - 1)
            case _:
                row = min(max(row + (1 if key == Qt.Key.Key_Down else -1), 0), last_row)
        return row * self._columns + column

    def sizeHint(self) -> QSize:
        return QSize(round(self._height * self._aspect), self.height())

    def paint_parts(self, painter: QPainter) -> None:
        if not self._parts:
            return
        painter.fillRect(self.map_rect, _colour(0.0))
        most = max(part.count for part in self._parts)
        for number, part in enumerate(self._parts):
            if part.count:
                painter.fillRect(self.part_rect(number), _colour(part.count / most))
        for place, token in ((self._shown(), "text"), (self._marked, "accent")):
            if place is not None:
                ring(painter, self.part_rect(place).adjusted(-2, -2, 2, 2), 2, theme().colour(token))
        self._paint_legend(painter, most)

    def _paint_legend(self, painter: QPainter, most: int) -> None:
        whole = self.map_rect
        top = whole.bottom() + _LEGEND_GAP
        words = f"{most:,}"
        painter.setFont(theme().font("secondary"))
        painter.setPen(theme().colour("text_secondary"))
        row = QRectF(whole.left(), top, whole.width(), _LEGEND_ROW)
        painter.drawText(row, _LEFT, "0")
        painter.drawText(row, _RIGHT, words)
        reach = painter.fontMetrics().horizontalAdvance(words) + 8
        high = size("heat_legend")
        bar = QRectF(whole.left() + 16, top + (_LEGEND_ROW - high) / 2, max(whole.width() - 16 - reach, 8), high)
        gradient = QLinearGradient(bar.topLeft(), QPointF(bar.right(), bar.top()))
        for share in (0.0, 0.001, 0.25, 0.5, 0.75, 1.0):
            gradient.setColorAt(share, _colour(share))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, 2, 2)


def _colour(share: float) -> QColor:
    """From the surface to the colour of bars; what holds anything is told from what is empty."""
    low, high = theme().colour("canvas"), theme().colour("info")
    strength = 0.12 + 0.88 * share if share else 0.0
    return QColor.fromRgbF(
        low.redF() + (high.redF() - low.redF()) * strength,
        low.greenF() + (high.greenF() - low.greenF()) * strength,
        low.blueF() + (high.blueF() - low.blueF()) * strength,
    )
