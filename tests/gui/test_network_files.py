"""Networks are begun, saved and opened by the actions of the window."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gui.network_files import NetworkFiles
from gui.pages.network.page import NetworkPage
from gui.session import Session
from gui.settings import SettingsStore
from gui.window import MainWindow
from tests.gui.sample_runs import sample_config


@pytest.fixture
def window(qtbot: QtBot, session: Session, settings: SettingsStore) -> MainWindow:
    def make_page() -> NetworkPage:
        return NetworkPage(session, made.actions_table)

    made = MainWindow({"network": make_page}, settings)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def files(window: MainWindow, session: Session, settings: SettingsStore) -> NetworkFiles:
    return NetworkFiles(window, session, settings)


def _dialog(window: MainWindow) -> QFileDialog:
    return window.findChildren(QFileDialog)[-1]


def test_a_new_network_reads_pictures_of_the_open_size(session: Session, files: NetworkFiles) -> None:
    session.plan.take(sample_config())

    files.new()

    (node,) = session.document.graph.nodes
    assert node.options["shape"] == (32, 32, 1)
    session.undo_stack.undo()
    assert session.document.drawn.architecture == "lenet5"


def test_a_saved_network_is_opened_again(
    tmp_path: Path, window: MainWindow, session: Session, files: NetworkFiles
) -> None:
    session.document.set_option("stem", "kernel", (5, 5))
    saved = session.document.graph
    path = tmp_path / "mine.json"

    files.save()
    _dialog(window).fileSelected.emit(str(path))
    _dialog(window).close()
    session.undo_stack.undo()
    files.open()
    _dialog(window).fileSelected.emit(str(path))
    _dialog(window).close()

    assert session.document.graph == saved
    assert window.page("network").banners.notices[0].text == "Saved as mine.json."


def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, window: MainWindow, session: Session, files: NetworkFiles
) -> None:
    (tmp_path / "file").write_text("")

    files.save()
    _dialog(window).fileSelected.emit(str(tmp_path / "file" / "network.json"))
    _dialog(window).close()

    assert window.page("network").banners.notices[0].text.startswith("The network was not saved. Received:")
