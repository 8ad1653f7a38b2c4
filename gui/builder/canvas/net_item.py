"""All wires that leave one card, drawn as one line, so that what they share is not darker."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.builder.canvas.node_item import size_of_edge
from gui.theme import theme


class NetItem(QGraphicsItem):
    """Draws the wires of one result; marked ones draw themselves."""

    def __init__(self) -> None:
        super().__init__()
        self._path = QPainterPath()
        self.setZValue(0.5)

    def show_paths(self, paths: Iterable[QPainterPath]) -> None:
        """Draw other ways."""
        self.prepareGeometryChange()
        self._path = QPainterPath()
        for path in paths:
            self._path.addPath(path)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._path.boundingRect().adjusted(-2, -2, 2, 2)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().colour("line_strong"), size_of_edge()))
        painter.drawPath(self._path)
