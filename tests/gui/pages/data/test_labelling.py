"""Labels are corrected on the Data page: by keys, by the menu, in Details, for many pictures at once."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from engine.contract.dataset import ImageFilter
from engine.contract.labels import (
    CorrectLabels,
    DiscardCorrections,
    LabelsCorrected,
    LabelsKept,
    SaveLabels,
    SwitchLabelStep,
)
from engine.dataset.labels.changing import journal_of_index
from gui.actions import Actions
from gui.gallery.items import PictureItem
from gui.labels.class_search import ClassSearch
from gui.pages.data import pictures as pictures_module
from gui.pages.data.page import DataPage
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.answering import Answers
from tests.gui.label_answers import answer_correction, answer_discarding, answer_switch
from tests.gui.sample_pictures import show_dataset, write_pictures


@pytest.fixture
def page(qtbot: QtBot, quiet_session: Session, actions: Actions, settings: SettingsStore, tmp_path: Path) -> DataPage:
    page = DataPage(quiet_session, actions, settings)
    qtbot.addWidget(page)
    page.resize(1208, 772)
    page.show()
    show_dataset(quiet_session, write_pictures(tmp_path / "pictures"))
    qtbot.waitUntil(partial(_shows, page, 13))
    qtbot.waitUntil(partial(_can_label, page))
    qtbot.waitUntil(partial(_is_read, page, 0))
    return page


def _shows(page: DataPage, count: int) -> bool:
    return page.pictures.gallery.count == count


def _can_label(page: DataPage) -> bool:
    return page.pictures.can_label


def _offers(page: DataPage, classes: tuple[str, ...]) -> bool:
    return page._labels._classes == classes


def _is_read(page: DataPage, place: int) -> bool:
    return bool(page.pictures.pictures.item(place).path)


def _item(page: DataPage, place: int) -> PictureItem:
    return page.pictures.pictures.item(place)


def _has_label(page: DataPage, place: int, label: str) -> bool:
    return _item(page, place).label == label


def _has_asked(answers: Answers, count: int) -> bool:
    return len(answers.asked(CorrectLabels)) == count


def _is_popup_open() -> bool:
    return isinstance(QApplication.activePopupWidget(), ClassSearch)


def test_a_number_gives_the_selected_picture_a_label_and_undo_takes_it_back(
    qtbot: QtBot, page: DataPage, session: Session, answers: Answers
) -> None:
    gallery = page.pictures.gallery
    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=gallery.item_rect(0).center())
    path = _item(page, 0).path

    qtbot.keyClick(gallery, Qt.Key.Key_2)
    answer_correction(answers)
    qtbot.waitUntil(partial(_has_label, page, 0, "square"))
    corrected = _item(page, 0)
    session.undo_stack.undo()
    answer_switch(answers)
    qtbot.waitUntil(partial(_has_label, page, 0, "circle"))
    session.undo_stack.redo()
    answer_switch(answers)
    qtbot.waitUntil(partial(_has_label, page, 0, "square"))

    assert answers.asked(CorrectLabels)[0].labels == {path: "square"}
    assert corrected.is_corrected
    assert gallery.current_index == 0


def test_many_pictures_are_labelled_in_one_step(
    qtbot: QtBot, page: DataPage, session: Session, answers: Answers
) -> None:
    gallery = page.pictures.gallery
    gallery.setFocus()
    qtbot.keyClick(gallery, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    qtbot.keyClick(gallery, Qt.Key.Key_2)
    answer_correction(answers)

    assert len(answers.asked(CorrectLabels)[0].labels) == 13
    assert session.undo_stack.count() == 1
    assert session.undo_stack.undoText() == "label square of 13 pictures"


def test_a_number_without_a_class_does_nothing(qtbot: QtBot, page: DataPage, answers: Answers) -> None:
    page.pictures.gallery.select_index(0)

    qtbot.keyClick(page.pictures.gallery, Qt.Key.Key_7)

    assert not answers.asked(CorrectLabels)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_new_class_is_typed_after_c(qtbot: QtBot, page: DataPage, answers: Answers) -> None:
    page.pictures.gallery.select_index(0)

    qtbot.keyClick(page.pictures.gallery, Qt.Key.Key_C)
    qtbot.waitUntil(_is_popup_open)
    search = QApplication.activePopupWidget()
    assert isinstance(search, ClassSearch)
    qtbot.keyClicks(search.search, "triangle")
    qtbot.keyClick(search.search, Qt.Key.Key_Return)

    assert list(answers.asked(CorrectLabels)[0].labels.values()) == ["triangle"]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_of_the_gallery_offers_the_classes(qtbot: QtBot, page: DataPage, answers: Answers) -> None:
    gallery = page.pictures.gallery
    gallery.select_index(0)
    gallery.menu_requested.emit(gallery.mapToGlobal(gallery.item_rect(0).center()))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    labels = next(action.menu() for action in menu.actions() if action.text() == "Label")

    labels.actions()[1].trigger()
    menu.close()

    assert list(answers.asked(CorrectLabels)[0].labels.values()) == ["square"]


def test_details_choose_a_label_and_tell_the_original_one(qtbot: QtBot, page: DataPage, answers: Answers) -> None:
    page.pictures.gallery.select_index(0)
    choice = page.column.picture.label

    choice.combo.setCurrentIndex(1)
    choice.combo.activated.emit(1)
    answer_correction(answers)
    qtbot.waitUntil(choice.take_back.isVisible)
    qtbot.mouseClick(choice.take_back, Qt.MouseButton.LeftButton)

    assert [list(command.labels.values()) for command in answers.asked(CorrectLabels)] == [["square"], ["circle"]]


def test_the_gallery_stays_where_it_was_when_a_picture_leaves_the_filter(
    qtbot: QtBot, page: DataPage, answers: Answers
) -> None:
    gallery = page.pictures.gallery
    page.pictures.filter.set_filter(ImageFilter(classes=("circle",)))
    qtbot.waitUntil(partial(_shows, page, 9))
    qtbot.waitUntil(partial(_is_read, page, 3))
    gallery.select_index(3)
    following = _item(page, 4).path

    qtbot.keyClick(gallery, Qt.Key.Key_2)
    answer_correction(answers)
    qtbot.waitUntil(partial(_shows, page, 8))
    qtbot.waitUntil(partial(_is_read, page, 3))

    assert gallery.current_index == 3
    assert _item(page, 3).path == following


def test_corrected_pictures_are_shown_and_discarded(
    qtbot: QtBot, page: DataPage, session: Session, answers: Answers
) -> None:
    page.pictures.gallery.select_index(0)
    qtbot.keyClick(page.pictures.gallery, Qt.Key.Key_2)
    answer_correction(answers)
    corrections = page.column.corrections
    qtbot.waitUntil(corrections.isVisible)

    qtbot.mouseClick(corrections.show_all, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(partial(_shows, page, 1))
    qtbot.mouseClick(corrections.discard, Qt.MouseButton.LeftButton)
    answer_discarding(answers)
    qtbot.waitUntil(corrections.isHidden)

    assert len(answers.asked(DiscardCorrections)) == 1
    assert session.undo_stack.undoText() == "discarding of corrections"
    assert page.pictures.filter.choice.only_corrected


def test_every_key_is_asked_for_in_its_order(qtbot: QtBot, page: DataPage, answers: Answers) -> None:
    gallery = page.pictures.gallery
    gallery.select_index(0)

    for key in (Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_Right, Qt.Key.Key_2):
        qtbot.keyClick(gallery, key)

    first, second = _item(page, 0).path, _item(page, 1).path
    asked = [command.labels for command in answers.asked(CorrectLabels)]
    assert asked == [{first: "square"}, {first: "circle"}, {second: "square"}]


def test_the_journal_holds_what_was_pressed(qtbot: QtBot, page: DataPage, session: Session, answers: Answers) -> None:
    page.pictures.gallery.select_index(0)
    qtbot.keyClick(page.pictures.gallery, Qt.Key.Key_2)
    answer_correction(answers)

    assert session.dataset.index is not None
    (step,) = journal_of_index(session.dataset.index.path).steps()
    assert [(change.given, change.label) for change in step.changes] == [("circle", "square")]
    assert not answers.asked(SwitchLabelStep)


def test_labels_of_a_table_are_saved_at_once(
    qtbot: QtBot, page: DataPage, session: Session, answers: Answers, tmp_path: Path
) -> None:
    corrections = page.column.corrections
    table = tmp_path / "table"
    write_pictures(table)
    for number, path in enumerate(sorted(table.rglob("*.png"))):
        path.rename(table / f"{number}.png")
    (table / "labels.csv").write_text(
        "".join(f"{number}.png,{'cat' if number < 6 else 'dog'}\n" for number in range(12))
    )
    show_dataset(session, table)
    qtbot.waitUntil(partial(_offers, page, ("cat", "dog")))
    page.pictures.gallery.select_index(0)
    qtbot.waitUntil(partial(_is_read, page, 0))
    qtbot.keyClick(page.pictures.gallery, Qt.Key.Key_2)
    answer_correction(answers)
    qtbot.waitUntil(corrections.save.isEnabled)

    qtbot.mouseClick(corrections.save, Qt.MouseButton.LeftButton)
    answers.answer(SaveLabels, LabelsKept(step="saved"))
    with qtbot.waitSignal(page._labels.noticed):
        answers.answer(SaveLabels, LabelsCorrected(index=""))

    assert session.undo_stack.undoText() == "saving of labels"


def test_labels_of_other_formats_say_why_they_cannot_be_saved(page: DataPage) -> None:
    corrections = page.column.corrections

    corrections.set_counts(corrected=2, stale=0, saves_into=None)

    assert not corrections.save.isEnabled()
    assert "Save as" in corrections.save.toolTip()


def test_corrections_that_do_not_hold_can_be_discarded(qtbot: QtBot, page: DataPage) -> None:
    corrections = page.column.corrections

    corrections.set_counts(corrected=0, stale=2, saves_into="table")

    assert corrections.isVisible()
    assert [button.isEnabled() for button in (corrections.show_all, corrections.save, corrections.discard)] == [
        False,
        False,
        True,
    ]


def test_more_pictures_than_are_in_memory_are_labelled_in_one_step(
    qtbot: QtBot, page: DataPage, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures_module, "_READ_AT_ONCE", 2)
    gallery = page.pictures.gallery
    qtbot.keyClick(gallery, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    qtbot.keyClick(gallery, Qt.Key.Key_2)
    qtbot.waitUntil(partial(_has_asked, answers, 1))

    assert len(answers.asked(CorrectLabels)[0].labels) == 13


def test_details_correct_the_picture_that_a_problem_led_to(
    qtbot: QtBot, page: DataPage, session: Session, answers: Answers
) -> None:
    page.pictures.gallery.select_index(0)
    assert session.dataset.index is not None
    problem = next(problem for problem in session.dataset.index.problems() if problem.image_id is not None)
    page.problems.opened.emit(problem)

    page.column.picture.label.combo.activated.emit(1)

    assert _item(page, 0).path != problem.path
    assert list(answers.asked(CorrectLabels)[0].labels) == [problem.path]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_large_preview_corrects_its_own_picture_alone(qtbot: QtBot, page: DataPage, answers: Answers) -> None:
    gallery = page.pictures.gallery
    gallery.select_index(0)
    qtbot.keyClick(gallery, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(gallery, Qt.Key.Key_Return)

    qtbot.keyClick(page.pictures.preview.viewer, Qt.Key.Key_C)
    search = QApplication.activePopupWidget()
    assert isinstance(search, ClassSearch)
    qtbot.keyClicks(search.search, "square")
    qtbot.keyClick(search.search, Qt.Key.Key_Return)

    assert answers.asked(CorrectLabels)[0].labels == {_item(page, 0).path: "square"}
