import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from engine.contract.annotations import NO_CLASS
from engine.dataset.masks.outlined_regions import OutlinedRegion, outline_regions
from engine.dataset.masks.polygons import fill_rings

MASK = np.array(
    [
        [0, 0, 0, 0, 0, 0],
        [0, 1, 1, 1, 0, 2],
        [0, 1, 2, 1, 0, NO_CLASS],
        [0, 1, 1, 1, 0, 0],
    ],
    np.uint8,
)
LEFT_OUT = (0, NO_CLASS)


def test_a_ring_around_another_class_has_a_hole() -> None:
    ring, inner, edge = sorted(outline_regions(MASK, left_out=LEFT_OUT), key=lambda one: -one.area_px)

    assert ring == OutlinedRegion(1, ((1, 1), (4, 1), (4, 4), (1, 4)), (((2, 3), (3, 3), (3, 2), (2, 2)),), area_px=8)
    assert {inner.outer[0], edge.outer[0]} == {(2, 2), (5, 1)}
    assert (inner.value, inner.holes, inner.area_px) == (2, (), 1)


def test_small_regions_are_left_out() -> None:
    assert [one.value for one in outline_regions(MASK, left_out=LEFT_OUT, least_area_px=2)] == [1]


def test_a_mask_of_background_has_no_regions() -> None:
    assert outline_regions(np.zeros((3, 4), np.uint8), left_out=LEFT_OUT) == ()


@pytest.mark.parametrize("tolerance", [0.0, 0.5])
@given(
    values=arrays(
        np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=10), elements=st.sampled_from([0, 1, 2, NO_CLASS])
    )
)
def test_painted_regions_give_the_mask_again(tolerance: float, values: np.ndarray) -> None:
    height, width = values.shape
    painted = np.where(values == NO_CLASS, NO_CLASS, 0)

    for one in outline_regions(values, left_out=LEFT_OUT, tolerance_px=tolerance):
        outer = fill_rings([one.outer], width=width, height=height)
        pixels = outer & ~fill_rings(one.holes, width=width, height=height)
        assert np.count_nonzero(pixels) == one.area_px
        painted[pixels] = one.value

    assert np.array_equal(painted, values)
