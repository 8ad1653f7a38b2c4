from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.commands import OpenDataset, ProposeConfig
from engine.contract.events import DatasetListed, DatasetOpened
from engine.dataset.opening import open_dataset
from gui.folder_watch import FolderWatch
from gui.session import Session
from tests.engine.dataset.small_datasets import ignore_progress, never, save_pictures
from tests.gui.answering import Answers


@pytest.fixture
def animals(tmp_path: Path) -> Path:
    return save_pictures(tmp_path / "animals", ["cat/a.png", "dog/b.png", "dog/c.png"])


def index_of(folder: Path) -> str:
    return str(open_dataset(folder, on_progress=ignore_progress, is_cancelled=never))


def test_reading_is_asked_of_the_engine_and_kept(session: Session, answers: Answers, animals: Path) -> None:
    session.open_dataset(animals, reading="unlabelled:")
    answers.answer(OpenDataset, DatasetOpened(path=str(animals), index=index_of(animals)))

    (command,) = answers.asked(OpenDataset)
    assert isinstance(command, OpenDataset)
    assert command.reading == "unlabelled:"
    assert session.dataset.reading == "unlabelled:"


def test_second_look_shows_nothing_anew_where_nothing_changed(
    session: Session, answers: Answers, animals: Path, qtbot: QtBot
) -> None:
    session.open_dataset(animals)
    opened = DatasetOpened(path=str(animals), index=index_of(animals))
    answers.answer(OpenDataset, opened)

    with qtbot.assertNotEmitted(session.dataset.changed):
        session.dataset.look_again()
        answers.answer(OpenDataset, DatasetListed(path=str(animals), index=opened.index))
        answers.answer(OpenDataset, opened)


def test_second_look_tells_changed_files(session: Session, answers: Answers, animals: Path, qtbot: QtBot) -> None:
    session.open_dataset(animals)
    opened = DatasetOpened(path=str(animals), index=index_of(animals))
    answers.answer(OpenDataset, opened)
    session.dataset.look_again()

    with qtbot.waitSignal(session.dataset.files_changed) as told:
        answers.answer(OpenDataset, opened.model_copy(update={"added": 2}))

    assert told.args is not None
    assert told.args[0].added == 2


def test_nothing_is_proposed_for_pictures_without_classes(session: Session, answers: Answers, tmp_path: Path) -> None:
    folder = save_pictures(tmp_path / "loose", ["a.png", "b.png"])
    session.open_dataset(folder)

    answers.answer(OpenDataset, DatasetOpened(path=str(folder), index=index_of(folder)))

    assert answers.asked(ProposeConfig) == []
    assert session.plan.config is None


def test_return_to_the_window_is_noticed_once_in_a_while(qtbot: QtBot) -> None:

    watch = FolderWatch()

    with qtbot.waitSignal(watch.due):
        watch._on_state_changed(Qt.ApplicationState.ApplicationActive)
    with qtbot.assertNotEmitted(watch.due):
        watch._on_state_changed(Qt.ApplicationState.ApplicationActive)
