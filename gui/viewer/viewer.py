"""The viewer: one picture as large as there is room, with a heat map and class chips over it."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.pictures.colour_maps import heat_layer, signed_heat_layer
from gui.pictures.pixels import image_from_array
from gui.theme import theme
from gui.viewer.layers import ClassMark, HeatMap, HeatStyle, Layer, legend_of
from gui.viewer.painting import paint_heat_legend, paint_marks, paint_value_chip
from gui.viewer.placement import PicturePlacement, fitted
from gui.viewer.scaled_picture import ScaledPicture

_MARGIN: Final = 32
_LEGEND_ROOM: Final = 28
_ZOOM_STEP: Final = 1.25
_PAN_STEP: Final = 48
_HEAT_SIDE: Final = 384
_PANS: Final = {
    Qt.Key.Key_Left: (_PAN_STEP, 0),
    Qt.Key.Key_Right: (-_PAN_STEP, 0),
    Qt.Key.Key_Up: (0, _PAN_STEP),
    Qt.Key.Key_Down: (0, -_PAN_STEP),
}


class PictureViewer(QWidget):
    """A picture that can be zoomed and panned.

    The wheel and + and - zoom, 0 fits, 1 shows one pixel per pixel, dragging and the arrow keys pan.

    Signals:
        zoom_changed: the zoom as a ratio, 1.0 for one pixel per pixel.
        pixel_hovered: (column, row) under the cursor, None beside the picture.
    """

    zoom_changed = Signal(float)
    pixel_hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: ScaledPicture | None = None
        self._placement: PicturePlacement | None = None
        self._is_fitted = True
        self._hidden: set[Layer] = set()
        self._heat: HeatMap | None = None
        self._heat_style = HeatStyle()
        self._heat_image: QImage | None = None
        self._truth: ClassMark | None = None
        self._prediction: ClassMark | None = None
        self._cursor: QPointF | None = None
        self._drag: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setAccessibleName("Picture")

    @property
    def zoom(self) -> float:
        """Pixels of the window per pixel of the picture; 0 without a picture."""
        return self._placement.zoom if self._placement else 0.0

    @property
    def heat_map(self) -> HeatMap | None:
        return self._heat

    @property
    def picture_rect(self) -> QRectF:
        """Where the picture lies on the widget."""
        placement = self._placement
        return QRectF(placement.x, placement.y, placement.width, placement.height) if placement else QRectF()

    def set_picture(self, image: QImage | None, *, width: int = 0, height: int = 0) -> None:
        """Show another picture, fitted; heat map and chips stay until others are set.

        Args:
            image: its pixels, perhaps smaller than the original.
            width: of the original, which coordinates are told in; 0 for that of the image.
            height: of the original; 0 for that of the image.
        """
        self._picture = ScaledPicture(image, width or image.width(), height or image.height()) if image else None
        self._heat_image = None
        self.fit()

    def set_heat_map(self, heat: HeatMap | None) -> None:
        """Lay a heat map over the whole picture."""
        self._heat = heat
        self._heat_image = None
        self.update()

    def set_heat_style(self, style: HeatStyle) -> None:
        """Choose colours and opacity of the heat map."""
        self._heat_style = style
        self._heat_image = None
        self.update()

    def set_truth(self, mark: ClassMark | None) -> None:
        """Say what the label is."""
        self._truth = mark
        self.update()

    def set_prediction(self, mark: ClassMark | None) -> None:
        """Say what the network thinks."""
        self._prediction = mark
        self.update()

    def set_layer_shown(self, layer: Layer, *, is_shown: bool) -> None:
        """Switch a layer on or off."""
        self._hidden.discard(layer) if is_shown else self._hidden.add(layer)
        self.update()

    def is_layer_shown(self, layer: Layer) -> bool:
        return layer not in self._hidden

    @Slot()
    def fit(self) -> None:
        """Show the whole picture."""
        self._is_fitted = True
        self._place(self._fitted())

    @Slot()
    def zoom_in(self) -> None:
        """Enlarge around the middle."""
        self._zoom(_ZOOM_STEP, self.rect().toRectF().center())

    @Slot()
    def zoom_out(self) -> None:
        """Reduce around the middle."""
        self._zoom(1 / _ZOOM_STEP, self.rect().toRectF().center())

    @Slot()
    def show_actual_size(self) -> None:
        """One pixel of the picture per pixel of the window."""
        if self._placement:
            self._zoom(1 / self._placement.zoom, self.rect().toRectF().center())

    # Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self.paint_shown(painter)
            if self._placement is not None:
                self._paint_cursor(painter)

    def paint_shown(self, painter: QPainter) -> None:
        """Draw all but the cursor, also onto what is saved."""
        painter.fillRect(self.rect(), theme().colour("canvas"))
        if self._picture is None or self._placement is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.is_layer_shown(Layer.PICTURE):
            self._picture.paint(painter, self._placement, self.rect())
        if self._heat is not None and self.is_layer_shown(Layer.HEAT_MAP):
            self._paint_heat(painter, self._heat)
        self._paint_annotations(painter)
        paint_marks(painter, self._chip_area(), self._marks())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_fitted:
            self._place(self._fitted())

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120.0
        self._zoom(_ZOOM_STEP**steps, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            moved = event.position() - self._drag
            self._drag = event.position()
            self._pan(moved.x(), moved.y())
        self._hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        actions = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit,
            Qt.Key.Key_1: self.show_actual_size,
        }
        if key in actions:
            actions[key]()
        elif key in _PANS:
            self._pan(*_PANS[key])
        else:
            super().keyPressEvent(event)

    def _fitted(self) -> PicturePlacement | None:
        if self._picture is None:
            return None
        return fitted(
            self._picture.width,
            self._picture.height,
            view_width=self.width(),
            view_height=self.height() - _LEGEND_ROOM,
            margin=_MARGIN,
        )

    def _place(self, placement: PicturePlacement | None) -> None:
        self._placement = placement
        self.update()
        self.zoom_changed.emit(self.zoom)

    def _zoom(self, factor: float, around: QPointF) -> None:
        if self._placement is not None:
            self._is_fitted = False
            self._place(self._placement.zoomed(factor, x=around.x(), y=around.y()))

    def _pan(self, dx: float, dy: float) -> None:
        if self._placement is not None:
            self._is_fitted = False
            self._placement = self._placement.moved(dx, dy)
            self.update()

    def _hover(self, point: QPointF | None) -> None:
        self._cursor = point
        self.pixel_hovered.emit(self._pixel_under())
        self.update()

    def _pixel_under(self) -> tuple[int, int] | None:
        if self._cursor is None or self._placement is None:
            return None
        return self._placement.pixel_at(self._cursor.x(), self._cursor.y())

    def _chip_area(self) -> QRectF:
        return self.picture_rect.intersected(self.rect().toRectF())

    def _marks(self) -> list[ClassMark]:
        layers = ((Layer.PREDICTION, self._prediction), (Layer.TRUTH, self._truth))
        return [mark for layer, mark in layers if mark is not None and self.is_layer_shown(layer)]

    def _paint_heat(self, painter: QPainter, heat: HeatMap) -> None:
        if self._heat_image is None:
            self._heat_image = _coloured(heat, self._heat_style, self.picture_rect)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.picture_rect, self._heat_image)
        name, ends = legend_of(heat, self._heat_style)
        paint_heat_legend(painter, self._chip_area(), self.rect().toRectF(), name, ends=ends)

    def _paint_annotations(self, painter: QPainter) -> None:
        """What a viewer of labelled pictures draws over the picture."""

    def _paint_cursor(self, painter: QPainter) -> None:
        pixel = self._pixel_under()
        if pixel is not None and self._cursor is not None and self._drag is None:
            value, place = self._words_at(pixel)
            paint_value_chip(painter, self._cursor, self.rect().toRectF(), value=value, place=place)

    def _words_at(self, pixel: tuple[int, int]) -> tuple[str, str]:
        """The value at a pixel, empty for none, and its place."""
        place = f"x {pixel[0]}, y {pixel[1]}"
        if self._heat is None or self._picture is None or not self.is_layer_shown(Layer.HEAT_MAP):
            return "", place
        column, row = pixel
        value = self._heat.value_at((column + 0.5) / self._picture.width, (row + 0.5) / self._picture.height)
        return format(value, "+.2f" if self._heat.is_signed else ".2f"), place


def _coloured(heat: HeatMap, style: HeatStyle, shape: QRectF) -> QImage:
    """The heat map at a resolution at which its interpolation looks smooth, whatever the zoom."""
    largest = max(shape.width(), shape.height(), 1.0)
    width = max(round(_HEAT_SIDE * shape.width() / largest), 1)
    height = max(round(_HEAT_SIDE * shape.height() / largest), 1)
    values = heat.upsampled(width=width, height=height)
    if heat.is_signed:
        return image_from_array(signed_heat_layer(values, opacity=style.opacity))
    return image_from_array(heat_layer(values, name=style.colour_map, opacity=style.opacity))
