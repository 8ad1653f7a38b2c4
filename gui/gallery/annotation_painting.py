"""Annotations over a picture: boxes with a dark casing, translucent polygons, masks in the colours of their classes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from engine.contract.annotations import AnnotationKind, Box
from engine.contract.class_colours import ClassColours
from engine.ops.class_palette import class_palette
from gui.gallery.shapes import AnnotationShape
from gui.pictures.pixels import image_from_array
from gui.theme import class_colour, theme

_CASING_OPACITY: Final = 0.22
_FILL_OPACITY: Final = 0.24
_MASK_OPACITY: Final = 0.42
_CONTOUR_OPACITY: Final = 0.95
_DASHES: Final = (4.0, 3.0)
_SMALLEST_PROBLEM: Final = 20.0
_WHOLE: Final = QRectF(0, 0, 1, 1)


@dataclass(frozen=True, slots=True)
class ShapeStyle:
    """How shapes are drawn.

    Attributes:
        line_px: width of the line in logical pixels.
        has_boxes: whether the boxes of objects are drawn that have no other outline.
        has_outlines: whether polygons are drawn.
        selected: place of the shape with the white ring; None for none.
    """

    line_px: int = 2
    has_boxes: bool = True
    has_outlines: bool = True
    selected: int | None = None


@dataclass(frozen=True, slots=True)
class PictureArea:
    """Where a whole picture lies on what is painted.

    Attributes:
        rect: the place of the picture; it may reach beyond the painted area.
        width: of the picture in its own pixels.
        height: of the picture in its own pixels.
    """

    rect: QRectF
    width: float
    height: float

    def transform(self, *, is_relative: bool) -> QTransform:
        """From pixels (or shares) of the picture to what is painted."""
        unit = _WHOLE if is_relative else QRectF(0, 0, max(self.width, 1.0), max(self.height, 1.0))
        place = QTransform.fromTranslate(self.rect.x(), self.rect.y())
        return place.scale(self.rect.width() / unit.width(), self.rect.height() / unit.height())


def paint_shapes(
    painter: QPainter, shapes: Iterable[AnnotationShape], area: PictureArea, style: ShapeStyle | None = None
) -> None:
    """Draw boxes and polygons; large ones first, so that small ones stay visible.

    Masks are no shapes: ``mask_image`` colours them.
    """
    chosen = style or ShapeStyle()
    numbered = sorted(enumerate(shapes), key=_extent, reverse=True)
    for number, shape in numbered:
        _paint_shape(painter, shape, area, chosen)
        if number == chosen.selected and shape.box is not None:
            _paint_ring(painter, _placed(shape.box, shape, area), chosen.line_px)


def paint_problem_box(painter: QPainter, box: Box, area: PictureArea, *, token: str = "picture_warning") -> None:
    """Where on the picture a problem is: a frame in the colour of its state, never smaller than can be seen."""
    corners = QRectF(QPointF(box.x_min, box.y_min), QPointF(box.x_max, box.y_max)).normalized()
    rect = area.transform(is_relative=False).mapRect(corners)
    missing = QPointF(max(_SMALLEST_PROBLEM - rect.width(), 0.0) / 2, max(_SMALLEST_PROBLEM - rect.height(), 0.0) / 2)
    rect.adjust(-missing.x(), -missing.y(), missing.x(), missing.y())
    _stroke(painter, _framed(rect), QPen(theme().colour(token), 3.0))


def mask_image(
    mask: NDArray[np.uint8], colours: ClassColours, *, contour_px: int = 1, opacity: float = _MASK_OPACITY
) -> QImage:
    """A mask as a translucent picture with the outline of every region, to lay over the picture; background is clear.

    Args:
        mask: (h, w) class indices, NO_CLASS where there is none.
        colours: of the classes.
        contour_px: width of the outline, in pixels of the mask.
        opacity: of what lies inside the outlines, in [0, 1].
    """
    rgba = class_palette(colours)[mask]
    is_coloured = rgba[..., 3] > 0
    rgba[..., 3] = np.where(is_coloured, round(255 * opacity), 0)
    edges = region_edges(mask)
    for _ in range(contour_px - 1):
        edges = widened(edges)
    edges &= is_coloured
    rgba[..., 3][edges] = round(255 * _CONTOUR_OPACITY)
    return image_from_array(rgba)


@dataclass(frozen=True, slots=True)
class ClassMasks:
    """Colours the masks of a gallery by their classes.

    Attributes:
        colours: of the classes.
    """

    colours: ClassColours

    def __call__(self, codes: NDArray[np.uint8]) -> QImage:
        return mask_image(codes, self.colours)


def shape_colour(shape: AnnotationShape) -> QColor:
    """The colour of what became of a shape, else of its class; white without one, amber where it is not used."""
    if shape.is_dropped:
        return theme().colour("picture_warning")
    if shape.token:
        return theme().colour(shape.token)
    return class_colour(shape.colour, neutral="picture_chip_text")


def region_edges(mask: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Pixels with a neighbour of another class at the right, left, above or below."""
    edges = np.zeros(mask.shape, np.bool_)
    across, down = mask[:, 1:] != mask[:, :-1], mask[1:] != mask[:-1]
    edges[:, 1:] |= across
    edges[:, :-1] |= across
    edges[1:] |= down
    edges[:-1] |= down
    return edges


