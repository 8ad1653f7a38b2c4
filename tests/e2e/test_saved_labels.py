"""A corrected label is saved by moving its picture, and taken back after the window was closed."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.app import App
from gui.pages.data.page import DataPage
from gui.settings import SettingsStore

ANSWER_MS = 60_000
GIVEN, SAVED = "train/star/wrong.png", "train/circle/wrong.png"


@pytest.fixture
def dataset(shapes: Path, tmp_path: Path) -> Path:
    """The drawn shapes, with one circle among the stars."""
    folder = tmp_path / "flipped"
    shutil.copytree(shapes, folder)
    min((folder / "train" / "circle").glob("*.png")).rename(folder / GIVEN)
    return folder


def data_page(app: App) -> DataPage:
    page = app.window.page("data")
    assert isinstance(page, DataPage)
    return page


def open_dataset(qtbot: QtBot, app: App, dataset: Path) -> DataPage:
    app.session.open_dataset(dataset)
    qtbot.waitUntil(lambda: app.session.dataset.is_complete, timeout=ANSWER_MS)
    page = data_page(app)
    qtbot.waitUntil(lambda: page.pictures.can_label, timeout=ANSWER_MS)
    return page


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_saved_label_moves_the_picture_and_undo_moves_it_back_after_a_restart(
    qtbot: QtBot, app: App, home: Path, dataset: Path
) -> None:
    content = (dataset / GIVEN).read_bytes()
    page = open_dataset(qtbot, app, dataset)
    labelled = app.session.labels.open_dataset
    assert labelled is not None
    app.session.labels.correct(labelled, {GIVEN: "circle"})
    qtbot.waitUntil(page.column.corrections.save.isEnabled, timeout=ANSWER_MS)

    qtbot.mouseClick(page.column.corrections.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._labels._saving.dialog is not None, timeout=ANSWER_MS)
    dialog = page._labels._saving.dialog
    assert dialog is not None
    with qtbot.waitSignal(app.session.labels.corrected, timeout=ANSWER_MS):
        qtbot.mouseClick(dialog.move_pictures, Qt.MouseButton.LeftButton)
    saved, is_gone = (dataset / SAVED).read_bytes(), not (dataset / GIVEN).exists()
    app.window.close()

    again = App(settings=SettingsStore(home / "settings.json"))
    qtbot.addWidget(again.window)
    again.open()
    open_dataset(qtbot, again, dataset)
    qtbot.waitUntil(again.session.undo_stack.canUndo, timeout=ANSWER_MS)
    with qtbot.waitSignal(again.session.labels.corrected, timeout=ANSWER_MS):
        again.session.undo_stack.undo()
    again.window.close()

    assert (saved, is_gone) == (content, True)
    assert (dataset / GIVEN).read_bytes() == content
    assert not (dataset / SAVED).exists()
