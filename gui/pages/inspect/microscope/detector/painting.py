"""Draws the boxes, arrows and points of a scene."""

from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform

from gui.pages.inspect.microscope.detector.scene import Arrow, Box, DrawnBox, LineStyle
from gui.theme import class_colour, theme
from gui.widgets.paint import picture_chip, picture_chip_width

_CASING_OPACITY: Final = 0.55
_WIDTHS: Final = {
    LineStyle.KEPT: 2.0,
    LineStyle.GONE: 1.5,
    LineStyle.TRUE: 1.5,
    LineStyle.PLACE: 1.5,
    LineStyle.CELL: 1.0,
    LineStyle.CHOSEN: 2.0,
}
_DASHES: Final = {LineStyle.GONE: (4.0, 3.0), LineStyle.TRUE: (1.5, 2.5)}
_RING_PX: Final = 6.0
_CHIP_HEIGHT: Final = 20.0
_FILL: Final = 0.62
_HEAD_PX: Final = 6.0


def rect_of(box: Box, to_view: QTransform) -> QRectF:
    """Where a box lies in the view."""
    return to_view.mapRect(QRectF(QPointF(box[0], box[1]), QPointF(box[2], box[3])))


def paint_box(painter: QPainter, box: DrawnBox, to_view: QTransform) -> None:
    """Draw one box, without its words."""
    rect, colour = rect_of(box.box_xyxy, to_view), _colour(box)
    painter.save()
    painter.setOpacity(box.strength)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if box.style is LineStyle.CELL:
        colour.setAlphaF(_FILL)
        painter.fillRect(rect, colour)
    elif box.style is LineStyle.CHOSEN and box.colour is not None:
        painter.setPen(QPen(theme().colour("picture_chip_text"), _RING_PX))
        painter.drawRect(rect)
        _stroke(painter, rect, box, colour)
    else:
        _stroke(painter, rect, box, colour)
    painter.restore()


def paint_words(painter: QPainter, box: DrawnBox, to_view: QTransform, view: QRectF) -> None:
    """Draw the chip of a box above it, or inside where there is no room."""
    if not box.words:
        return
    rect = rect_of(box.box_xyxy, to_view)
    width = picture_chip_width(box.words, has_mark=box.colour is not None)
    left = min(max(rect.left(), view.left() + 4.0), max(view.right() - width - 4.0, view.left() + 4.0))
    above = rect.bottom() + 6.0 if box.style is LineStyle.GONE else rect.top() - _CHIP_HEIGHT - 6.0
    top = above if above >= view.top() + 4.0 else max(rect.top() + 6.0, view.top() + 4.0)
    corner = QPointF(left, min(top, view.bottom() - _CHIP_HEIGHT - 4.0))
    picture_chip(painter, corner, box.words, colour=box.colour)


def paint_arrow(painter: QPainter, arrow: Arrow, to_view: QTransform) -> None:
    """Draw an arrow; a dot where it has no length."""
    start, end = to_view.map(QPointF(*arrow.start)), to_view.map(QPointF(*arrow.end))
    colour = class_colour(arrow.colour, neutral="picture_chip_text")
    line = QLineF(start, end)
    for shade, width in ((_casing(), 4.0), (colour, 2.0)):
        painter.setPen(QPen(shade, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(line)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawEllipse(start, width, width)
        if line.length() > 2 * _HEAD_PX:
            painter.drawPolygon(_head(line, _HEAD_PX + width / 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_point(painter: QPainter, point: tuple[float, float], to_view: QTransform) -> None:
    """Draw a dot where something is read."""
    place = to_view.map(QPointF(*point))
    painter.setPen(Qt.PenStyle.NoPen)
    for shade, radius in ((_casing(), 2.6), (theme().colour("picture_warning"), 1.6)):
        painter.setBrush(shade)
        painter.drawEllipse(place, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _stroke(painter: QPainter, rect: QRectF, box: DrawnBox, colour: QColor) -> None:
    width, dashes = _WIDTHS[box.style], _DASHES.get(box.style)
    for shade, line_px in ((_casing(), width + 2.0), (colour, width)):
        pen = QPen(shade, line_px)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dashes:
            pen.setDashPattern([length * width / line_px for length in dashes])
        painter.setPen(pen)
        painter.drawRect(rect)


def _colour(box: DrawnBox) -> QColor:
    if box.style is LineStyle.TRUE:
        return QColor(theme().colour("picture_chip_text"))
    if box.style is LineStyle.CHOSEN and box.colour is None:
        return QColor(theme().colour("picture_warning"))
    return QColor(class_colour(box.colour, neutral="picture_chip_text"))


def _casing() -> QColor:
    casing = QColor(theme().colour("picture_chip"))
    casing.setAlphaF(_CASING_OPACITY)
    return casing


def _head(line: QLineF, length: float) -> QPolygonF:
    """The triangle at the end of an arrow."""
    unit = QPointF(line.dx() / line.length(), line.dy() / line.length())
    back, side = line.p2() - unit * length, QPointF(-unit.y(), unit.x()) * (length * 0.55)
    return QPolygonF([line.p2(), back + side, back - side])
