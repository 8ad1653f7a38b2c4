"""A confusion matrix that scrolls where it is higher than there is room for."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from gui.charts.confusion_matrix import ConfusionMatrix
from gui.tokens import size

_HEIGHT: Final = 400
_LEAST_PX: Final = 160
_RING_ROOM: Final = 4


class MatrixArea(QScrollArea):
    """As high as its matrix, up to a limit."""

    def __init__(self, matrix: ConfusionMatrix, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix = matrix
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(size("page_margin"), 0, size("page_margin"), 0)
        column.addWidget(matrix)
        column.addStretch(1)
        self.setWidget(holder)
        holder.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)

    def fit(self) -> None:
        """Take the height that the matrix now needs."""
        self.setMaximumHeight(self._wanted_px())
        self.setMinimumHeight(min(self._wanted_px(), _LEAST_PX))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """All of the matrix: a scroll area itself remembers the height of the first one it held."""
        return QSize(super().sizeHint().width(), self._wanted_px())

    def _wanted_px(self) -> int:
        return min(self._matrix.height() + _RING_ROOM, _HEIGHT)
