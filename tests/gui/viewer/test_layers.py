"""Heat maps: their scaling, and the value at a point."""

import numpy as np
import pytest

from gui.pictures.colour_maps import ValueRange
from gui.viewer.layers import HeatMap


def test_a_map_is_scaled_from_zero_to_its_largest_value() -> None:
    heat = HeatMap.from_raw(np.array([[-1.0, 0.0], [2.0, 4.0]], np.float32))

    assert heat.range == ValueRange(-1.0, 4.0)
    assert heat.values.tolist() == [[0.0, 0.0], [0.5, 1.0]]


def test_a_map_that_is_nowhere_positive_is_scaled_over_its_range() -> None:
    heat = HeatMap.from_raw(np.array([[-4.0, -2.0]], np.float32))

    assert heat.values.tolist() == [[0.0, 1.0]]


def test_the_value_at_a_cell_centre_is_that_of_the_cell() -> None:
    heat = HeatMap(np.array([[0.0, 1.0], [0.5, 0.25]], np.float32), ValueRange(0, 1))

    assert heat.value_at(0.25, 0.25) == 0.0
    assert heat.value_at(0.75, 0.25) == 1.0
    assert heat.value_at(0.5, 0.25) == pytest.approx(0.5)


def test_the_value_at_a_point_equals_the_drawn_map() -> None:
    heat = HeatMap(np.random.default_rng(0).random((5, 7), dtype=np.float32), ValueRange(0, 1))

    drawn = heat.upsampled(width=140, height=100)

    assert heat.value_at(33.5 / 140, 71.5 / 100) == pytest.approx(drawn[71, 33], abs=1e-5)


def test_a_map_with_a_sign_is_scaled_around_zero() -> None:
    heat = HeatMap.from_signed(np.array([[-4.0, 0.0, 2.0]], np.float32))

    assert heat.values.tolist() == [[-1.0, 0.0, 0.5]]
    assert heat.ends == (-4.0, 4.0)


def test_the_raw_value_is_told_at_a_point() -> None:
    signed = HeatMap.from_signed(np.array([[-4.0, 2.0]], np.float32))
    plain = HeatMap.from_raw(np.array([[0.0, 5.0]], np.float32))

    assert (signed.raw_at(0.25, 0.5), plain.raw_at(0.75, 0.5)) == (-4.0, 5.0)


def test_a_map_fades_where_its_colours_shall_reach_a_larger_value() -> None:
    faded = HeatMap.from_raw(np.array([[-1.0, 2.0]], np.float32), largest=8.0)
    signed = HeatMap.from_signed(np.array([[-1.0, 2.0]], np.float32), largest=4.0)
    nothing = HeatMap.from_raw(np.array([[-1.0, -2.0]], np.float32), largest=8.0)

    assert faded.values.tolist() == [[0.0, 0.25]]
    assert signed.values.tolist() == [[-0.25, 0.5]]
    assert nothing.values.tolist() == [[0.0, 0.0]]
    assert signed.raw_at(0.75, 0.5) == pytest.approx(2.0)
    assert faded.raw_at(0.75, 0.5) == pytest.approx(2.0)
