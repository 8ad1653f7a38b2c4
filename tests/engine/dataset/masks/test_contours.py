"""Outlines follow the borders of pixels, so that painting them gives the mask again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray
from pycocotools import mask as coco_masks
from scipy import ndimage

from engine.dataset.masks.contours import filled, outline, trace
from engine.dataset.masks.polygons import fill_rings

MASKS = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=12), elements=st.booleans())


def drawn(*rows: str) -> NDArray[np.bool_]:
    """A mask from rows of "#" and "."."""
    return np.array([[letter == "#" for letter in row] for row in rows])


def test_a_single_pixel_has_four_corners_clockwise() -> None:
    assert trace(drawn("...", "..#")) == (((2, 1), (3, 1), (3, 2), (2, 2)),)


def test_a_corner_inwards_is_a_point() -> None:
    assert trace(drawn("##", "#.")) == (((0, 0), (2, 0), (2, 1), (1, 1), (1, 2), (0, 2)),)


def test_parts_that_touch_at_a_corner_are_two_rings() -> None:
    rings = trace(drawn("#.", ".#"))

    assert rings == (((0, 0), (1, 0), (1, 1), (0, 1)), ((1, 1), (2, 1), (2, 2), (1, 2)))


def test_an_empty_mask_has_no_outline() -> None:
    assert trace(np.zeros((3, 4), bool)) == ()


def test_holes_are_filled_and_counted() -> None:
    mask = drawn("#####", "#.#.#", "#####")

    whole, holes = filled(mask)

    assert holes == 2
    assert whole.all()


def test_what_leads_out_over_a_corner_is_no_hole() -> None:
    mask = drawn(".##", "#.#", "###")

    whole, holes = filled(mask)

    assert holes == 0
    assert np.array_equal(whole, mask)


@given(MASKS)
def test_painted_outlines_give_the_mask_without_its_holes(mask: NDArray[np.bool_]) -> None:
    whole, _ = filled(mask)
    height, width = mask.shape

    assert np.array_equal(fill_rings(trace(whole), width=width, height=height), whole)


def test_a_hole_has_a_ring_that_runs_the_other_way() -> None:
    outer, hole = trace(drawn("###", "#.#", "###"))

    assert outer == ((0, 0), (3, 0), (3, 3), (0, 3))
    assert hole == ((1, 2), (2, 2), (2, 1), (1, 1))


def test_holes_that_touch_at_a_corner_are_one() -> None:
    # Outside of an object, pixels are joined across corners; the object has one more part inside.
    rings = trace(drawn("####", "#.##", "##.#", "####"))

    assert [len(ring) for ring in rings] == [4, 8]


@given(MASKS)
def test_rings_with_those_of_holes_enclose_the_mask(mask: NDArray[np.bool_]) -> None:
    height, width = mask.shape
    painted = np.zeros(mask.shape, bool)

    rings = trace(mask)

    for ring in rings:
        painted ^= fill_rings([ring], width=width, height=height)
    assert np.array_equal(painted, mask)
    assert len(rings) == len(trace(filled(mask)[0])) + filled(mask)[1] + _islands(mask)


def _islands(mask: NDArray[np.bool_]) -> int:
    """Parts of a mask inside its holes."""
    return int(ndimage.label(mask)[1] - ndimage.label(filled(mask)[0])[1])


@given(MASKS)
def test_no_ring_has_a_point_on_a_straight_line(mask: NDArray[np.bool_]) -> None:
    for ring in trace(filled(mask)[0]):
        steps = np.diff(np.array([*ring, ring[0]]), axis=0)
        assert ((steps == 0).sum(axis=1) == 1).all()
        assert ((steps[1:] == 0) != (steps[:-1] == 0)).all()


@given(MASKS)
def test_the_outline_lies_where_the_mask_does(mask: NDArray[np.bool_]) -> None:
    whole, number = filled(mask)

    rings, holes = outline(mask)

    assert rings == trace(whole)
    assert holes == number


@pytest.mark.parametrize("seed", range(20))
def test_coco_tools_paint_the_same_mask(seed: int) -> None:
    random = np.random.default_rng(seed)
    whole, _ = filled(random.random((17, 23)) < 0.6)

    rings = [[value for point in ring for value in point] for ring in trace(whole)]
    painted = coco_masks.decode(coco_masks.merge(coco_masks.frPyObjects(rings, *whole.shape)))

    assert np.array_equal(painted.astype(bool), whole)
