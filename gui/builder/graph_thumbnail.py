"""A small picture of a network."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.builder.families import family_colour
from gui.builder.slabs import Slab
from gui.theme import theme
from gui.tokens import radius

_DEPTH_X, _DEPTH_Y = 0.34, 0.26
_THICKEST_PX = 26.0
_THINNEST_PX = 3.0
_GAP_PX = 7.0
_SLICE_PX = 2.5
_SHORTCUT_PX = 12.0
_WAYS = 3


class GraphThumbnail(QWidget):
    """Draws the slabs of a network on the canvas colour.

    Args:
        height_px: height of the picture.
        parent: owner.
    """

    def __init__(self, height_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slabs: tuple[Slab, ...] = ()
        self.setFixedHeight(height_px)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_slabs(self, slabs: Sequence[Slab]) -> None:
        """Show another network."""
        self._slabs = tuple(slabs)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipPath(card_top(QRectF(self.rect())))
            painter.fillRect(self.rect(), theme().colour("canvas"))
            paint_slabs(painter, QRectF(self.rect()).adjusted(16, 16, -16, -16), self._slabs)


def paint_slabs(painter: QPainter, rect: QRectF, slabs: Sequence[Slab]) -> None:
    """Draw slabs from left to right, scaled so that all of them fit."""
    if not slabs:
        return
    front_px = rect.height() / (1 + _DEPTH_Y)
    widths = [_width(slab, front_px) for slab in slabs]
    total = sum(widths) + _GAP_PX * (len(slabs) - 1)
    scale = min(1.0, rect.width() / total)
    left = rect.left() + (rect.width() - total * scale) / 2
    middle = rect.center().y()
    for slab, width in zip(slabs, widths, strict=True):
        _draw_slab(painter, slab, QPointF(left, middle), front_px * scale, scale)
        left += (width + _GAP_PX) * scale


def _width(slab: Slab, front_px: float) -> float:
    return _thickness(slab) + (0.0 if slab.is_vector else slab.height * front_px * _DEPTH_X)


def _thickness(slab: Slab) -> float:
    return 5.0 if slab.is_vector else max(_THINNEST_PX, slab.thickness * _THICKEST_PX)


def _draw_slab(painter: QPainter, slab: Slab, left_middle: QPointF, front_px: float, scale: float) -> None:
    height = min(slab.height, 1.0) * front_px
    thickness = _thickness(slab) * scale
    across = QPointF(0, 0) if slab.is_vector else QPointF(height * _DEPTH_X, -height * _DEPTH_Y)
    top = left_middle + QPointF(0, -height / 2 - across.y() / 2)
    front = QRectF(top.x(), top.y(), thickness, height)
    colour = family_colour(slab.family)
    painter.setPen(QPen(theme().colour("canvas"), 0.75))
    if not slab.is_vector:
        painter.setBrush(_mixed(colour, 0.55))
        painter.drawPolygon(_quad(front.topLeft(), front.topRight(), across))
        painter.setBrush(_mixed(colour, 0.8))
        painter.drawPolygon(_quad(front.topRight(), front.bottomRight(), across))
    painter.setBrush(colour)
    painter.drawRect(front)
    if slab.merge:
        _draw_slices(painter, front, slab)
    if slab.merge == "add":
        _draw_shortcut(painter, front.translated(across / 2))


def _draw_slices(painter: QPainter, front: QRectF, slab: Slab) -> None:
    """As many slices as there are blocks; ways that are laid behind each other lie on top of each other."""
    painter.setPen(QPen(theme().colour("canvas"), 0.75))
    count = min(slab.repeats, int(front.width() / _SLICE_PX))
    for place in range(1, count):
        x = front.left() + front.width() * place / count
        painter.drawLine(QPointF(x, front.top()), QPointF(x, front.bottom()))
    if slab.merge == "concatenate" and front.height() > _WAYS * _SLICE_PX:
        for place in range(1, _WAYS):
            y = front.top() + front.height() * place / _WAYS
            painter.drawLine(QPointF(front.left(), y), QPointF(front.right(), y))


def _draw_shortcut(painter: QPainter, top: QRectF) -> None:
    """The way around the layers of a residual block."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().colour("text_secondary"), 1.0))
    path = QPainterPath(top.topLeft())
    peak = top.top() - _SHORTCUT_PX
    path.cubicTo(QPointF(top.left(), peak), QPointF(top.right(), peak), top.topRight())
    painter.drawPath(path)


def _quad(first: QPointF, second: QPointF, across: QPointF) -> QPolygonF:
    return QPolygonF([first, second, second + across, first + across])


def _mixed(colour: QColor, share: float) -> QColor:
    """``colour`` laid over the canvas with ``share`` opacity."""
    ground = theme().colour("canvas")
    return QColor.fromRgbF(
        colour.redF() * share + ground.redF() * (1 - share),
        colour.greenF() * share + ground.greenF() * (1 - share),
        colour.blueF() * share + ground.blueF() * (1 - share),
    )


def card_top(rect: QRectF) -> QPainterPath:
    """The upper part of a card: only its upper corners are round."""
    corner = radius("card")
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRoundedRect(rect, corner, corner)
    path.addRect(rect.adjusted(0, corner, 0, 0))
    return path
