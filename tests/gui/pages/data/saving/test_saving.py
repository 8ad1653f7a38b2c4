"""Saving the labels of a dataset of folders: the question, the moves, what is told, and undo."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.labels import PictureLeft, PicturesMoved, SaveLabels, SwitchLabelStep
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import index_of_opened
from gui.actions import Actions
from gui.labels.editor import LabelledDataset
from gui.pages.data.page import DataPage
from gui.pages.data.saving.dialog import SavingDialog
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.answering import Answers
from tests.gui.label_answers import answer_correction, answer_saving, answer_switch
from tests.gui.sample_pictures import show_dataset, write_pictures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Circles 0 to 7 and squares 0 to 3."""
    return write_pictures(tmp_path / "pictures")


@pytest.fixture
def page(qtbot: QtBot, quiet_session: Session, actions: Actions, settings: SettingsStore, folder: Path) -> DataPage:
    page = DataPage(quiet_session, actions, settings)
    qtbot.addWidget(page)
    page.resize(1208, 772)
    page.show()
    show_dataset(quiet_session, folder)
    qtbot.waitUntil(partial(_can_label, page))
    return page


def _can_label(page: DataPage) -> bool:
    return page.pictures.can_label


def _is_asking(page: DataPage) -> bool:
    return page._labels._saving.dialog is not None


def _banners(page: DataPage) -> list[str]:
    return [notice.text for notice in page.banners.notices]


def _has_banner(page: DataPage, text: str) -> bool:
    return any(text in banner for banner in _banners(page))


def correct(qtbot: QtBot, page: DataPage, session: Session, answers: Answers, labels: dict[str, str | None]) -> None:
    dataset = session.labels.open_dataset
    assert dataset is not None
    session.labels.correct(dataset, labels)
    answer_correction(answers)
    qtbot.waitUntil(page.column.corrections.save.isEnabled)


def ask(qtbot: QtBot, page: DataPage) -> SavingDialog:
    """Click Save, and wait for the question."""
    qtbot.mouseClick(page.column.corrections.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(partial(_is_asking, page))
    dialog = page._labels._saving.dialog
    assert dialog is not None
    return dialog


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.png")}


def test_the_question_says_how_many_pictures_are_moved_and_where_to(
    qtbot: QtBot, page: DataPage, session: Session, answers: Answers
) -> None:
    correct(qtbot, page, session, answers, {"circle/0.png": "square", "circle/5.png": "square", "square/1.png": "star"})

    dialog = ask(qtbot, page)

    assert dialog.heading.text() == "3 pictures will be moved into the folders of their classes."
    assert [(row.target_words, row.origin_words, row.pictures) for row in dialog.table.rows_model.rows] == [
        ("square", "circle", 2),
        ("star (new)", "square", 1),
    ]
    assert "1 picture gets another name" in dialog.notes.text()
    assert "0.png becomes 0_from_circle.png" in dialog.notes.text()


def test_cancel_moves_nothing(qtbot: QtBot, page: DataPage, session: Session, answers: Answers, folder: Path) -> None:
    before = names(folder)
    correct(qtbot, page, session, answers, {"circle/5.png": "square"})
    dialog = ask(qtbot, page)

    qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)

    assert not answers.asked(SaveLabels)
    assert names(folder) == before
    assert not _is_asking(page)


def test_pictures_are_moved_after_the_question_and_undo_moves_them_back(
    qtbot: QtBot, page: DataPage, session: Session, answers: Answers, folder: Path
) -> None:
    before = names(folder)
    correct(qtbot, page, session, answers, {"circle/5.png": "square", "circle/0.png": "square"})
    dialog = ask(qtbot, page)

    qtbot.mouseClick(dialog.move_pictures, Qt.MouseButton.LeftButton)
    answer_saving(answers)
    qtbot.waitUntil(page.column.corrections.isHidden)
    moved, told = names(folder), _banners(page)
    session.undo_stack.undo()
    answer_switch(answers)
    qtbot.waitUntil(page.column.corrections.isVisible)

    assert before - moved == {"circle/5.png", "circle/0.png"}
    assert moved - before == {"square/5.png", "square/0_from_circle.png"}
    assert told == ["2 pictures were moved into the folders of their classes. 1 of them has another name."]
    assert names(folder) == before
    assert not answers.asked(SwitchLabelStep)[-1].is_in_force
    assert _has_banner(page, "2 pictures were moved back")


def test_pictures_that_were_left_are_told_with_the_reasons(qtbot: QtBot, page: DataPage, session: Session) -> None:
    dataset = session.labels.open_dataset
    left = (PictureLeft(path="circle/0.png", reason="it was changed"),)

    session.labels.pictures_moved.emit(dataset, PicturesMoved(is_back=False, moved=1, renamed=0, left=left))

    (notice,) = page.banners.notices
    assert notice.kind == "warning"
    assert notice.text == (
        "1 picture was moved into the folder of its class. 1 picture could not be moved: see Details."
    )
    assert notice.details == "circle/0.png: it was changed."


def test_pictures_of_another_dataset_are_not_told_here(page: DataPage, session: Session) -> None:
    moved = PicturesMoved(is_back=False, moved=1, renamed=0)

    session.labels.pictures_moved.emit(LabelledDataset("/elsewhere"), moved)

    assert _banners(page) == []


def test_what_cannot_be_saved_is_told_instead_of_a_question(
    qtbot: QtBot, page: DataPage, session: Session, answers: Answers
) -> None:
    correct(qtbot, page, session, answers, {"circle/5.png": "what?"})

    qtbot.mouseClick(page.column.corrections.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(partial(_has_banner, page, "cannot be the name of a folder"))

    assert not _is_asking(page)
    assert not answers.asked(SaveLabels)


def test_a_problem_of_a_picture_that_was_left_stands_in_the_list(
    qtbot: QtBot, page: DataPage, session: Session, answers: Answers, folder: Path
) -> None:
    correct(qtbot, page, session, answers, {"circle/5.png": "square", "circle/6.png": "square"})
    dialog = ask(qtbot, page)
    (folder / "circle" / "5.png").write_bytes((folder / "circle" / "7.png").read_bytes())

    qtbot.mouseClick(dialog.move_pictures, Qt.MouseButton.LeftButton)
    answer_saving(answers)

    with DatasetIndex(index_of_opened(folder)) as index:
        found = [(each.path, each.code) for each in index.problems() if each.code == "not_moved"]
    assert found == [("circle/5.png", "not_moved")]
    assert "square/6.png" in names(folder)
