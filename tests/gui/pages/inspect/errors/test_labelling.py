"""Labels are corrected below every view of the Errors tab, and the run is repeated on them."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from engine.contract.commands import Train
from engine.contract.labels import CorrectLabels
from engine.contract.run_folder import RunFolder
from engine.dataset.index.dataset_index import DatasetIndex
from gui.labels.editor import LabelledDataset
from gui.pages.inspect.page import InspectPage
from gui.session import Session
from tests.gui.answering import Answers
from tests.gui.label_answers import answer_correction, answer_saving, answer_switch
from tests.gui.pages.inspect.sample_answers import describe
from tests.gui.sample_pictures import open_index


@pytest.fixture
def index_in_cache(run: RunFolder) -> None:
    """As it is after every evaluation."""
    open_index(Path(run.read_config().dataset.path)).close()


@pytest.fixture
def errors(index_in_cache: None, looking: InspectPage) -> InspectPage:
    """The page with its mistakes."""
    looking.show_tab("errors")
    looking.errors.labels.pictures.gallery.select_index(0)
    return looking


def _has_mark(page: InspectPage, is_corrected: bool) -> bool:
    item = page.errors.labels.pictures.gallery.current
    return item is not None and item.is_corrected is is_corrected


def _has_read(page: InspectPage) -> bool:
    return bool(page._labels._known.classes)


def test_a_number_corrects_the_label_of_a_mistake(
    qtbot: QtBot, errors: InspectPage, session: Session, answers: Answers, run: RunFolder
) -> None:
    pictures = errors.errors.labels.pictures

    qtbot.keyClick(pictures.gallery, Qt.Key.Key_2)
    answer_correction(answers)
    qtbot.waitUntil(partial(_has_mark, errors, True))

    command = answers.asked(CorrectLabels)[0]
    assert (command.path, command.labels) == (run.read_config().dataset.path, {"circle/1.png": "square"})
    item = pictures.gallery.current
    assert item is not None
    assert not item.is_wrong  # what the network says is what the person says
    assert session.undo_stack.undoText() == "label square of 1 picture"


def test_undo_takes_the_mark_away(qtbot: QtBot, errors: InspectPage, session: Session, answers: Answers) -> None:
    qtbot.keyClick(errors.errors.labels.pictures.gallery, Qt.Key.Key_2)
    answer_correction(answers)
    qtbot.waitUntil(partial(_has_mark, errors, True))

    session.undo_stack.undo()
    answer_switch(answers)

    qtbot.waitUntil(partial(_has_mark, errors, False))


def test_the_run_is_repeated_with_its_own_config(
    qtbot: QtBot, errors: InspectPage, answers: Answers, run: RunFolder
) -> None:
    pictures = errors.errors.labels.pictures
    was_offered = pictures.repeat.isVisible()
    qtbot.keyClick(pictures.gallery, Qt.Key.Key_2)
    answer_correction(answers)
    qtbot.waitUntil(pictures.repeat.isVisible)

    qtbot.mouseClick(pictures.repeat, Qt.MouseButton.LeftButton)

    assert not was_offered
    (train,) = answers.asked(Train)
    assert train.config == run.read_config()
    assert train.run != str(run.path)


def test_a_run_of_other_classes_is_not_repeated(qtbot: QtBot, errors: InspectPage, answers: Answers) -> None:
    pictures = errors.errors.labels.pictures
    errors._labels.give("triangle")
    answer_correction(answers)

    qtbot.waitUntil(pictures.repeat.isVisible)

    assert not pictures.repeat.isEnabled()
    assert "other classes" in pictures.repeat.toolTip()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_offers_the_classes_and_the_repetition(qtbot: QtBot, errors: InspectPage, answers: Answers) -> None:
    gallery = errors.errors.labels.pictures.gallery
    qtbot.waitUntil(partial(_has_read, errors))
    gallery.menu_requested.emit(gallery.mapToGlobal(gallery.item_rect(0).center()))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    labels = next(action.menu() for action in menu.actions() if action.text() == "Label")
    repeat = menu.actions()[-1]

    labels.actions()[1].trigger()
    menu.close()

    assert [action.isChecked() for action in labels.actions()[:2]] == [True, False]
    assert not repeat.isEnabled()
    assert answers.asked(CorrectLabels)[0].labels == {"circle/1.png": "square"}


def test_the_dataset_has_the_label_that_was_given(
    qtbot: QtBot, errors: InspectPage, answers: Answers, run: RunFolder
) -> None:
    qtbot.keyClick(errors.errors.labels.pictures.gallery, Qt.Key.Key_2)
    answer_correction(answers)

    with open_index(Path(run.read_config().dataset.path)) as index:
        assert isinstance(index, DatasetIndex)
        row = index.image("circle/1.png")
    assert row is not None
    assert (row.label, row.given_label) == ("square", "circle")


def test_a_saved_label_stays_marked_and_the_run_is_still_to_be_repeated(
    qtbot: QtBot, errors: InspectPage, session: Session, answers: Answers, run: RunFolder
) -> None:
    folder = run.read_config().dataset.path
    metrics = run.evaluation / "validation" / "metrics.json"
    metrics.write_text(metrics.read_text().replace('"dataset":"pictures"', f'"dataset":"{folder}"'))
    pictures = errors.errors.labels.pictures
    qtbot.keyClick(pictures.gallery, Qt.Key.Key_2)
    answer_correction(answers)
    qtbot.waitUntil(partial(_has_mark, errors, True))

    session.labels.save(LabelledDataset(folder))
    answer_saving(answers)
    qtbot.waitUntil(partial(_knows_saved, errors))
    pictures.gallery.select_index(0)

    assert _has_mark(errors, True)
    assert pictures.gallery.current is not None
    assert pictures.gallery.current.path == "square/1_from_circle.png"
    assert pictures.repeat.isVisible()


def test_a_run_that_learned_the_saved_labels_is_not_to_be_repeated(
    qtbot: QtBot, errors: InspectPage, session: Session, answers: Answers, run: RunFolder
) -> None:
    config = run.read_config()
    qtbot.keyClick(errors.errors.labels.pictures.gallery, Qt.Key.Key_2)
    answer_correction(answers)
    session.labels.save(LabelledDataset(config.dataset.path))
    answer_saving(answers)
    with open_index(Path(config.dataset.path)) as index:
        dataset = config.dataset.model_copy(update={"fingerprint": index.summary().fingerprint})
    run.write_config(config.model_copy(update={"dataset": dataset}))

    session.inspect(run.path)
    describe(answers, run)
    qtbot.waitUntil(partial(_knows_saved, errors))

    assert not errors.errors.labels.pictures.repeat.isVisible()


def _knows_saved(page: InspectPage) -> bool:
    return bool(page._labels._known.saved)
