"""Actions do what they say, and are refused while they cannot be carried out."""

import pytest
from pytestqt.qtbot import QtBot

from gui.actions import ACTIONS
from gui.commands import Commands
from gui.pages.page import Page, PageText
from gui.session import Session
from gui.settings import SettingsStore
from gui.theme import theme
from gui.window import MainWindow
from tests.gui.sample_runs import sample_config, write_run


def _make_page() -> Page:
    return Page(PageText("start", "Start", "Help."))


@pytest.fixture
def window(qtbot: QtBot, session: Session, settings: SettingsStore) -> MainWindow:
    window = MainWindow({"start": _make_page, "network": _make_page}, settings)
    qtbot.addWidget(window)
    window.show_page("start")
    Commands(window, session, settings)
    return window


def test_every_action_of_the_table_is_carried_out_by_something(
    window: MainWindow, session: Session, settings: SettingsStore
) -> None:
    handled = Commands(window, session, settings)._make_handlers()

    assert handled.keys() == {action.name for action in ACTIONS}


def test_a_theme_is_chosen_and_remembered(window: MainWindow, settings: SettingsStore) -> None:
    theme().install("light")

    window.actions_table.request("use_dark_theme")

    assert theme().name == "dark"
    assert settings.value.theme == "dark"


def test_undo_becomes_possible_with_the_first_change(window: MainWindow, session: Session) -> None:
    session.plan.take(sample_config())
    before = window.actions_table.facts.undo_text

    session.plan.set_field("training.epochs", 9)

    assert before == ""
    assert window.actions_table.facts.undo_text == "change of epochs"
    window.actions_table.request("undo")
    assert session.plan.config is not None
    assert session.plan.config.training.epochs == 4


def test_the_runs_page_opens_with_the_first_run(window: MainWindow, session: Session) -> None:
    write_run("digits-1")

    session.library.refresh()

    assert window.rail.item("runs").isEnabled()


def test_a_run_that_is_shown_decides_what_can_be_done_with_it(window: MainWindow, session: Session) -> None:
    path = write_run("digits-1")

    session.follow(path)

    assert window.actions_table.facts.run_status == "finished"
    assert window.actions_table.action("repeat_run").isEnabled()
    assert not window.actions_table.action("pause_run").isEnabled()
