"""Keys typed in a search field steer the list below it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from gui.widgets.search_keys import SearchKeys


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    field = QLineEdit()
    qtbot.addWidget(field)
    return field


@pytest.fixture
def found(qtbot: QtBot) -> QListWidget:
    found = QListWidget()
    qtbot.addWidget(found)
    found.addItems(["first", "second"])
    found.setCurrentRow(0)
    return found


def test_up_and_down_move_in_the_list_and_stop_at_its_ends(qtbot: QtBot, field: QLineEdit, found: QListWidget) -> None:
    SearchKeys(field, found)

    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    lowest = found.currentRow()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Up)

    assert (lowest, found.currentRow()) == (1, 0)


def test_return_takes_and_escape_gives_up(qtbot: QtBot, field: QLineEdit, found: QListWidget) -> None:
    keys = SearchKeys(field, found)

    with qtbot.waitSignal(keys.accepted):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    with qtbot.waitSignal(keys.dismissed):
        qtbot.keyClick(field, Qt.Key.Key_Escape)


def test_letters_go_into_the_field(qtbot: QtBot, field: QLineEdit, found: QListWidget) -> None:
    SearchKeys(field, found)

    qtbot.keyClicks(field, "conv")

    assert field.text() == "conv"


@pytest.mark.parametrize("takes_tab", [True, False])
def test_tab_takes_only_where_it_is_wanted(qtbot: QtBot, field: QLineEdit, found: QListWidget, takes_tab: bool) -> None:
    keys = SearchKeys(field, found, takes_tab=takes_tab)
    taken: list[bool] = []
    keys.accepted.connect(lambda: taken.append(True))

    qtbot.keyClick(field, Qt.Key.Key_Tab)

    assert bool(taken) is takes_tab
