"""One map of numbers as coloured cells: zoom until the numbers can be read, choose a cell with mouse or keys."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.pictures.colour_maps import colours, normalised, signed_colours, value_range
from gui.pictures.pixels import image_from_array
from gui.theme import theme
from gui.viewer.cell_text import CellText, ink_on, paint_cell_text
from gui.widgets.focus_ring import is_ring_wanted
from gui.widgets.paint import ring

Floats = NDArray[np.float32]
_STEP: Final = 1.25
_LARGEST_CELL: Final = 64.0
_READABLE_CELL: Final = 30.0
_MOVES: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


@dataclass(frozen=True, slots=True)
class MarkedWindow:
    """A frame around cells, from the first to the last row and column."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


class MapView(QWidget):
    """A map (h, w) with one marked cell or window.

    The wheel and + and - zoom around the marked cell, 0 fits; arrow keys move the marked cell.

    Args:
        name: what screen readers say.
        height_px: of the widget.
        can_choose: whether cells can be chosen, and not only looked at.
        parent: owner.

    Signals:
        cell_chosen(int, int): row and column that was clicked or reached by the arrow keys.
    """

    cell_chosen = Signal(int, int)

    def __init__(
        self, name: str, *, height_px: int = 160, can_choose: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._values: Floats = np.zeros((0, 0), np.float32)
        self._image: QImage | None = None
        self._pixels = np.zeros((0, 0, 3), np.uint8)
        self._cell: tuple[int, int] | None = None
        self._window: MarkedWindow | None = None
        self._zoom = 1.0
        self._has_ring = False
        self._can_choose = can_choose
        self.setAccessibleName(name)
        self.setFixedHeight(height_px)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def cell(self) -> tuple[int, int] | None:
        """Row and column of the marked cell."""
        return self._cell

    def set_map(self, values: Floats) -> None:
        """Show another map; the zoom stays while its size does."""
        if values.shape != self._values.shape:
            self._zoom = 1.0
        self._values = values
        measured = value_range(values)
        is_signed = measured.low < 0
        pixels = signed_colours(values) if is_signed else colours(normalised(values, measured), "viridis")
        self._pixels = pixels
        self._image = image_from_array(pixels) if values.size else None
        self.update()

    def set_cell(self, cell: tuple[int, int] | None) -> None:
        """Mark a cell, without a signal."""
        self._cell = cell
        self.update()

    def set_window(self, window: MarkedWindow | None) -> None:
        """Frame a window."""
        self._window = window
        self.update()

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell lies on the widget."""
        side, corner = self._side(), self._corner()
        return QRectF(corner.x() + column * side, corner.y() + row * side, side, side)

    def sizeHint(self) -> QSize:
        return QSize(160, self.height())

    # Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme().colour("canvas"))
            if self._image is not None:
                rows, columns = self._values.shape
                area = self.cell_rect(0, 0).united(self.cell_rect(rows - 1, columns - 1))
                painter.drawImage(area, self._image)
                self._paint_numbers(painter)
                self._paint_marks(painter)
            if self._has_ring:
                ring(painter, self.rect().toRectF(), 4, theme().colour("focus"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._cell_at(event.position())
        if found is not None and self._can_choose:
            self._choose(*found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._cell_at(event.position())
        self.setToolTip("" if found is None else f"row {found[0]}, column {found[1]}: {self._values[found]:.6g}")

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._zoom_by(_STEP ** (event.angleDelta().y() / 120.0))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES and self._values.size and self._can_choose:
            row, column = self._cell or (0, 0)
            rows, columns = self._values.shape
            down, right = _MOVES[key]
            self._choose(min(max(row + down, 0), rows - 1), min(max(column + right, 0), columns - 1))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom_by(_STEP)
        elif key == Qt.Key.Key_Minus:
            self._zoom_by(1 / _STEP)
        elif key == Qt.Key.Key_0:
            self._zoom_by(0)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_ring = is_ring_wanted(event.reason())
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._has_ring = False
        super().focusOutEvent(event)

    # the rest

    def _choose(self, row: int, column: int) -> None:
        self.set_cell((row, column))
        self.setAccessibleDescription(f"row {row}, column {column}: {self._values[row, column]:.4g}")
        self.cell_chosen.emit(row, column)

    def _zoom_by(self, factor: float) -> None:
        largest = max(_LARGEST_CELL / max(self._fitted_side(), 1e-6), 1.0)
        self._zoom = min(max(self._zoom * factor, 1.0), largest)
        self.update()

    def _fitted_side(self) -> float:
        rows, columns = self._values.shape
        return float(min(self.width() / max(columns, 1), self.height() / max(rows, 1), _LARGEST_CELL))

    def _side(self) -> float:
        return self._fitted_side() * self._zoom

    def _corner(self) -> QPointF:
        """The map's upper left corner: in the middle, or so that the marked cell is seen."""
        rows, columns = self._values.shape
        side = self._side()
        row, column = self._cell or (rows // 2, columns // 2)
        return QPointF(
            _start(self.width(), columns * side, (column + 0.5) * side),
            _start(self.height(), rows * side, (row + 0.5) * side),
        )

    def _cell_at(self, point: QPointF) -> tuple[int, int] | None:
        side, corner = self._side(), self._corner()
        if not self._values.size or side <= 0:
            return None
        row, column = int((point.y() - corner.y()) // side), int((point.x() - corner.x()) // side)
        rows, columns = self._values.shape
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None

    def _paint_numbers(self, painter: QPainter) -> None:
        side = self._side()
        if side < _READABLE_CELL:
            return
        for row, column in np.ndindex(*self._values.shape):
            rect = self.cell_rect(row, column)
            if rect.intersects(self.rect().toRectF()):
                ink = ink_on(self._pixels[row, column])
                paint_cell_text(painter, rect, CellText(float(self._values[row, column]), ink))

    def _paint_marks(self, painter: QPainter) -> None:
        if self._window is not None:
            window = self._window
            first = self.cell_rect(window.first_row, window.first_column)
            _frame(painter, first.united(self.cell_rect(window.last_row, window.last_column)))
        if self._cell is not None:
            _frame(painter, self.cell_rect(*self._cell))


def _start(view: float, content: float, focus: float) -> float:
    if content <= view:
        return (view - content) / 2
    return min(max(view / 2 - focus, view - content), 0.0)


def _frame(painter: QPainter, rect: QRectF) -> None:
    """A white frame with a dark casing, which shows on every colour."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((theme().colour("picture_chip"), 4.0), (theme().colour("picture_chip_text"), 2.0)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawRect(rect)
