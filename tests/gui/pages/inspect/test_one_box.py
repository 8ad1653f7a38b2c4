"""The Inspect page with a network that says one class and one box of a picture."""

import numpy as np
import pytest

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
from engine.contract.commands import DescribeModel, Predict
from engine.contract.config import TaskName
from engine.contract.events import LayerDescription, ModelDescribed, Predicted
from engine.contract.run_folder import RunFolder
from gui.pages.inspect.box_rows import rows_of_one
from gui.pages.inspect.page import InspectPage
from tests.gui.answering import Answers

CLASSES = ("leaf", "nut")
WRONG_CLASS = OUTCOMES.index("classification")
JUDGED = np.array(
    [
        [0, 2, 2, 12, 12, 0, 0.9, HIT, 1.0],
        [1, 0, 0, 9, 9, 0, 0.8, WRONG_CLASS, 0.0],
        [1, 0, 0, 9, 9, 1, np.nan, MISSED, 0.0],
    ],
    np.float32,
)


@pytest.fixture
def run(run: RunFolder) -> RunFolder:
    config = run.read_config()
    run.write_config(config.model_copy(update={"task": TaskName.LOCALISATION, "classes": CLASSES}))
    folder = run.evaluation / "validation"
    folder.mkdir(parents=True)
    unknown = dict.fromkeys(("ap", "ap50", "ap75", "best_threshold", "best_f1"))
    known = {"located": 0.5, "accuracy": 0.5, "box_iou": 0.75}
    evaluation = BoxEvaluation(
        run=str(run.path),
        task=TaskName.LOCALISATION,
        dataset="pictures",
        split="validation",
        images=2,
        metrics={"localisation_accuracy": 0.5, "accuracy": 0.5, "box_iou": 0.75, "cam_iou": 0.4},
        per_class=tuple(ClassBoxResult(name=name, images=1, objects=1, **unknown, **known) for name in CLASSES),
        confusion=((1, 0, 0), (1, 0, 0), (0, 0, 0)),
        score_threshold=0.0,
        errors={"classification": 1, "localisation": 0, "both": 0},
        costs={"classification": 0.5, "localisation": 0.0, "both": 0.0},
        cost_of="localisation accuracy",
    )
    (folder / "metrics.json").write_text(evaluation.model_dump_json())
    rows = ("circle/0.png,32,24,1,1,1,1.0", "circle/1.png,32,24,1,1,0,0.0")
    (folder / "images.csv").write_text("\n".join((",".join(BoxResult.model_fields), *rows, "")))
    np.save(folder / BOXES_FILE, JUDGED)
    return run


@pytest.fixture
def located(page: InspectPage, answers: Answers, run: RunFolder) -> InspectPage:
    """The page with what the network says of a picture, and what is true of it."""
    layers = (LayerDescription(name="last", kind="Conv2D", shape=(2, 2, 16), has_positions=True),)
    model = ModelDescribed(
        run=str(run.path), classes=CLASSES, layers=layers, default_layer="last", cam_layer="last", has_templates=False
    )
    answers.answer(DescribeModel, model)
    image = answers.asked(Predict)[-1].images[0]
    box = FoundBox(label="nut", score=0.12, box_xyxy=(2, 2, 12, 12))
    said = PictureBoxes(image=image, width=32, height=24, boxes=(box,), cam_box_xyxy=(2, 2, 12, 7))
    rows = np.array([[2, 2, 12, 12, 1, 0.12]], np.float32)
    answers.answer(Predict, Predicted(run=str(run.path), predictions=(said,)), rows)
    truth = (TrueBox(label="leaf", box_xyxy=(2, 2, 12, 12)),)
    answers.answer(ReadTrueBoxes, TrueBoxesRead(run=str(run.path), image=image, boxes=truth))
    return page


def test_the_one_box_is_shown_whatever_its_score_beside_that_of_the_activation_map(located: InspectPage) -> None:
    roles = [box.role.value for box in located.picture.viewer.boxes]

    assert roles == ["kept", "seen", "true"]
    assert [box.role.value for box in located.picture.viewer.drawn_boxes()][:2] == ["kept", "seen"]


def test_both_boxes_are_told_in_numbers_and_there_is_nothing_to_choose(located: InspectPage) -> None:
    section = located.prediction.boxes

    assert not section.score.isVisibleTo(section)
    assert section.list.isHidden()
    assert rows_of_one(located.picture.viewer.boxes) == [
        ("Prediction", "nut, 12.0 %"),
        ("Truth", "leaf"),
        ("IoU of the box", "1.00"),
        ("IoU of the activation map", "0.50"),
    ]


def test_errors_of_one_box_are_a_wrong_class_a_wrong_place_or_both(located: InspectPage) -> None:
    body = located.errors.boxes
    body.choice.set_current("kinds")
    body.choice.chosen.emit("kinds")

    rows = body.view.table.rows_model.rows
    assert {row.outcome: row.cost for row in rows} == {"classification": 0.5, "localisation": 0.0, "both": 0.0}
    assert body.metrics.words("localisation_accuracy") == "50.0 %"
    assert body.metrics.words("cam_iou") == "40.0 %"


def test_columns_of_which_nothing_is_known_are_hidden(located: InspectPage) -> None:
    body = located.errors.boxes
    body.choice.set_current("classes")
    body.choice.chosen.emit("classes")

    table = body.view.table
    shown = [column.title for place, column in enumerate(table.rows_model.columns) if not table.isColumnHidden(place)]
    assert shown[:4] == ["Class", "Class and box", "Class right", "Box IoU"]
    assert "AP" not in shown
