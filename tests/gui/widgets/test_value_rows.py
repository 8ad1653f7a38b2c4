"""Rows of names and values."""

from pytestqt.qtbot import QtBot

from gui.widgets.value_rows import ValueRows


def test_fewer_rows_take_less_room(qtbot: QtBot) -> None:
    rows = ValueRows([("Size", "1"), ("Parts", "2"), ("Took", "3")])
    qtbot.addWidget(rows)
    higher = rows.sizeHint().height()

    rows.set_rows([("Size", "1")])

    assert rows.sizeHint().height() * 3 == higher
