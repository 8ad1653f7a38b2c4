"""Tables are sorted by their headings, and copied or saved as they are sorted."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from gui.notice import Notice
from gui.widgets.sorted_table import SortedTable
from gui.widgets.table import Column
from gui.widgets.table_export import TableExport


@dataclass(frozen=True, slots=True)
class Animal:
    name: str
    value: float | None


ROWS = (Animal("ant", 0.25), Animal("Bee", None), Animal("cow", 0.125), Animal("dog", 0.5))


def _name(row: Animal) -> str:
    return row.name


def _value(row: Animal) -> float | None:
    return row.value


def _words(row: Animal) -> str:
    return "–" if row.value is None else f"{row.value:.1f}"


def _kind(_row: Animal) -> str:
    return "animal"


@pytest.fixture
def table(qtbot: QtBot) -> SortedTable[Animal]:
    columns = (
        Column("Name", _name, 100, key=_name),
        Column("Value", _words, 100, align="right", key=_value),
        Column("Kind", _kind),
    )
    table: SortedTable[Animal] = SortedTable("Animals", columns, sorted_by=1)
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.set_rows(ROWS)
    table.show()
    return table


def _names(table: SortedTable[Animal]) -> list[str]:
    return [row.name for row in table.rows_model.rows]


def _click_heading(qtbot: QtBot, table: SortedTable[Animal], section: int) -> None:
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(section) + 20, 10)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_smallest_come_first_and_unknown_ones_last(table: SortedTable[Animal]) -> None:
    assert _names(table) == ["cow", "ant", "dog", "Bee"]


def test_a_click_on_the_heading_turns_the_order_and_leaves_unknown_ones_last(
    qtbot: QtBot, table: SortedTable[Animal]
) -> None:
    _click_heading(qtbot, table, 1)

    assert _names(table) == ["dog", "ant", "cow", "Bee"]


def test_another_heading_sorts_by_its_column_whatever_the_case(qtbot: QtBot, table: SortedTable[Animal]) -> None:
    _click_heading(qtbot, table, 0)

    assert _names(table) == ["ant", "Bee", "cow", "dog"]


def test_a_heading_without_values_sorts_nothing(qtbot: QtBot, table: SortedTable[Animal]) -> None:
    _click_heading(qtbot, table, 2)

    assert _names(table) == ["cow", "ant", "dog", "Bee"]


def test_the_chosen_row_stays_chosen_when_the_order_changes(qtbot: QtBot, table: SortedTable[Animal]) -> None:
    table.choose(0)

    with qtbot.assertNotEmitted(table.chosen):
        _click_heading(qtbot, table, 1)

    assert table.current == ROWS[2]


def test_a_chosen_row_that_is_gone_leaves_none_chosen(table: SortedTable[Animal]) -> None:
    table.choose(0)

    table.set_rows((*ROWS[:2], Animal("elk", 0.9), ROWS[3]))

    assert table.current is None
    assert table.selectionModel().selectedRows() == []


def test_copying_takes_the_numbers_behind_the_texts(qtbot: QtBot, table: SortedTable[Animal]) -> None:
    export = TableExport(table, "animals", table)
    table.copy_wanted.connect(export.copy_table)

    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[:3] == ["Name\tValue\tKind", "cow\t0.125\tanimal", "ant\t0.25\tanimal"]
    assert lines[-1] == "Bee\t\tanimal"


def test_saving_writes_csv_and_says_where(qtbot: QtBot, table: SortedTable[Animal], tmp_path: Path) -> None:
    export = TableExport(table, "animals", table)
    place = tmp_path / "animals.csv"

    with qtbot.waitSignal(export.noticed) as told:
        export.save_table(str(place))

    assert [row["Name"] for row in csv.DictReader(place.open())] == ["cow", "ant", "dog", "Bee"]
    assert told.args == [Notice("success", f"Saved to {place}.")]


def test_a_folder_that_is_not_there_is_told(qtbot: QtBot, table: SortedTable[Animal], tmp_path: Path) -> None:
    export = TableExport(table, "animals", table)

    with qtbot.waitSignal(export.noticed) as told:
        export.save_table(str(tmp_path / "none" / "animals.csv"))

    assert told.args is not None
    assert told.args[0].kind == "error"
    assert "Choose another folder" in told.args[0].text
