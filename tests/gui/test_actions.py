"""One table feeds shortcuts, the rail and the palette."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from gui.actions import ACTIONS, Actions, Facts, needs_plan, spec
from gui.icons import icon_names
from gui.palette import CommandPalette, find_actions


def test_names_and_shortcuts_are_given_once() -> None:
    names = [action.name for action in ACTIONS]
    shortcuts = [action.shortcut for action in ACTIONS if action.shortcut]

    assert len(set(names)) == len(names)
    assert len(set(shortcuts)) == len(shortcuts)


def test_every_action_has_a_tip_and_a_known_icon() -> None:
    assert all(action.tip.endswith(".") for action in ACTIONS)
    assert {action.icon for action in ACTIONS if action.icon} <= set(icon_names())


def test_a_refused_action_says_why(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window)

    actions.update(Facts())

    assert not actions.action("undo").isEnabled()
    assert actions.action("undo").toolTip() == "There is nothing to undo."


def test_undo_says_what_it_takes_back(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window)

    actions.update(Facts(undo_text="change of epochs"))

    assert actions.action("undo").text() == "Undo change of epochs"
    assert actions.action("undo").isEnabled()


def test_a_request_for_a_refused_action_is_answered_with_the_reason(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window)

    with qtbot.assertNotEmitted(actions.requested), qtbot.waitSignal(actions.refused) as refused:
        actions.request("start_training")

    assert refused.args == ["Needs data first. Open a folder of pictures."]


def test_labels_that_cannot_be_learned_yet_are_the_reason() -> None:
    assert needs_plan(Facts(has_dataset=True)).startswith("Only classes of whole pictures")
    assert needs_plan(Facts(has_dataset=True, has_plan=True)) == ""
    assert needs_plan(Facts(has_dataset=True, has_plan=True, plan_obstacle="It is broken.")) == "It is broken."


def test_all_words_are_looked_for_in_any_order() -> None:
    assert find_actions("dark theme", ACTIONS)[0] is spec("use_dark_theme")
    assert find_actions("dark folder", ACTIONS) == []


def test_actions_that_begin_with_the_text_come_first() -> None:
    assert find_actions("undo", ACTIONS)[0] is spec("undo")


def test_return_in_the_palette_chooses_the_first_found(qtbot: QtBot) -> None:
    window = QMainWindow()
    window.resize(1024, 680)
    qtbot.addWidget(window)
    window.show()
    palette = CommandPalette(ACTIONS, window)
    palette.open_with(Facts())
    qtbot.keyClicks(palette.search, "open fold")

    with qtbot.waitSignal(palette.chosen) as chosen:
        qtbot.keyClick(palette.search, Qt.Key.Key_Return)

    assert chosen.args == ["open_folder"]
    assert palette.isHidden()


def test_escape_closes_the_palette(qtbot: QtBot) -> None:
    window = QMainWindow()
    window.resize(1024, 680)
    qtbot.addWidget(window)
    window.show()
    palette = CommandPalette(ACTIONS, window)
    palette.open_with(Facts())

    qtbot.keyClick(palette.search, Qt.Key.Key_Escape)

    assert palette.isHidden()
