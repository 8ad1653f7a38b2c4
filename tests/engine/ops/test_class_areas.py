import numpy as np
import pytest

from engine.contract.annotations import NO_CLASS
from engine.ops.class_areas import ClassArea, class_areas


def test_areas_are_pixels_and_shares_of_what_has_a_class() -> None:
    mask = np.array([[0, 0, 2, NO_CLASS], [0, 2, 2, 2]], np.uint8)

    ground, house, tree = class_areas(mask, ("ground", "house", "tree"))

    assert (ground, house) == (ClassArea("ground", 3, 3 / 7), ClassArea("house", 0, 0.0))
    assert (tree.pixels, tree.share) == (4, pytest.approx(4 / 7))


def test_a_mask_without_classes_covers_nothing() -> None:
    assert class_areas(np.full((2, 2), NO_CLASS, np.uint8), ("ground",)) == (ClassArea("ground", 0, 0.0),)
