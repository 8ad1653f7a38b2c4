"""A kernel as a grid of numbers that can be typed over."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.pictures.colour_maps import signed_colours
from gui.theme import theme
from gui.viewer.cell_text import CellText, ink_on, paint_cell_text

Floats = NDArray[np.float32]
_SIDE_PX: Final = 216
_READABLE_CELL: Final = 18.0
_TYPED: Final = "0123456789.,-+/"
_MOVES: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Return: (0, 1),
    Qt.Key.Key_Enter: (0, 1),
}


class KernelGrid(QWidget):
    """Arrow keys or a click choose a cell; digits type a number or a fraction such as 1/9, Return accepts it.

    Signals:
        kernel_changed(): a number was typed.
    """

    kernel_changed = Signal()

    def __init__(self, name: str, *, is_editable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kernel: Floats = np.zeros((3, 3), np.float32)
        self._cell = (1, 1)
        self._typed = ""
        self._is_editable = is_editable
        self.setAccessibleName(name)
        self.setFixedSize(_SIDE_PX, _SIDE_PX)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if is_editable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setToolTip("Type numbers or fractions such as 1/9; arrow keys move, Return accepts, Delete sets 0")

    @property
    def kernel(self) -> Floats:
        """(n, m) the numbers."""
        return self._kernel

    @property
    def cell(self) -> tuple[int, int]:
        """Row and column of the chosen cell."""
        return self._cell

    def set_kernel(self, kernel: Floats) -> None:
        """Show another kernel, without a signal."""
        self._kernel = np.array(kernel, np.float32)
        self._typed = ""
        self._cell = (kernel.shape[0] // 2, kernel.shape[1] // 2)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE_PX, _SIDE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        pixels = signed_colours(self._kernel)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme().colour("canvas"))
            for row, column in np.ndindex(*self._kernel.shape):
                rect = self._rect(row, column)
                red, green, blue = (int(part) for part in pixels[row, column])
                painter.fillRect(rect.adjusted(0, 0, -1, -1) if rect.width() > 6 else rect, QColor(red, green, blue))
                if rect.width() >= _READABLE_CELL:
                    value = float(self._kernel[row, column])
                    paint_cell_text(painter, rect, CellText(value, ink_on(pixels[row, column])))
            if self._is_editable:
                self._paint_cell(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        side = self._side()
        row, column = int(event.position().y() // side), int(event.position().x() // side)
        if self._is_editable and row < self._kernel.shape[0] and column < self._kernel.shape[1]:
            self._accept()
            self._cell = (row, column)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = Qt.Key(event.key()), event.text()
        if key in _MOVES:
            self._accept()
            self._move(*_MOVES[key])
        elif key == Qt.Key.Key_Backspace:
            self._typed = self._typed[:-1]
        elif key == Qt.Key.Key_Delete:
            self._typed = "0"
            self._accept()
        elif key == Qt.Key.Key_Escape and self._typed:
            self._typed = ""
        elif text and text in _TYPED:
            self._typed += text.replace(",", ".")
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._accept()
        super().focusOutEvent(event)

    def _accept(self) -> None:
        """Take the typed number into the kernel; what is no number is dropped."""
        typed, self._typed = self._typed, ""
        value = number_of(typed)
        if value is not None:
            self._kernel = self._kernel.copy()
            self._kernel[self._cell] = value
            self.kernel_changed.emit()

    def _move(self, down: int, right: int) -> None:
        rows, columns = self._kernel.shape
        row, column = self._cell
        place = row * columns + column + right if right else (row + down) * columns + column
        self._cell = divmod(min(max(place, 0), rows * columns - 1), columns)

    def _side(self) -> float:
        return float(_SIDE_PX / max(self._kernel.shape))

    def _rect(self, row: int, column: int) -> QRectF:
        side = self._side()
        return QRectF(column * side, row * side, side, side)

    def _paint_cell(self, painter: QPainter) -> None:
        rect = self._rect(*self._cell)
        if self._typed:
            painter.fillRect(rect, theme().colour("raised"))
            font = QFont(theme().font("secondary"))
            font.setPixelSize(int(min(max(rect.width() * 0.3, 9), 12)))
            painter.setFont(font)
            painter.setPen(theme().colour("text"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._typed)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour("focus"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))


def number_of(typed: str) -> float | None:
    """A typed number or fraction; None for what is neither."""
    above, _, below = typed.partition("/")
    try:
        value = float(above) / (float(below) if below else 1.0)
    except (ValueError, ZeroDivisionError):
        return None
    return value if np.isfinite(value) else None
