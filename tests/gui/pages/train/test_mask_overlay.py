"""The mask of a pinned picture lies where the network saw it."""

import numpy as np
import pytest

from engine.contract.annotations import NO_CLASS
from engine.contract.config import InputConfig
from gui.pages.train.mask_overlay import TileView, areas_in_words, mask_on_tile

QUARTERS = np.array([[1, 2], [3, 4]], np.uint8).repeat(4, axis=0).repeat(4, axis=1)


def _input(fit: str = "letterbox") -> InputConfig:
    return InputConfig.model_validate({"height": 8, "width": 8, "fit": fit})


def test_a_square_picture_has_its_mask_all_over() -> None:
    view = TileView.of((16, 16), _input())

    assert np.array_equal(mask_on_tile(QUARTERS, view, _input(), side=8), QUARTERS)


def test_of_a_wide_picture_the_middle_is_shown() -> None:
    view = TileView.of((32, 16), _input())
    on_tile = mask_on_tile(QUARTERS, view, _input(), side=8)

    assert view.shown == (8.0, 0.0, 24.0, 16.0)
    assert np.array_equal(on_tile, QUARTERS)


def test_of_a_large_picture_that_is_seen_in_patches_the_seen_middle_is_shown() -> None:
    view = TileView.of((100, 60), _input("patches"))

    assert view.shown == (46.0, 26.0, 54.0, 34.0)
    assert view.shares() == pytest.approx((0.46, 26 / 60, 0.54, 34 / 60))
    assert np.array_equal(mask_on_tile(QUARTERS, view, _input("patches"), side=8), QUARTERS)


def test_a_network_without_padding_says_nothing_of_the_border() -> None:
    view = TileView.of((16, 16), _input())
    on_tile = mask_on_tile(np.ones((4, 4), np.uint8), view, _input(), side=8)

    assert (on_tile[2:6, 2:6] == 1).all()
    assert (on_tile == NO_CLASS).sum() == 48


def test_classes_are_told_by_area() -> None:
    assert areas_in_words(("background", "nut", "leaf"), (0.6, 0.1, 0.3)) == "leaf 30 %, nut 10 %"
    assert areas_in_words(("background", "nut"), (0.999, 0.001)) == "nothing found"
