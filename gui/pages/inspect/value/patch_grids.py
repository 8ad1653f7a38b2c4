"""Patch, kernel and product as small grids of numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.pictures.colour_maps import signed_colours
from gui.theme import theme
from gui.viewer.cell_text import CellText, ink_on, paint_cell_text

Floats = NDArray[np.float32]
_OPERATOR_PX: Final = 20
_CAPTION_PX: Final = 20
_LARGEST_CELL: Final = 36.0
_SMALLEST_BESIDE: Final = 25.0
_READABLE_CELL: Final = 22.0
_GAP: Final = 8


@dataclass(frozen=True, slots=True)
class NumberGrid:
    """One grid.

    Attributes:
        caption: above it.
        values: (h, w).
        inside: (h, w) which cells are no padding.
        winner: cell that is framed.
        operator: what stands before it: "×", "=", or nothing.
    """

    caption: str
    values: Floats
    inside: NDArray[np.bool_]
    winner: tuple[int, int] | None = None
    operator: str = ""


class PatchGrids(QWidget):
    """Grids beside each other while their numbers can be read, else one below the other; the height follows.

    Colours are those of signed values: each grid has its own range. Cells of the padding are hatched.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grids: tuple[NumberGrid, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Patch, kernel and product")
        self.setMouseTracking(True)

    @property
    def grids(self) -> tuple[NumberGrid, ...]:
        """What is shown."""
        return self._grids

    def set_grids(self, grids: Sequence[NumberGrid]) -> None:
        """Show other grids, all of one shape."""
        self._grids = tuple(grids)
        self._fit_height()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._words_at(event.pos().x(), event.pos().y()), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            for number, grid in enumerate(self._grids):
                self._paint_grid(painter, grid, self._corner(number))

    def _paint_grid(self, painter: QPainter, grid: NumberGrid, corner: tuple[float, float]) -> None:
        side = self._side()
        rows, columns = grid.values.shape
        left, top = corner
        painter.setPen(theme().colour("text_secondary"))
        painter.setFont(theme().font("secondary"))
        painter.drawText(QRectF(left, top - _CAPTION_PX, max(columns * side, 90), _CAPTION_PX), _LEFT, grid.caption)
        if grid.operator:
            painter.setFont(theme().font("group"))
            painter.setPen(theme().colour("text"))
            x = left - _OPERATOR_PX
            painter.drawText(QRectF(x, top, _OPERATOR_PX, rows * side), Qt.AlignmentFlag.AlignCenter, grid.operator)
        pixels = signed_colours(grid.values)
        for row, column in np.ndindex(rows, columns):
            rect = QRectF(left + column * side, top + row * side, side, side)
            self._paint_cell(painter, rect, grid, (row, column), pixels[row, column])
        if grid.winner is not None:
            row, column = grid.winner
            painter.setPen(QPen(theme().colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(left + column * side, top + row * side, side, side).adjusted(1, 1, -1, -1))

    def _paint_cell(
        self, painter: QPainter, rect: QRectF, grid: NumberGrid, cell: tuple[int, int], pixel: NDArray[np.uint8]
    ) -> None:
        if not grid.inside[cell]:
            painter.fillRect(rect, theme().colour("canvas"))
            painter.fillRect(rect, _hatched())
            return
        painter.fillRect(rect, theme().colour("line"))
        inner = rect.adjusted(0, 0, -1, -1) if rect.width() > 4 else rect
        ink = ink_on(pixel)
        painter.fillRect(inner, _colour(pixel))
        if rect.width() >= _READABLE_CELL:
            paint_cell_text(painter, inner, CellText(float(grid.values[cell]), ink))

    def _words_at(self, x: float, y: float) -> str:
        side = self._side()
        for number, grid in enumerate(self._grids):
            left, top = self._corner(number)
            row, column = int((y - top) // side), int((x - left) // side)
            if 0 <= row < grid.values.shape[0] and 0 <= column < grid.values.shape[1]:
                is_inside = bool(grid.inside[row, column])
                return f"{grid.caption}: {grid.values[row, column]:.6g}" if is_inside else "padding"
        return ""

    def _columns(self) -> int:
        return max((grid.values.shape[1] for grid in self._grids), default=1)

    def _rows(self) -> int:
        return max((grid.values.shape[0] for grid in self._grids), default=1)

    def _beside_side(self) -> float:
        count = max(len(self._grids), 1)
        return (self.width() - (count - 1) * _OPERATOR_PX) / (count * self._columns())

    def _is_beside(self) -> bool:
        return self._beside_side() >= _SMALLEST_BESIDE

    def _side(self) -> float:
        if self._is_beside():
            return min(self._beside_side(), _LARGEST_CELL)
        return min((self.width() - _OPERATOR_PX) / self._columns(), _LARGEST_CELL)

    def _corner(self, number: int) -> tuple[float, float]:
        """Upper left cell of a grid."""
        side = self._side()
        if self._is_beside():
            return number * (max(self._columns() * side, 0) + _OPERATOR_PX), float(_CAPTION_PX)
        return float(_OPERATOR_PX), _CAPTION_PX + number * (self._rows() * side + _CAPTION_PX + _GAP)

    def _fit_height(self) -> None:
        if not self._grids:
            self.setFixedHeight(0)
            return
        _, top = self._corner(0 if self._is_beside() else len(self._grids) - 1)
        self.setFixedHeight(round(top + self._rows() * self._side()) + 1)


def _hatched() -> QBrush:
    return QBrush(theme().colour("line_strong"), Qt.BrushStyle.BDiagPattern)


def _colour(pixel: NDArray[np.uint8]) -> QColor:
    return QColor(int(pixel[0]), int(pixel[1]), int(pixel[2]))


_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
