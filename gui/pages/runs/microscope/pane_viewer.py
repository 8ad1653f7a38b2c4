"""The viewer of a pane: a picture with its mask or boxes, and the cursor of the other panes."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.theme import theme
from gui.viewer.box_viewer import BoxViewer
from gui.viewer.painting import paint_cross
from gui.viewer.placement import PicturePlacement, fitted
from gui.widgets.paint import rounded

_MARGIN: Final = 6
_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_MOVES: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class PaneViewer(BoxViewer):
    """A small viewer beside others.

    The arrow keys go to other pictures, move the cross with Control, and pan with Shift; Return opens the network.

    Signals:
        stepped(int): the next picture (1) or the one before (-1) is wanted.
        cross_moved(tuple): the cross should move by (columns, rows).
        opened(): Return was pressed.
    """

    stepped = Signal(int)
    cross_moved = Signal(object)
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cross: tuple[int, int] | None = None
        self._words = ""
        self.setMinimumSize(72, 56)

    @property
    def cross(self) -> tuple[int, int] | None:
        """The pixel (column, row) that is looked at in all panes."""
        return self._cross

    @property
    def placement(self) -> PicturePlacement | None:
        """Where the picture lies."""
        return self._placement

    @property
    def words(self) -> str:
        """What is said instead of a mask."""
        return self._words

    def set_cross(self, pixel: tuple[int, int] | None) -> None:
        """Show which pixel is looked at, wherever the mouse is."""
        self._cross = pixel
        self.update()

    def set_words(self, words: str) -> None:
        """Say what is waited for, or why there is no mask; empty for nothing."""
        self._words = words
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            if self._cross is not None and self._placement is not None and self._pixel_under() is None:
                column, row = self._cross
                place = QPointF(*self._placement.to_view(column + 0.5, row + 0.5))
                if self.rect().toRectF().contains(place):
                    paint_cross(painter, place)
            if self._words:
                self._paint_words(painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        if key in _MOVES and held & Qt.KeyboardModifier.ControlModifier:
            self.cross_moved.emit(_MOVES[key])
        elif key in _STEPS and not held & Qt.KeyboardModifier.ShiftModifier:
            self.stepped.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def _fitted(self) -> PicturePlacement | None:
        """Without room for a legend: there is one for all panes."""
        if self._picture is None:
            return None
        return fitted(
            self._picture.width,
            self._picture.height,
            view_width=self.width(),
            view_height=self.height(),
            margin=_MARGIN,
        )

    def _paint_words(self, painter: QPainter) -> None:
        font = theme().font("secondary")
        painter.setFont(font)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter
        room = self.rect().toRectF().adjusted(16, 12, -16, -12)
        text = QFontMetricsF(font).boundingRect(room, int(flags), self._words).intersected(room)
        chip = QRectF(text.adjusted(-8, -4, 8, 4))
        rounded(painter, chip, 4, fill=theme().colour("picture_chip"), line=None)
        painter.setPen(theme().colour("picture_chip_text"))
        painter.drawText(room, int(flags), self._words)
