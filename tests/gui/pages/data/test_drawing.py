"""What a hand draws on the large preview is kept, shown before that, undone, saved, and taken back where it fails."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.contract.drawn import DrawnAnnotation
from engine.contract.events import Failed
from engine.contract.labels import ChangeAnnotations, DiscardCorrections, SaveLabels
from gui.actions import Actions
from gui.drawing.viewer import DrawingViewer
from gui.labels.class_search import ClassSearch
from gui.pages.data.page import DataPage
from gui.session import Session
from gui.settings import SettingsStore
from tests.engine.dataset.labels.drawn_dataset import Known, box, known, save_coco
from tests.gui.answering import Answers
from tests.gui.label_answers import answer_discarding, answer_drawing, answer_saving, answer_switch
from tests.gui.pages.data.large_picture import show_large

GIVEN = [("cat", (2.0, 3.0, 12.0, 15.0)), ("dog", (20.0, 5.0, 28.0, 13.0))]
MOVED = ("cat", (3.0, 3.0, 13.0, 15.0))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save_coco(tmp_path / "data")


@pytest.fixture
def page(
    qtbot: QtBot, quiet_session: Session, answers: Answers, *, actions: Actions, settings: SettingsStore, folder: Path
) -> DataPage:
    """The first picture, large."""
    page = DataPage(quiet_session, actions, settings)
    show_large(qtbot, page, quiet_session, answers, folder=folder)
    qtbot.waitUntil(partial(_offers_tools, page))
    return page


def _offers_tools(page: DataPage) -> bool:
    return page.pictures.preview.bar.box.isVisible() and bool(shown(page))


def viewer_of(page: DataPage) -> DrawingViewer:
    return page.pictures.preview.viewer


def shown(page: DataPage) -> list[Known]:
    """Class and corners of what the viewer shows."""
    shapes = [item.shape for item in viewer_of(page)._hand.shapes]
    return [
        (shape.label, (shape.box.x_min, shape.box.y_min, shape.box.x_max, shape.box.y_max))
        for shape in shapes
        if shape.box is not None
    ]


def indexed(session: Session) -> list[Known]:
    """Class and corners of what the index has."""
    index = session.dataset.index
    assert index is not None
    row = index.image("images/a.png")
    assert row is not None
    return [known(item) for item in index.annotations(row.id)]


def choose(qtbot: QtBot, page: DataPage, x: float, y: float) -> None:
    viewer = viewer_of(page)
    rect = viewer.picture_rect
    place: QPoint = QPointF(rect.left() + x * viewer.zoom, rect.top() + y * viewer.zoom).toPoint()
    qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=place)


def _shows(page: DataPage, wanted: list[Known]) -> bool:
    return shown(page) == wanted


def test_a_change_is_shown_at_once_and_asked_for(qtbot: QtBot, page: DataPage, answers: Answers) -> None:
    choose(qtbot, page, 5, 5)

    qtbot.keyClick(viewer_of(page), Qt.Key.Key_Right)

    (command,) = answers.asked(ChangeAnnotations)
    (change,) = command.changes
    assert (command.picture, command.text) == ("images/a.png", "moving of a box, cat")
    assert (change.key, change.after) == ("0", DrawnAnnotation.model_validate({"label": "cat", "box": MOVED[1]}))
    assert shown(page) == [MOVED, GIVEN[1]]


def test_what_was_kept_is_read_from_the_index_stays_chosen_and_can_be_undone(
    qtbot: QtBot, page: DataPage, answers: Answers, quiet_session: Session
) -> None:
    choose(qtbot, page, 5, 5)
    qtbot.keyClick(viewer_of(page), Qt.Key.Key_Right)
    answer_drawing(answers)
    qtbot.waitUntil(partial(_has_no_pending, page))
    kept, chosen = indexed(quiet_session), viewer_of(page).chosen_shape
    undo_text = quiet_session.undo_stack.undoText()

    quiet_session.undo_stack.undo()
    answer_switch(answers)
    qtbot.waitUntil(partial(_shows, page, GIVEN))

    assert kept == [MOVED, GIVEN[1]]
    assert chosen is not None
    assert chosen.key == "0"
    assert undo_text == "moving of a box, cat"
    assert indexed(quiet_session) == GIVEN


def _has_no_pending(page: DataPage) -> bool:
    return not page._labels.drawing._pending


def test_a_second_change_does_not_flicker_while_the_first_is_read(
    qtbot: QtBot, page: DataPage, answers: Answers
) -> None:
    choose(qtbot, page, 5, 5)
    qtbot.keyClick(viewer_of(page), Qt.Key.Key_Right)
    qtbot.keyClick(viewer_of(page), Qt.Key.Key_Right)
    first, second = answers.asked(ChangeAnnotations)

    answer_drawing(answers, first)
    qtbot.waitUntil(partial(_waits_for, page, 1))
    between = shown(page)
    answer_drawing(answers, second)
    qtbot.waitUntil(partial(_waits_for, page, 0))

    twice = [("cat", (4.0, 3.0, 14.0, 15.0)), GIVEN[1]]
    assert between == twice
    assert shown(page) == twice


def _waits_for(page: DataPage, count: int) -> bool:
    return len(page._labels.drawing._pending) == count


def test_what_cannot_be_kept_is_taken_from_the_picture_again(qtbot: QtBot, page: DataPage, answers: Answers) -> None:
    choose(qtbot, page, 5, 5)
    qtbot.keyClick(viewer_of(page), Qt.Key.Key_Delete)
    gone = shown(page)

    answers.answer(ChangeAnnotations, Failed(message="Cannot keep the label.", hint="Make room on the disk."))

    assert gone == [GIVEN[1]]
    assert shown(page) == GIVEN


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_c_finds_or_names_any_class(qtbot: QtBot, page: DataPage, answers: Answers) -> None:
    choose(qtbot, page, 5, 5)

    qtbot.keyClick(viewer_of(page), Qt.Key.Key_C)
    search = QApplication.activePopupWidget()
    assert isinstance(search, ClassSearch)
    qtbot.keyClicks(search.search, "bird")
    qtbot.keyClick(search.search, Qt.Key.Key_Return)

    (command,) = answers.asked(ChangeAnnotations)
    assert command.changes[0].after == box("bird", 2, 3, 12, 15)


def test_corrections_are_counted_saved_into_the_label_file_and_told(
    qtbot: QtBot, page: DataPage, answers: Answers, folder: Path
) -> None:
    choose(qtbot, page, 5, 5)
    qtbot.keyClick(viewer_of(page), Qt.Key.Key_Delete)
    answer_drawing(answers)
    corrections = page.column.corrections
    qtbot.waitUntil(corrections.save.isVisible)

    with qtbot.waitSignal(page._labels.noticed) as noticed:
        qtbot.mouseClick(corrections.save, Qt.MouseButton.LeftButton)
        answer_saving(answers)

    assert len(answers.asked(SaveLabels)) == 1
    assert '"id": 11' not in (folder / "labels.json").read_text()
    assert "written into the label files" in noticed.args[0].text
    qtbot.waitUntil(corrections.isHidden)


def test_discard_brings_back_what_the_files_say(
    qtbot: QtBot, page: DataPage, answers: Answers, quiet_session: Session
) -> None:
    choose(qtbot, page, 5, 5)
    qtbot.keyClick(viewer_of(page), Qt.Key.Key_Delete)
    answer_drawing(answers)
    qtbot.waitUntil(page.column.corrections.discard.isVisible)

    qtbot.mouseClick(page.column.corrections.discard, Qt.MouseButton.LeftButton)
    answer_discarding(answers)

    assert len(answers.asked(DiscardCorrections)) == 1
    assert indexed(quiet_session) == GIVEN
