"""A run that finds objects pixel by pixel suggests outlines on the large preview; boxes where files hold no others."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTransform
from pytestqt.qtbot import QtBot

from engine.contract.annotations import Polygon
from engine.contract.boxes import PictureBoxes
from engine.contract.class_colours import ClassColours
from engine.contract.commands import Predict
from engine.contract.config import TaskName
from engine.contract.events import Predicted
from engine.contract.labels import ChangeAnnotations
from engine.dataset.masks.found_masks import mask_counts_of
from engine.ops.detections.mask_parts import MaskPart
from gui.drawing.suggesting_viewer import SuggestingViewer
from gui.pages.data.page import DataPage
from gui.pages.data.suggesting.controller import PictureSuggestions
from gui.pictures.pixels import array_from_image
from gui.session import Session
from gui.theme import class_colour
from tests.engine.dataset.labels.drawn_dataset import SIZE
from tests.gui.answering import Answers
from tests.gui.label_answers import answer_drawing, answer_switch
from tests.gui.sample_runs import sample_config, write_run

ROWS = np.array([[30, 15, 38, 28, 0, 0.9, 2], [14, 18, 24, 28, 1, 0.7, 9]], np.float32)
CAT = Polygon((((30, 15), (38, 15), (38, 28), (34, 28), (34, 20), (30, 20)),))
"""An upright bar with an arm at its upper left."""


def masks() -> tuple[str, ...]:
    cat = np.zeros((13, 8), np.bool_)
    cat[:5], cat[:, 4:] = True, True
    parts = [MaskPart(30, 15, cat), MaskPart(14, 18, np.ones((10, 10), np.bool_))]
    return tuple(mask_counts_of(part, height=SIZE[1], width=SIZE[0]) for part in parts)


@pytest.fixture
def suggesting(qtbot: QtBot, page: DataPage, quiet_session: Session, answers: Answers) -> PictureSuggestions:
    """A run has said what it means on the picture, and its masks are traced."""
    write_run("finder", sample_config().model_copy(update={"classes": ("cat", "dog"), "task": TaskName.INSTANCE}))
    quiet_session.library.refresh()
    qtbot.mouseClick(page.pictures.preview.bar.suggest, Qt.MouseButton.LeftButton)
    command = answers.asked(Predict)[-1]
    said = PictureBoxes(image=command.images[0], width=SIZE[0], height=SIZE[1], boxes=(), candidate_masks=masks())
    answers.answer_to(command, Predicted(run=command.run, predictions=(said,)), ROWS)
    qtbot.waitUntil(lambda: bool(page._suggesting.suggestions))
    return page._suggesting


def viewer_of(page: DataPage) -> SuggestingViewer:
    return page.pictures.preview.viewer


def place_of(page: DataPage, x: float, y: float) -> QPointF:
    viewer = viewer_of(page)
    rect = viewer.picture_rect
    return QTransform.fromTranslate(rect.left(), rect.top()).scale(viewer.zoom, viewer.zoom).map(QPointF(x, y))


def test_a_key_makes_an_outline_of_the_current_suggestion_and_goes_on(
    qtbot: QtBot, page: DataPage, suggesting: PictureSuggestions, answers: Answers
) -> None:
    qtbot.keyClick(viewer_of(page), Qt.Key.Key_A)

    (command,) = answers.asked(ChangeAnnotations)
    (change,) = command.changes
    assert command.text == "acceptance of an outline, cat"
    assert change.after is not None
    assert change.after.box is None
    assert set(change.after.rings[0]) == set(CAT.rings[0])
    assert [one.label for one in suggesting.suggestions] == ["dog"]
    assert [len(item.shape.rings) for item in viewer_of(page)._hand.shapes] == [0, 0, 1]


def test_outlines_that_are_all_accepted_are_one_step_that_undo_takes_back(
    qtbot: QtBot, page: DataPage, suggesting: PictureSuggestions, *, answers: Answers, quiet_session: Session
) -> None:
    qtbot.keyClick(viewer_of(page), Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    answer_drawing(answers)
    qtbot.waitUntil(lambda: not page._labels.drawing._pending)
    kept, left = len(viewer_of(page)._hand.shapes), len(suggesting.suggestions)

    named = quiet_session.undo_stack.undoText()
    quiet_session.undo_stack.undo()
    answer_switch(answers)
    qtbot.waitUntil(lambda: len(suggesting.suggestions) == 2)

    assert (kept, left, named) == (4, 0, "acceptance of 2 outlines")


def test_a_dataset_of_boxes_is_offered_boxes(
    qtbot: QtBot, page: DataPage, suggesting: PictureSuggestions, answers: Answers
) -> None:
    page._labels.drawing.set_reading("voc")
    qtbot.keyClick(viewer_of(page), Qt.Key.Key_A)

    (command,) = answers.asked(ChangeAnnotations)
    (change,) = command.changes
    assert command.text == "acceptance of a box, cat"
    assert change.after is not None
    assert change.after.box == (30.0, 15.0, 38.0, 28.0)


def test_a_click_beside_an_outline_but_within_its_box_does_not_go_to_it(
    qtbot: QtBot, page: DataPage, suggesting: PictureSuggestions
) -> None:
    viewer = viewer_of(page)
    viewer.focusNextPrevChild(True)

    qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=place_of(page, 32, 25).toPoint())
    beside = viewer.suggestion
    qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=place_of(page, 36, 25).toPoint())

    assert beside is not None
    assert viewer.suggestion is not None
    assert (beside.label, viewer.suggestion.label) == ("dog", "cat")


def test_an_outline_is_drawn_along_its_object_and_not_around_its_box(
    page: DataPage, suggesting: PictureSuggestions
) -> None:
    viewer = viewer_of(page)
    viewer.focusNextPrevChild(True)  # the other one has the ring
    painted = array_from_image(viewer.grab().toImage()).astype(int)
    colour = class_colour(ClassColours.of(("cat", "dog")).named("cat"), neutral="picture_chip_text")
    is_line = np.abs(painted - (colour.red(), colour.green(), colour.blue())).max(axis=2) < 40

    def has_line(left: float, top: float, right: float, bottom: float) -> bool:
        start, end = place_of(page, left, top).toPoint(), place_of(page, right, bottom).toPoint()
        return bool(is_line[start.y() - 1 : end.y() + 2, start.x() - 1 : end.x() + 2].any())

    assert has_line(34, 22, 34, 27)  # the inner edge of the bar
    assert not has_line(30, 22, 30, 27)  # the left edge of the box
