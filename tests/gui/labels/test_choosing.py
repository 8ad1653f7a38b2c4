"""Classes are chosen by keys, in a menu, and by their name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.labels.class_search import ClassSearch, found_classes
from gui.labels.keys import LabelKeys
from gui.labels.menu import LabelMenu

CLASSES = ("cat", "dog", "scatter")


@pytest.fixture
def view(qtbot: QtBot) -> QWidget:
    view = QWidget()
    qtbot.addWidget(view)
    return view


def test_numbers_choose_classes_and_c_asks_for_any(qtbot: QtBot, view: QWidget) -> None:
    keys = LabelKeys(view)
    pressed: list[int] = []
    keys.class_pressed.connect(pressed.append)

    qtbot.keyClick(view, Qt.Key.Key_1)
    qtbot.keyClick(view, Qt.Key.Key_9)
    qtbot.keyClick(view, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)  # another page
    with qtbot.waitSignal(keys.search_requested):
        qtbot.keyClick(view, Qt.Key.Key_C)

    assert pressed == [0, 8]


def test_a_view_in_which_numbers_mean_something_else_keeps_them(qtbot: QtBot, view: QWidget) -> None:
    keys = LabelKeys(view, has_numbers=False)

    with qtbot.assertNotEmitted(keys.class_pressed):
        qtbot.keyClick(view, Qt.Key.Key_1)


def test_the_menu_names_the_classes_with_their_keys_and_ticks_the_present_one(qtbot: QtBot, view: QWidget) -> None:
    menu = LabelMenu(("cat", "r&d"), count=3, present="cat", parent=view)
    actions = menu.actions()

    with qtbot.waitSignal(menu.label_chosen) as chosen:
        actions[1].trigger()

    assert menu.title() == "Label 3 pictures"
    assert [action.text() for action in actions[:2]] == ["cat\t1", "r&&d\t2"]
    assert [action.isChecked() for action in actions[:2]] == [True, False]
    assert chosen.args == ["r&d"]


def test_a_typed_part_of_a_name_finds_the_class(qtbot: QtBot, view: QWidget) -> None:
    search = ClassSearch(CLASSES, view)

    with qtbot.waitSignal(search.label_chosen) as chosen:
        qtbot.keyClicks(search.search, "do")
        qtbot.keyClick(search.search, Qt.Key.Key_Return)

    assert chosen.args == ["dog"]


def test_a_name_that_is_no_class_becomes_one(qtbot: QtBot, view: QWidget) -> None:
    search = ClassSearch(CLASSES, view)

    with qtbot.waitSignal(search.label_chosen) as chosen:
        qtbot.keyClicks(search.search, " owl ")
        qtbot.keyClick(search.search, Qt.Key.Key_Return)

    assert chosen.args == ["owl"]


def test_what_begins_like_the_text_is_found_first_and_a_new_name_last() -> None:
    assert found_classes("cat", CLASSES) == ["cat", "scatter"]
    assert found_classes("at", CLASSES) == ["cat", "scatter", "at"]
    assert found_classes("", CLASSES) == list(CLASSES)
