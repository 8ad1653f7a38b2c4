"""A plain area in one of the theme's surface colours."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from gui.theme import theme

Edge = Literal["top", "right", "bottom", "left"]


class Surface(QWidget):
    """Fills itself with a surface colour, with a line of 1 px at some of its edges.

    Args:
        token: name of the surface colour: ``rail``, ``window``, ``panel``, ``raised``, ``canvas``.
        edges: where a line is drawn.
        parent: owner.
    """

    def __init__(self, token: str = "window", edges: tuple[Edge, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self._edges = edges

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme().colour(self._token))
            for edge in self._edges:
                self._draw_edge(painter, edge)

    def _draw_edge(self, painter: QPainter, edge: Edge) -> None:
        line = theme().colour("line")
        width, height = self.width(), self.height()
        match edge:
            case "top":
                painter.fillRect(0, 0, width, 1, line)
            case "bottom":
                painter.fillRect(0, height - 1, width, 1, line)
            case "left":
                painter.fillRect(0, 0, 1, height, line)
            case "right":
                painter.fillRect(width - 1, 0, 1, height, line)


class Line(QFrame):
    """A line of 1 px between two things."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None, *, length_px: int = 0) -> None:
        super().__init__(parent)
        is_horizontal = orientation is Qt.Orientation.Horizontal
        if is_horizontal:
            self.setFixedHeight(1)
        else:
            self.setFixedWidth(1)
        if length_px and is_horizontal:
            self.setFixedWidth(length_px)
        elif length_px:
            self.setFixedHeight(length_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme().colour("line"))
