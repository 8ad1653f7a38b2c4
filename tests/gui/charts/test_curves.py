"""The x-range of a chart, and the y-range that follows from its lines."""

import numpy as np
import pytest

from gui.charts.curves import Curve, Panel, XRange, line_of, value_range_of
from gui.charts.frame import ChartState, frame_of, window_of
from gui.charts.series import Series

LOSS = Curve("loss", "training", "loss", "training", is_noisy=True)
ACCURACY = Curve("accuracy", "training", "accuracy", "training")


def _series(x: np.ndarray, y: np.ndarray) -> Series:
    series = Series()
    series.append(x, y)
    return series


def test_zooming_keeps_the_place_under_the_cursor() -> None:
    whole = XRange(0, 30)

    zoomed = whole.zoomed(2, around=10, within=whole)

    assert zoomed.span == 15
    assert (10 - zoomed.low) / zoomed.span == pytest.approx(1 / 3)


def test_nothing_leaves_the_whole_axis() -> None:
    whole = XRange(0, 30)

    assert XRange(20, 30).moved(8, within=whole) == XRange(20, 30)
    assert whole.zoomed(0.1, around=4, within=whole) == whole


def test_rare_spikes_do_not_flatten_the_loss() -> None:
    x = np.linspace(0, 10, 1000)
    y = np.full(1000, 1.0)
    y[3] = 1e6
    line = line_of(LOSS, _series(x, y), XRange(0, 10), columns=4000, window=50)

    raw_only = line_of(LOSS, _series(x[100:], y[100:]), XRange(0, 10), columns=4000, window=1)

    assert value_range_of([raw_only], Panel("loss"), is_log=False)[1] < 2
    assert line.raw_y.max() == 1e6


def test_a_validation_loss_far_above_leaves_the_plot() -> None:
    x = np.linspace(0, 10, 500)
    noisy = line_of(LOSS, _series(x, np.full(500, 2.0)), XRange(0, 10), columns=400, window=5)
    validation = Curve("val_loss", "validation", "loss", "validation")
    sparse = _series(np.arange(1.0, 4.0), np.array([50.0, 1.0, 0.9]))
    spike = line_of(validation, sparse, XRange(0, 10), columns=400, window=1)

    assert value_range_of([noisy, spike], Panel("loss"), is_log=False)[1] < 6
    assert value_range_of([spike], Panel("loss"), is_log=False)[1] > 50


def test_accuracies_are_shown_in_round_percentages() -> None:
    line = line_of(
        ACCURACY, _series(np.arange(1.0, 5.0), np.array([0.43, 0.6, 0.8, 0.97])), XRange(0, 5), columns=100, window=1
    )

    assert value_range_of([line], Panel("accuracy", "percent"), is_log=False) == pytest.approx((0.4, 1.0))


def test_a_panel_with_a_fixed_range_keeps_it_whatever_its_values_are() -> None:
    line = line_of(ACCURACY, _series(np.arange(3.0), np.full(3, 0.98)), XRange(0, 2), columns=100, window=1)

    assert value_range_of([line], Panel("", "percent", fixed_range=(0.0, 1.0)), is_log=False) == (0.0, 1.0)


def test_panels_share_the_axis_and_stand_below_each_other() -> None:
    state = ChartState(panels=(Panel("loss"), Panel("accuracy", "percent")), shown=XRange(0, 30), limits=XRange(0, 30))

    frame = frame_of(state, {}, width=856, height=400)

    assert frame.panels[0].bottom < frame.panels[1].top
    assert frame.x.to_pixel(0) == 44
    assert frame.panels[1].bottom <= 400


def test_smoothing_grows_from_none_to_a_tenth_of_the_run() -> None:
    assert window_of(0.0, points=10_000) == 1
    assert window_of(1.0, points=10_000) == 1000
    assert window_of(0.5, points=10_000) == 32
