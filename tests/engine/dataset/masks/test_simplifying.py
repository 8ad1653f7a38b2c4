from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from engine.contract.annotations import Ring
from engine.dataset.masks.contours import trace
from engine.dataset.masks.polygons import fill_rings
from engine.dataset.masks.simplifying import simplify_ring

masks = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=12), elements=st.booleans())
STAIRS: Ring = ((0, 0), (1, 0), (1, 1), (2, 1), (2, 2), (3, 2), (3, 3), (4, 3), (4, 4), (0, 4))


def distance(point: tuple[float, float], ring: Ring) -> float:
    """To the nearest of many points along a ring."""
    ends = np.array((*ring, ring[0]))
    along = np.linspace(0, 1, 201)[:, None]
    return min(
        float(np.linalg.norm(start + along * (stop - start) - point, axis=1).min()) for start, stop in pairwise(ends)
    )


def test_stairs_become_a_slope() -> None:
    # Where they begin and end, a corner of half a pixel is left.
    assert set(simplify_ring(STAIRS, tolerance_px=0.5)) == {(0, 0), (0.5, 0), (4, 3.5), (4, 4), (0, 4)}


def test_a_bar_keeps_its_corners_however_thin_it_is() -> None:
    bar: Ring = ((0, 0), (9, 0), (9, 1), (0, 1))

    assert simplify_ring(bar, tolerance_px=0.5) == bar


def test_a_pixel_keeps_its_corners() -> None:
    pixel: Ring = ((2, 3), (3, 3), (3, 4), (2, 4))

    assert simplify_ring(pixel, tolerance_px=0.5) == pixel


def test_a_ring_that_would_become_a_line_is_left_as_it_is() -> None:
    assert simplify_ring(STAIRS, tolerance_px=100.0) == STAIRS


@pytest.mark.parametrize("tolerance", [0.0, 0.3, 0.5])
@given(masks)
def test_up_to_half_a_pixel_the_same_pixels_are_painted(tolerance: float, mask: np.ndarray) -> None:
    height, width = mask.shape
    painted = np.zeros(mask.shape, bool)

    for ring in trace(mask):
        painted ^= fill_rings([simplify_ring(ring, tolerance_px=tolerance)], width=width, height=height)

    assert np.array_equal(painted, mask)


@given(masks, st.sampled_from([0.5, 1.0, 2.0]))
def test_no_point_is_farther_away_than_the_tolerance(mask: np.ndarray, tolerance: float) -> None:
    for ring in trace(mask)[:2]:
        found = simplify_ring(ring, tolerance_px=tolerance)

        assert max(distance(point, found) for point in ring) < tolerance + 0.01


def test_a_round_outline_needs_few_points() -> None:
    rows, columns = np.mgrid[:100, :100]
    [ring] = trace((rows - 50) ** 2 + (columns - 50) ** 2 < 40**2)

    assert len(simplify_ring(ring, tolerance_px=0.5)) < 0.4 * len(ring)
