"""The live plot grows cheaply, tells its values, zooms, and is saved."""

import csv
import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF, QImage
from pytestqt.qtbot import QtBot

from gui.charts.curves import BestMark, Curve, Panel, XRange
from gui.charts.plot_bar import CurveLegend, PlotBar
from gui.charts.plot_painter import curve_pen
from gui.charts.time_series import TimeSeriesPlot
from gui.charts.value_table import ChartTable
from gui.theme import theme

PANELS = (Panel("loss", can_be_log=True), Panel("accuracy", "percent"))
CURVES = (
    Curve("loss", "training", "loss", "training", is_noisy=True),
    Curve("val_loss", "validation", "loss", "validation"),
    Curve("val_accuracy", "validation", "accuracy", "validation"),
)


@pytest.fixture
def plot(qtbot: QtBot) -> TimeSeriesPlot:
    plot = TimeSeriesPlot("Loss and accuracy")
    qtbot.addWidget(plot)
    plot.resize(856, 400)
    plot.set_curves(PANELS, CURVES)
    plot.set_x_limits(0, 10)
    plot.append("loss", np.arange(1, 101) / 10, np.linspace(2, 0.2, 100))
    plot.append("val_loss", np.arange(1.0, 11.0), np.linspace(2.1, 0.5, 10))
    plot.append("val_accuracy", np.arange(1.0, 11.0), np.linspace(0.4, 0.9, 10))
    plot.show()
    return plot


def _x_of(plot: TimeSeriesPlot, epoch: float) -> int:
    return round(plot.chart_frame().x.to_pixel(epoch))


def test_the_readout_tells_each_curve_in_each_panel(plot: TimeSeriesPlot) -> None:
    readout = plot.readout_at(10.0)

    assert readout.title == "epoch 10"
    assert [row.name for row in readout.rows] == ["training", "validation"]
    assert readout.rows[0].values == (pytest.approx(0.2), None)
    assert readout.rows[1].values == (pytest.approx(0.5), pytest.approx(0.9))


def test_curves_that_have_not_come_so_far_are_left_out_of_the_readout(plot: TimeSeriesPlot) -> None:
    plot.set_x_limits(0, 20)

    assert plot.readout_at(15.0).rows == ()


def test_a_click_chooses_the_nearest_epoch(qtbot: QtBot, plot: TimeSeriesPlot) -> None:
    with qtbot.waitSignal(plot.x_chosen) as chosen:
        qtbot.mouseMove(plot, QPoint(_x_of(plot, 4.2), 100))
        qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(_x_of(plot, 4.2), 100))

    assert chosen.args == [4.0]
    assert plot.chosen_x == 4.0


def test_arrow_keys_move_the_crosshair(qtbot: QtBot, plot: TimeSeriesPlot) -> None:
    plot.set_chosen_x(4.0)

    with qtbot.waitSignal(plot.x_chosen) as chosen:
        qtbot.keyClick(plot, Qt.Key.Key_Right)

    assert chosen.args == [5.0]
    assert "epoch 5" in plot.accessibleDescription()


def test_plus_zooms_and_zero_shows_all_again(qtbot: QtBot, plot: TimeSeriesPlot) -> None:
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    zoomed = plot.state.shown
    qtbot.keyClick(plot, Qt.Key.Key_0)

    assert zoomed.span < 10
    assert plot.state.shown == XRange(0, 10)


def test_a_zoomed_view_stays_while_the_run_grows(qtbot: QtBot, plot: TimeSeriesPlot) -> None:
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    zoomed = plot.state.shown

    plot.set_x_limits(0, 12)

    assert plot.state.shown == zoomed


def test_smoothing_changes_the_line_and_not_the_points(plot: TimeSeriesPlot) -> None:
    before = plot.points("loss").y.copy()

    plot.set_smoothing(1.0)
    plot.redraw()

    assert plot.chart_frame().state.window == 50
    assert np.array_equal(plot.points("loss").y, before)


