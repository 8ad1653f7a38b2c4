"""The viewer of the Picture tab with receptive fields over the picture."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine.contract.seen_inside import BoxXyxy
from gui.pictures.colour_maps import heat_layer
from gui.pictures.pixels import image_from_array
from gui.theme import theme
from gui.viewer.box_viewer import BoxViewer
from gui.viewer.layers import HeatMap
from gui.widgets.paint import picture_chip

_CLICK_PX: Final = 4
_OPACITY: Final = 0.85
_BLOB_SIDE: Final = 384
_FAR_PX: Final = 10
_STEPS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class FieldViewer(BoxViewer):
    """Shows the window of a cell, the windows of other layers, the gradient, and a marked pixel.

    Signals:
        pixel_chosen(int, int): x and y of the pixel of the original picture that was clicked.
        single_chosen(int, int): likewise, with Shift: this pixel alone.
        stepped(int, int): by how many pixels to the right and down the chosen one should move.
        released(): what is chosen should be so no more.
    """

    pixel_chosen = Signal(int, int)
    single_chosen = Signal(int, int)
    stepped = Signal(int, int)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field_name = ""
        self._field: BoxXyxy | None = None
        self._nested: tuple[BoxXyxy, ...] = ()
        self._blob: QImage | None = None
        self._pixel: tuple[int, int] | None = None
        self._pressed_at: QPointF | None = None
        self._is_pointing = self._is_stepping = False

    @property
    def field_box(self) -> BoxXyxy | None:
        """The window that is shown, in pixels of the original picture."""
        return self._field

    def set_field(self, box: BoxXyxy | None, name: str = "", nested: Sequence[BoxXyxy] = ()) -> None:
        """Frame what a cell sees, and what the cells of other layers at the same place see."""
        self._field, self._field_name, self._nested = box, name, tuple(nested)
        self.update()

    def set_gradient(self, gradient: HeatMap | None) -> None:
        """Lay over the picture how much each pixel moves the cell."""
        self._blob = None
        if gradient is not None:
            rows, columns = gradient.values.shape
            factor = _BLOB_SIDE / max(rows, columns)
            values = gradient.upsampled(width=max(round(columns * factor), 1), height=max(round(rows * factor), 1))
            self._blob = image_from_array(heat_layer(values, name="inferno", opacity=_OPACITY))
        self.update()

    def set_pixel(self, pixel: tuple[int, int] | None) -> None:
        """Mark a pixel (x, y) of the original picture."""
        self._pixel = pixel
        self.update()

    def set_pointing(self, *, is_on: bool, is_stepping: bool) -> None:
        """Let Escape release what is chosen, and arrow keys move it where it is one pixel."""
        self._is_pointing, self._is_stepping = is_on, is_on and is_stepping

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._is_pointing and key == Qt.Key.Key_Escape:
            self.released.emit()
        elif self._is_stepping and key in _STEPS:
            far = _FAR_PX if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            right, down = _STEPS[key]
            self.stepped.emit(far * right, far * down)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed_at = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        start, self._pressed_at = self._pressed_at, None
        if start is None or (event.position() - start).manhattanLength() >= _CLICK_PX or self._placement is None:
            return
        pixel = self._placement.pixel_at(event.position().x(), event.position().y())
        if pixel is not None:
            is_single = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.single_chosen if is_single else self.pixel_chosen).emit(*pixel)

    def _paint_heat(self, painter: QPainter, heat: HeatMap) -> None:
        if self._blob is None:  # two maps over one picture could not be told apart
            super()._paint_heat(painter, heat)

    def _paint_annotations(self, painter: QPainter) -> None:
        super()._paint_annotations(painter)
        if self._blob is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.picture_rect, self._blob)
        for box in self._nested:
            self._paint_frame(painter, box, width=1.0, casing=2.0)
        if self._field is not None:
            rect = self._paint_frame(painter, self._field, width=2.0, casing=4.0)
            corner = QPointF(max(rect.left(), 4.0), max(rect.bottom() + 4, 4.0))
            picture_chip(painter, QPointF(corner.x(), min(corner.y(), self.height() - 24.0)), self._field_name)
        if self._pixel is not None:
            x, y = self._pixel
            self._paint_frame(painter, (x, y, x + 1.0, y + 1.0), width=2.0, casing=4.0)

    def _paint_frame(self, painter: QPainter, box: BoxXyxy, *, width: float, casing: float) -> QRectF:
        """A white frame with a dark casing around a box; gives where it lies."""
        placement = self._placement
        if placement is None:
            return QRectF()
        first, last = placement.to_view(box[0], box[1]), placement.to_view(box[2], box[3])
        rect = QRectF(QPointF(*first), QPointF(*last))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for token, line in (("picture_chip", casing), ("picture_chip_text", width)):
            painter.setPen(QPen(theme().colour(token), line))
            painter.drawRect(rect)
        return rect
