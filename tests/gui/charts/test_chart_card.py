"""A chart can be saved as it looks and as numbers, and shown as a table."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from gui.charts.bars import BarChart
from gui.charts.chart_card import ChartCard
from gui.charts.parts import Part


@pytest.fixture
def card(qtbot: QtBot) -> ChartCard:
    chart = BarChart("Sizes")
    chart.set_bars((Part(4, "0 to 9 px"), Part(1000, "10 to 19 px")), ("0", "10", "20"))
    card = ChartCard("Box size", chart)
    qtbot.addWidget(card)
    card.set_numbers(("from", "boxes"), (("a", 4), ("b, c", 1000)))
    card.resize(400, 240)
    card.show()
    return card


def test_a_picture_has_twice_the_pixels(qtbot: QtBot, card: ChartCard, tmp_path: Path) -> None:
    with qtbot.waitSignal(card.saved):
        card.save(tmp_path / "chart.png")

    with Image.open(tmp_path / "chart.png") as picture:
        assert picture.width > 2 * 380
        assert len(picture.convert("RGB").getcolors(100_000) or ()) > 3


def test_a_drawing_holds_its_words(qtbot: QtBot, card: ChartCard, tmp_path: Path) -> None:
    with qtbot.waitSignal(card.saved):
        card.save(tmp_path / "chart.svg")

    assert "Box size" in (tmp_path / "chart.svg").read_text()


def test_numbers_are_written_exactly(qtbot: QtBot, card: ChartCard, tmp_path: Path) -> None:
    with qtbot.waitSignal(card.saved):
        card.save(tmp_path / "chart.csv")

    assert (tmp_path / "chart.csv").read_text() == 'from,boxes\na,4\n"b, c",1000\n'


def test_a_place_that_cannot_be_written_is_told(qtbot: QtBot, card: ChartCard, tmp_path: Path) -> None:
    with qtbot.waitSignal(card.save_failed) as failed:
        card.save(tmp_path / "nowhere" / "chart.csv")

    assert "nowhere" in failed.args[0]


def test_the_table_shows_numbers_with_separators(card: ChartCard) -> None:
    table = card.table()

    assert (table.rowCount(), table.columnCount()) == (2, 2)
    assert table.data(table.index(1, 1)) == "1,000"
    assert table.rowCount(QModelIndex()) == 2
