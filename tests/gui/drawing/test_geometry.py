"""Boxes and outlines stay on the picture and cover something, whatever a hand does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.contract.annotations import Box, Point, Polygon
from gui.drawing.geometry import (
    HANDLES,
    Canvas,
    Corner,
    Geometry,
    Handle,
    box_between,
    extent_of,
    moved,
    polygon_through,
    resized,
    with_corner,
    with_new_corner,
    without_corner,
)

CANVAS = Canvas(100, 80)
TRIANGLE = Polygon((((10.0, 10.0), (30.0, 10.0), (30.0, 40.0)),))
_points = st.tuples(st.floats(-50, 150), st.floats(-50, 130))
_boxes = st.tuples(_points, _points).map(lambda ends: box_between(*ends, CANVAS)).filter(lambda box: box is not None)


@given(box=_boxes, handle=st.sampled_from(HANDLES), point=_points)
def test_a_resized_box_is_on_the_picture_and_covers_something(box: Box, handle: Handle, point: Point) -> None:
    after = resized(box, handle, point, CANVAS)

    assert 0 <= after.x_min < after.x_max <= CANVAS.width
    assert 0 <= after.y_min < after.y_max <= CANVAS.height


@given(box=_boxes, handle=st.sampled_from(HANDLES), point=_points)
def test_edges_that_are_not_dragged_stay(box: Box, handle: Handle, point: Point) -> None:
    after = resized(box, handle, point, CANVAS)

    across, down = {after.x_min, after.x_max}, {after.y_min, after.y_max}
    kept = {-1: {box.x_max}, 0: {box.x_min, box.x_max}, 1: {box.x_min}}[handle.across]
    kept_down = {-1: {box.y_max}, 0: {box.y_min, box.y_max}, 1: {box.y_min}}[handle.down]
    assert kept <= across
    assert kept_down <= down


@given(geometry=st.one_of(_boxes, st.just(TRIANGLE)), dx=st.floats(-300, 300), dy=st.floats(-300, 300))
def test_what_is_moved_keeps_its_size_and_stays_on_the_picture(geometry: Geometry, dx: float, dy: float) -> None:
    before, after = extent_of(geometry), extent_of(moved(geometry, dx, dy, CANVAS))

    assert (after.width, after.height) == pytest.approx((before.width, before.height))
    assert after.x_min >= 0
    assert after.y_min >= 0
    assert after.x_max <= CANVAS.width + 1e-9
    assert after.y_max <= CANVAS.height + 1e-9


def test_a_box_that_reaches_beyond_the_picture_can_be_moved_inwards_only() -> None:
    box = Box(-5.0, 10.0, 20.0, 30.0)

    assert moved(box, -3, 0, CANVAS) == box
    assert moved(box, 3, 0, CANVAS) == Box(-2.0, 10.0, 23.0, 30.0)


def test_a_box_dragged_beyond_its_other_side_turns_over() -> None:
    assert resized(Box(10, 10, 20, 20), Handle(1, 0), (4.2, 50), CANVAS) == Box(4, 10, 10, 20)


def test_a_click_draws_no_box() -> None:
    assert box_between((10.2, 10.2), (10.4, 30), CANVAS) is None


@given(point=_points)
def test_a_corner_stays_on_the_picture(point: Point) -> None:
    (ring,) = with_corner(TRIANGLE, Corner(0, 1), point, CANVAS).rings

    assert (ring[0], ring[2]) == (TRIANGLE.rings[0][0], TRIANGLE.rings[0][2])
    assert 0 <= ring[1][0] <= CANVAS.width
    assert 0 <= ring[1][1] <= CANVAS.height


@pytest.mark.parametrize(
    "points",
    [
        [],
        [(1.0, 1.0), (9.0, 1.0)],
        [(1.0, 1.0), (5.0, 1.0), (9.0, 1.0)],
        [(1.0, 1.0), (1.0, 1.0), (9.0, 9.0)],
    ],
)
def test_points_that_enclose_nothing_are_no_outline(points: list[Point]) -> None:
    assert polygon_through(points) is None


def test_a_point_that_was_clicked_twice_counts_once() -> None:
    points = [(1.0, 1.0), (9.0, 1.0), (9.0, 9.0), (9.0, 9.0)]

    assert polygon_through(points) == Polygon((((1.0, 1.0), (9.0, 1.0), (9.0, 9.0)),))


def test_a_corner_is_put_only_where_the_line_runs() -> None:
    near = with_new_corner(TRIANGLE, (20.0, 11.0), reach=2)
    far = with_new_corner(TRIANGLE, (25.0, 20.0), reach=2)
    closing = with_new_corner(TRIANGLE, (20.0, 25.0), reach=2)

    assert near.rings[0] == ((10.0, 10.0), (20.0, 11.0), (30.0, 10.0), (30.0, 40.0))
    assert far == TRIANGLE
    assert closing.rings[0] == (*TRIANGLE.rings[0], (20.0, 25.0))


def test_a_triangle_keeps_its_corners() -> None:
    assert without_corner(TRIANGLE, Corner(0, 1)) == TRIANGLE


def test_a_corner_is_taken_out_of_its_ring_alone() -> None:
    square = ((1.0, 1.0), (9.0, 1.0), (9.0, 9.0), (1.0, 9.0))

    after = without_corner(Polygon((TRIANGLE.rings[0], square)), Corner(1, 0))

    assert after.rings == (TRIANGLE.rings[0], square[1:])
