"""A viewer of labelled pictures: boxes, polygons, masks and problems over the picture, and what is under the cursor."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from engine.contract.annotations import NO_CLASS, Box
from engine.contract.class_colours import ClassColours
from gui.gallery.annotation_painting import PictureArea, ShapeStyle, mask_image, paint_problem_box, paint_shapes
from gui.gallery.shapes import AnnotationShape, shape_under
from gui.pictures.pixels import resized_mask
from gui.theme import theme
from gui.viewer.layers import Layer
from gui.viewer.placement import PicturePlacement
from gui.viewer.viewer import PictureViewer
from gui.widgets.paint import picture_chip, picture_chip_width

_MASK_SIDE: Final = 1024
_FOCUS_MARGIN: Final = 4.0
_FOCUS_SHARE: Final = 0.06
_NEAREST_ZOOM: Final = 8.0
_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class AnnotatedViewer(PictureViewer):
    """A picture with its labels. The object under the cursor, or the clicked one, carries its name.

    The arrow keys go to other pictures, and pan with Shift.

    Signals:
        stepped(int): the next picture (1) or the one before (-1) is wanted.
        shape_chosen: place of the shape that was clicked, None beside all.
    """

    stepped = Signal(int)
    shape_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._shapes: tuple[AnnotationShape, ...] = ()
        self._classes: tuple[str, ...] = ()
        self._mask: NDArray[np.uint8] | None = None
        self._mask_image: QImage | None = None
        self._problems: tuple[Box, ...] = ()
        self._hovered: int | None = None
        self._chosen: int | None = None
        self._pressed: QPointF | None = None
        self._drawn = QPixmap()
        self._drawn_key: tuple[object, ...] | None = None

    def set_picture(self, image: QImage | None, *, width: int = 0, height: int = 0) -> None:
        """Show another picture, fitted, without labels until they are set."""
        self._image = image
        self.set_mask(None)
        self._hovered = self._chosen = None
        super().set_picture(image, width=width, height=height)

    def set_shapes(self, shapes: Sequence[AnnotationShape], classes: Sequence[str]) -> None:
        """Draw these annotations; ``classes`` names the values of masks."""
        self._shapes, self._classes = tuple(shapes), tuple(classes)
        self._drawn_key = self._mask_image = None
        self._hovered = self._chosen = None
        self.update()

    def set_mask(self, mask: NDArray[np.uint8] | None) -> None:
        """Lay a mask of class indices (h, w) over the whole picture."""
        self._mask, self._mask_image = mask, None
        self.update()

    def set_problems(self, boxes: Sequence[Box]) -> None:
        """Frame where on the picture its problems are."""
        self._problems = tuple(boxes)
        self.update()

    def choose_shape(self, number: int | None) -> None:
        """Put the white ring around a shape."""
        self._chosen = number
        self.update()

    def show_box(self, box: Box) -> None:
        """Bring a part of the picture into the middle, so near that it can be seen well."""
        placement = self._placement
        if placement is None:
            return
        self.fit()
        smallest = _FOCUS_SHARE * max(placement.picture_width, placement.picture_height)
        side = max(box.width, box.height, smallest) * _FOCUS_MARGIN
        zoom = min(min(self.width(), self.height()) / side, _NEAREST_ZOOM)
        middle = ((box.x_min + box.x_max) / 2, (box.y_min + box.y_max) / 2)
        if self._placement is not None and zoom > self._placement.zoom:
            near = self._placement.zoomed(zoom / self._placement.zoom, x=0, y=0)
            x, y = near.to_view(*middle)
            self._is_fitted = False
            self._place(near.moved(self.width() / 2 - x, self.height() / 2 - y))

    # Qt's events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hovered = self._shape_at(event.position()) if self._drag is None else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._pressed is not None and (event.position() - self._pressed).manhattanLength() < 4:
            self.choose_shape(self._shape_at(event.position()))
            self.shape_chosen.emit(self._chosen)
        self._pressed = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    # the rest

    def _paint_annotations(self, painter: QPainter) -> None:
        placement = self._placement
        if placement is None:
            return
        if self._mask is not None and self.is_layer_shown(Layer.MASKS):
            self._paint_mask(painter, self._mask)
        area = self._area(placement)
        if self.is_layer_shown(Layer.OUTLINES):
            marked = self._hovered if self._hovered is not None else self._chosen
            painter.drawPixmap(0, 0, self._drawn_shapes(area))
            if marked is not None and marked < len(self._shapes):
                self._paint_name(painter, self._shapes[marked], area)
        if self.is_layer_shown(Layer.PROBLEMS):
            for box in self._problems:
                paint_problem_box(painter, box, area)

    def _drawn_shapes(self, area: PictureArea) -> QPixmap:
        """All shapes as they lie now, kept while the mouse only moves: a picture may have thousands of corners."""
        ratio = self.devicePixelRatioF()
        key = (self._placement, self.width(), self.height(), ratio, self._chosen, theme().name)
        if key != self._drawn_key:
            self._drawn_key = key
            self._drawn = QPixmap(self.size() * ratio)
            self._drawn.setDevicePixelRatio(ratio)
            self._drawn.fill(Qt.GlobalColor.transparent)
            with QPainter(self._drawn) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                paint_shapes(painter, self._shapes, area, ShapeStyle(selected=self._chosen))
        return self._drawn

    def _paint_mask(self, painter: QPainter, mask: NDArray[np.uint8]) -> None:
        if self._mask_image is None:
            factor = min(_MASK_SIDE / max(mask.shape), 1.0)
            height, width = (max(round(side * factor), 1) for side in mask.shape)
            colours = ClassColours.of(self._classes)
            self._mask_image = mask_image(resized_mask(mask, width=width, height=height), colours)
        is_magnified = self.picture_rect.width() > 2 * self._mask_image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_magnified)
        painter.drawImage(self.picture_rect, self._mask_image)

    def _paint_name(self, painter: QPainter, shape: AnnotationShape, area: PictureArea) -> None:
        """The name of an object above its box, or inside where there is no room above."""
        if shape.box is None:
            return
        words = " ".join((shape.label or "no class", *(("crowd",) if shape.is_crowd else ())))
        box = area.transform(is_relative=shape.is_relative).mapRect(
            QRectF(QPointF(shape.box.x_min, shape.box.y_min), QPointF(shape.box.x_max, shape.box.y_max))
        )
        width = picture_chip_width(words, has_mark=shape.colour is not None)
        left = min(max(box.left(), 4.0), max(self.width() - width - 4.0, 4.0))
        top = min(max(box.top() - 26, 4.0), self.height() - 24.0)
        picture_chip(painter, QPointF(left, top), words, colour=shape.colour)

    def _words_at(self, pixel: tuple[int, int]) -> tuple[str, str]:
        _, place = super()._words_at(pixel)
        colour = self._colour_at(pixel)
        return self._class_at(pixel), f"{place}   {colour}" if colour else place

    def _colour_at(self, pixel: tuple[int, int]) -> str:
        """Red, green and blue of the pixel, or of the one that stands for it in a reduced picture."""
        if self._image is None or self._placement is None:
            return ""
        column = pixel[0] * self._image.width() // self._placement.picture_width
        row = pixel[1] * self._image.height() // self._placement.picture_height
        colour = self._image.pixelColor(column, row)
        return f"RGB {colour.red()} {colour.green()} {colour.blue()}"

    def _class_at(self, pixel: tuple[int, int]) -> str:
        """The class of the mask at a pixel; empty without one."""
        if self._mask is None or self._placement is None:
            return ""
        height, width = self._mask.shape
        column = pixel[0] * width // self._placement.picture_width
        row = pixel[1] * height // self._placement.picture_height
        value = int(self._mask[row, column])
        if value == NO_CLASS:
            return ""
        return self._classes[value] if value < len(self._classes) else f"class {value}"

    def _shape_at(self, point: QPointF) -> int | None:
        if self._placement is None or not self.is_layer_shown(Layer.OUTLINES):
            return None
        x, y = self._placement.to_picture(point.x(), point.y())
        width, height = self._placement.picture_width, self._placement.picture_height
        return shape_under(self._shapes, x, y, width=width, height=height)

    def _area(self, placement: PicturePlacement) -> PictureArea:
        return PictureArea(self.picture_rect, placement.picture_width, placement.picture_height)
