import numpy as np
import pytest

from gui.charts.scatter_frame import ScatterFrame, place_under, places_inside

POINTS = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 2.0], [0.0, 2.0]])


def test_all_points_are_inside_and_y_goes_up() -> None:
    pixels = ScatterFrame.around(POINTS, (400.0, 300.0)).to_pixels(POINTS)

    assert ((pixels > 0) & (pixels < (400, 300))).all()
    assert pixels[2, 1] < pixels[1, 1]
    assert pixels[1, 0] - pixels[0, 0] == pytest.approx(2 * (pixels[1, 1] - pixels[2, 1]))


def test_what_lies_under_the_pointer_stays_there_while_zooming() -> None:
    frame = ScatterFrame.around(POINTS, (400.0, 300.0))
    before = frame.to_pixels(POINTS)[2]

    closer = frame.zoomed(3.0, (float(before[0]), float(before[1])))

    np.testing.assert_allclose(closer.to_pixels(POINTS)[2], before, atol=1e-6)
    assert closer.scale == pytest.approx(3 * frame.scale)


def test_panning_moves_points_with_the_pointer() -> None:
    frame = ScatterFrame.around(POINTS, (400.0, 300.0))

    moved = frame.panned(10, -5).to_pixels(POINTS) - frame.to_pixels(POINTS)

    np.testing.assert_allclose(moved, np.tile([10, -5], (4, 1)), atol=1e-6)


def test_equal_points_have_a_frame_too() -> None:
    frame = ScatterFrame.around(np.ones((3, 2)), (400.0, 300.0))

    np.testing.assert_allclose(frame.to_pixels(np.ones((1, 2))), [[200, 150]])


def test_only_points_within_reach_are_under_the_pointer() -> None:
    assert place_under(POINTS, (3.9, 0.2), reach_px=1) == 1
    assert place_under(POINTS, (2.0, 1.0), reach_px=1) is None
    assert place_under(np.zeros((0, 2)), (0, 0), reach_px=9) is None


def test_a_lasso_holds_what_is_inside_its_outline() -> None:
    bent = np.array([[-1, -1], [5, -1], [5, 1], [1, 1], [1, 3], [-1, 3]], float)

    assert places_inside(POINTS, bent).tolist() == [0, 1, 3]
    assert places_inside(POINTS, bent[:2]).tolist() == []
