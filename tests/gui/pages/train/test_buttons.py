"""The buttons of the Train page say why a broken network cannot be trained."""

from pytestqt.qtbot import QtBot

from gui.pages.train.buttons import RunButtons
from gui.pages.train.stage import Stage
from gui.theme import theme


def _make_buttons(qtbot: QtBot) -> RunButtons:
    theme().install("light")
    buttons = RunButtons()
    for button in (buttons.primary, *buttons.others):
        qtbot.addWidget(button)
    return buttons


def test_an_obstacle_disables_the_start_with_its_reason(qtbot: QtBot) -> None:
    buttons = _make_buttons(qtbot)

    buttons.set_stage(Stage.READY, has_plan=True, obstacle="Node 'c1': The window is larger than its input.")

    assert not buttons.primary.isEnabled()
    assert buttons.primary.toolTip() == "Node 'c1': The window is larger than its input."


def test_a_going_run_is_finished_whatever_is_drawn_meanwhile(qtbot: QtBot) -> None:
    buttons = _make_buttons(qtbot)

    buttons.set_stage(Stage.RUNNING, has_plan=True, obstacle="Node 'c1': The window is larger than its input.")

    assert buttons.primary.isEnabled()
