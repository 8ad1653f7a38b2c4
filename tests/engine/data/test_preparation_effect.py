"""What a preparation does to values, counted."""

import numpy as np
import pytest

from engine.contract.config import InputConfig
from engine.data.preparation import Preparation
from engine.data.preparation_effect import BINS, measure_effect
from engine.handlers.context import Cancelled

PICTURES = np.random.default_rng(3).integers(0, 256, (20, 8, 10, 3), dtype=np.uint8)


def _nobody(done: int, total: int) -> None:
    """Nobody watches."""


def _fit(**settings: object) -> Preparation:
    return Preparation.fit(PICTURES, InputConfig(height=8, width=10, **settings))  # type: ignore[arg-type]


def test_every_value_of_every_channel_is_counted_once() -> None:
    before, after = measure_effect(PICTURES, _fit(), _nobody)

    assert before.counts.shape == (3, BINS)
    assert before.counts.sum(axis=1).tolist() == [1600, 1600, 1600]
    assert after.counts.sum(axis=1).tolist() == [1600, 1600, 1600]


def test_a_straight_preparation_moves_the_histogram_and_keeps_its_form() -> None:
    before, after = measure_effect(PICTURES, _fit(scale="-1..1"), _nobody)

    np.testing.assert_array_equal(before.counts, after.counts)


def test_statistics_are_those_of_plain_numpy() -> None:
    preparation = _fit(subtract="mean image")

    before, after = measure_effect(PICTURES, preparation, _nobody)

    red = preparation.apply(PICTURES)[..., 0]
    assert before.statistics[0].mean == pytest.approx(PICTURES[..., 0].mean())
    assert before.statistics[0].maximum == PICTURES[..., 0].max()
    assert after.statistics[0].mean == pytest.approx(red.mean(), abs=1e-6)
    assert after.statistics[0].deviation == pytest.approx(red.std(), rel=1e-5)
    assert after.statistics[0].minimum == pytest.approx(red.min())


def test_standardised_channels_have_mean_zero_and_deviation_one() -> None:
    _, after = measure_effect(PICTURES, _fit(), _nobody)

    assert [round(channel.mean, 5) for channel in after.statistics] == [0, 0, 0]
    assert [round(channel.deviation, 4) for channel in after.statistics] == [1, 1, 1]


def test_black_pictures_have_a_histogram_too() -> None:
    black = np.zeros((2, 4, 4, 1), np.uint8)

    before, after = measure_effect(black, Preparation.fit(black, InputConfig(height=8, width=8, channels=1)), _nobody)

    assert before.counts[0, 0] == 32
    assert after.counts.sum() == 32


def test_the_count_ends_when_nobody_wants_it_any_more() -> None:
    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        measure_effect(PICTURES, _fit(), cancel)
