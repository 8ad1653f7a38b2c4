"""The Inspect page with a network that says boxes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.contract.boxes import (
    BOXES_FILE,
    HIT,
    MISSED,
    OUTCOMES,
    BoxEvaluation,
    BoxResult,
    ClassBoxResult,
    FoundBox,
    PictureBoxes,
    ReadTrueBoxes,
    TrueBox,
    TrueBoxesRead,
)
from engine.contract.commands import DescribeModel, Evaluate, Explain, Predict
from engine.contract.config import TaskName
from engine.contract.events import LayerDescription, ModelDescribed, Predicted
from engine.contract.run_folder import RunFolder
from engine.ops.detections.mask_parts import MaskPart
from engine.ops.mask_difference import Difference
from gui.pages.inspect.errors.boxes.evaluated import ShownBoxPictures
from gui.pages.inspect.page import InspectPage
from gui.viewer.box_layers import BoxRole
from gui.viewer.layers import Layer
from gui.widgets.label import Label
from tests.gui.answering import Answers

CLASSES = ("leaf", "nut")
CANDIDATES = np.array(
    [[2, 2, 12, 12, 0, 0.9], [3, 2, 13, 12, 0, 0.6], [20, 4, 28, 12, 1, 0.4], [0, 0, 30, 22, 1, 0.1]], np.float32
)
TRUTH = (TrueBox(label="leaf", box_xyxy=(2, 2, 12, 12)), TrueBox(label="nut", box_xyxy=(20, 14, 28, 22)))
BACKGROUND = OUTCOMES.index("background")
JUDGED = np.array(
    [
        [0, 2, 2, 12, 12, 0, 0.9, HIT, 1.0],
        [0, 20, 4, 28, 12, 1, 0.4, BACKGROUND, 0.0],
        [0, 20, 14, 28, 22, 1, np.nan, MISSED, 0.0],
        [1, 0, 0, 9, 9, 0, 0.8, HIT, 0.9],
    ],
    np.float32,
)


def write_box_evaluation(run: RunFolder) -> None:
    folder = run.evaluation / "validation"
    folder.mkdir(parents=True)
    numbers = {"ap": 0.4, "ap50": 0.5, "ap75": 0.3, "best_threshold": 0.3, "best_f1": 0.6}
    evaluation = BoxEvaluation(
        run=str(run.path),
        task=TaskName.DETECTION,
        dataset="pictures",
        split="validation",
        images=2,
        metrics={"mAP": 0.4, "mAP50": 0.5, "mAP75": 0.3, "recall": 0.7},
        per_class=tuple(ClassBoxResult(name=name, images=2, objects=2, **numbers) for name in CLASSES),
        confusion=((1, 0, 0), (0, 1, 0), (0, 0, 0)),
        score_threshold=0.3,
        errors={"background": 1, "missed": 1},
        costs={"background": 0.05, "missed": 0.2},
    )
    (folder / "metrics.json").write_text(evaluation.model_dump_json())
    rows = ("circle/0.png,32,24,2,2,1,0.5", "circle/1.png,32,24,1,1,1,1.0")
    (folder / "images.csv").write_text("\n".join((",".join(BoxResult.model_fields), *rows, "")))
    np.save(folder / BOXES_FILE, JUDGED)


@pytest.fixture
def boxed(page: InspectPage, answers: Answers, run: RunFolder) -> InspectPage:
    """The page with a measured detector and what it says of a picture, its truth still on the way."""
    write_box_evaluation(run)
    layers = (
        LayerDescription(name="bottom", kind="Conv2D", shape=(2, 2, 16), has_positions=True),
        LayerDescription(name="boxes", kind="Concatenate", shape=(6, 8, 6), has_positions=True),
    )
    model = ModelDescribed(
        run=str(run.path),
        classes=CLASSES,
        layers=layers,
        default_layer="bottom",
        cam_layer=None,
        has_templates=False,
    )
    answers.answer(DescribeModel, model)
    image = answers.asked(Predict)[-1].images[0]
    boxes = tuple(
        FoundBox(label=CLASSES[int(row[4])], score=float(row[5]), box_xyxy=tuple(row[:4].tolist()))
        for row in CANDIDATES[[0, 2]]
    )
    said = PictureBoxes(image=image, width=32, height=24, boxes=boxes)
    answers.answer(Predict, Predicted(run=str(run.path), predictions=(said,)), CANDIDATES)
    return page


@pytest.fixture
def choosing(boxed: InspectPage, answers: Answers, run: RunFolder) -> InspectPage:
    """The same with a detector that can look in other ways."""
    inspection = boxed._session.inspection
    assert inspection.model is not None
    inspection.open(run.path, image=inspection.question.image)
    answers.answer(DescribeModel, choosing_model(run))
    answer_boxes(answers, run)
    return boxed


def choosing_model(run: RunFolder) -> ModelDescribed:
    return ModelDescribed(
        run=str(run.path),
        classes=CLASSES,
        layers=(LayerDescription(name="bottom", kind="Conv2D", shape=(2, 2, 16), has_positions=True),),
        default_layer="bottom",
        cam_layer=None,
        has_templates=False,
        looks_by_choice=True,
    )


def answer_boxes(answers: Answers, run: RunFolder, *, is_soft: bool = False) -> None:
    image = answers.asked(Predict)[-1].images[0]
    said = PictureBoxes(image=image, width=32, height=24, boxes=())
    answers.answer(Predict, Predicted(run=str(run.path), predictions=(said,), is_soft=is_soft), CANDIDATES)


def words_in(widget: QWidget) -> set[str]:
    return {label.text() for label in widget.findChildren(Label)}


def answer_truth(answers: Answers, run: RunFolder) -> None:
    image = answers.asked(ReadTrueBoxes)[-1].image
    answers.answer(ReadTrueBoxes, TrueBoxesRead(run=str(run.path), image=image, boxes=TRUTH))


def kept(page: InspectPage) -> list[tuple[str, Difference]]:
    return [(box.label, box.outcome) for box in page.picture.viewer.boxes if box.role is BoxRole.KEPT]


def test_found_boxes_lie_over_the_picture_without_a_heat_map(boxed: InspectPage, answers: Answers) -> None:
    assert kept(boxed) == [("leaf", Difference.UNKNOWN), ("nut", Difference.UNKNOWN)]
    assert not boxed.picture.viewer.is_layer_shown(Layer.HEAT_MAP)
    assert boxed.picture.toolbar.chips[Layer.DIFFERENCE].isHidden()
    assert not answers.asked(Evaluate)


def test_the_truth_brings_what_is_right_and_wrong(boxed: InspectPage, answers: Answers, run: RunFolder) -> None:
    answer_truth(answers, run)

    assert kept(boxed) == [("leaf", Difference.HIT), ("nut", Difference.FALSE)]
    assert not boxed.picture.toolbar.chips[Layer.DIFFERENCE].isHidden()
    told = {row.name: row.boxes for row in boxed.prediction.boxes.outcomes.rows_model.rows}
    assert told == {"Hit": 1, "Missed": 1, "False": 1, "Wrong class": 0}


def test_objects_with_masks_are_called_instances(boxed: InspectPage) -> None:
    section, boxes = boxed.prediction.boxes, boxed.picture.viewer.boxes
    masked = [replace(box, mask=MaskPart(0, 0, np.ones((3, 3), np.bool_))) for box in boxes]

    section.set_boxes(masked, CLASSES, knows_truth=True)
    assert {"Instances", "mask IoU 0.5"} <= words_in(section)
    section.set_boxes(boxes, CLASSES, knows_truth=True)
    assert {"Boxes", "IoU 0.5"} <= words_in(section)


def test_the_sliders_choose_again_without_a_question(boxed: InspectPage, answers: Answers) -> None:
    asked = len(answers.asked(Predict))

    boxed.prediction.boxes.score.setValue(5)
    boxed.prediction.boxes.overlap.setValue(95)

    assert [label for label, _ in kept(boxed)] == ["leaf", "leaf", "nut", "nut"]
    assert len(boxed.prediction.boxes.list.rows_model.rows) == 4
    assert len(answers.asked(Predict)) == asked


def test_a_box_is_chosen_on_the_picture_and_in_the_list(boxed: InspectPage) -> None:
    boxed.picture.viewer.pixel_chosen.emit(24, 8)

    rows = boxed.prediction.boxes.list
    assert rows.rows_model.rows[rows.currentIndex().row()].label == "nut"


def test_a_class_of_the_table_is_explained(boxed: InspectPage, answers: Answers) -> None:
    boxed.prediction.boxes.classes.choose(1)

    assert answers.asked(Explain)[-1].target == "nut"


def test_errors_show_the_evaluation_of_boxes(boxed: InspectPage) -> None:
    body = boxed.errors.boxes

    assert boxed.errors.body is body
    assert body.metrics.words("mAP50") == "50.0 %"
    gallery = body.pictures.gallery
    assert gallery.count == 2
    gallery.select_index(0)
    assert gallery.current is not None
    assert (gallery.current.path, gallery.current.caption) == ("circle/0.png", "2 errors")


def test_a_kind_of_error_keeps_its_pictures(boxed: InspectPage) -> None:
    body = boxed.errors.boxes
    body.choice.set_current("kinds")
    body.choice.chosen.emit("kinds")

    table = body.view.table
    assert [row.outcome for row in table.rows_model.rows][:2] == ["missed", "background"]
    table.choose(0)

    assert body.view.shown == ShownBoxPictures("Missed", None, "missed", "No box is wrong in this way: Missed.")
    assert body.pictures.gallery.count == 1


def test_a_double_click_shows_the_difference_of_a_picture(boxed: InspectPage) -> None:
    boxed.errors.boxes.picture_chosen.emit("circle/1.png")

    assert boxed.picture.viewer.is_layer_shown(Layer.DIFFERENCE)


def test_evaluations_that_somebody_damaged_are_offered_again(
    page: InspectPage, answers: Answers, run: RunFolder
) -> None:
    write_box_evaluation(run)
    broken = JUDGED.copy()
    broken[0, 0] = 7
    np.save(run.evaluation / "validation" / BOXES_FILE, broken)
    answers.answer(
        DescribeModel,
        ModelDescribed(
            run=str(run.path), classes=CLASSES, layers=(), default_layer=None, cam_layer=None, has_templates=False
        ),
    )

    assert not page.errors.boxes.isVisibleTo(page.errors)


def test_a_click_on_a_box_asks_why_and_a_click_beside_all_goes_back(
    page: InspectPage, answers: Answers, run: RunFolder
) -> None:
    write_box_evaluation(run)
    rows = np.column_stack([CANDIDATES, np.array([40, 41, 7, 3], np.float32)])
    layers = (LayerDescription(name="bottom", kind="Conv2D", shape=(2, 2, 16), has_positions=True),)
    model = ModelDescribed(
        run=str(run.path), classes=CLASSES, layers=layers, default_layer="bottom", cam_layer=None, has_templates=False
    )
    answers.answer(DescribeModel, model)
    image = answers.asked(Predict)[-1].images[0]
    said = PictureBoxes(image=image, width=32, height=24, boxes=())
    answers.answer(Predict, Predicted(run=str(run.path), predictions=(said,)), rows)

    page.picture.viewer.pixel_chosen.emit(24, 8)

    asked = answers.asked(Explain)[-1]
    assert asked.box is not None
    assert (asked.box.label, asked.box.place, asked.target) == ("nut", 7, "nut")
    page.picture.viewer.pixel_chosen.emit(16, 20)
    assert (answers.asked(Explain)[-1].box, answers.asked(Explain)[-1].target) == (None, None)


def test_each_class_can_have_the_score_that_an_evaluation_found_best(
    qtbot: QtBot, boxed: InspectPage, answers: Answers, run: RunFolder
) -> None:
    folder = run.evaluation / "validation"
    found = BoxEvaluation.model_validate_json((folder / "metrics.json").read_bytes())
    best = {"leaf": 0.7, "nut": 0.05}
    per_class = tuple(one.model_copy(update={"best_threshold": best[one.name]}) for one in found.per_class)
    (folder / "metrics.json").write_text(found.model_copy(update={"per_class": per_class}).model_dump_json())
    boxed._answers.boxes.on_evaluated()
    before = [label for label, _ in kept(boxed)]

    qtbot.mouseClick(boxed.prediction.boxes.by_class, Qt.MouseButton.LeftButton)

    assert before == ["leaf", "nut"]
    assert [label for label, _ in kept(boxed)] == ["leaf", "nut", "nut"]
    assert not boxed.prediction.boxes.score.isEnabled()
    assert "leaf 0.70, nut 0.05" in boxed.prediction.boxes.by_class.toolTip()


def test_without_an_evaluation_classes_share_one_score(boxed: InspectPage, tmp_path: Path) -> None:
    boxed._answers.boxes.begin_network(CLASSES, tmp_path)

    assert not boxed.prediction.boxes.by_class.isEnabled()
    assert boxed.prediction.boxes.thresholds.of_classes is None


def test_a_switch_looks_at_the_same_picture_in_another_way(choosing: InspectPage, answers: Answers) -> None:
    before = answers.asked(Predict)[-1]

    choosing.prediction.boxes.looking.tiles.setChecked(True)

    asked = answers.asked(Predict)[-1]
    assert (asked.images, asked.in_tiles, asked.is_soft) == (before.images, True, False)
    assert choosing.picture.toolbar._busy.text() == "looking"


def test_boxes_that_are_suppressed_softly_all_stay(choosing: InspectPage, answers: Answers, run: RunFolder) -> None:
    assert [label for label, _ in kept(choosing)] == ["leaf", "nut"]

    choosing.prediction.boxes.looking.soft.setChecked(True)
    answer_boxes(answers, run, is_soft=True)

    assert [label for label, _ in kept(choosing)] == ["leaf", "leaf", "nut"]
    assert not choosing.prediction.boxes.overlap.isEnabled()


def test_the_way_to_look_stays_for_the_next_run_that_has_it(
    choosing: InspectPage, answers: Answers, run: RunFolder
) -> None:
    choosing.prediction.boxes.looking.soft.setChecked(True)

    choosing._session.inspection.open(run.path)
    answers.answer(DescribeModel, choosing_model(run))

    assert answers.asked(Predict)[-1].is_soft


def test_a_detector_that_has_no_other_ways_offers_none(boxed: InspectPage) -> None:
    assert boxed.prediction.boxes.looking.isHidden()
