"""Layers that are dragged from the palette onto the canvas."""

from PySide6.QtCore import QEvent, QObject, QPointF, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QGraphicsView

from gui.builder.additions import Place
from gui.builder.canvas.node_item import NodeItem
from gui.builder.canvas.scene import CanvasScene
from gui.builder.canvas.wire_item import WireItem
from gui.builder.palette_list import LAYER_MIME

NEAR_PX = 72.0


class PaletteDrop(QObject):
    """Watches a view: over a wire the layer is inserted, near a card it is appended, elsewhere it stands alone.

    Signals:
        dropped(str, Place, QPointF): the name of an entry, where it goes in the graph, and where in the scene.
    """

    dropped = Signal(str, object, QPointF)

    def __init__(self, view: QGraphicsView, scene: CanvasScene) -> None:
        super().__init__(view)
        self._view = view
        self._scene = scene
        self._target: WireItem | None = None
        view.setAcceptDrops(True)
        view.viewport().setAcceptDrops(True)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event:
            case QDropEvent() if event.type() == QEvent.Type.Drop:
                return self._drop(event)
            case QDragEnterEvent() | QDragMoveEvent():
                return self._follow(event)
        if event.type() == QEvent.Type.DragLeave:
            self._aim(None)
        return False

    def _follow(self, event: QDragMoveEvent) -> bool:
        if not event.mimeData().hasFormat(LAYER_MIME):
            event.ignore()  # files are for the window
            return True
        point = self._view.mapToScene(event.position().toPoint())
        self._aim(self._scene.wire_at(point) if self._scene.card_at(point) is None else None)
        event.acceptProposedAction()
        return True

    def _drop(self, event: QDropEvent) -> bool:
        if not event.mimeData().hasFormat(LAYER_MIME):
            event.ignore()
            return True
        point = self._view.mapToScene(event.position().toPoint())
        name = bytes(event.mimeData().data(LAYER_MIME).data()).decode()
        target, self._target = self._target, None
        self._aim(None)
        event.acceptProposedAction()
        self.dropped.emit(name, self._place(target, point), point)
        return True

    def _place(self, wire: WireItem | None, point: QPointF) -> Place:
        if wire is not None:
            wire.set_target(is_target=False)
            return Place(wire=wire.placed.wires[0])
        card = self._scene.card_at(point) or self._card_above(point)
        return Place(behind=card.placed.nodes) if card is not None else Place(is_alone=True)

    def _card_above(self, point: QPointF) -> NodeItem | None:
        """The card below whose output a layer is let go."""
        near = [
            (gap, card)
            for card in self._scene.cards.values()
            if 0 <= (gap := point.y() - card.output_port().y()) <= NEAR_PX
            and abs(point.x() - card.output_port().x()) <= card.placed.box.width / 2
        ]
        return min(near, key=lambda entry: entry[0], default=(0.0, None))[1]

    def _aim(self, target: WireItem | None) -> None:
        if self._target is not None and self._target is not target:
            self._target.set_target(is_target=False)
        if target is not None:
            target.set_target(is_target=True)
        self._target = target
