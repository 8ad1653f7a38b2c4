"""What is drawn over a picture: class chips, the legend of the heat map, the value under the cursor."""

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from gui.pictures.colour_maps import colours
from gui.pictures.pixels import image_from_array
from gui.theme import theme
from gui.tokens import size
from gui.viewer.layers import ClassMark
from gui.widgets.paint import picture_chip, rounded

_CHIP_EDGE: Final = 8
_CHIP_GAP: Final = 4
_LEGEND_TOP: Final = 16
_ARM: Final = 13
_HOLE: Final = 4


def paint_marks(painter: QPainter, area: QRectF, marks: Sequence[ClassMark]) -> None:
    """Class chips from the upper left corner of a picture downwards."""
    top = area.top() + _CHIP_EDGE
    for mark in marks:
        corner = QPointF(area.left() + _CHIP_EDGE, top)
        limit = max(area.width() - 2 * _CHIP_EDGE, 24.0)
        top = picture_chip(painter, corner, mark.text, colour=mark.colour, limit_px=limit).bottom() + _CHIP_GAP


def paint_heat_legend(
    painter: QPainter, picture: QRectF, view: QRectF, colour_map: str, *, ends: tuple[str, str] = ("0.00", "1.00")
) -> None:
    """The colours from end to end below the picture, or along the bottom of the view where the picture fills it."""
    font = theme().font("secondary")
    painter.setFont(font)
    painter.setPen(theme().colour("text_secondary"))
    metrics = QFontMetricsF(font)
    label = max(metrics.horizontalAdvance(end) for end in ends) + 8
    height = size("heat_legend")
    top = min(picture.bottom() + _LEGEND_TOP, view.bottom() - height - 8)
    row = QRectF(picture.left(), top - 4, picture.width(), height + 8)
    painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, ends[0])
    painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, ends[1])
    bar = QRectF(row.left() + label, top, max(row.width() - 2 * label, 1.0), height)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(bar, _ramp(colour_map))


def paint_value_chip(painter: QPainter, cursor: QPointF, view: QRectF, *, value: str, place: str) -> None:
    """A fine cross at the cursor and beside it the value there (perhaps none) with its place, inside the view."""
    paint_cross(painter, cursor)
    place_font = theme().font("secondary")
    value_font = QFont(place_font)
    value_font.setWeight(QFont.Weight.DemiBold)
    value_width = QFontMetricsF(value_font).horizontalAdvance(value) + 12 if value else 0.0
    width = 16 + value_width + QFontMetricsF(place_font).horizontalAdvance(place)
    chip = QRectF(cursor.x() + 18, cursor.y() - 25, width, 24)
    chip.moveLeft(min(chip.left(), view.right() - width - 4))
    chip.moveTop(max(chip.top(), view.top() + 4))
    rounded(painter, chip, 4, fill=theme().colour("picture_chip"), line=None)
    painter.setPen(theme().colour("picture_chip_text"))
    painter.setFont(value_font)
    inner = chip.adjusted(8, 0, 0, 0)
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, value)
    painter.setFont(place_font)
    inner.setLeft(inner.left() + value_width)
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, place)


def paint_cross(painter: QPainter, cursor: QPointF) -> None:
    """A cursor: four arms with a hole in the middle, light on dark so that they show on every picture."""
    x, y = round(cursor.x()) + 0.5, round(cursor.y()) + 0.5
    arms = [
        QLineF(x - _ARM, y, x - _HOLE, y),
        QLineF(x + _HOLE, y, x + _ARM, y),
        QLineF(x, y - _ARM, x, y - _HOLE),
        QLineF(x, y + _HOLE, x, y + _ARM),
    ]
    casing = QColor(theme().colour("picture_chip"))
    casing.setAlphaF(0.6)
    for colour, width in ((casing, 3.0), (theme().colour("picture_chip_text"), 1.0)):
        painter.setPen(QPen(colour, width))
        painter.drawLines(arms)


@cache
def _ramp(colour_map: str) -> QImage:
    """One row of the colours of a map."""
    return image_from_array(colours(np.linspace(0, 1, 256, dtype=np.float32)[np.newaxis, :], colour_map))
