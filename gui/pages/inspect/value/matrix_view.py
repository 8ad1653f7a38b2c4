"""A layer as a matrix: every entry in the colour of its weight, the same weight in the same colour."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from engine.contract.seen_inside import MatrixViewed
from gui.pictures.pixels import image_from_array
from gui.pictures.weight_colours import NO_WEIGHT, weight_colours
from gui.theme import theme
from gui.widgets.label import Label

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
_LARGEST_PX = 300


class MatrixView(QWidget):
    """The entries of a matrix (outputs, inputs) as coloured cells; zeros without a weight stay empty."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weights: Ints = np.zeros((0, 0), np.int32)
        self._values: Floats = np.zeros((0, 0), np.float32)
        self._image: QImage | None = None
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_matrix(self, weights: Ints, values: Floats) -> None:
        """Show another matrix.

        Args:
            weights: (outputs, inputs) number of the weight, ``NO_WEIGHT`` for none.
            values: (outputs, inputs) what stands there.
        """
        self._weights, self._values = weights, values
        self._image = image_from_array(weight_colours(weights)) if weights.size else None
        self._fit_height()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if self._image is None:
                return
            area = self._area()
            painter.fillRect(area, theme().colour("raised"))
            painter.drawImage(area, self._image)
            painter.setPen(theme().colour("control_line"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(0, 0, -1, -1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self._area()
        if not self._weights.size or not area.contains(event.position()):
            self.setToolTip("")
            return
        rows, columns = self._weights.shape
        row = int((event.position().y() - area.top()) / area.height() * rows)
        column = int((event.position().x() - area.left()) / area.width() * columns)
        self.setToolTip(self._words(min(row, rows - 1), min(column, columns - 1)))

    def _words(self, row: int, column: int) -> str:
        place = f"output {row}, input {column}"
        weight = int(self._weights[row, column])
        if weight == NO_WEIGHT:
            return f"{place}: no connection"
        count = int((self._weights == weight).sum())
        shared = f", shared by {count} entries" if count > 1 else ", its own"
        return f"{place}: {self._values[row, column]:.4g}, weight {weight}{shared}"

    def _area(self) -> QRectF:
        rows, columns = self._weights.shape
        side = min(self.width() / columns, _LARGEST_PX / rows)
        return QRectF(0, 0, columns * side, rows * side)

    def _fit_height(self) -> None:
        self.setFixedHeight(round(self._area().height()) + 1 if self._weights.size else 0)


class MatrixComparison(QWidget):
    """A layer's matrix, and below it the full matrix of a dense layer between as many values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.own = MatrixView("Matrix of the layer")
        self._full_caption = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.full = MatrixView("Matrix of a dense layer of the same size")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._caption, self.own, self._full_caption, self.full):
            column.addWidget(widget)

    def set_matrix(self, viewed: MatrixViewed, values: Floats, weights: Ints) -> None:
        """Show another layer."""
        self._caption.setText(words_of(viewed, values.shape, int((weights != NO_WEIGHT).sum())))
        self.own.set_matrix(weights, values)
        is_full = viewed.weights == weights.size
        self._full_caption.setVisible(not is_full)
        self.full.setVisible(not is_full)
        if not is_full:
            self._full_caption.setText(f"A dense layer between the same values: {weights.size:,} weights of its own")
            numbers = np.arange(weights.size, dtype=np.int32).reshape(weights.shape)
            self.full.set_matrix(numbers, np.zeros(weights.shape, np.float32))


def words_of(viewed: MatrixViewed, shape: tuple[int, ...], entries: int) -> str:
    """What the matrix is, in a sentence or two."""
    outputs, inputs = shape
    corner = "A corner of one map: " if viewed.is_corner else ""
    if viewed.weights == outputs * inputs:
        return f"{corner}{outputs} outputs × {inputs} inputs, {viewed.weights:,} weights, each its own"
    return (
        f"{corner}{outputs} outputs × {inputs} inputs, {viewed.weights:,} weights shared by {entries:,} entries; "
        "equal colours are one weight"
    )