def widened(edges: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Lines with the pixels at their right, left, above and below."""
    wider = edges.copy()
    wider[:, 1:] |= edges[:, :-1]
    wider[:, :-1] |= edges[:, 1:]
    wider[1:] |= edges[:-1]
    wider[:-1] |= edges[1:]
    return wider


def _paint_shape(painter: QPainter, shape: AnnotationShape, area: PictureArea, style: ShapeStyle) -> None:
    pen = QPen(shape_colour(shape), style.line_px)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if shape.is_crowd or shape.is_dropped:
        pen.setDashPattern([length / style.line_px * 1.5 for length in _DASHES])
    if shape.rings:
        if style.has_outlines:
            _paint_rings(painter, shape, area, pen)
    elif shape.box is not None and style.has_boxes and (shape.kind is AnnotationKind.BOX or shape.is_crowd):
        _stroke(painter, _framed(_placed(shape.box, shape, area)), pen)


def _paint_rings(painter: QPainter, shape: AnnotationShape, area: PictureArea, pen: QPen) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for ring in shape.rings:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring]))
        path.closeSubpath()
    placed = area.transform(is_relative=shape.is_relative).map(path)
    fill = QColor(pen.color())
    fill.setAlphaF(_FILL_OPACITY)
    painter.fillPath(placed, fill)
    _stroke(painter, placed, pen)


def _stroke(painter: QPainter, path: QPainterPath, pen: QPen) -> None:
    """The line with its dark casing, which keeps it visible on a picture of its own colour."""
    casing = QColor(theme().colour("picture_chip"))
    casing.setAlphaF(_CASING_OPACITY)
    under = QPen(casing, pen.widthF() + 2)
    under.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.strokePath(path, under)
    painter.strokePath(path, pen)


def _paint_ring(painter: QPainter, rect: QRectF, line_px: int) -> None:
    reach = 1.0 + line_px / 2
    _stroke(
        painter,
        _framed(rect.adjusted(-reach, -reach, reach, reach)),
        QPen(theme().colour("picture_chip_text"), float(line_px)),
    )


def _framed(rect: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(rect.toRect()))
    return path


def _placed(box: Box, shape: AnnotationShape, area: PictureArea) -> QRectF:
    corners = QRectF(QPointF(box.x_min, box.y_min), QPointF(box.x_max, box.y_max)).normalized()
    return area.transform(is_relative=shape.is_relative).mapRect(corners)


def _extent(numbered: tuple[int, AnnotationShape]) -> float:
    box = numbered[1].box
    return abs(box.width * box.height) if box is not None else 0.0
