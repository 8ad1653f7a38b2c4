import numpy as np
import pytest

from engine.contract.config import AugmentationConfig
from engine.contract.invariance import Following, NetworkTraits, PictureChange
from gui.pages.inspect.invariance.axes import axis_of
from gui.pages.inspect.invariance.told import (
    augmentation_words,
    following_words,
    kept_range,
    mean_words,
    result_words,
    traits_words,
)
from tests.gui.sample_runs import sample_config

SHIFT = axis_of("shift_x", width=64, height=64, cover_px=0)
AMOUNTS = np.array(SHIFT.amounts)


@pytest.mark.parametrize(
    ("following", "words"),
    [
        (Following(distance=0.0, cells=9, is_inner=True, stride_px=1), "moved exactly"),
        (Following(distance=0.25, cells=9, is_inner=False, stride_px=4), "differ by 25.0 %"),
        (Following(stride_px=4), "multiples of 4 px"),
        (Following(stride_px=1), "whole pixels"),
        (Following(), "no whole stride"),
        (None, "measured for shifts"),
    ],
)
def test_it_is_said_how_the_maps_followed_or_why_nobody_knows(following: Following | None, words: str) -> None:
    assert words in following_words(following, PictureChange(kind="shift_x", amount=4))


def test_other_changes_than_shifts_have_no_distance() -> None:
    light = PictureChange(kind="light", amount=0.5)

    assert "measured for shifts" in following_words(Following(distance=0.1, stride_px=1), light)


def test_without_a_shift_it_is_said_what_to_do() -> None:
    still = PictureChange(kind="shift_x", amount=0)

    assert following_words(Following(distance=0.0, stride_px=1), still).startswith("Shift the picture")


def test_what_a_network_has_is_told() -> None:
    traits = NetworkTraits(poolings=2, stride_px=4, head="flatten")

    assert traits_words(traits).startswith("2 poolings, last maps with a cell every 4 px, flattened maps")
    assert traits_words(traits.model_copy(update={"poolings": 0})).startswith("no pooling")
    assert traits_words(traits.model_copy(update={"stride_px": 0})).startswith("no maps")


def test_augmentation_is_told_only_where_it_was_on() -> None:
    config = sample_config()
    met = AugmentationConfig(shift=0.3, rotation=45, scale=0, brightness=0, flip_horizontal=True)

    on = config.model_copy(update={"augmentation": met})
    off = config.model_copy(update={"augmentation": met.model_copy(update={"enabled": False})})

    assert augmentation_words(on) == "learned with shifts to 30 %, turns to 45°, mirror"
    assert augmentation_words(off) == "learned without augmentation"
    assert augmentation_words(None) == "augmentation unknown"


def test_the_range_in_which_a_class_is_kept_ends_at_the_first_mistake_on_each_side() -> None:
    hits = np.ones(len(AMOUNTS), np.float32)
    hits[(AMOUNTS == -20) | (AMOUNTS == -5) | (AMOUNTS == 9)] = 0

    assert kept_range(hits, SHIFT) == (-4, 8)
    assert kept_range(np.zeros_like(hits), SHIFT) == (None, None)


def test_a_curve_of_one_picture_is_summed_up_by_its_class_and_many_by_their_mean() -> None:
    scores = np.full(len(AMOUNTS), 0.5, np.float32)
    hits = np.ones(len(AMOUNTS), np.float32)

    whole = result_words(scores, hits, SHIFT, "cat")
    hits[AMOUNTS > 3] = 0
    part = result_words(scores, hits, SHIFT, "cat")

    assert whole == "Predicts cat over the whole range, mean score 50.0 %."
    assert part == "Predicts cat from −32 px to +3 px, mean score 50.0 %."
    assert mean_words(scores, hits, 64) == "Mean of 64 pictures over the whole range: score 50.0 %, accuracy 55.4 %."
    assert "another class" in result_words(scores, np.zeros_like(hits), SHIFT, "cat")


def test_a_curve_that_is_not_whole_yet_is_not_summed_up() -> None:
    scores = np.full(len(AMOUNTS), np.nan, np.float32)

    assert result_words(scores, scores, SHIFT, "cat") == ""
    assert mean_words(scores, scores, 3) == ""
