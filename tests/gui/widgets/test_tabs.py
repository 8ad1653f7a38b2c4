"""Tabs stay readable in narrow places."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.widgets.choices import Choice
from gui.widgets.tabs import TabBar


def test_tabs_move_together_where_there_is_no_room(qtbot: QtBot) -> None:
    tabs = TabBar([Choice(name, name.title()) for name in ("prediction", "why", "maps", "field", "value")])
    qtbot.addWidget(tabs)

    tabs.resize(tabs.snug_width, tabs.height())
    narrow = tabs.choice_rects()
    tabs.resize(tabs.sizeHint())
    wide = tabs.choice_rects()

    assert narrow[-1].right() <= tabs.snug_width
    assert narrow[1].left() - narrow[0].right() < wide[1].left() - wide[0].right() == 20


@pytest.fixture
def narrow(qtbot: QtBot) -> TabBar:
    tabs = TabBar([Choice(name, name.title()) for name in ("picture", "layers", "errors", "embedding", "kernels")])
    qtbot.addWidget(tabs)
    tabs.resize(tabs.minimumSizeHint())
    tabs.show()
    return tabs


def test_tabs_without_room_are_in_a_menu(qtbot: QtBot, narrow: TabBar) -> None:
    hidden = [choice.text for choice in narrow.hidden_choices]
    menu = narrow.make_menu()

    assert hidden
    assert [action.text() for action in menu.actions()] == hidden


def test_what_is_picked_in_the_menu_is_shown(qtbot: QtBot, narrow: TabBar) -> None:
    menu = narrow.make_menu()
    last = menu.actions()[-1]

    with qtbot.waitSignal(narrow.chosen):
        last.trigger()

    assert narrow.current == "kernels"
    assert "kernels" not in [choice.name for choice in narrow.hidden_choices]


def test_arrow_keys_reach_the_tabs_of_the_menu(qtbot: QtBot, narrow: TabBar) -> None:
    for _ in range(4):
        qtbot.keyClick(narrow, Qt.Key.Key_Right)

    assert narrow.current == "kernels"
    assert narrow.choice_rects()[-1].right() <= narrow.more_rect().left()


def test_every_tab_is_shown_where_there_is_room(qtbot: QtBot, narrow: TabBar) -> None:
    narrow.resize(narrow.snug_width, narrow.height())

    assert narrow.hidden_choices == ()
    assert narrow.more_rect().isEmpty()
