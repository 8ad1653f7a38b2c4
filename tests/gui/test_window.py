"""The window shows pages, remembers them, and takes what is dropped."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from gui.actions import Facts
from gui.frame.help import HelpCard
from gui.notice import Notice
from gui.pages.page import Page, PageName, PageText
from gui.settings import SettingsStore
from gui.window import MainWindow


class _Factory:
    """Makes a page and counts how often."""

    def __init__(self, name: PageName) -> None:
        self._name = name
        self.made = 0

    def __call__(self) -> Page:
        self.made += 1
        return Page(PageText(self._name, self._name.capitalize(), "What this page is for."))


@pytest.fixture
def settings(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "settings.json")


@pytest.fixture
def factories() -> dict[str, _Factory]:
    names: tuple[PageName, ...] = ("start", "data", "network", "train", "inspect", "runs")
    return {name: _Factory(name) for name in names}


@pytest.fixture
def window(qtbot: QtBot, factories: dict[str, _Factory], settings: SettingsStore) -> MainWindow:
    window = MainWindow(factories, settings)
    qtbot.addWidget(window)
    window.show_page("start")
    window.show()
    return window


def test_a_page_is_made_once_and_when_it_is_needed(window: MainWindow, factories: dict[str, _Factory]) -> None:
    window.show_page("runs")
    window.show_page("start")
    window.show_page("runs")

    assert factories["runs"].made == 1
    assert factories["train"].made == 0


def test_a_click_in_the_rail_goes_to_the_page(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.mouseClick(window.rail.item("network"), Qt.MouseButton.LeftButton)

    assert window.page_name == "network"
    assert window.rail.item("network").is_current
    assert not window.rail.item("start").is_current


def test_a_place_that_cannot_be_gone_to_says_why(window: MainWindow) -> None:
    window.actions_table.update(Facts())

    assert not window.rail.item("data").isEnabled()
    assert window.rail.item("data").toolTip() == "Needs data first. Open a folder of pictures."


def test_keys_ask_for_pages(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_table.update(Facts(has_dataset=True))
    with qtbot.waitActive(window):
        window.activateWindow()

    with qtbot.waitSignal(window.actions_table.requested) as requested:
        qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)

    assert requested.args == ["show_data"]


def test_a_folder_dropped_anywhere_is_told(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    drop = QDropEvent(
        QPointF(600, 400),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    with qtbot.waitSignal(window.paths_dropped) as dropped:
        window.dropEvent(drop)

    assert dropped.args == [(tmp_path,)]


def test_a_message_stands_on_the_page_it_concerns(window: MainWindow) -> None:
    window.show_notice(Notice("warning", "14 labels have problems.", page="data"))

    assert window.page("data").banners.notices[0].text == "14 labels have problems."
    assert window.page("start").banners.notices == ()


def test_a_message_without_a_page_stands_on_the_current_one(window: MainWindow) -> None:
    window.show_notice(Notice("info", "Resumed."))

    assert window.page("start").banners.notices[0].text == "Resumed."
    assert window.status.messages.text() == "1 message"


def test_folded_details_are_remembered(window: MainWindow, settings: SettingsStore) -> None:
    window.page("start").toggle_details()

    assert settings.value.folded_details["start"] is True
    assert settings.value.folded_details["runs"] is True


def test_geometry_and_page_are_saved_on_closing(window: MainWindow, settings: SettingsStore, tmp_path: Path) -> None:
    window.show_page("network")

    window.close()

    again = SettingsStore(tmp_path / "settings.json").value
    assert again.page == "network"
    assert again.geometry


def test_help_explains_the_page_that_is_shown(window: MainWindow) -> None:
    window.show_help()

    cards = window.findChildren(HelpCard)
    assert [card.isVisible() for card in cards] == [True]


def test_the_smallest_window_is_that_of_the_design(window: MainWindow) -> None:
    assert (window.minimumWidth(), window.minimumHeight()) == (1024, 680)


def test_the_window_opens_without_what_only_computing_needs() -> None:
    check = "import sys, gui.app; sys.exit(bool({'keras', 'tensorflow', 'scipy'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
