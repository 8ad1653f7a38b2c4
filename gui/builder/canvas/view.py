"""The view of the canvas: zoom, pan, and the gesture that a press of the mouse begins."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from gui.builder.canvas.dots import paint_dots
from gui.builder.canvas.frame_item import FrameItem
from gui.builder.canvas.gestures import DrawWire, Gesture, MoveCards, RubberBand
from gui.builder.canvas.node_item import NodeItem
from gui.builder.canvas.pan import Pan
from gui.builder.canvas.scene import CanvasScene
from gui.builder.canvas.selection import CanvasSelection
from gui.builder.document import GraphDocument
from gui.builder.editor import GraphEditor
from gui.theme import theme

SMALLEST, LARGEST, STEP = 0.05, 2.0, 1.2
_SMALLEST_TO_READ = 0.75
_DOTS_FROM = 0.6
_MARGIN_PX = 24.0
_WHEEL_NOTCH = 120.0
_DRAG_FROM_PX = 4.0
_EXTENDS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class CanvasView(QGraphicsView):
    """Shows the scene; the left button selects, moves and draws wires, the middle one and Space pan.

    Signals:
        block_toggled(str, bool): a block should be opened (True) or folded.
        search_wanted(QPointF, str): a layer should be found for a loose wire from this node, at this point.
        menu_wanted(QPoint, QPointF): the menu for what lies at a point of the scene, at a point of the screen.
        name_clicked(str): the name of a node was double-clicked.
        view_changed(): another part, or another zoom.
        resized(): the view has another size.
    """

    block_toggled = Signal(str, bool)
    search_wanted = Signal(QPointF, str)
    menu_wanted = Signal(QPoint, QPointF)
    name_clicked = Signal(str)
    view_changed = Signal()
    resized = Signal()

    def __init__(
        self,
        scene: CanvasScene,
        document: GraphDocument,
        editor: GraphEditor,
        selection: CanvasSelection,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(scene, parent)
        self._scene = scene
        self._document = document
        self._editor = editor
        self._selection = selection
        self._gesture: Gesture | None = None
        self._pressed: tuple[QPointF, NodeItem | FrameItem] | None = None
        self._is_space_down = False
        self.setAccessibleName("Network")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self.view_changed)

    @property
    def canvas_scene(self) -> CanvasScene:
        """The items."""
        return self._scene

    @property
    def zoom(self) -> float:
        """How large the network is drawn; 1 is its own size."""
        return self.transform().m11()

    def set_zoom(self, zoom: float, *, around: QPoint | None = None) -> None:
        """Draw larger or smaller; the point ``around`` of the view stays where it is, or else the middle."""
        scale = min(LARGEST, max(SMALLEST, zoom))
        place = around or self.viewport().rect().center()
        before = self.mapToScene(place)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setTransform(QTransform.fromScale(scale, scale))
        shift = self.mapFromScene(before) - place
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + shift.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + shift.y())
        self.view_changed.emit()

    def zoom_in(self) -> None:
        self.set_zoom(self.zoom * STEP)

    def zoom_out(self) -> None:
        self.set_zoom(self.zoom / STEP)

    def fit(self) -> None:
        """Show everything, at most at its own size."""
        content = self._scene.content_rect().adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        if content.width() > 0 and content.height() > 0:
            room = self.viewport().size()
            self.set_zoom(min(1.0, room.width() / content.width(), room.height() / content.height()))
            self.centerOn(content.center())

    def show_start(self) -> None:
        """Show the top of the network at its own size, or smaller as long as its words can be read."""
        content = self._scene.content_rect()
        room = self.viewport().size()
        if content.width() > 0:
            self.set_zoom(max(_SMALLEST_TO_READ, min(1.0, room.width() / (content.width() + 2 * _MARGIN_PX))))
            half = self.mapToScene(self.viewport().rect()).boundingRect().size() / 2
            across = first_middle(self._scene, half.width(), margin_px=_MARGIN_PX)
            self.centerOn(across, content.top() - _MARGIN_PX + half.height())

    def shown_rect(self) -> QRectF:
        """The part of the scene that is seen."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def rect_of(self, card: NodeItem) -> QRect:
        """Where a card is, in pixels of the view."""
        return self.mapFromScene(card.body().translated(card.pos())).boundingRect()

    def show_card(self, card: NodeItem) -> None:
        """Scroll until a card is seen."""
        self.ensureVisible(card.body().translated(card.pos()), 24, 40)

    @property
    def is_dragging(self) -> bool:
        """Whether the mouse is held on something."""
        return self._pressed is not None or self._gesture is not None

    def cancel_gesture(self) -> bool:
        """Give up what is being dragged; returns whether there was something."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()
        return gesture is not None

    def set_space_down(self, *, is_down: bool) -> None:
        """Let the left button pan while Space is held."""
        self._is_space_down = is_down
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor if is_down else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.MiddleButton or self._is_space_down:
            self._gesture = Pan(self, self._point(event))
        elif event.button() == Qt.MouseButton.LeftButton:
            self._press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and self._is_drag(event):
            start, card = self._pressed
            self._pressed = None
            self._gesture = MoveCards(self._scene, self._document, self._editor, self._moved(card), start)
        if self._gesture is not None:
            self._gesture.move(self._point(event))
        elif self._pressed is None and not self._is_space_down:
            self._show_cursor(self._point(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        gesture, self._gesture = self._gesture, None
        pressed, self._pressed = self._pressed, None
        if gesture is not None:
            gesture.release(self._point(event))
        if isinstance(gesture, DrawWire) and gesture.loose_end is not None:
            self.search_wanted.emit(gesture.loose_end, gesture.fixed.item.placed.nodes[-1])
        if pressed is not None and not event.modifiers() & _EXTENDS:
            self._selection.choose(pressed[1].placed.nodes)
        self.view_changed.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = self.mapToScene(event.position().toPoint())
        card, frame = self._scene.card_at(point), self._scene.frame_title_at(point)
        if card is not None and card.placed.is_folded:
            self.block_toggled.emit(card.placed.key.removesuffix("/"), True)
        elif card is not None:
            self.name_clicked.emit(card.placed.nodes[0])
        elif frame is not None:
            self.block_toggled.emit(frame.placed.key, False)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        point = self.mapToScene(event.pos())
        card = self._scene.card_at(point)
        if card is not None and not self._selection.has_all(card.placed.nodes):
            self._selection.choose(card.placed.nodes)
        self.menu_wanted.emit(event.globalPos(), point)

    def wheelEvent(self, event: QWheelEvent) -> None:
        is_touchpad = event.phase() != Qt.ScrollPhase.NoScrollPhase and not event.pixelDelta().isNull()
        if is_touchpad and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        notches = event.angleDelta().y() / _WHEEL_NOTCH
        self.set_zoom(self.zoom * STEP**notches, around=event.position().toPoint())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.set_zoom(self.zoom * (1 + event.value()), around=event.position().toPoint())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
        self.view_changed.emit()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.fillRect(rect, theme().colour("window"))
        if self.zoom >= _DOTS_FROM:
            paint_dots(painter, QRectF(rect))

    def _press(self, event: QMouseEvent) -> None:
        point = self._point(event)
        port = self._scene.port_at(point)
        card, frame = self._scene.card_at(point), self._scene.frame_title_at(point)
        if port is not None:
            self._gesture = DrawWire(self._scene, self._editor, port)
        elif card is not None and card.chevron().contains(point - card.pos()):
            self.block_toggled.emit(card.placed.key.removesuffix("/"), True)
        elif frame is not None and card is None and frame.chevron().contains(point - frame.pos()):
            self.block_toggled.emit(frame.placed.key, False)
        elif card is not None or frame is not None:
            self._press_item(card or frame, point, event.modifiers())
        else:
            self._press_nothing(point, event.modifiers())

    def _press_item(self, item: NodeItem | FrameItem | None, point: QPointF, keys: Qt.KeyboardModifier) -> None:
        assert item is not None
        names = item.placed.nodes
        self._pressed = (point, item)
        if keys & _EXTENDS:
            self._selection.toggle(names)
        elif not self._selection.has_all(names):
            self._selection.choose(names)

    def _press_nothing(self, point: QPointF, keys: Qt.KeyboardModifier) -> None:
        wire = self._scene.wire_at(point)
        self._scene.choose_wire(wire)
        if wire is not None:
            self._selection.choose(())
        else:
            self._gesture = RubberBand(self._scene, self._selection, point, extends=bool(keys & _EXTENDS))

    def _moved(self, item: NodeItem | FrameItem) -> list[NodeItem]:
        """The cards that follow the mouse: all selected ones, or those of the grabbed item."""
        chosen = [card for card in self._scene.cards.values() if card.is_chosen]
        if isinstance(item, NodeItem) and item in chosen:
            return chosen
        return [card for card in self._scene.cards.values() if set(card.placed.nodes) <= set(item.placed.nodes)]

    def _is_drag(self, event: QMouseEvent) -> bool:
        assert self._pressed is not None
        way = (self._point(event) - self._pressed[0]) * self.zoom
        return way.manhattanLength() >= _DRAG_FROM_PX

    def _show_cursor(self, point: QPointF) -> None:
        is_port = self._scene.port_at(point) is not None
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if is_port else Qt.CursorShape.ArrowCursor)

    def _point(self, event: QMouseEvent) -> QPointF:
        """Where the mouse is in the scene, with fractions."""
        inverse, _ = self.viewportTransform().inverted()
        return inverse.map(event.position())


def first_middle(scene: CanvasScene, half_px: float, *, margin_px: float) -> float:
    """The middle of what is shown first: that of everything, or of the first card where not all of it fits."""
    content = scene.content_rect().adjusted(-margin_px, 0, margin_px, 0)
    first = next(iter(scene.cards.values()), None)
    if first is None or content.width() <= 2 * half_px:
        return content.center().x()
    wanted = first.pos().x() + first.body().center().x()
    return min(content.right() - half_px, max(content.left() + half_px, wanted))
