"""What the mouse does on the canvas between press and release, one class for each gesture."""

from abc import ABC, abstractmethod
from collections.abc import Collection

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsPathItem, QGraphicsRectItem

from gui.builder.canvas.node_item import NodeItem, size_of_edge
from gui.builder.canvas.scene import CanvasScene, Port
from gui.builder.canvas.selection import CanvasSelection
from gui.builder.canvas.wire_item import WireItem
from gui.builder.canvas.wire_path import orthogonal_points, rounded_path
from gui.builder.document import GraphDocument
from gui.builder.editor import GraphEditor
from gui.theme import theme

SNAP_PX = 48.0
_GRID_PX = 8.0
_BAND_OPACITY = 0.12


class Gesture(ABC):
    """One way to drag; points are those of the scene."""

    @abstractmethod
    def move(self, point: QPointF) -> None:
        """The mouse is here now."""

    @abstractmethod
    def release(self, point: QPointF) -> None:
        """The button was let go here."""

    @abstractmethod
    def cancel(self) -> None:
        """Escape was pressed: everything is as before."""


class RubberBand(Gesture):
    """Selects the cards that a rectangle touches."""

    def __init__(self, scene: CanvasScene, selection: CanvasSelection, start: QPointF, *, extends: bool) -> None:
        self._scene = scene
        self._selection = selection
        self._start = start
        self._before = selection.names if extends else ()
        self._band = QGraphicsRectItem(QRectF(start, start))
        fill = QColor(theme().colour("accent"))
        fill.setAlphaF(_BAND_OPACITY)
        self._band.setBrush(fill)
        self._band.setPen(QPen(theme().colour("accent"), 0))
        self._band.setZValue(5)
        scene.addItem(self._band)
        if not extends:
            selection.choose(())

    def move(self, point: QPointF) -> None:
        rect = QRectF(self._start, point).normalized()
        self._band.setRect(rect)
        touched = [name for card in self._scene.cards_in(rect) for name in card.placed.nodes]
        self._selection.choose((*self._before, *touched))

    def release(self, point: QPointF) -> None:
        self._scene.removeItem(self._band)

    def cancel(self) -> None:
        self._scene.removeItem(self._band)
        self._selection.choose(self._before)


class MoveCards(Gesture):
    """Moves cards on a grid; a lonely node that is let go over a wire is inserted there."""

    def __init__(
        self,
        scene: CanvasScene,
        document: GraphDocument,
        editor: GraphEditor,
        cards: Collection[NodeItem],
        start: QPointF,
    ) -> None:
        self._scene = scene
        self._document = document
        self._editor = editor
        self._start = start
        self._origins = {card: card.pos() for card in cards}
        self._lonely = _lonely_node(document, cards)
        self._target: WireItem | None = None

    def move(self, point: QPointF) -> None:
        offset = _on_grid(point - self._start)
        for card, origin in self._origins.items():
            card.setPos(origin + offset)
        self._scene.follow_cards()
        self._aim(point)

    def release(self, point: QPointF) -> None:
        target, self._target = self._target, None
        if target is not None:
            target.set_target(is_target=False)
            self.cancel()
            self._editor.insert_existing(self._lonely, target.placed.wires[0])
            return
        self._document.move(
            {
                card.placed.key: (card.pos().x(), card.pos().y())
                for card, origin in self._origins.items()
                if card.pos() != origin
            }
        )

    def cancel(self) -> None:
        for card, origin in self._origins.items():
            card.setPos(origin)
        self._scene.follow_cards()

    def _aim(self, point: QPointF) -> None:
        if not self._lonely:
            return
        target = self._scene.wire_at(point)
        if self._target is not None and self._target is not target:
            self._target.set_target(is_target=False)
        if target is not None:
            target.set_target(is_target=True)
        self._target = target


