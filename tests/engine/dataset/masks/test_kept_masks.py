"""Masks of many objects in one array, taken out of it one by one."""

import numpy as np
import pytest

from engine.dataset.masks.found_masks import mask_counts_of
from engine.dataset.masks.kept_masks import KeptMasks, pack_masks
from engine.ops.detections.mask_parts import MaskPart

WIDTH, HEIGHT = 30, 20
NOTHING = MaskPart(0, 0, np.zeros((0, 0), np.bool_))


def some_parts() -> list[MaskPart]:
    chance = np.random.default_rng(3)
    parts = [MaskPart(left, top, chance.random((7, 9)) < 0.6) for left, top in ((0, 0), (21, 13), (5, 4))]
    return [parts[0], NOTHING, *parts[1:]]


def test_every_mask_comes_back_from_its_place_also_beside_an_empty_one() -> None:
    parts = some_parts()

    kept = KeptMasks(pack_masks(mask_counts_of(one, height=HEIGHT, width=WIDTH) for one in parts))

    assert len(kept) == len(parts)
    for place, part in enumerate(parts):
        found = kept.part(place, width=WIDTH, height=HEIGHT).within((HEIGHT, WIDTH))
        np.testing.assert_array_equal(found, part.within((HEIGHT, WIDTH)))


def test_no_objects_are_no_masks() -> None:
    kept = KeptMasks(pack_masks([]))

    assert len(kept) == 0
    with pytest.raises(IndexError):
        kept.part(0, width=WIDTH, height=HEIGHT)


def test_a_damaged_line_is_told_and_spoils_no_other_one() -> None:
    lines = pack_masks(mask_counts_of(one, height=HEIGHT, width=WIDTH) for one in some_parts()).copy()
    lines[0] = 250

    kept = KeptMasks(lines)

    with pytest.raises(ValueError, match="letters"):
        kept.part(0, width=WIDTH, height=HEIGHT)
    assert kept.part(3, width=WIDTH, height=HEIGHT).left == 5
