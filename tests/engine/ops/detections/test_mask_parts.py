"""Masks of objects laid over each other, against whole masks pixel by pixel."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ops.detections.average_precision import score_detections
from engine.ops.detections.mask_parts import (
    FoundMasks,
    MaskPart,
    TrueMasks,
    compare_masks,
    number_objects,
    part_of,
)

SIZE = (12, 15)


def drawn(seed: int, count: int) -> list[np.ndarray]:
    chance = np.random.default_rng(seed)
    masks = []
    for _ in range(count):
        mask = np.zeros(SIZE, bool)
        top, left = (int(chance.integers(0, side - 2)) for side in SIZE)
        mask[top : top + int(chance.integers(1, 8)), left : left + int(chance.integers(1, 8))] = True
        masks.append(mask & (chance.uniform(size=SIZE) > 0.2))
    return masks


def laid_over(found: list[np.ndarray], true: list[np.ndarray], is_crowd: list[bool]) -> np.ndarray:
    """The IoU of whole masks; with a crowd, the share of the found one."""
    values = np.zeros((len(found), len(true)))
    for i, one in enumerate(found):
        for j, other in enumerate(true):
            whole = one.sum() if is_crowd[j] else (one | other).sum()
            values[i, j] = (one & other).sum() / whole if whole else 0.0
    return values


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 5), st.integers(0, 5))
def test_overlaps_are_those_of_whole_masks(seed: int, found_count: int, true_count: int) -> None:
    found, true = drawn(seed, found_count), drawn(seed + 1, true_count)
    is_crowd = [number % 2 == 1 for number in range(true_count)]

    compared = compare_masks(
        TrueMasks([part_of(mask) for mask in true], np.zeros(true_count, int), np.array(is_crowd, bool)),
        FoundMasks([part_of(mask) for mask in found], np.zeros(found_count, int), np.ones(found_count)),
    )

    np.testing.assert_allclose(compared.overlaps, laid_over(found, true, is_crowd))
    assert compared.true_areas_px.tolist() == [mask.sum() for mask in true]
    assert compared.found_areas_px.tolist() == [mask.sum() for mask in found]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_a_part_is_the_whole_mask(seed: int) -> None:
    (mask,) = drawn(seed, 1)

    assert (part_of(mask).within(SIZE) == mask).all()


def test_nothing_has_no_part() -> None:
    assert part_of(np.zeros(SIZE, bool)).area_px == 0


def test_where_masks_overlap_the_better_one_keeps_the_pixel() -> None:
    parts = [MaskPart(1, 1, np.ones((3, 3), bool)), MaskPart(2, 2, np.ones((4, 4), bool))]

    numbers = number_objects(parts, picture_px=SIZE)

    assert numbers[2, 2] == 1
    assert (numbers == 1).sum() == 9
    assert (numbers == 2).sum() == 12


def test_average_precision_asks_for_the_shape_and_not_for_the_box() -> None:
    disc = np.hypot(*np.mgrid[-5:5, -5:5] + 0.5) < 5
    truth = TrueMasks([MaskPart(0, 0, disc)], np.zeros(1, int), np.zeros(1, bool))
    square, round_one = MaskPart(0, 0, np.ones((10, 10), bool)), MaskPart(0, 0, disc)

    scores = [
        score_detections([compare_masks(truth, FoundMasks([part], np.zeros(1, int), np.ones(1)))], classes=1)
        for part in (round_one, square)
    ]

    assert scores[0].mean == pytest.approx(1.0)
    # The disc has 80 of the 100 pixels of its box: right at thresholds from 0.5 to 0.8.
    assert disc.sum() == 80
    assert scores[1].mean == pytest.approx(0.7)
