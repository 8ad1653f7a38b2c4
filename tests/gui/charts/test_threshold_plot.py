"""The threshold of a plot can be dragged."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.charts.curves import Curve, Panel
from gui.charts.threshold_plot import ThresholdPlot

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def plot(qtbot: QtBot) -> ThresholdPlot:
    plot = ThresholdPlot("Precision")
    qtbot.addWidget(plot)
    plot.resize(500, 200)
    plot.set_x_axis("threshold", step=0.01)
    plot.set_curves([Panel("share", "percent")], [Curve("precision", "Precision", "share", 0)])
    plot.append("precision", np.linspace(0, 1, 101), np.linspace(0, 1, 101))
    plot.set_chosen_x(0.5)
    plot.show()
    return plot


def _place(plot: ThresholdPlot, threshold: float) -> QPoint:
    return QPoint(round(plot.chart_frame().x.to_pixel(threshold)), 100)


def test_dragging_chooses_all_along(qtbot: QtBot, plot: ThresholdPlot) -> None:
    chosen: list[float] = []
    plot.x_chosen.connect(chosen.append)

    qtbot.mousePress(plot, LEFT, pos=_place(plot, 0.5))
    qtbot.mouseMove(plot, _place(plot, 0.7))
    qtbot.mouseMove(plot, _place(plot, 0.8))
    qtbot.mouseRelease(plot, LEFT, pos=_place(plot, 0.8))
    qtbot.mouseMove(plot, _place(plot, 0.2))

    assert chosen == pytest.approx([0.7, 0.8])
    assert plot.chosen_x == pytest.approx(0.8)


def test_the_mark_never_leaves_the_axis(qtbot: QtBot, plot: ThresholdPlot) -> None:
    qtbot.mousePress(plot, LEFT, pos=_place(plot, 0.5))
    qtbot.mouseMove(plot, QPoint(499, 100))

    assert plot.chosen_x == 1.0


def test_a_zoomed_plot_is_panned_beside_the_mark(qtbot: QtBot, plot: ThresholdPlot) -> None:
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    before = plot.state.shown

    qtbot.mousePress(plot, LEFT, pos=_place(plot, 0.6))
    qtbot.mouseMove(plot, _place(plot, 0.65))

    assert plot.chosen_x == 0.5
    assert plot.state.shown.low < before.low


def test_in_a_zoomed_plot_the_mark_itself_can_be_dragged(qtbot: QtBot, plot: ThresholdPlot) -> None:
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    before = plot.state.shown

    qtbot.mousePress(plot, LEFT, pos=_place(plot, 0.5))
    qtbot.mouseMove(plot, _place(plot, 0.6))

    assert plot.chosen_x == pytest.approx(0.6)
    assert plot.state.shown == before


def test_arrow_keys_move_the_threshold(qtbot: QtBot, plot: ThresholdPlot) -> None:
    qtbot.keyClick(plot, Qt.Key.Key_Right)

    assert plot.chosen_x == pytest.approx(0.51)
    assert "Precision 51.0 %" in plot.accessibleDescription()


def test_the_mark_is_seen(plot: ThresholdPlot) -> None:
    before = plot.grab().toImage()

    plot.set_chosen_x(0.9)

    assert plot.grab().toImage() != before
