"""The box beside the mouse that tells the value under it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from gui.theme import theme
from gui.widgets.paint import rounded

_PADDING: Final = 10
_ROW: Final = 20
_DISTANCE: Final = 12
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def paint_hover_box(
    painter: QPainter, beside: QPointF, bounds: QRectF, *, title: str, lines: Sequence[str] = ()
) -> None:
    """A raised box with a title and lines, right of a point, or left of it where there is no room inside ``bounds``."""
    heading, plain = theme().font("group"), theme().font("secondary")
    widths = [QFontMetricsF(heading).horizontalAdvance(title)]
    widths += [QFontMetricsF(plain).horizontalAdvance(line) for line in lines]
    height = _ROW * (1 + len(lines)) + 2 * _PADDING - 4
    box = QRectF(beside.x() + _DISTANCE, beside.y() - height / 2, max(widths) + 2 * _PADDING + 2, height)
    if box.right() > bounds.right():
        box.moveRight(beside.x() - _DISTANCE)
    box.moveLeft(max(box.left(), bounds.left()))
    box.moveTop(min(max(box.top(), bounds.top()), max(bounds.bottom() - height, bounds.top())))
    rounded(painter, box, 6, fill=theme().colour("raised"), line=theme().colour("control_line"))
    inner = box.adjusted(_PADDING, _PADDING - 2, 0, 0)
    for place, (text, font) in enumerate([(title, heading), *((line, plain) for line in lines)]):
        painter.setFont(font)
        painter.setPen(theme().colour("text"))
        painter.drawText(QRectF(inner.left(), inner.top() + place * _ROW, inner.width(), _ROW), _LEFT, text)
