"""The dots behind the network, which show that the canvas can be moved."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from gui.theme import theme

_PITCH_PX = 16
_DOT_PX = 1.5


def paint_dots(painter: QPainter, rect: QRectF) -> None:
    """Draw the dots of a part of the scene."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour("line"))
    for x in range(_first(rect.left()), int(rect.right()) + 1, _PITCH_PX):
        for y in range(_first(rect.top()), int(rect.bottom()) + 1, _PITCH_PX):
            painter.drawRect(QRectF(x - _DOT_PX / 2, y - _DOT_PX / 2, _DOT_PX, _DOT_PX))


def _first(start: float) -> int:
    return int(start // _PITCH_PX) * _PITCH_PX
