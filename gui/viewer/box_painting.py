"""Draws found, suppressed and true boxes over a picture, and outlines in place of boxes where they are known."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from engine.ops.mask_difference import Difference
from gui.theme import class_colour, theme
from gui.viewer.box_layers import BoxRole, ShownBox
from gui.viewer.mask_layers import DIFFERENCE_TOKENS
from gui.widgets.paint import picture_chip, picture_chip_width
from gui.words import percent

_CASING_OPACITY: Final = 0.55
_KEPT_PX, _SUPPRESSED_PX, _TRUE_PX = 2.0, 1.5, 1.5
_DASHES: Final = (4.0, 3.0)
_TRUE_DASHES: Final = (1.5, 2.5)
_SEEN_DASHES: Final = (7.0, 3.0, 1.5, 3.0)
_RING_PX: Final = 6.0
_CHIP_HEIGHT: Final = 20.0


def paint_boxes(painter: QPainter, boxes: Iterable[ShownBox], to_view: QTransform, *, by_outcome: bool) -> None:
    """Draw boxes, large ones first, so that small ones stay visible.

    Args:
        painter: of the view.
        boxes: in pixels of the picture.
        to_view: from those to the view.
        by_outcome: whether colours say what is right and wrong, and not which class a box has.
    """
    for box in sorted(boxes, key=_area, reverse=True):
        _stroke(painter, path_of(box, to_view), box, colour_of(box, by_outcome=by_outcome))


def paint_chosen(painter: QPainter, box: ShownBox, to_view: QTransform, view: QRectF) -> None:
    """Draw the white ring around a box, and its class and score above it, or inside where there is no room.

    The ring follows the outline of a box that has one. An object whose pixels are known has their outline in place of
    the ring.
    """
    rect = rect_of(box, to_view)
    if box.mask is None:
        path = path_of(box, to_view)
        painter.strokePath(path, QPen(theme().colour("picture_chip_text"), _RING_PX, Qt.PenStyle.SolidLine))
        _stroke(painter, path, box, class_colour(box.colour, neutral="picture_chip_text"))
    words = words_of(box)
    width = picture_chip_width(words, has_mark=box.colour is not None)
    left = min(max(rect.left(), view.left() + 4.0), max(view.right() - width - 4.0, view.left() + 4.0))
    above = rect.top() - _CHIP_HEIGHT - 6.0
    top = above if above >= view.top() + 4.0 else max(rect.top() + 6.0, view.top() + 4.0)
    picture_chip(painter, QPointF(left, min(top, view.bottom() - _CHIP_HEIGHT - 4.0)), words, colour=box.colour)


def words_of(box: ShownBox) -> str:
    """A box in words: its class, and how sure the network is of it."""
    if box.role is BoxRole.TRUE:
        return f"{box.label}, crowd" if box.is_crowd else f"{box.label}, true"
    if box.role is BoxRole.SEEN:
        return f"{box.label}, activation map"
    return f"{box.label}  {percent(box.score)}"


def rect_of(box: ShownBox, to_view: QTransform) -> QRectF:
    """Where a box lies in the view."""
    left, top, right, bottom = box.box_xyxy
    return to_view.mapRect(QRectF(QPointF(left, top), QPointF(right, bottom)))


def path_of(box: ShownBox, to_view: QTransform) -> QPainterPath:
    """Its outline in the view, or its box where it has none."""
    path = QPainterPath()
    for ring in box.rings:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring]))
        path.closeSubpath()
    if box.rings:
        return to_view.map(path)
    path.addRect(rect_of(box, to_view))
    return path


def _stroke(painter: QPainter, path: QPainterPath, box: ShownBox, colour: QColor) -> None:
    width, dashes = _line(box)
    casing = QColor(theme().colour("picture_chip"))
    casing.setAlphaF(_CASING_OPACITY)
    for shade, line_px in ((casing, width + 2.0), (colour, width)):
        pen = QPen(shade, line_px)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dashes:
            pen.setDashPattern([length * width / line_px for length in dashes])
        painter.strokePath(path, pen)


def _line(box: ShownBox) -> tuple[float, tuple[float, ...]]:
    match box.role:
        case BoxRole.KEPT:
            return _KEPT_PX, ()
        case BoxRole.SUPPRESSED:
            return _SUPPRESSED_PX, _DASHES
        case BoxRole.TRUE:
            return _TRUE_PX, _TRUE_DASHES
        case BoxRole.SEEN:
            return _SUPPRESSED_PX, _SEEN_DASHES


def colour_of(box: ShownBox, *, by_outcome: bool) -> QColor:
    """The colour of its class, or of what became of it; white of a true one."""
    if by_outcome and box.outcome is not Difference.UNKNOWN:
        return theme().colour(DIFFERENCE_TOKENS[box.outcome])
    if box.role is BoxRole.TRUE:
        return theme().colour("picture_chip_text")
    return class_colour(box.colour, neutral="picture_chip_text")


def _area(box: ShownBox) -> float:
    return box.area_px
