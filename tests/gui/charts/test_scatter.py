import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.charts.scatter import ScatterPlot
from gui.theme import theme
from tests.gui.class_colours import colour

POINTS = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 2.0], [0.0, 2.0]])


@pytest.fixture
def plot(qtbot: QtBot) -> ScatterPlot:
    theme().install("light")
    plot = ScatterPlot("Points")
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    plot.show()
    plot.set_points(POINTS, [colour(place) for place in range(4)])
    return plot


def at(plot: ScatterPlot, place: int) -> QPoint:
    x, y = plot.pixels()[place]
    return QPoint(round(x), round(y))


def test_a_click_chooses_the_point_below_it(qtbot: QtBot, plot: ScatterPlot) -> None:
    with qtbot.waitSignal(plot.clicked) as clicked:
        qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=at(plot, 2))

    assert clicked.args == [2]


def test_a_drag_around_points_chooses_them(qtbot: QtBot, plot: ScatterPlot) -> None:
    qtbot.mousePress(plot, Qt.MouseButton.LeftButton, pos=QPoint(390, 5))
    for corner in (QPoint(390, 295), QPoint(200, 295), QPoint(200, 5)):
        qtbot.mouseMove(plot, corner)
    with qtbot.waitSignal(plot.lassoed) as lassoed:
        qtbot.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=QPoint(200, 5))

    assert lassoed.args[0].tolist() == [1, 2]


def test_keys_zoom_and_show_all_again(qtbot: QtBot, plot: ScatterPlot) -> None:
    whole = plot.frame

    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    closer = plot.frame.zoom
    qtbot.keyClick(plot, Qt.Key.Key_0)

    assert closer > whole.zoom
    assert plot.frame == whole


def test_marked_points_stand_out(plot: ScatterPlot) -> None:
    before = plot.grab().toImage()

    plot.set_marked([1], 1)

    assert plot.grab().toImage() != before
