"""All wires that leave one card, drawn as one line, so that what they share is not darker."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.builder.canvas.node_item import size_of_edge
from gui.theme import theme


class NetItem(QGraphicsItem):
    """Draws the wires of one result; marked ones draw themselves."""

    def __init__(self) -> None:
        super().__init__()
        self._outline = QPainterPath()
        self.setZValue(0.5)

    def show_paths(self, paths: Iterable[QPainterPath]) -> None:
        """Draw other ways."""
        self.prepareGeometryChange()
        stroker = QPainterPathStroker()
        stroker.setWidth(size_of_edge())
        outlines = QPainterPath()
        outlines.setFillRule(Qt.FillRule.WindingFill)  # or else what two wires share would be a hole
        for path in paths:
            outlines.addPath(stroker.createStroke(path))
        self._outline = outlines.simplified()
        self.update()

    def boundingRect(self) -> QRectF:
        return self._outline.boundingRect().adjusted(-1, -1, 1, 1)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(self._outline, theme().colour("line_strong"))
