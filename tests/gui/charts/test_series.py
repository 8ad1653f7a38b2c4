"""Growing curves: appending, running means, gaps, and what of them is drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.charts.series import Series, visible_points


def _series(values: list[float]) -> Series:
    series = Series()
    series.append(np.arange(len(values), dtype=np.float64), np.array(values))
    return series


def test_points_appended_in_pieces_stay_in_order() -> None:
    series = Series()
    for start in range(0, 5000, 500):
        piece = np.arange(start, start + 500, dtype=np.float64)
        series.append(piece, piece * 2)

    assert len(series) == 5000
    assert np.array_equal(series.y, np.arange(5000) * 2.0)


@given(values=st.lists(st.floats(-100, 100), min_size=1, max_size=40), window=st.integers(1, 12))
def test_running_mean_is_the_mean_of_the_last_values(values: list[float], window: int) -> None:
    means = _series(values).running_mean(window)

    expected = [np.mean(values[max(0, end - window) : end]) for end in range(1, len(values) + 1)]
    assert means == pytest.approx(expected, abs=1e-9)


def test_a_gap_does_not_count_in_the_running_mean() -> None:
    means = _series([1.0, float("nan"), 3.0]).running_mean(2)

    assert means.tolist() == [1.0, 1.0, 3.0]


def test_value_at_takes_the_last_point_before() -> None:
    series = _series([5.0, 6.0, 7.0])

    assert series.value_at(1.4) == 6.0
    assert series.value_at(2.0, window=2) == 6.5
    assert series.value_at(-0.5) is None


def test_cutting_forgets_the_points_to_the_right() -> None:
    series = _series([1.0, 2.0, 3.0, 4.0])

    series.cut_from(2.0)

    assert series.y.tolist() == [1.0, 2.0]


def test_few_points_are_drawn_as_they_are() -> None:
    x = np.arange(10.0)

    shown_x, shown_y = visible_points(x, x, low=0, high=9, columns=100)

    assert np.array_equal(shown_x, x)
    assert np.array_equal(shown_y, x)


def test_decimation_keeps_every_peak_of_a_long_curve() -> None:
    x = np.linspace(0, 1, 100_000)
    y = np.sin(x * 40)
    y[12_345] = 9.0
    y[67_890] = -9.0

    _, shown = visible_points(x, y, low=0, high=1, columns=800)

    assert len(shown) <= 4 * 802
    assert shown.max() == 9.0
    assert shown.min() == -9.0


def test_one_point_beyond_each_edge_is_kept() -> None:
    x = np.arange(100.0)

    shown_x, _ = visible_points(x, x, low=10.5, high=20.5, columns=50)

    assert shown_x[0] == 10
    assert shown_x[-1] == 21
