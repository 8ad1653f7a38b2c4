"""A viewer in which suggested boxes and outlines lie dashed over the picture, and are accepted or refused by keys."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QTransform
from PySide6.QtWidgets import QWidget

from engine.contract.annotations import Polygon
from engine.contract.class_colours import ClassColours
from gui.drawing.suggestions import Suggestion
from gui.drawing.viewer import DrawingViewer
from gui.viewer.box_layers import BoxRole, ShownBox
from gui.viewer.box_painting import paint_boxes, paint_chosen, path_of

_CLICK_PX: Final = 4
_ACCEPTING: Final = (Qt.Key.Key_A, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_REFUSING: Final = (Qt.Key.Key_X, Qt.Key.Key_Delete)
_SHIFT, _KEYPAD = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier


class SuggestingViewer(DrawingViewer):
    """A picture with its labels, and with what a run suggests beside them.

    While nothing is chosen or drawn by hand: Tab goes to the next suggestion, A or Return accepts it, X or Delete
    refuses it, Shift+A accepts all. A click on a suggestion goes to it.

    Signals:
        suggestion_accepted(int): the number of the one that becomes a label.
        suggestion_refused(int): the number of the one that nobody wants.
        all_accepted(): all of them become labels.
        suggestion_chosen(int): the number of the one that is gone to.
    """

    suggestion_accepted = Signal(int)
    suggestion_refused = Signal(int)
    all_accepted = Signal()
    suggestion_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suggestions: tuple[Suggestion, ...] = ()
        self._current: int | None = None
        self._down: QPointF | None = None

    @property
    def suggestion(self) -> Suggestion | None:
        """The one with the ring."""
        return next((one for one in self._suggestions if one.number == self._current), None)

    def set_suggestions(self, suggestions: Sequence[Suggestion], current: int | None) -> None:
        """Show other suggestions.

        Args:
            suggestions: best first.
            current: number of the one with the ring; None for none.
        """
        self._suggestions, self._current = tuple(suggestions), current
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._down = event.position() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_click = self._down is not None and (event.position() - self._down).manhattanLength() < _CLICK_PX
        super().mouseReleaseEvent(event)
        if is_click and self._is_hand_free:
            here = self._suggestion_at(event.position())
            if here is not None:
                self.suggestion_chosen.emit(here.number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~_KEYPAD
        current = self.suggestion
        if current is None or not self._is_hand_free or held & ~_SHIFT:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_A and held:
            self.all_accepted.emit()
        elif event.key() in _ACCEPTING and not held:
            self.suggestion_accepted.emit(current.number)
        elif event.key() in _REFUSING and not held:
            self.suggestion_refused.emit(current.number)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab goes from suggestion to suggestion, then from shape to shape, then to the next control."""
        numbers = [one.number for one in self._suggestions]
        if self._is_hand_free and self._current in numbers:
            place = numbers.index(self._current) + (1 if is_next else -1)
            if 0 <= place < len(numbers):
                self.suggestion_chosen.emit(numbers[place])
                return True
        return super().focusNextPrevChild(is_next)

    def _paint_annotations(self, painter: QPainter) -> None:
        super()._paint_annotations(painter)
        if self._placement is None or not self._suggestions:
            return
        colours = ClassColours.of(self._classes)
        to_view = self._area(self._placement).transform(is_relative=False)
        shown = {one.number: _shown(one, colours) for one in self._suggestions}
        paint_boxes(painter, shown.values(), to_view, by_outcome=False)
        if self._current in shown and self._is_hand_free:
            paint_chosen(painter, shown[self._current], to_view, self.rect().toRectF())

    def _suggestion_at(self, point: QPointF) -> Suggestion | None:
        """The smallest suggestion at a point of the view, where no label lies."""
        if self._shape_at(point) is not None:
            return None
        place = QPointF(*self._in_picture(point))
        colours = ClassColours.of(self._classes)
        holding = [one for one in self._suggestions if path_of(_shown(one, colours), QTransform()).contains(place)]
        return min(holding, key=_area, default=None)


def _shown(one: Suggestion, colours: ClassColours) -> ShownBox:
    box = (one.box.x_min, one.box.y_min, one.box.x_max, one.box.y_max)
    rings = one.geometry.rings if isinstance(one.geometry, Polygon) else ()
    return ShownBox(box, one.label, colours.named(one.label), BoxRole.SUPPRESSED, one.score, rings=rings)


def _area(one: Suggestion) -> float:
    return one.box.width * one.box.height
