"""Where a picture lies: fitting, zooming, and the pixel under the cursor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.viewer.placement import LARGEST_ZOOM, fitted


def test_a_wide_picture_fills_the_width() -> None:
    placement = fitted(400, 300, view_width=672, view_height=800, margin=32)

    assert placement.width == pytest.approx(608)
    assert placement.x == pytest.approx(32)
    assert placement.y == pytest.approx((800 - 456) / 2)


@given(x=st.floats(0, 600), y=st.floats(0, 500), factor=st.floats(0.2, 5))
def test_zooming_keeps_the_point_under_the_cursor(x: float, y: float, factor: float) -> None:
    placement = fitted(400, 300, view_width=600, view_height=500, margin=0)
    before = placement.to_picture(x, y)

    assert placement.zoomed(factor, x=x, y=y).to_picture(x, y) == pytest.approx(before, abs=1e-6)


def test_zoom_has_an_end() -> None:
    placement = fitted(10, 10, view_width=500, view_height=500, margin=0)

    assert placement.zoomed(1e9, x=0, y=0).zoom == LARGEST_ZOOM


def test_the_pixel_under_the_cursor_is_none_beside_the_picture() -> None:
    placement = fitted(100, 100, view_width=300, view_height=100, margin=0)

    assert placement.pixel_at(100.5, 0.5) == (0, 0)
    assert placement.pixel_at(199.5, 99.5) == (99, 99)
    assert placement.pixel_at(99.0, 50.0) is None
    assert placement.pixel_at(201.0, 50.0) is None


def test_a_dragged_picture_moves_as_far_as_the_cursor() -> None:
    placement = fitted(100, 100, view_width=100, view_height=100, margin=0)

    assert placement.moved(7, -3).to_view(0, 0) == (7, -3)
