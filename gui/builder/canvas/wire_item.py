"""A wire between two cards."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.builder.canvas.node_item import size_of_edge
from gui.builder.canvas.placed import PlacedWire
from gui.builder.canvas.wire_path import rounded_path
from gui.theme import theme

_GRIP_PX = 14.0


class WireItem(QGraphicsItem):
    """Marks a wire: red and dashed where it is wrong, in the accent colour while something is dropped on it.

    A wire that is not marked is drawn by the ``NetItem`` of its source.

    Attributes:
        placed: the edges that it stands for.
        is_target: whether what is dragged would be inserted into it.
        is_chosen: whether it is selected.
    """

    def __init__(self, placed: PlacedWire, points: Sequence[QPointF]) -> None:
        super().__init__()
        self.placed = placed
        self.is_target = False
        self.is_chosen = False
        self._path = rounded_path(points)
        self.setZValue(1)

    def show_placed(self, placed: PlacedWire, points: Sequence[QPointF]) -> None:
        """Draw other edges, or another way."""
        self.prepareGeometryChange()
        self.placed = placed
        self._path = rounded_path(points)
        self.update()

    def set_target(self, *, is_target: bool) -> None:
        """Show that what is dragged would be inserted here."""
        if is_target != self.is_target:
            self.is_target = is_target
            self.update()

    def set_chosen(self, *, is_chosen: bool) -> None:
        """Select the wire, or not."""
        if is_chosen != self.is_chosen:
            self.is_chosen = is_chosen
            self.update()

    @property
    def is_marked(self) -> bool:
        """Whether it looks other than plain wires."""
        return self.is_target or self.is_chosen or self.placed.is_wrong

    @property
    def path(self) -> QPainterPath:
        """Its way, in the scene."""
        return self._path

    def middle(self) -> QPointF:
        """The point half way along the wire, in the scene."""
        return self._path.pointAtPercent(0.5)

    def shape(self) -> QPainterPath:
        stroker = QPainterPathStroker()
        stroker.setWidth(_GRIP_PX)
        return stroker.createStroke(self._path)

    def boundingRect(self) -> QRectF:
        return self._path.boundingRect().adjusted(-8, -8, 8, 8)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if not self.is_marked:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._pen())
        painter.drawPath(self._path)

    def _pen(self) -> QPen:
        if self.is_target or self.is_chosen:
            return QPen(theme().colour("accent"), 2 * size_of_edge())
        pen = QPen(theme().colour("danger"), size_of_edge())
        pen.setDashPattern([4, 3])
        return pen
