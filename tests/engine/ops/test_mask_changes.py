"""What becomes of the pixels of a mask is told by which of two masks is right."""

import numpy as np
import pytest

from engine.contract.annotations import NO_CLASS
from engine.ops.mask_changes import Change, mask_changes

BEFORE = np.array([[0, 1, 1, 2, 1]], np.uint8)
AFTER = np.array([[0, 2, 0, 0, 2]], np.uint8)
TRUTH = np.array([[1, 1, 0, 1, NO_CLASS]], np.uint8)


def test_a_pixel_is_lost_gained_or_another_one() -> None:
    codes = mask_changes(BEFORE, AFTER, TRUTH)

    assert codes.tolist() == [[Change.SAME, Change.LOST, Change.GAINED, Change.OTHER, Change.OTHER]]


def test_without_a_truth_a_changed_pixel_is_just_another_one() -> None:
    assert mask_changes(BEFORE, AFTER, None).tolist() == [[0, 3, 3, 3, 3]]


def test_masks_of_other_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in size"):
        mask_changes(BEFORE, AFTER[:, :2], None)
