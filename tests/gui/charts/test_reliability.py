"""The reliability diagram shows accuracy, gap and count of each bin."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.calibration import ReliabilityBin
from gui.charts.reliability import ReliabilityChart, part_of
from gui.theme import ThemeChoice, theme

THEMES: tuple[ThemeChoice, ...] = ("light", "dark")
EMPTY = ReliabilityBin(low=0.0, high=0.5, images=0, accuracy=None, mean_score=None)
TOO_SURE = ReliabilityBin(low=0.5, high=1.0, images=8, accuracy=0.5, mean_score=0.75)


@pytest.fixture
def chart(qtbot: QtBot) -> ReliabilityChart:
    chart = ReliabilityChart("Reliability")
    qtbot.addWidget(chart)
    chart.resize(400, chart.height())
    chart.set_bins([EMPTY, TOO_SURE])
    chart.show()
    return chart


def test_the_gap_reaches_from_the_accuracy_to_the_mean_score(chart: ReliabilityChart) -> None:
    bar, gap = chart.bar_rect(1), chart.gap_rect(1)

    assert gap.bottom() == pytest.approx(bar.top())
    assert gap.height() == pytest.approx(bar.height() / 2)


def test_a_click_above_a_bar_chooses_its_bin(qtbot: QtBot, chart: ReliabilityChart) -> None:
    with qtbot.waitSignal(chart.chosen) as chosen:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.part_rect(1).center().toPoint())

    assert chosen.args == [1]


def test_an_empty_bin_cannot_be_chosen(qtbot: QtBot, chart: ReliabilityChart) -> None:
    with qtbot.assertNotEmitted(chart.chosen):
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.part_rect(0).center().toPoint())


def test_a_bin_is_read_out() -> None:
    surer = TOO_SURE.model_copy(update={"accuracy": 1.0, "images": 1})

    assert part_of(TOO_SURE).title == "Score 50 to 100 %"
    assert part_of(TOO_SURE).lines == ("8 pictures", "right: 50.0 %", "mean score: 75.0 %", "too sure by 25.0 %")
    assert part_of(surer).lines[-1] == "not sure enough by 25.0 %"
    assert part_of(EMPTY).count == 0


@pytest.mark.parametrize("choice", THEMES)
def test_the_chosen_bin_looks_different(chart: ReliabilityChart, choice: ThemeChoice) -> None:
    theme().choose(choice)
    before = chart.grab().toImage()

    chart.set_marked(1)

    assert chart.grab().toImage() != before
