"""The changed picture, over which a cover can be dragged."""

from typing import Final

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gui.viewer.steady_viewer import SteadyViewer

_STEPS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class ChangedViewer(SteadyViewer):
    """While a cover is on, mouse and arrow keys move it instead of the picture.

    Signals:
        cover_dragged(float, float): the point (x, y) of the picture where the middle of the cover shall lie.
        cover_stepped(int, int): by how many pixels it shall go right and down.
    """

    cover_dragged = Signal(float, float)
    cover_stepped = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_covering = False
        self._is_pressed = False
        self.setAccessibleName("Changed picture")

    def set_covering(self, *, is_on: bool) -> None:
        """Let the mouse drag a cover, or move the picture."""
        self._is_covering = is_on
        self.setCursor(Qt.CursorShape.CrossCursor if is_on else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._is_covering and event.button() == Qt.MouseButton.LeftButton:
            self._is_pressed = True
            self._drag_cover(event.position())
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._is_pressed:
            self._drag_cover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_pressed:
            self._is_pressed = False
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if self._is_covering and step is not None:
            self.cover_stepped.emit(*step)
        else:
            super().keyPressEvent(event)

    def _drag_cover(self, point: QPointF) -> None:
        placement = self._placement
        if placement is not None:
            x, y = placement.to_picture(point.x(), point.y())
            inside = (min(max(x, 0.0), placement.picture_width), min(max(y, 0.0), placement.picture_height))
            self.cover_dragged.emit(*(float(round(place)) for place in inside))
