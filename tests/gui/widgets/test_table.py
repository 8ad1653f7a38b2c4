"""Tables show values and tell which row was chosen."""

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.widgets.table import Column, Table


def _double(value: int) -> str:
    return str(2 * value)


def _make_table(qtbot: QtBot) -> Table[int]:
    table: Table[int] = Table("Numbers", (Column("Number", str), Column("Double", _double, 80, align="right")))
    qtbot.addWidget(table)
    table.resize(300, 200)
    table.set_rows((1, 2, 3))
    table.show()
    return table


def test_columns_turn_values_into_texts(qtbot: QtBot) -> None:
    table = _make_table(qtbot)

    model = table.rows_model
    assert [model.index(row, 1).data() for row in range(3)] == ["2", "4", "6"]
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Double"


def test_a_click_tells_the_value_of_its_row(qtbot: QtBot) -> None:
    table = _make_table(qtbot)

    with qtbot.waitSignal(table.chosen) as chosen:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(10, 32 + 16))

    assert chosen.args == [2]


def test_new_values_of_the_same_rows_keep_the_choice(qtbot: QtBot) -> None:
    table = _make_table(qtbot)
    table.choose(1)

    table.set_rows((10, 20, 30))

    assert table.currentIndex().row() == 1
    assert table.rows_model.index(1, 1).data() == "40"
