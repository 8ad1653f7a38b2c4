"""A run suggests boxes on the large preview; keys accept and refuse them, and what is accepted becomes a label."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from engine.contract.boxes import PictureBoxes
from engine.contract.commands import Predict
from engine.contract.config import TaskName
from engine.contract.events import Failed, Predicted
from engine.contract.labels import ChangeAnnotations
from gui.drawing.suggesting_viewer import SuggestingViewer
from gui.pages.data.page import DataPage
from gui.pages.data.suggesting.bar import NO_RUN
from gui.pages.data.suggesting.controller import PictureSuggestions
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.answering import Answers
from tests.gui.label_answers import answer_drawing, answer_switch
from tests.gui.sample_runs import sample_config, write_run

NEW_CAT, NEW_DOG, KNOWN_CAT = (30.0, 15.0, 38.0, 28.0), (14.0, 18.0, 24.0, 28.0), (2.0, 3.0, 12.0, 15.0)
ROWS = np.array(
    [[*KNOWN_CAT, 0, 0.95, 4], [*NEW_CAT, 0, 0.9, 2], [*NEW_DOG, 1, 0.7, 9], [0, 0, 5, 5, 1, 0.2, 0]], np.float32
)


def write_detector() -> Path:
    config = sample_config().model_copy(update={"classes": ("cat", "dog"), "task": TaskName.DETECTION})
    return write_run("finder", config)


@pytest.fixture
def suggesting(qtbot: QtBot, page: DataPage, quiet_session: Session, answers: Answers) -> PictureSuggestions:
    """A run has said what it means on the picture."""
    write_detector()
    quiet_session.library.refresh()
    qtbot.mouseClick(page.pictures.preview.bar.suggest, Qt.MouseButton.LeftButton)
    answer_boxes(answers)
    return page._suggesting


def answer_boxes(answers: Answers) -> None:
    command = answers.asked(Predict)[-1]
    said = PictureBoxes(image=command.images[0], width=40, height=30, boxes=())
    answers.answer_to(command, Predicted(run=command.run, predictions=(said,)), ROWS)


def viewer_of(page: DataPage) -> SuggestingViewer:
    return page.pictures.preview.viewer


def suggested(suggesting: PictureSuggestions) -> list[tuple[str, float]]:
    return [(one.label, round(one.score, 2)) for one in suggesting.suggestions]


def test_without_a_detector_the_bar_says_what_to_do(qtbot: QtBot, page: DataPage, answers: Answers) -> None:
    qtbot.mouseClick(page.pictures.preview.bar.suggest, Qt.MouseButton.LeftButton)

    bar = page._suggesting.bar
    assert bar.isVisible()
    assert bar.words == NO_RUN
    assert not bar.run.isVisible()
    assert not bar.accept.isEnabled()
    assert answers.asked(Predict) == []


def test_what_no_label_says_yet_is_suggested_best_first(page: DataPage, suggesting: PictureSuggestions) -> None:
    assert suggested(suggesting) == [("cat", 0.9), ("dog", 0.7)]
    assert suggesting.bar.words == "2 suggestions"
    current = viewer_of(page).suggestion
    assert current is not None
    assert current.label == "cat"


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_Return])
def test_a_key_makes_a_label_of_the_current_suggestion_and_goes_on(
    qtbot: QtBot, page: DataPage, suggesting: PictureSuggestions, answers: Answers, key: Qt.Key
) -> None:
    qtbot.keyClick(viewer_of(page), key)

    (command,) = answers.asked(ChangeAnnotations)
    (change,) = command.changes
    assert command.text == "acceptance of a box, cat"
    assert change.after is not None
    assert (change.after.label, change.after.box) == ("cat", NEW_CAT)
    assert suggested(suggesting) == [("dog", 0.7)]
    current = viewer_of(page).suggestion
    assert current is not None
    assert current.label == "dog"


def test_an_acceptance_that_is_undone_is_suggested_again(
    qtbot: QtBot, page: DataPage, suggesting: PictureSuggestions, answers: Answers, quiet_session: Session
) -> None:
    qtbot.keyClick(viewer_of(page), Qt.Key.Key_A)
    answer_drawing(answers)
    qtbot.waitUntil(lambda: not page._labels.drawing._pending)
    kept = len(viewer_of(page)._hand.shapes)

    quiet_session.undo_stack.undo()
    answer_switch(answers)
    qtbot.waitUntil(lambda: len(suggesting.suggestions) == 2)

    assert kept == 3
    assert len(viewer_of(page)._hand.shapes) == 2


@pytest.mark.parametrize("key", [Qt.Key.Key_X, Qt.Key.Key_Delete])
def test_a_key_refuses_a_suggestion_until_it_is_wanted_again(
    qtbot: QtBot, page: DataPage, suggesting: PictureSuggestions, answers: Answers, key: Qt.Key
) -> None:
    qtbot.keyClick(viewer_of(page), key)
    refused = suggested(suggesting)
    qtbot.mouseClick(suggesting.bar.again, Qt.MouseButton.LeftButton)

    assert refused == [("dog", 0.7)]
    assert suggested(suggesting) == [("cat", 0.9), ("dog", 0.7)]
    assert answers.asked(ChangeAnnotations) == []


def test_tab_goes_to_the_next_suggestion_and_back(qtbot: QtBot, page: DataPage, suggesting: PictureSuggestions) -> None:
    viewer = viewer_of(page)
    viewer.setFocus()

    viewer.focusNextPrevChild(True)
    following = viewer.suggestion
    viewer.focusNextPrevChild(False)

    assert following is not None
    assert following.label == "dog"
    assert viewer.suggestion is not None
    assert viewer.suggestion.label == "cat"


def test_all_are_accepted_as_one_step(
    qtbot: QtBot, page: DataPage, suggesting: PictureSuggestions, answers: Answers
) -> None:
    qtbot.keyClick(viewer_of(page), Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)

    (command,) = answers.asked(ChangeAnnotations)
    assert len(command.changes) == 2
    assert command.text == "acceptance of 2 boxes"
    assert suggested(suggesting) == []
    assert not suggesting.bar.accept_all.isEnabled()


def test_the_score_acts_at_once_and_is_remembered(
    page: DataPage, suggesting: PictureSuggestions, settings: SettingsStore
) -> None:
    suggesting.bar.score.setValue(80)
    strict = suggested(suggesting)
    suggesting.bar.score.setValue(10)

    assert strict == [("cat", 0.9)]
    assert len(suggesting.suggestions) == 3
    assert settings.value.suggested_score == 10


def test_a_click_goes_to_a_suggestion(qtbot: QtBot, page: DataPage, suggesting: PictureSuggestions) -> None:
    viewer = viewer_of(page)
    rect = viewer.picture_rect
    place = QPointF(rect.left() + 19 * viewer.zoom, rect.top() + 23 * viewer.zoom).toPoint()

    qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=place)

    assert viewer.suggestion is not None
    assert viewer.suggestion.label == "dog"


def test_keys_belong_to_the_hand_while_a_label_is_chosen(
    qtbot: QtBot, page: DataPage, suggesting: PictureSuggestions, answers: Answers
) -> None:
    viewer = viewer_of(page)
    rect = viewer.picture_rect
    place = QPointF(rect.left() + 5 * viewer.zoom, rect.top() + 5 * viewer.zoom).toPoint()
    qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=place)

    qtbot.keyClick(viewer, Qt.Key.Key_Delete)

    (command,) = answers.asked(ChangeAnnotations)
    assert command.text == "removal of a box, cat"


def test_a_run_that_cannot_look_at_the_picture_says_why(
    qtbot: QtBot, page: DataPage, quiet_session: Session, answers: Answers
) -> None:
    write_detector()
    quiet_session.library.refresh()
    qtbot.mouseClick(page.pictures.preview.bar.suggest, Qt.MouseButton.LeftButton)

    answers.answer(Predict, Failed(message="There is no network.", hint="Train it.", details=""))

    assert page._suggesting.bar.words == "There is no network. Train it."
    assert page._suggesting.suggestions == ()


def test_nothing_is_asked_once_suggestions_are_switched_off(
    qtbot: QtBot, page: DataPage, suggesting: PictureSuggestions, answers: Answers
) -> None:
    qtbot.mouseClick(page.pictures.preview.bar.suggest, Qt.MouseButton.LeftButton)

    assert not suggesting.bar.isVisible()
    assert viewer_of(page).suggestion is None
    assert len(answers.asked(Predict)) == 1
