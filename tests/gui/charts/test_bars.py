"""Histograms and maps of counts: every part can be pointed at, read and chosen."""

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.charts.bars import BarChart
from gui.charts.heat_map import HeatMap
from gui.charts.parts import Part
from gui.theme import ThemeChoice, theme

BARS = (Part(4, "0 to 9 px", ("4 boxes",)), Part(0, "10 to 19 px"), Part(1000, "20 to 29 px", ("1,000 boxes",)))
THEMES: tuple[ThemeChoice, ...] = ("light", "dark")
CELLS = ((Part(1, "one"), Part(0, "none")), (Part(2, "two"), Part(3, "three")))


@pytest.fixture
def chart(qtbot: QtBot) -> BarChart:
    chart = BarChart("Sizes")
    qtbot.addWidget(chart)
    chart.set_bars(BARS, ("0", "10", "20", "30"))
    chart.resize(400, chart.height())
    chart.show()
    return chart


@pytest.fixture
def heat_map(qtbot: QtBot) -> HeatMap:
    heat_map = HeatMap("Positions")
    qtbot.addWidget(heat_map)
    heat_map.set_cells(CELLS, aspect=1.0)
    heat_map.resize(400, heat_map.height())
    heat_map.show()
    return heat_map


def test_a_click_above_a_short_bar_chooses_it(qtbot: QtBot, chart: BarChart) -> None:
    column = chart.part_rect(0)

    with qtbot.waitSignal(chart.chosen) as chosen:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=column.center().toPoint())

    assert chosen.args == [0]


def test_an_empty_bar_cannot_be_chosen(qtbot: QtBot, chart: BarChart) -> None:
    with qtbot.assertNotEmitted(chart.chosen):
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.part_rect(1).center().toPoint())


def test_a_small_count_beside_a_large_one_can_still_be_seen(chart: BarChart) -> None:
    assert chart.bar_rect(0).height() >= 2
    assert chart.bar_rect(1).height() == 0


def test_arrow_keys_read_the_bars_and_return_chooses(qtbot: QtBot, chart: BarChart) -> None:
    for _ in range(3):
        qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleDescription() == "20 to 29 px, 1,000 boxes"

    with qtbot.waitSignal(chart.chosen) as chosen:
        qtbot.keyClick(chart, Qt.Key.Key_Return)

    assert chosen.args == [2]


def test_the_chosen_bar_looks_different(chart: BarChart) -> None:
    before = chart.grab().toImage()

    chart.set_marked(2)

    assert chart.grab().toImage() != before


def test_the_bar_under_the_mouse_is_read_out(qtbot: QtBot, chart: BarChart) -> None:
    before = chart.grab().toImage()

    qtbot.mouseMove(chart, chart.part_rect(2).center().toPoint())

    assert chart.grab().toImage() != before


def test_a_chart_without_bars_paints_nothing(qtbot: QtBot) -> None:
    chart = BarChart("Nothing")
    qtbot.addWidget(chart)

    assert not chart.grab().isNull()


def test_cells_fill_the_map_without_seams(heat_map: HeatMap) -> None:
    first, second = heat_map.part_rect(0), heat_map.part_rect(1)

    assert first.right() == second.left()
    assert heat_map.part_rect(3).bottomRight() == heat_map.map_rect.bottomRight()


def test_arrow_keys_move_through_rows_and_columns(qtbot: QtBot, heat_map: HeatMap) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(heat_map, key)

    assert heat_map.accessibleDescription() == "three"


def test_a_click_on_a_cell_chooses_it(qtbot: QtBot, heat_map: HeatMap) -> None:
    with qtbot.waitSignal(heat_map.chosen) as chosen:
        qtbot.mouseClick(heat_map, Qt.MouseButton.LeftButton, pos=heat_map.part_rect(2).center().toPoint())

    assert chosen.args == [2]


def test_stronger_cells_are_told_from_weaker_ones_in_both_themes(heat_map: HeatMap) -> None:
    for name in THEMES:
        theme().choose(name)
        image = heat_map.grab().toImage()
        colours = {image.pixelColor(_middle(heat_map, number)).name() for number in range(4)}
        assert len(colours) == 4
    theme().choose("light")


def _middle(heat_map: HeatMap, number: int) -> QPoint:
    return heat_map.part_rect(number).center().toPoint()
