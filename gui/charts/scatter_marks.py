"""The marks of classes in a scatter: a colour and a shape each, so that like colours can be told apart."""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QPolygonF

from engine.contract.class_colours import ClassColour
from gui.theme import class_colour, theme
from gui.tokens import ThemeName

MARK_PX: Final = 9
_CORNERS: Final = (
    ((0.5, 0.0), (1.0, 0.9), (0.0, 0.9)),
    ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)),
    ((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)),
)
_SHAPES: Final = 1 + len(_CORNERS)


def mark_pixmap(colour: ClassColour | None, ratio: float) -> QPixmap:
    """The mark of a class for a screen with ``ratio`` device pixels per logical pixel."""
    return _drawn_mark(colour, ratio, theme().name)


@lru_cache(maxsize=512)
def _drawn_mark(colour: ClassColour | None, ratio: float, _theme: ThemeName) -> QPixmap:
    pixmap = QPixmap(round(MARK_PX * ratio), round(MARK_PX * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_mark(painter, QRectF(pixmap.rect()), colour)
    return pixmap


def draw_mark(painter: QPainter, rect: QRectF, colour: ClassColour | None) -> None:
    """Draw the mark of a class into a square; that of the background is a grey circle."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(class_colour(colour, neutral="text_disabled"))
    shape = 0 if colour is None else colour.place % _SHAPES
    if shape == 0:
        painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        return
    corners = [QPointF(rect.x() + x * rect.width(), rect.y() + y * rect.height()) for x, y in _CORNERS[shape - 1]]
    painter.drawPolygon(QPolygonF(corners))
