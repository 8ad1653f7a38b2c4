"""A viewer in which boxes and outlines are chosen, drawn, moved, resized, removed and given classes."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from engine.contract.annotations import AnnotationKind, Box
from gui.drawing.geometry import Canvas, extent_of
from gui.drawing.hand import Hand, HandEdit, Tool
from gui.drawing.handles import REACH_PX, cursor_of, grip_at
from gui.drawing.keys import NUDGE_KEYS, press_key
from gui.drawing.painting import paint_hand
from gui.drawing.shapes import KeyedShape
from gui.drawing.words import described
from gui.gallery.annotation_painting import ShapeStyle, paint_shapes
from gui.gallery.shapes import AnnotationShape
from gui.viewer.annotated import AnnotatedViewer
from gui.viewer.layers import Layer

_CLICK_PX: Final = 4
_NOTHING: Final = AnnotationShape(AnnotationKind.CLASS_MASK)
"""Stands where a shape is that the hand holds, which is painted for itself."""


class DrawingViewer(AnnotatedViewer):
    """A picture with its labels, which a hand can change where that is possible.

    Signals:
        edited(HandEdit): a change is finished; whoever keeps it shows it by ``set_drawn``.
        tool_changed(Tool): another tool is in the hand.
    """

    edited = Signal(object)
    tool_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hand = Hand()
        self._can_draw = False

    @property
    def chosen_shape(self) -> KeyedShape | None:
        """The shape with the handles."""
        return self._hand.chosen

    @property
    def _is_hand_free(self) -> bool:
        """Whether nothing is chosen, held or drawn."""
        return self._hand.chosen is None and self._hand.live is None and self._hand.tool is Tool.NONE

    def set_picture(self, image: QImage | None, *, width: int = 0, height: int = 0) -> None:
        """Show another picture; nothing is chosen, and nothing is in the hand."""
        super().set_picture(image, width=width, height=height)
        placement = self._placement
        self._hand.canvas = Canvas(placement.picture_width, placement.picture_height) if placement else Canvas(0, 0)
        self._hand.forget()
        self.tool_changed.emit(Tool.NONE)

    def set_drawn(self, shapes: Sequence[KeyedShape], classes: Sequence[str], *, can_draw: bool) -> None:
        """Show what is drawn; what is chosen and held stays so where it is still there.

        Args:
            shapes: of the picture.
            classes: names the values of masks, and the keys 1 to 9.
            can_draw: whether a hand may change them.
        """
        self._can_draw = can_draw
        self._classes = tuple(classes)
        self._hand.set_shapes(shapes, classes)
        self._follow_hand()

    @Slot()
    def draw_box(self) -> None:
        """Draw a box next, or not any more."""
        self._take(Tool.NONE if self._hand.tool is Tool.BOX else Tool.BOX)

    @Slot()
    def draw_outline(self) -> None:
        """Draw an outline next, or not any more."""
        self._take(Tool.NONE if self._hand.tool is Tool.OUTLINE else Tool.OUTLINE)

    @Slot(str)
    def give_class(self, label: str) -> None:
        """Give the chosen shape a class, and those that are drawn next."""
        self._tell(self._hand.give(label))

    # Qt's events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if event.button() == Qt.MouseButton.LeftButton and self._begin(point):
            self._follow_hand()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._hand.is_dragging:
            self._hand.drag_to(self._in_picture(event.position()))
            self._hover(event.position())
            return
        super().mouseMoveEvent(event)
        if self._hand.tool is not Tool.NONE:
            self._hovered = None  # names would only be in the way
        if self._drag is None:
            self._show_cursor(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._hand.is_dragging:
            self._hand.drag_to(self._in_picture(event.position()))
            self._finish()
            return
        is_click = self._pressed is not None and (event.position() - self._pressed).manhattanLength() < _CLICK_PX
        super().mouseReleaseEvent(event)
        if is_click and self._can_draw and self._hand.tool is Tool.NONE:
            self._hand.choose(self._shape_at(event.position()))
            self._follow_hand()
        self._show_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        chosen, placement = self._hand.chosen, self._placement
        if self._hand.tool is Tool.OUTLINE:
            self._tell(self._hand.close_outline())
        elif chosen is None or chosen.geometry is None or placement is None:
            super().mouseDoubleClickEvent(event)
        elif self._can_draw:
            grip = grip_at(chosen.geometry, placement, event.position())
            place = self._in_picture(event.position())
            self._tell(self._hand.reshape(place, grip, reach=REACH_PX / placement.zoom))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        tool = self._hand.tool
        pressed = press_key(self._hand, Qt.Key(event.key()), event.modifiers()) if self._can_draw else None
        if pressed is None:
            super().keyPressEvent(event)
            return
        self._tell(pressed.edit)
        self._follow_hand()
        if self._hand.tool is not tool:
            self.tool_changed.emit(self._hand.tool)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in NUDGE_KEYS and not event.isAutoRepeat() and not self._hand.is_dragging:
            self._finish()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if not self._hand.is_dragging:
            self._finish()
        super().focusOutEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab goes from shape to shape, and behind the last one to the next control."""
        if self._can_draw and self._hand.tool is Tool.NONE and self._hand.choose_next(1 if is_next else -1):
            self._follow_hand()
            return True
        self._follow_hand()
        return super().focusNextPrevChild(is_next)

    # the rest

    def _begin(self, point: QPointF) -> bool:
        """Take hold of what a press means; False where the picture is to be dragged."""
        if not self._can_draw or self._placement is None or not self.is_layer_shown(Layer.OUTLINES):
            return False
        hand, place = self._hand, self._in_picture(point)
        if hand.tool is Tool.BOX:
            hand.draw_from(place)
        elif hand.tool is Tool.OUTLINE:
            hand.add_point(place)
        else:
            chosen = hand.chosen
            if chosen is None or chosen.geometry is None:
                return False
            grip = grip_at(chosen.geometry, self._placement, point)
            if grip is not None:
                hand.grip(grip)
            elif _holds(extent_of(chosen.geometry), place):
                hand.move_from(place)
        return hand.is_dragging or hand.tool is Tool.OUTLINE

    def _finish(self) -> None:
        """Let go of what the hand holds, and tell what has become of it."""
        tool = self._hand.tool
        self._tell(self._hand.let_go())
        self._follow_hand()
        if self._hand.tool is not tool:
            self.tool_changed.emit(self._hand.tool)

    def _take(self, tool: Tool) -> None:
        self._hand.take(tool)
        self.setFocus()
        self._follow_hand()
        self.tool_changed.emit(tool)

    def _tell(self, edit: HandEdit | None) -> None:
        if edit is not None:
            self.edited.emit(edit)

    def _follow_hand(self) -> None:
        """Show what the hand has chosen, and leave out what it holds, which is painted for itself."""
        hand, chosen = self._hand, self._hand.chosen
        keys = [item.key for item in hand.shapes]
        at_rest = tuple(_NOTHING if item.key == hand.held_key else item.shape for item in hand.shapes)
        if at_rest != self._shapes:  # otherwise all of them would be drawn anew for each key that is held down
            self.set_shapes(at_rest, self._classes)
        place = keys.index(chosen.key) if chosen is not None and chosen.key in keys else None
        self.choose_shape(place)
        words = "" if place is None or chosen is None else described(chosen, place=place + 1, count=len(keys))
        self.setAccessibleDescription(words)
        if hand.tool is not Tool.NONE:
            self.setCursor(Qt.CursorShape.CrossCursor)
        self.update()

    def _paint_annotations(self, painter: QPainter) -> None:
        super()._paint_annotations(painter)
        placement, live = self._placement, self._hand.live
        if placement is None or not self._can_draw or not self.is_layer_shown(Layer.OUTLINES):
            return
        if live is not None:
            paint_shapes(painter, [live.shape], self._area(placement), ShapeStyle(selected=0))
            self._paint_name(painter, live.shape, self._area(placement))
        paint_hand(painter, self._hand, placement, self.rect().toRectF(), self._cursor)

    def _show_cursor(self, point: QPointF) -> None:
        """Say by the mouse what a press would take hold of."""
        chosen = self._hand.chosen
        if self._hand.tool is not Tool.NONE:
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif self._can_draw and chosen is not None and chosen.geometry is not None and self._placement is not None:
            grip = grip_at(chosen.geometry, self._placement, point)
            is_inside = _holds(extent_of(chosen.geometry), self._in_picture(point))
            inside = Qt.CursorShape.SizeAllCursor if is_inside else Qt.CursorShape.ArrowCursor
            self.setCursor(inside if grip is None else cursor_of(grip))
        else:
            self.unsetCursor()

    def _in_picture(self, point: QPointF) -> tuple[float, float]:
        return (0.0, 0.0) if self._placement is None else self._placement.to_picture(point.x(), point.y())


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box.x_min <= point[0] <= box.x_max and box.y_min <= point[1] <= box.y_max
