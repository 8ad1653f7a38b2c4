"""Paints what belongs to drawing: handles of the chosen geometry, an outline that is being drawn, words below it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from engine.contract.annotations import Box
from gui.drawing.hand import Hand, Tool
from gui.drawing.handles import HANDLE_PX, grips_of
from gui.drawing.words import BOX_WORDS, OUTLINE_WORDS
from gui.theme import theme
from gui.viewer.placement import PicturePlacement
from gui.widgets.paint import CHIP_HEIGHT_PX, picture_chip, picture_chip_width

_BELOW_PX: Final = 12


def paint_hand(
    painter: QPainter, hand: Hand, placement: PicturePlacement, area: QRectF, cursor: QPointF | None
) -> None:
    """Everything of a hand but the shape that it holds.

    Args:
        painter: paints the view.
        hand: that draws.
        placement: of the picture.
        area: the view.
        cursor: where the mouse is; None beside the view.
    """
    chosen = hand.chosen
    if chosen is not None and chosen.geometry is not None and hand.tool is Tool.NONE:
        places = [place for _, place in grips_of(chosen.geometry, placement)]
        paint_grips(painter, places, are_round=not isinstance(chosen.geometry, Box))
    match hand.tool:
        case Tool.BOX:
            if cursor is not None and not hand.is_dragging:
                paint_cross(painter, cursor, area)
            paint_words(painter, BOX_WORDS, area)
        case Tool.OUTLINE:
            paint_draft(painter, [QPointF(*placement.to_view(*point)) for point in hand.draft], cursor)
            paint_words(painter, OUTLINE_WORDS, area)
        case Tool.NONE:
            pass


def paint_grips(painter: QPainter, places: Sequence[QPointF], *, are_round: bool) -> None:
    """White squares for a box, discs for an outline, each with a dark line."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().colour("picture_chip"), 1.5))
    painter.setBrush(theme().colour("picture_chip_text"))
    for place in places:
        rect = QRectF(place.x() - HANDLE_PX / 2, place.y() - HANDLE_PX / 2, HANDLE_PX, HANDLE_PX)
        if are_round:
            painter.drawEllipse(rect)
        else:
            painter.drawRect(rect)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_draft(painter: QPainter, points: Sequence[QPointF], cursor: QPointF | None) -> None:
    """An outline that is not closed yet, and the line to the mouse."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ends = [*points, *([cursor] if cursor is not None else [])]
    for colour, width in (("picture_chip", 4.0), ("picture_chip_text", 2.0)):
        painter.setPen(QPen(theme().colour(colour), width))
        for start, end in pairwise(ends):
            painter.drawLine(start, end)
    paint_grips(painter, points, are_round=True)


def paint_cross(painter: QPainter, point: QPointF, area: QRectF) -> None:
    """Lines through the mouse, by which a new box is put to the edge of a thing."""
    for colour, style in (("picture_chip", Qt.PenStyle.SolidLine), ("picture_chip_text", Qt.PenStyle.DashLine)):
        painter.setPen(QPen(theme().colour(colour), 1.0, style))
        painter.drawLine(QPointF(area.left(), point.y()), QPointF(area.right(), point.y()))
        painter.drawLine(QPointF(point.x(), area.top()), QPointF(point.x(), area.bottom()))


def paint_words(painter: QPainter, words: str, area: QRectF) -> None:
    """What the mouse and the keys do now, in the middle below."""
    width = min(picture_chip_width(words, has_mark=False), area.width() - 16)
    corner = QPointF(area.center().x() - width / 2, area.bottom() - CHIP_HEIGHT_PX - _BELOW_PX)
    picture_chip(painter, corner, words, limit_px=width)
