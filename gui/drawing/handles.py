"""Where the handles of a geometry lie on the view, and which one is under the mouse."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt

from engine.contract.annotations import Box
from gui.drawing.geometry import HANDLES, Geometry, Grip, Handle, corners_of
from gui.viewer.placement import PicturePlacement

HANDLE_PX: Final = 8.0
REACH_PX: Final = 7.0
"""How far from the middle of a handle a click still means it."""
_LEAST_ROOM_PX: Final = 36.0
"""A side that is shorter has its handles outside, so that there is something left to drag it by."""
_SHAPES: Final = {
    Handle(-1, -1): Qt.CursorShape.SizeFDiagCursor,
    Handle(1, 1): Qt.CursorShape.SizeFDiagCursor,
    Handle(1, -1): Qt.CursorShape.SizeBDiagCursor,
    Handle(-1, 1): Qt.CursorShape.SizeBDiagCursor,
    Handle(-1, 0): Qt.CursorShape.SizeHorCursor,
    Handle(1, 0): Qt.CursorShape.SizeHorCursor,
    Handle(0, -1): Qt.CursorShape.SizeVerCursor,
    Handle(0, 1): Qt.CursorShape.SizeVerCursor,
}


def grips_of(geometry: Geometry, placement: PicturePlacement) -> Iterator[tuple[Grip, QPointF]]:
    """Everything that can be dragged of a geometry, with its place on the view."""
    if not isinstance(geometry, Box):
        yield from ((corner, QPointF(*placement.to_view(*point))) for corner, point in corners_of(geometry))
        return
    rect = handle_rect(geometry, placement)
    for handle in HANDLES:
        x = (rect.left(), rect.center().x(), rect.right())[handle.across + 1]
        y = (rect.top(), rect.center().y(), rect.bottom())[handle.down + 1]
        yield handle, QPointF(x, y)


def handle_rect(box: Box, placement: PicturePlacement) -> QRectF:
    """The rectangle of the view on whose border the handles of a box lie."""
    rect = QRectF(QPointF(*placement.to_view(box.x_min, box.y_min)), QPointF(*placement.to_view(box.x_max, box.y_max)))
    across, down = (max((_LEAST_ROOM_PX - side) / 2, 0.0) for side in (rect.width(), rect.height()))
    return rect.adjusted(-across, -down, across, down)


def grip_at(geometry: Geometry, placement: PicturePlacement, point: QPointF) -> Grip | None:
    """The grip under a point of the view, the nearest one of several."""
    near = (
        (max(abs(place.x() - point.x()), abs(place.y() - point.y())), grip)
        for grip, place in grips_of(geometry, placement)
    )
    found = min((entry for entry in near if entry[0] <= REACH_PX), default=None)
    return None if found is None else found[1]


def cursor_of(grip: Grip) -> Qt.CursorShape:
    """How the mouse looks over a grip."""
    return _SHAPES[grip] if isinstance(grip, Handle) else Qt.CursorShape.PointingHandCursor
