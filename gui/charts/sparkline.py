"""A curve as small as a word, for tables."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF


def paint_sparkline(
    painter: QPainter, rect: QRectF, values: Sequence[float | None], *, colour: QColor, length: int | None = None
) -> None:
    """Draw values from the left to the right edge, from the lowest at the bottom to the highest at the top.

    Args:
        painter: of a table's delegate or a widget.
        rect: where the curve goes.
        values: one per epoch; None leaves a gap.
        colour: of the line.
        length: epochs that the whole width stands for; None for as many as there are values.
    """
    known = [value for value in values if value is not None]
    if not known:
        return
    low, high = min(known), max(known)
    span = high - low or 1.0
    pitch = rect.width() / max((length or len(values)) - 1, 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    for is_gap, stretch in groupby(enumerate(values), key=_is_gap):
        if is_gap:
            continue
        points = [_place(rect, place * pitch, ((value or 0.0) - low) / span) for place, value in stretch]
        if len(points) == 1:
            points.append(points[0] + QPointF(0.01, 0.0))
        painter.drawPolyline(QPolygonF(points))


def _is_gap(numbered: tuple[int, float | None]) -> bool:
    return numbered[1] is None


def _place(rect: QRectF, across: float, share: float) -> QPointF:
    return QPointF(rect.left() + across, rect.bottom() - share * rect.height())
