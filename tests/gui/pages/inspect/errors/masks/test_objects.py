"""The Objects view, with objects of two of three pictures counted by hand."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.masks import OBJECTS_FILE, ObjectEvaluation, ObjectResult
from engine.contract.run_folder import RunFolder
from engine.ops.instance_scores import BOWL_THRESHOLDS
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks, evaluated_masks
from gui.pages.inspect.errors.masks.objects import ObjectError, counts_at, pictures_with, words_of
from gui.pages.inspect.errors.masks.objects_view import ObjectsView
from gui.pages.inspect.errors.tab import ErrorsTab
from gui.pages.inspect.inspected_run import InspectedRun

OBJECTS = ObjectEvaluation(
    thresholds=BOWL_THRESHOLDS,
    pictures=(
        ObjectResult(row=0, hits=(4, 4, 4, 4, 4, 2, 2, 2, 0, 0), truths=5, predictions=4, merged=1, split=0),
        ObjectResult(row=2, hits=(1, 1, 1, 1, 1, 1, 0, 0, 0, 0), truths=1, predictions=3, merged=0, split=0),
    ),
)


@pytest.fixture
def with_objects(run: RunFolder, evaluated: EvaluatedMasks) -> EvaluatedMasks:
    (run.evaluation / "validation" / OBJECTS_FILE).write_text(OBJECTS.model_dump_json())
    found = evaluated_masks(InspectedRun.of(run.path), "validation")
    assert found is not None
    return found


def view_of(tab: ErrorsTab) -> ObjectsView:
    tab.masks.choice.set_current(ObjectsView.KEY)
    tab.masks.choice.chosen.emit(ObjectsView.KEY)
    view = tab.masks.view
    assert isinstance(view, ObjectsView)
    return view


def captions_of(tab: ErrorsTab) -> list[str]:
    gallery = tab.masks.pictures.gallery
    return [gallery._item(place).caption for place in range(gallery.count)]


def test_counts_at_a_threshold_are_those_of_all_pictures() -> None:
    words = words_of(counts_at(OBJECTS, 5))

    # Precision: 2 of 7 and 1 of 3.
    assert words == {
        "precision": "31.0 %", "truths": "6", "found": "3", "missed": "3", "false": "4", "merged": "1", "split": "0",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("error", "step", "places"),
    [("missed", 0, [0]), ("missed", 9, [0, 2]), ("false", 0, [2]), ("merged", 0, [0]), ("split", 0, []),
     ("score", 0, [2, 0])],
)  # fmt: skip
def test_pictures_with_most_errors_come_first(
    with_objects: EvaluatedMasks, error: ObjectError, step: int, places: list[int]
) -> None:
    ranking = pictures_with(with_objects, error, step=step).ranking

    assert ranking is not None
    assert ranking.places() == places


def test_without_single_objects_the_view_is_not_offered(tab: ErrorsTab, with_objects: EvaluatedMasks) -> None:
    before = [choice.name for choice in tab.masks.choice.choices]
    tab.set_evaluation(with_objects, "validation")

    assert ObjectsView.KEY not in before
    assert ObjectsView.KEY in [choice.name for choice in tab.masks.choice.choices]


def test_the_view_that_was_chosen_comes_back_with_its_kind(
    tab: ErrorsTab, evaluated: EvaluatedMasks, with_objects: EvaluatedMasks
) -> None:
    tab.set_evaluation(with_objects, "validation")
    view_of(tab)

    tab.set_evaluation(evaluated, "validation")
    without = tab.masks.choice.current
    tab.set_evaluation(with_objects, "validation")

    assert (without, tab.masks.choice.current) == ("gallery", ObjectsView.KEY)


def test_pictures_follow_the_threshold(qtbot: QtBot, tab: ErrorsTab, with_objects: EvaluatedMasks) -> None:
    tab.set_evaluation(with_objects, "validation")
    view = view_of(tab)
    before = captions_of(tab), view.numbers.words("found")

    view.slider.setFocus()
    qtbot.keyClick(view.slider, Qt.Key.Key_End)

    assert before == (["1 missed"], "5")
    assert (captions_of(tab), view.numbers.words("found")) == (["5 missed", "1 missed"], "0")
    assert view.threshold.words("threshold") == "0.95"
    assert view.threshold.words("score") == "34.3 %"  # (5 x 4 / 5 + 3 x 2 / 7) / 10, and 6 / 3 / 10


def test_a_place_of_the_curve_is_a_threshold(tab: ErrorsTab, with_objects: EvaluatedMasks) -> None:
    tab.set_evaluation(with_objects, "validation")
    view = view_of(tab)

    view.plot.x_chosen.emit(0.76)

    assert view.threshold.words("threshold") == "0.75"


def test_another_error_brings_its_pictures(tab: ErrorsTab, with_objects: EvaluatedMasks) -> None:
    tab.set_evaluation(with_objects, "validation")
    view = view_of(tab)

    view.errors.set_current("score")
    view.errors.chosen.emit("score")

    assert captions_of(tab) == ["Score 20.0 %", "Score 48.6 %"]


def test_objects_of_other_pictures_are_not_shown(run: RunFolder, evaluated: EvaluatedMasks) -> None:
    other = OBJECTS.model_copy(update={"pictures": (OBJECTS.pictures[0].model_copy(update={"row": 9}),)})
    (run.evaluation / "validation" / OBJECTS_FILE).write_text(other.model_dump_json())

    found = evaluated_masks(InspectedRun.of(run.path), "validation")

    assert found is not None
    assert found.objects is None
