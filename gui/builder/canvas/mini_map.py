"""The small map of a large network, with the part that the canvas shows."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.theme import theme
from gui.widgets.paint import rounded

_LARGEST_PX = (184.0, 152.0)
_SMALLEST_SIDE_PX = 40.0
_MARGIN_PX = 8.0
_SHARE_SHOWN = 0.5


class MiniMap(QWidget):
    """Draws a mark for each card; a click or a drag moves the canvas there.

    Signals:
        pointed(QPointF): this point of the scene should be in the middle.
    """

    pointed = Signal(QPointF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[tuple[QRectF, QColor], ...] = ()
        self._content = QRectF()
        self._shown = QRectF()
        self.setAccessibleName("Map of the network")
        self.setToolTip("The whole network; click or drag to go there")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_marks(self, marks: Sequence[tuple[QRectF, QColor]], content: QRectF) -> None:
        """Draw other cards; ``content`` is what they cover in the scene."""
        self._marks = tuple(marks)
        self._content = content
        scale = self._scale()
        sides = (max(_SMALLEST_SIDE_PX, side * scale) for side in (content.width(), content.height()))
        width, height = (round(side + 2 * _MARGIN_PX) for side in sides)
        self.setFixedSize(width, height)
        self.update()

    def show_viewport(self, shown: QRectF) -> None:
        """Mark the part of the scene that is seen; the map hides where that is nearly all."""
        self._shown = shown
        seen = shown.intersected(self._content)
        whole = self._content.width() * self._content.height()
        self.setVisible(bool(self._marks) and seen.width() * seen.height() < _SHARE_SHOWN * whole)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            colour = theme().colour
            rounded(painter, QRectF(self.rect()), 6, fill=colour("raised"), line=colour("control_line"))
            painter.setClipRect(self.rect().adjusted(2, 2, -2, -2))
            painter.setPen(Qt.PenStyle.NoPen)
            for rect, mark in self._marks:
                painter.setBrush(mark)
                painter.drawRect(self._on_map(rect))
            fill = QColor(colour("accent"))
            fill.setAlphaF(0.10)
            painter.setBrush(fill)
            painter.setPen(QPen(colour("accent"), 1.0))
            painter.drawRect(self._on_map(self._shown.intersected(self._content.adjusted(-40, -40, 40, 40))))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit(self._in_scene(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.pointed.emit(self._in_scene(event.position()))

    def _scale(self) -> float:
        width, height = max(1.0, self._content.width()), max(1.0, self._content.height())
        return min(_LARGEST_PX[0] / width, _LARGEST_PX[1] / height)

    def _origin(self) -> QPointF:
        """Where the top left corner of the content lies on the map: in the middle of the free room."""
        scale = self._scale()
        return QPointF(
            (self.width() - self._content.width() * scale) / 2, (self.height() - self._content.height() * scale) / 2
        )

    def _on_map(self, rect: QRectF) -> QRectF:
        scale = self._scale()
        corner = self._origin() + (rect.topLeft() - self._content.topLeft()) * scale
        return QRectF(corner.x(), corner.y(), max(1.0, rect.width() * scale), max(1.0, rect.height() * scale))

    def _in_scene(self, point: QPointF) -> QPointF:
        return self._content.topLeft() + (point - self._origin()) / self._scale()
