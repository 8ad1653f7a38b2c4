"""A note tells which of its buttons was clicked."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.button import Button
from gui.widgets.label import Label
from gui.widgets.layouts import empty
from gui.widgets.note_card import NoteCard


def test_a_click_tells_the_name_of_the_button(qtbot: QtBot) -> None:
    card = NoteCard("error", "The run failed", "It was killed.", buttons=[("resume", "Resume"), ("half", "Half")])
    qtbot.addWidget(card)
    card.show()

    with qtbot.waitSignal(card.chosen) as chosen:
        qtbot.mouseClick(card.findChildren(Button)[1], Qt.MouseButton.LeftButton)

    assert chosen.args == ["half"]


def test_a_note_is_told_to_screen_readers(qtbot: QtBot) -> None:
    card = NoteCard("warning", "", "One cell is 8 px.")
    qtbot.addWidget(card)

    assert card.accessibleName() == "One cell is 8 px."


def test_an_emptied_layout_holds_nothing(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    layout = QVBoxLayout(widget)
    layout.addWidget(Label("first"))
    layout.addSpacing(8)

    empty(layout)

    assert layout.count() == 0