def test_a_hundred_thousand_points_do_not_stall_the_window(plot: TimeSeriesPlot) -> None:
    x = np.linspace(0.0001, 10, 100_000)
    plot.clear()
    plot.append("loss", x, np.random.default_rng(0).normal(1, 0.2, len(x)))
    started = time.thread_time()

    plot.redraw()
    frame = plot.chart_frame()

    assert time.thread_time() - started < 0.1
    assert sum(len(line.raw_x) for panel in frame.panels for line in panel.lines) < 4000


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_plot_is_saved_as_it_looks(plot: TimeSeriesPlot, qtbot: QtBot, tmp_path: Path, ending: str) -> None:
    bar = _bar(qtbot, plot)
    path = tmp_path / f"plot.{ending}"

    with qtbot.waitSignal(bar.saved):
        bar.save(path)

    assert QImage(str(path)).width() >= 856


def test_a_plot_is_saved_as_numbers(plot: TimeSeriesPlot, qtbot: QtBot, tmp_path: Path) -> None:
    bar = _bar(qtbot, plot)

    bar.save(tmp_path / "plot.csv")

    rows = list(csv.DictReader((tmp_path / "plot.csv").read_text().splitlines()))
    assert len(rows) == 120
    assert rows[-1] == {"panel": "accuracy", "curve": "validation", "epoch": "10", "value": "0.9"}


def test_a_folder_that_is_not_there_is_told(plot: TimeSeriesPlot, qtbot: QtBot, tmp_path: Path) -> None:
    bar = _bar(qtbot, plot)

    with qtbot.waitSignal(bar.save_failed) as failed:
        bar.save(tmp_path / "missing" / "plot.png")

    assert "Received" in failed.args[0]


def test_the_table_has_a_row_for_each_epoch(plot: TimeSeriesPlot) -> None:
    state = plot.chart_frame().state

    table = ChartTable(state, {curve.key: plot.points(curve.key) for curve in state.curves}, plot)

    cells = [table.data(table.index(9, column)) for column in range(table.columnCount())]
    assert table.rowCount() == 10
    assert cells == ["10", "0.200", "0.500", "90.0 %"]


def test_the_best_mark_survives_a_redraw(plot: TimeSeriesPlot, qtbot: QtBot) -> None:
    plot.set_best([BestMark("val_accuracy", 10.0, 0.9, "best 90.0 %")])
    plot.redraw()

    assert plot.chart_frame().state.best[0].text == "best 90.0 %"
    assert not plot.grab().isNull()


def test_the_crosshair_rests_on_the_steps_of_the_axis(qtbot: QtBot, plot: TimeSeriesPlot) -> None:
    plot.set_x_axis("value", step=0.25)
    plot.set_chosen_x(1.0)

    with qtbot.waitSignal(plot.x_chosen) as chosen:
        qtbot.keyClick(plot, Qt.Key.Key_Right)

    assert chosen.args == [1.25]
    assert plot.readout_at(1.25).title == "value 1.25"


def test_a_broken_curve_stays_apart_without_colour(plot: TimeSeriesPlot) -> None:
    pens = [curve_pen(Curve("x", "x", "loss", 3, dash=dash)) for dash in ("solid", "dashed", "dotted")]

    assert len({tuple(pen.dashPattern()) for pen in pens}) == 3
    assert len({pen.color().name() for pen in pens}) == 1


def test_long_names_of_a_legend_give_way_first(qtbot: QtBot) -> None:
    legend = CurveLegend()
    qtbot.addWidget(legend)
    legend.set_curves([Curve("a", "a very long name of a network", "loss", 0), Curve("b", "short", "loss", 1)])
    whole = legend.sizeHint().width()
    legend.resize(whole - 60, 20)

    assert legend.minimumSizeHint().width() < whole
    assert legend.toolTip() == "a very long name of a network, short"
    assert not legend.grab().isNull()


def test_no_name_of_a_legend_is_cut_that_has_room(qtbot: QtBot) -> None:
    legend = CurveLegend()
    qtbot.addWidget(legend)
    names = ["training", "validation", "precision", "recall", "F1", *("i" * length for length in range(1, 40))]
    legend.set_curves([Curve(name, name, "loss", 0) for name in names])
    legend.resize(legend.sizeHint())

    metrics = QFontMetricsF(theme().font("secondary"))
    cut = [
        metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
        for name, room in zip(names, legend._rooms(), strict=True)
    ]

    assert cut == names


def _bar(qtbot: QtBot, plot: TimeSeriesPlot) -> PlotBar:
    bar = PlotBar("Loss and accuracy", plot)
    qtbot.addWidget(bar)
    bar.set_curves(CURVES)
    return bar
