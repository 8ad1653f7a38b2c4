"""Masks that a network has found become outlines in pixels of the picture, with few points."""

import numpy as np
import pytest

from engine.contract.annotations import Polygon
from engine.contract.boxes import PictureBoxes
from engine.dataset.masks.found_masks import mask_counts_of
from engine.dataset.masks.found_outlines import outline_of, outlines_found
from engine.dataset.masks.polygons import fill_rings
from engine.ops.detections.mask_parts import MaskPart, part_of

SIDE = 240


def disc(radius: float) -> np.ndarray:
    rows, columns = np.mgrid[:SIDE, :SIDE]
    return (rows - 118.5) ** 2 + (columns - 119.5) ** 2 < radius**2


def painted(outline: Polygon | None) -> np.ndarray:
    assert outline is not None
    return fill_rings(outline.rings, width=SIDE, height=SIDE)


def iou(first: np.ndarray, second: np.ndarray) -> float:
    return float((first & second).sum() / (first | second).sum())


def test_a_rectangle_has_its_four_corners_where_it_lies_in_the_picture() -> None:
    outline = outline_of(MaskPart(30, 20, np.ones((5, 9), np.bool_)))

    assert outline == Polygon((((30, 20), (39, 20), (39, 25), (30, 25)),))


@pytest.mark.parametrize("radius", [2.5, 6, 12, 20])
def test_the_outline_of_a_small_object_paints_the_same_pixels(radius: float) -> None:
    assert np.array_equal(painted(outline_of(part_of(disc(radius)))), disc(radius))


@pytest.mark.parametrize("radius", [6, 20, 50, 110])
def test_an_object_of_any_size_has_few_points_and_stays_where_it_is(radius: float) -> None:
    outline = outline_of(part_of(disc(radius)))

    assert outline is not None
    assert 12 <= len(outline.rings[0]) <= 45
    assert iou(painted(outline), disc(radius)) > 0.97


def test_only_the_largest_piece_is_outlined_and_its_holes_are_filled() -> None:
    ring = disc(20) & ~disc(8)
    ring[3:6, 3:6] = True

    assert np.array_equal(painted(outline_of(part_of(ring))), disc(20))


def test_each_candidate_has_its_outline_and_one_without_pixels_has_none() -> None:
    parts = [MaskPart(2, 1, np.ones((3, 4), np.bool_)), part_of(np.zeros((8, 10), np.bool_))]
    counts = tuple(mask_counts_of(part, height=8, width=10) for part in parts)

    found = outlines_found(PictureBoxes(image="a.png", width=10, height=8, boxes=(), candidate_masks=counts))

    assert found == (Polygon((((2, 1), (6, 1), (6, 4), (2, 4)),)), None)
