"""Wires run along the axes, and their corners are rounded."""

from PySide6.QtCore import QPointF

from gui.builder.canvas.wire_path import orthogonal_points, rounded_path


def test_a_wire_straight_down_has_no_corner() -> None:
    assert len(orthogonal_points(QPointF(10, 0), QPointF(10, 40))) == 2


def test_a_wire_to_the_side_turns_above_its_target() -> None:
    points = orthogonal_points(QPointF(0, 0), QPointF(50, 40))

    assert [point.toTuple() for point in points] == [(0, 0), (0, 32), (50, 32), (50, 40)]


def test_a_wire_upwards_leaves_downwards_and_enters_from_above() -> None:
    points = orthogonal_points(QPointF(0, 100), QPointF(60, 0))

    assert points[1].y() > 100
    assert points[-2].y() < 0


def test_a_rounded_corner_stays_within_its_legs() -> None:
    path = rounded_path((QPointF(0, 0), QPointF(0, 4), QPointF(40, 4)))

    assert path.boundingRect().getRect() == (0, 0, 40, 4)
    assert path.currentPosition() == QPointF(40, 4)
