"""Moving the view under the mouse."""

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QGraphicsView

from gui.builder.canvas.gestures import Gesture


class Pan(Gesture):
    """Keeps the point of the scene that was grabbed below the mouse."""

    def __init__(self, view: QGraphicsView, start: QPointF) -> None:
        self._view = view
        self._start = start

    def move(self, point: QPointF) -> None:
        scale = self._view.transform().m11()
        for bar, distance in (
            (self._view.horizontalScrollBar(), point.x() - self._start.x()),
            (self._view.verticalScrollBar(), point.y() - self._start.y()),
        ):
            bar.setValue(bar.value() - round(distance * scale))

    def release(self, point: QPointF) -> None:
        self.move(point)

    def cancel(self) -> None:
        """What was moved stays moved: a view is nothing to take back."""
