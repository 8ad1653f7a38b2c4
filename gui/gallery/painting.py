"""Thumbnails as the design draws them: rounded picture, class chip, badges, selection ring."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPixmap, QTransform

from gui.gallery.items import PictureItem
from gui.theme import theme
from gui.tokens import radius, size
from gui.widgets.paint import picture_badge, picture_chip, ring

_EDGE: Final = 6
_SMALLEST_WITH_CHIP: Final = 64


def paint_thumbnail(painter: QPainter, rect: QRect, pixmap: QPixmap | None, item: PictureItem) -> None:
    """One picture with its chip and its badges; an empty tile while the pixmap is on its way."""
    paint_rounded(painter, QRectF(rect), pixmap)
    if item.label is not None and rect.width() >= _SMALLEST_WITH_CHIP:
        corner = QPointF(rect.left() + _EDGE, rect.top() + rect.height() - _EDGE - size("picture_chip"))
        limit = float(rect.width() - 2 * _EDGE)
        picture_chip(painter, corner, item.label, class_index=item.class_index, limit_px=limit)
    _paint_badges(painter, rect, item)


def paint_rounded(painter: QPainter, rect: QRectF, pixmap: QPixmap | None) -> None:
    """A picture with rounded corners, or the empty tile in its place."""
    path = QPainterPath()
    path.addRoundedRect(rect, radius("picture"), radius("picture"))
    if pixmap is None or pixmap.isNull():
        painter.fillPath(path, theme().colour("canvas"))
        return
    brush = QBrush(pixmap)
    place = QTransform.fromTranslate(rect.x(), rect.y())
    brush.setTransform(place.scale(rect.width() / pixmap.width(), rect.height() / pixmap.height()))
    painter.fillPath(path, brush)


def paint_selection_ring(painter: QPainter, rect: QRect) -> None:
    """The accent ring around the current picture."""
    reach = size("selection_ring") + size("selection_ring_offset")
    around = QRectF(rect.adjusted(-reach, -reach, reach, reach))
    ring(painter, around, radius("picture") + reach, theme().colour("accent"), width_px=size("selection_ring"))


def _paint_badges(painter: QPainter, rect: QRect, item: PictureItem) -> None:
    """The badges stand in the upper right corner, side by side."""
    side, edge = (16, 4) if rect.width() <= size("strip_thumbnail") else (20, _EDGE)
    left = rect.left() + rect.width() - edge - side
    for icon, token in _badges(item):
        picture_badge(painter, QRectF(left, rect.top() + edge, side, side), icon, token=token)
        left -= side + 4


def _badges(item: PictureItem) -> list[tuple[str, str]]:
    """Icon and colour of each badge, from the right."""
    badges = [
        (item.has_problem, "warning", "picture_warning"),
        (item.is_wrong, "close", "picture_danger"),
        (item.is_pinned, "pin", "picture_chip_text"),
    ]
    return [(icon, token) for is_shown, icon, token in badges if is_shown]