class DrawWire(Gesture):
    """Draws a wire from a port to the nearest one that it can end at.

    Attributes:
        loose_end: where the wire was let go over nothing, for adding a layer there; None otherwise.
    """

    def __init__(self, scene: CanvasScene, editor: GraphEditor, port: Port) -> None:
        self._scene = scene
        self._editor = editor
        self._lifted = scene.wire_into(port)
        lifted_from = scene.card_of(self._lifted.source) if self._lifted is not None else None
        self._fixed = Port(lifted_from, None) if lifted_from is not None else port
        self._snapped: Port | None = None
        self.loose_end: QPointF | None = None
        self._line = QGraphicsPathItem()
        self._line.setPen(QPen(theme().colour("accent"), size_of_edge() + 0.5))
        self._line.setZValue(4)
        self._ring = QGraphicsEllipseItem(-7, -7, 14, 14)
        self._ring.setPen(QPen(theme().colour("accent"), size_of_edge() + 0.5))
        self._ring.setZValue(4)
        self._ring.hide()
        scene.addItem(self._line)
        scene.addItem(self._ring)

    @property
    def fixed(self) -> Port:
        """The port at which the wire stays."""
        return self._fixed

    @property
    def snapped(self) -> Port | None:
        """The port at which the wire would end now."""
        return self._snapped

    def move(self, point: QPointF) -> None:
        self._snapped = self._nearest(point)
        end = self._snapped.place() if self._snapped is not None else point
        start = self._fixed.place()
        points = orthogonal_points(start, end) if self._fixed.is_output else orthogonal_points(end, start)
        self._line.setPath(rounded_path(points))
        self._ring.setPos(end)
        self._ring.setVisible(self._snapped is not None)

    def release(self, point: QPointF) -> None:
        self.move(point)
        self.cancel()
        if self._snapped is not None:
            source, target = (self._fixed, self._snapped) if self._fixed.is_output else (self._snapped, self._fixed)
            self._editor.connect_ports(
                source.item.placed.nodes, target.item.placed.nodes, target.index or 0, lifted=self._lifted
            )
        elif self._lifted is not None:
            self._editor.remove_wires((self._lifted,))
        elif self._fixed.is_output and self._scene.card_at(point) is None:
            self.loose_end = point

    def cancel(self) -> None:
        self._scene.removeItem(self._line)
        self._scene.removeItem(self._ring)

    def _nearest(self, point: QPointF) -> Port | None:
        ports = self._scene.inputs() if self._fixed.is_output else self._scene.outputs()
        near = [(_gap(port, point), index, port) for index, port in enumerate(ports) if self._fits(port)]
        within = [entry for entry in near if entry[0] <= SNAP_PX]
        return min(within, key=lambda entry: entry[:2], default=(0.0, 0, None))[2]

    def _fits(self, port: Port) -> bool:
        source, target = (self._fixed, port) if self._fixed.is_output else (port, self._fixed)
        return source.item is not target.item and self._editor.can_connect(
            source.item.placed.nodes, target.item.placed.nodes
        )


def _gap(port: Port, point: QPointF) -> float:
    """How far a point is from a port; over its card it counts as near."""
    place = port.place()
    distance = abs(place.x() - point.x()) + abs(place.y() - point.y())
    is_over = port.item.body().contains(point - port.item.pos())
    return min(distance, SNAP_PX) if is_over else distance


def _on_grid(offset: QPointF) -> QPointF:
    return QPointF(round(offset.x() / _GRID_PX) * _GRID_PX, round(offset.y() / _GRID_PX) * _GRID_PX)


def _lonely_node(document: GraphDocument, cards: Collection[NodeItem]) -> str:
    """The only moved node, if it is not connected and could stand in a wire."""
    if len(cards) != 1:
        return ""
    placed = next(iter(cards)).placed
    if placed.is_folded or not len(placed.ports):
        return ""
    name = placed.nodes[0]
    is_read = any(name in node.inputs for node in document.graph.nodes)
    return "" if is_read or document.graph.node(name).inputs else name
