"""Suggested corrections of boxes are taken by a key, seen as done, undone, and left."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.boxes import BoxXYXY
from engine.contract.labels import ChangeAnnotations
from engine.ops.detections.objects import PictureObjects, found_boxes, true_boxes
from engine.ops.detections.suspects import BoxDoubt
from gui.gallery.thumbnails import ThumbnailStore
from gui.labels.editor import LabelledDataset
from gui.pages.inspect.errors.boxes.correcting import BoxCorrections
from gui.pages.inspect.errors.boxes.drawn_now import PreparedChange, prepare_change
from gui.pages.inspect.errors.boxes.label_errors import BoxLabelErrorsView
from gui.pages.inspect.errors.boxes.shown_object import LabelledBox, Suggestion
from gui.pages.inspect.errors.tab import ErrorsTab
from gui.pages.inspect.errors.view import ErrorsContext
from gui.pages.inspect.inspected_run import InspectedRun
from gui.session import Session
from gui.settings import SettingsStore
from tests.engine.dataset.labels.drawn_dataset import known, save_coco
from tests.gui.answering import Answers
from tests.gui.label_answers import answer_drawing, answer_switch
from tests.gui.pages.inspect.errors.boxes.evaluations import CLASSES, evaluated_boxes_of
from tests.gui.sample_pictures import show_dataset
from tests.gui.sample_runs import sample_config

CAT, DOG = (2.0, 3.0, 12.0, 15.0), (20.0, 5.0, 28.0, 13.0)
FREE = (2.0, 18.0, 12.0, 28.0)
PICTURE = "images/a.png"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save_coco(tmp_path / "data")


@pytest.fixture
def tab(qtbot: QtBot, quiet_session: Session, settings: SettingsStore, folder: Path) -> ErrorsTab:
    """The label errors of a detector that found an animal nobody drew, and says that the dog is a cat."""
    show_dataset(quiet_session, folder)
    tab = ErrorsTab(ErrorsContext(quiet_session.client, settings), ThumbnailStore())
    qtbot.addWidget(tab)
    tab.resize(1000, 700)
    BoxCorrections(tab, quiet_session, settings, tab)
    found = found_boxes([CAT, FREE, DOG], [0, 1, 0], [0.6, 0.9, 0.8])
    pictures = [PictureObjects(true_boxes([CAT, DOG], [0, 1]), found)]
    evaluated = evaluated_boxes_of(pictures)
    config = sample_config(dataset=str(folder)).model_copy(update={"classes": CLASSES})
    numbers = tuple(
        one.model_copy(update={"name": name})
        for one, name in zip(evaluated.evaluation.per_class, ("cat", "dog"), strict=True)
    )
    tab.show()
    tab.set_evaluation(
        replace(
            evaluated,
            run=InspectedRun(folder, config, folder, "run"),
            evaluation=evaluated.evaluation.model_copy(update={"per_class": numbers}),
            results=(evaluated.results[0].model_copy(update={"image": PICTURE, "width": 40, "height": 30}),),
        ),
        "validation",
    )
    tab.boxes.choice.set_current(BoxLabelErrorsView.KEY)
    tab.boxes.choice.chosen.emit(BoxLabelErrorsView.KEY)
    qtbot.waitUntil(lambda: len(rows(tab)) == 2)
    qtbot.waitUntil(lambda: bool(tab.boxes.pictures._reviews.drawn))
    return tab


def rows(tab: ErrorsTab) -> list[tuple[str, str, str]]:
    view = tab.boxes.views[BoxLabelErrorsView.KEY]
    assert isinstance(view, BoxLabelErrorsView)
    return [(row.suspect.given, row.suspect.suggested, row.state.value) for row in view.table.rows_model.rows]


def drawn(session: Session) -> list[tuple[str | None, Sequence[float]]]:
    index = session.dataset.index
    assert index is not None
    row = index.image(PICTURE)
    assert row is not None
    return [known(item) for item in index.annotations(row.id)]


def test_likely_errors_are_listed_and_shown(tab: ErrorsTab) -> None:
    assert rows(tab) == [("–", "dog", "open"), ("dog", "cat", "open")]
    captions = [one.caption for one in tab.boxes.pictures._shown.objects or ()]
    assert captions == ["dog is not drawn", "dog, or rather cat"]


def test_a_key_draws_the_box_that_is_missing(
    qtbot: QtBot, tab: ErrorsTab, answers: Answers, quiet_session: Session
) -> None:
    tab.boxes.pictures.gallery.select_index(0)
    offered = tab.boxes.pictures.take.text()

    qtbot.keyClick(tab.boxes.pictures.gallery, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: bool(answers.asked(ChangeAnnotations)))
    answer_drawing(answers)
    qtbot.waitUntil(lambda: rows(tab)[0][2] == "done")

    assert offered == "Add the box"
    assert ("dog", FREE) in drawn(quiet_session)
    assert quiet_session.undo_stack.undoText() == "adding of a box, dog"
    assert tab.boxes.pictures.gallery.current_index == 1  # the next one


def test_a_button_changes_the_class_and_undo_takes_it_back(
    qtbot: QtBot, tab: ErrorsTab, answers: Answers, quiet_session: Session
) -> None:
    tab.boxes.pictures.gallery.select_index(1)

    qtbot.mouseClick(tab.boxes.pictures.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(answers.asked(ChangeAnnotations)))
    answer_drawing(answers)
    qtbot.waitUntil(lambda: rows(tab)[1][2] == "done")
    changed = drawn(quiet_session)
    quiet_session.undo_stack.undo()
    answer_switch(answers)
    qtbot.waitUntil(lambda: rows(tab)[1][2] == "open")

    assert changed == [("cat", CAT), ("cat", DOG)]
    assert drawn(quiet_session) == [("cat", CAT), ("dog", DOG)]


def test_what_is_left_stays_so_until_undo(
    qtbot: QtBot, tab: ErrorsTab, answers: Answers, quiet_session: Session
) -> None:
    tab.boxes.pictures.gallery.select_index(0)

    qtbot.keyClick(tab.boxes.pictures.gallery, Qt.Key.Key_K)
    left = rows(tab)[0][2]
    tab.boxes.pictures.gallery.select_index(0)
    qtbot.keyClick(tab.boxes.pictures.gallery, Qt.Key.Key_T)
    quiet_session.undo_stack.undo()

    assert left == "left"
    assert rows(tab)[0][2] == "open"
    assert not answers.asked(ChangeAnnotations)  # a label that was called right is not changed


def prepared(folder: Path, doubt: BoxDoubt, given: BoxXYXY, after: BoxXYXY | None) -> PreparedChange:
    suggestion = Suggestion(
        PICTURE, doubt, LabelledBox("cat", given), None if after is None else LabelledBox("cat", after)
    )
    return prepare_change(LabelledDataset(str(folder)), suggestion)


@pytest.mark.usefixtures("tab")
def test_a_double_goes_and_a_badly_placed_box_moves(folder: Path) -> None:
    double, moved = prepared(folder, BoxDoubt.DOUBLE, CAT, None), prepared(folder, BoxDoubt.PLACE, CAT, FREE)

    assert double.change is not None
    assert (double.change.key, double.change.after) == ("0", None)
    assert moved.change is not None
    assert (moved.change.key, moved.change.after and moved.change.after.box) == ("0", FREE)


@pytest.mark.usefixtures("tab")
def test_a_box_that_is_not_there_any_more_is_not_corrected(folder: Path) -> None:
    found = prepared(folder, BoxDoubt.DOUBLE, FREE, None)

    assert found.change is None
    assert "has changed since the evaluation" in found.why_not
