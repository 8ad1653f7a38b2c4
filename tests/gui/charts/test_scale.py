"""Axes: pixels, round ticks and their words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.charts.scale import Scale, padded_range, tick_labels, ticks, value_in_words


@given(low=st.floats(-1e6, 1e6), span=st.floats(1e-3, 1e6), share=st.floats(0, 1))
def test_a_pixel_leads_back_to_its_value(low: float, span: float, share: float) -> None:
    scale = Scale(low, low + span, 40, 840)
    value = low + share * span

    assert scale.to_value(scale.to_pixel(value)) == pytest.approx(value, abs=span * 1e-6)


def test_a_logarithmic_scale_gives_each_decade_the_same_room() -> None:
    scale = Scale(0.01, 100.0, 400, 0, is_log=True)

    assert scale.to_pixels(np.array([0.01, 0.1, 1.0, 10.0, 100.0])).tolist() == pytest.approx([400, 300, 200, 100, 0])


def test_values_below_zero_lie_beneath_a_logarithmic_scale() -> None:
    assert Scale(0.1, 10.0, 200, 0, is_log=True).to_pixel(-1.0) > 200


@given(low=st.floats(-1000, 1000), span=st.floats(0.01, 5000), target=st.integers(2, 8))
def test_ticks_are_even_and_inside(low: float, span: float, target: int) -> None:
    values = np.array(ticks(low, low + span, target=target))

    assert len(values) <= 2 * target + 1
    assert values.min(initial=low) >= low - span * 1e-6
    assert values.max(initial=low) <= low + span * (1 + 1e-6)
    assert np.allclose(np.diff(values, 2), 0, atol=span * 1e-6)


def test_ticks_of_losses_are_halves() -> None:
    assert ticks(0.0, 2.4, target=5) == (0.0, 0.5, 1.0, 1.5, 2.0)


def test_ticks_of_a_logarithmic_axis_are_decades() -> None:
    assert ticks(0.001, 100.0, target=4, is_log=True) == pytest.approx((0.001, 0.01, 0.1, 1.0, 10.0, 100.0))


@pytest.mark.parametrize(
    ("values", "unit", "words"),
    [
        ((0.0, 0.5, 1.0), "number", ("0.0", "0.5", "1.0")),
        ((0.0, 5.0, 10.0), "number", ("0", "5", "10")),
        ((0.4, 0.6, 0.8), "percent", ("40 %", "60 %", "80 %")),
        ((0.01, 0.1, 1.0), "number", ("0.01", "0.1", "1")),
        ((0.0,), "number", ("0",)),
        ((0.25,), "number", ("0.2",)),
        ((0.0, 1_500_000.0, 3_000_000.0), "count", ("0", "1.5 M", "3 M")),
    ],
)
def test_labels_have_as_many_decimals_as_needed(values: tuple[float, ...], unit: str, words: tuple[str, ...]) -> None:
    assert tick_labels(values, unit) == words


def test_values_are_told_as_people_read_them() -> None:
    assert value_in_words(0.8861, "percent") == "88.6 %"
    assert value_in_words(0.4871, "number") == "0.487"
    assert value_in_words(61_706.0, "count") == "61,706"
    assert value_in_words(4.089e9, "count") == "4.09 G"
    assert value_in_words(None, "number") == "–"
    assert value_in_words(float("nan"), "percent") == "–"


def test_a_range_of_one_value_is_not_empty() -> None:
    low, high = padded_range(3.0, 3.0)

    assert low < 3.0 < high
