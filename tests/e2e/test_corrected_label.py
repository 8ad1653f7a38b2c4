"""A wrong label is found, corrected, and the run repeated on what is right."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.run_events import Preview, RunStatus
from engine.contract.run_folder import RunFolder
from engine.contract.run_liveness import is_process_there
from engine.dataset.labels.changing import journal_of_index
from engine.dataset.splits.assigning import read_splits
from gui.app import App
from gui.pages.data.page import DataPage
from gui.settings import SettingsStore

TRAINING_MS = 120_000
ANSWER_MS = 60_000
WRONG = "train/star/wrong.png"
_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def dataset(shapes: Path, tmp_path: Path) -> Path:
    """The drawn shapes, with one circle among the stars."""
    folder = tmp_path / "flipped"
    shutil.copytree(shapes, folder)
    circle = min((folder / "train" / "circle").glob("*.png"))
    circle.rename(folder / WRONG)
    return folder


def data_page(app: App) -> DataPage:
    page = app.window.page("data")
    assert isinstance(page, DataPage)
    return page


def open_and_select(qtbot: QtBot, app: App, dataset: Path) -> None:
    """Open the dataset, and make the wrongly labelled picture the current one."""
    app.session.open_dataset(dataset)
    qtbot.waitUntil(lambda: app.session.dataset.is_complete, timeout=ANSWER_MS)
    qtbot.waitUntil(lambda: app.session.plan.config is not None, timeout=ANSWER_MS)
    page = data_page(app)
    qtbot.waitUntil(lambda: page.pictures.can_label, timeout=ANSWER_MS)
    page.pictures.filter.search.setText("wrong")
    qtbot.waitUntil(lambda: page.pictures.gallery.count == 1, timeout=ANSWER_MS)
    page.pictures.gallery.select_index(0)
    qtbot.waitUntil(lambda: shown_label(app) is not None, timeout=ANSWER_MS)


def press_in_window(qtbot: QtBot, app: App, keys: Qt.KeyboardModifier) -> None:
    """Press Z with other keys; a window has shortcuts while it is the active one."""
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow, timeout=ANSWER_MS)
    qtbot.keyClick(app.window, Qt.Key.Key_Z, keys)


def shown_label(app: App) -> str | None:
    """The label of the current picture, as the gallery shows it."""
    current = data_page(app).pictures.current
    return None if current is None else current.label


def wait_for_label(qtbot: QtBot, app: App, label: str) -> None:
    qtbot.waitUntil(lambda: shown_label(app) == label, timeout=ANSWER_MS)


def wait_for_end(qtbot: QtBot, app: App, *, other_than: Path | None = None) -> RunFolder:
    """Wait until the watched run has finished and its process has left."""

    def is_over() -> bool:
        follower = app.session.follower
        if follower is None or follower.folder.path == other_than or follower.state is None:
            return False
        is_there = follower.state.pid is not None and is_process_there(follower.state.pid)
        return follower.state.status is RunStatus.FINISHED and not is_there

    qtbot.waitUntil(is_over, timeout=TRAINING_MS)
    assert app.session.follower is not None
    return app.session.follower.folder


def told_truths(folder: RunFolder) -> set[str | None]:
    """What the run was told that the wrongly labelled picture is, over all epochs in which it looked at it."""
    previews = [Preview.model_validate_json(path.read_bytes()) for path in folder.previews.glob("epoch_????.json")]
    return {shown.truth for preview in previews for shown in preview.predictions if shown.image == WRONG}


def test_a_repeated_run_learns_the_label_that_was_corrected(qtbot: QtBot, app: App, home: Path, dataset: Path) -> None:
    open_and_select(qtbot, app, dataset)
    gallery = data_page(app).pictures.gallery
    qtbot.keyClick(gallery, Qt.Key.Key_Space)  # follow the picture through the training
    app.session.plan.set_field("training.epochs", 1)
    app.session.start_training()
    first = wait_for_end(qtbot, app)
    assert app.session.dataset.index is not None
    number = app.session.dataset.index.classes().index("circle")
    app.window.show_page("data")

    qtbot.keyClick(gallery, Qt.Key(Qt.Key.Key_1 + number))
    wait_for_label(qtbot, app, "circle")
    qtbot.waitUntil(app.session.undo_stack.canUndo)
    press_in_window(qtbot, app, _CONTROL)
    wait_for_label(qtbot, app, "star")
    press_in_window(qtbot, app, _CONTROL | _SHIFT)
    wait_for_label(qtbot, app, "circle")
    app.session.repeat(first.path)
    second = wait_for_end(qtbot, app, other_than=first.path)

    before, after = first.read_config(), second.read_config()
    assert after.dataset.fingerprint != before.dataset.fingerprint
    unchanged = {"dataset": before.dataset, "versions": before.versions}
    assert after.model_copy(update=unchanged) == before
    assert read_splits(second.split) == read_splits(first.split)
    assert (told_truths(first), told_truths(second)) == ({"star"}, {"circle"})
    assert (dataset / WRONG).is_file()


def test_a_correction_and_its_undo_outlive_the_window(qtbot: QtBot, app: App, home: Path, dataset: Path) -> None:
    open_and_select(qtbot, app, dataset)
    assert app.session.dataset.index is not None
    number = app.session.dataset.index.classes().index("circle")
    qtbot.keyClick(data_page(app).pictures.gallery, Qt.Key(Qt.Key.Key_1 + number))
    wait_for_label(qtbot, app, "circle")
    index = app.session.dataset.index.path
    app.window.close()

    again = App(settings=SettingsStore(home / "settings.json"))
    qtbot.addWidget(again.window)
    again.open()
    open_and_select(qtbot, again, dataset)
    corrected = shown_label(again)
    qtbot.waitUntil(again.session.undo_stack.canUndo, timeout=ANSWER_MS)
    press_in_window(qtbot, again, _CONTROL)
    wait_for_label(qtbot, again, "star")
    again.window.close()

    assert corrected == "circle"
    assert [step.is_in_force for step in journal_of_index(index).steps()] == [False]
