"""Tabs stay readable in narrow places."""

from pytestqt.qtbot import QtBot

from gui.widgets.choices import Choice
from gui.widgets.tabs import TabBar


def test_tabs_move_together_where_there_is_no_room(qtbot: QtBot) -> None:
    tabs = TabBar([Choice(name, name.title()) for name in ("prediction", "why", "maps", "field", "value")])
    qtbot.addWidget(tabs)

    tabs.resize(tabs.minimumSizeHint())
    narrow = tabs.choice_rects()
    tabs.resize(tabs.sizeHint())
    wide = tabs.choice_rects()

    assert narrow[-1].right() <= tabs.minimumSizeHint().width()
    assert narrow[1].left() - narrow[0].right() < wide[1].left() - wide[0].right() == 20
