"""The way of a wire: along the axes, with rounded corners."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

CORNER_PX = 6.0
STUB_PX = 8.0


def orthogonal_points(start: QPointF, end: QPointF) -> tuple[QPointF, ...]:
    """The corners of a wire that leaves ``start`` downwards and enters ``end`` from above.

    A target that is not below is reached on a way around: down, sideways half way, up, and in.
    """
    if abs(start.x() - end.x()) < 0.5 and end.y() >= start.y():
        return (start, end)
    if end.y() >= start.y() + 2 * STUB_PX:
        middle = end.y() - STUB_PX
        return (start, QPointF(start.x(), middle), QPointF(end.x(), middle), end)
    below, above = start.y() + STUB_PX, end.y() - STUB_PX
    across = (start.x() + end.x()) / 2
    return (
        start,
        QPointF(start.x(), below),
        QPointF(across, below),
        QPointF(across, above),
        QPointF(end.x(), above),
        end,
    )


def rounded_path(points: Sequence[QPointF], *, corner_px: float = CORNER_PX) -> QPainterPath:
    """A line through ``points`` whose corners are arcs; short legs get smaller ones."""
    path = QPainterPath(points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(corner_px, _distance(before, corner) / 2, _distance(corner, after) / 2)
        if reach < 0.5:
            path.lineTo(corner)
            continue
        path.lineTo(_towards(corner, before, reach))
        path.quadTo(corner, _towards(corner, after, reach))
    path.lineTo(points[-1])
    return path


def _distance(first: QPointF, second: QPointF) -> float:
    return math.hypot(second.x() - first.x(), second.y() - first.y())


def _towards(start: QPointF, end: QPointF, reach: float) -> QPointF:
    share = reach / _distance(start, end)
    return start + (end - start) * share
