"""Bytes and histograms tell the numbers that they stand for."""

import numpy as np
import pytest

from engine.previewing.quantising import MOST_COUNTED, histogram_of, quantised, shrunk


def test_bytes_give_the_values_back_within_half_a_step() -> None:
    values = np.random.default_rng(1).normal(size=(3, 4, 5)).astype(np.float32)

    pixels, (low, high) = quantised(values)

    restored = low + pixels / 255 * (high - low)
    assert np.abs(restored - values).max() <= (high - low) / 510 + 1e-6


def test_a_constant_map_has_a_range_without_width() -> None:
    pixels, span = quantised(np.full((2, 2), 3.0, np.float32))

    assert span == (3.0, 3.0)
    assert not pixels.any()


def test_a_histogram_counts_every_finite_value() -> None:
    found = histogram_of(np.array([0.0, 1.0, 1.0, 4.0, np.nan, np.inf], np.float32))

    assert (found.low, found.high, sum(found.counts)) == (0.0, 4.0, 4)
    assert found.counts[10] == 2


def test_a_network_that_diverged_has_an_empty_histogram() -> None:
    found = histogram_of(np.full(5, np.nan, np.float32))

    assert sum(found.counts) == 0


def test_a_large_array_is_counted_by_an_even_choice() -> None:
    found = histogram_of(np.arange(10 * MOST_COUNTED, dtype=np.float32))

    assert sum(found.counts) <= MOST_COUNTED
    assert max(found.counts) - min(found.counts) <= 1


def test_large_maps_shrink_to_the_mean_of_blocks() -> None:
    maps = np.arange(32, dtype=np.float32).reshape(1, 4, 8, 1)

    small = shrunk(maps, longest=4)

    assert small.shape == (1, 2, 4, 1)
    assert small[0, 0, 0, 0] == pytest.approx(maps[0, :2, :2, 0].mean())


def test_small_maps_stay_as_they_are() -> None:
    maps = np.ones((1, 4, 8, 2), np.float32)

    assert shrunk(maps, longest=8) is maps
