"""How far something is ahead or behind, as a curve around zero as small as a word."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF


@dataclass(frozen=True, slots=True)
class LeadColours:
    """Colours of the curve, of what lies between it and zero where it is behind, and of the line at zero."""

    curve: QColor
    behind: QColor
    zero: QColor


def paint_lead(painter: QPainter, rect: QRectF, values: Sequence[float | None], colours: LeadColours) -> None:
    """Draw values in [-1, 1] from the left to the right edge, so that curves of several rows compare at a glance.

    Args:
        painter: of a table's delegate or a widget.
        rect: where the curve goes, -1 at its bottom and 1 at its top.
        values: one per epoch; the curve goes straight over those that are None.
        colours: of its parts.
    """
    middle = round(rect.center().y())
    painter.fillRect(QRectF(rect.left(), middle, rect.width(), 1), colours.zero)
    points = _points(rect, values)
    if not points:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours.curve, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.behind)
    painter.setClipRect(QRectF(rect.left() - 1, middle + 1, rect.width() + 2, rect.bottom() - middle))
    painter.drawPolygon(QPolygonF([QPointF(points[0].x(), middle), *points, QPointF(points[-1].x(), middle)]))
    painter.restore()


def _points(rect: QRectF, values: Sequence[float | None]) -> list[QPointF]:
    """Where the known values lie; a single one becomes a short line."""
    pitch = rect.width() / max(len(values) - 1, 1)
    points = [
        QPointF(rect.left() + place * pitch, rect.center().y() - value * rect.height() / 2)
        for place, value in enumerate(values)
        if value is not None
    ]
    return [*points, points[0] + QPointF(0.01, 0.0)] if len(points) == 1 else points
