"""The Inspect page with a network that says something of every pixel."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from engine.contract.annotations import NO_CLASS
from engine.contract.commands import DescribeModel, Evaluate, Predict
from engine.contract.config import TaskName
from engine.contract.events import LayerDescription, ModelDescribed, Predicted
from engine.contract.masks import ClassArea, ClassMask, ClassMaskResult, MaskEvaluation, MaskResult
from engine.contract.run_folder import RunFolder
from engine.contract.true_masks import ReadTrueMask, TrueMaskRead
from engine.ops.mask_difference import Difference
from gui.pages.inspect.areas import AreaRow, AreaSection
from gui.pages.inspect.page import InspectPage
from gui.viewer.layers import Layer
from gui.viewer.mask_layers import PictureMasks, class_layer, difference_layer
from tests.gui.answering import Answers
from tests.gui.class_colours import colour

CLASSES = ("background", "leaf", "nut")
PREDICTED = np.zeros((24, 32), np.uint8)
PREDICTED[:, 16:] = 1
TRUTH = np.zeros((24, 32), np.uint8)
TRUTH[:12, 16:] = 1
TRUTH[12:, 24:] = 2
TRUTH[0, :] = NO_CLASS


def said_of(image: str, codes: np.ndarray) -> ClassMask:
    counts = np.bincount(codes.ravel(), minlength=3)
    areas = tuple(
        ClassArea(label=name, pixels=int(count), share=float(count) / codes.size)
        for name, count in zip(CLASSES, counts, strict=True)
    )
    return ClassMask(image=image, width=32, height=24, areas=areas, objects=2)


@pytest.fixture
def masked(page: InspectPage, answers: Answers, run: RunFolder) -> InspectPage:
    """The page with a measured network and what it says of a picture, its truth still on the way."""
    write_mask_evaluation(run)
    layers = (
        LayerDescription(name="bottom", kind="Conv2D", shape=(4, 4, 16), has_positions=True),
        LayerDescription(name="logits", kind="Conv2D", shape=(24, 32, 3), has_positions=True),
    )
    model = ModelDescribed(
        run=str(run.path),
        classes=CLASSES,
        layers=layers,
        default_layer="bottom",
        cam_layer=None,
        has_templates=False,
        class_map="logits",
    )
    answers.answer(DescribeModel, model)
    image = answers.asked(Predict)[-1].images[0]
    answers.answer(Predict, Predicted(run=str(run.path), predictions=(said_of(image, PREDICTED),)), PREDICTED)
    return page


def write_mask_evaluation(run: RunFolder) -> None:
    folder = run.evaluation / "validation"
    folder.mkdir(parents=True)
    evaluation = MaskEvaluation(
        run=str(run.path),
        task=TaskName.SEMANTIC,
        dataset="pictures",
        split="validation",
        images=1,
        metrics={"mIoU": 0.5, "pixel_accuracy": 0.75, "object_score": None},
        per_class=tuple(
            ClassMaskResult(
                name=name, images=1, true_pixels=1, predicted_pixels=1, iou=0.5, dice=None, boundary_f1=None
            )
            for name in CLASSES
        ),
        confusion=((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    )
    (folder / "metrics.json").write_text(evaluation.model_dump_json())
    row = "circle/0.png,32,24,0.5,,0.75,,,,2,nut,masks/000000.png"
    (folder / "images.csv").write_text(f"{','.join(MaskResult.model_fields)}\n{row}\n")


def answer_truth(answers: Answers, run: RunFolder) -> None:
    image = answers.asked(ReadTrueMask)[-1].image
    known = np.where(TRUTH == NO_CLASS, 0, TRUTH)
    event = TrueMaskRead(run=str(run.path), image=image, areas=said_of(image, known).areas)
    answers.answer(ReadTrueMask, event, TRUTH)


def test_a_measured_run_is_not_measured_again(masked: InspectPage, answers: Answers) -> None:
    assert not answers.asked(Evaluate)
    assert masked.picture.strip.count == 1


def test_errors_tell_how_good_the_masks_are(masked: InspectPage) -> None:
    words = [label.text() for label in masked.errors.findChildren(QLabel)]

    sentence = "Mean IoU 50.0 %, pixels right 75.0 %, on 1 picture. What is wrong in single pictures was not kept then."
    assert sentence in words


def test_a_predicted_mask_lies_over_the_picture_without_a_heat_map(masked: InspectPage) -> None:
    masks = masked.picture.viewer.masks

    assert masks is not None
    assert np.array_equal(masks.predicted, PREDICTED)
    assert masks.difference is None
    assert masked.picture.toolbar.chips[Layer.DIFFERENCE].isHidden()
    assert not masked.picture.viewer.is_layer_shown(Layer.HEAT_MAP)


def test_the_truth_brings_the_difference(masked: InspectPage, answers: Answers, run: RunFolder) -> None:
    answer_truth(answers, run)

    masks = masked.picture.viewer.masks
    assert masks is not None
    assert masks.difference is not None
    assert masks.difference[5, 20] == Difference.HIT
    assert masks.difference[20, 20] == Difference.FALSE
    assert masks.difference[20, 28] == Difference.WRONG_CLASS
    assert not masked.picture.toolbar.chips[Layer.DIFFERENCE].isHidden()


def test_areas_stand_beside_true_ones(masked: InspectPage, answers: Answers, run: RunFolder) -> None:
    answer_truth(answers, run)

    rows = {row.name: row for row in masked.prediction.areas.areas.rows_model.rows}
    assert rows["leaf"].pixels == 24 * 16
    assert rows["nut"].share == 0
    assert rows["nut"].true_share == pytest.approx(12 * 8 / (24 * 32))
    assert rows["background"].colour is None
    assert rows["leaf"].colour == colour(CLASSES.index("leaf") - 1)
    wrong = {row.name: row.pixels for row in masked.prediction.areas.difference.rows_model.rows}
    assert wrong == {"Hit": 11 * 16, "Missed": 0, "False": 12 * 8, "Wrong class": 12 * 8}


def test_a_truth_of_another_picture_is_dropped(masked: InspectPage, run: RunFolder, answers: Answers) -> None:
    answers.answer(ReadTrueMask, TrueMaskRead(run=str(run.path), image="other.png"), TRUTH)

    masks = masked.picture.viewer.masks
    assert masks is not None
    assert masks.truth is None


def test_why_shows_the_heat_map_and_prediction_hides_it(masked: InspectPage) -> None:
    masked.details.tab_changed.emit("why")
    is_shown_in_why = masked.picture.viewer.is_layer_shown(Layer.HEAT_MAP)
    masked.details.tab_changed.emit("prediction")

    assert is_shown_in_why
    assert not masked.picture.viewer.is_layer_shown(Layer.HEAT_MAP)


def test_a_click_on_the_chip_shows_the_difference(
    qtbot: QtBot, masked: InspectPage, answers: Answers, run: RunFolder
) -> None:
    answer_truth(answers, run)

    qtbot.mouseClick(masked.picture.toolbar.chips[Layer.DIFFERENCE], Qt.MouseButton.LeftButton)

    assert masked.picture.viewer.is_layer_shown(Layer.DIFFERENCE)


def test_a_picture_of_the_errors_is_shown_with_its_difference(masked: InspectPage) -> None:
    masked.picture.toolbar.chips[Layer.HEAT_MAP].setChecked(True)

    masked.errors.difference_wanted.emit()

    assert masked.picture.viewer.is_layer_shown(Layer.DIFFERENCE)
    assert not masked.picture.viewer.is_layer_shown(Layer.HEAT_MAP)


def test_another_picture_forgets_the_masks(masked: InspectPage) -> None:
    masked.errors.picture_chosen.emit("square/0.png")

    assert masked.picture.viewer.masks is None


def test_window_scores_are_refused_with_a_reason(masked: InspectPage) -> None:
    masked.why.more.clicked.emit()

    reasons = {choice.name: choice.reason for choice in masked.why.methods.choices}
    assert "every pixel" in reasons["heat-map"]


def test_the_class_under_the_cursor_and_the_true_one() -> None:
    masks = PictureMasks.of(CLASSES, PREDICTED, TRUTH)

    assert masks.words_at(0.6, 0.3) == "leaf"
    assert masks.words_at(0.9, 0.9) == "leaf, truth nut"
    assert masks.words_at(0.1, 0.0) == "background"


@pytest.mark.parametrize(("pixels", "words"), [(72_972, "72,972"), (730_512, "731 k"), (11_600_000, "11.6 M")])
def test_areas_of_large_pictures_fit_into_their_column(qtbot: QtBot, pixels: int, words: str) -> None:
    section = AreaSection()
    qtbot.addWidget(section)
    section.set_rows([AreaRow("leaf", pixels, 0.7)], [])

    table = section.areas
    assert table.model().index(0, 1).data(Qt.ItemDataRole.DisplayRole) == words
    assert table.fontMetrics().horizontalAdvance(words) <= table.columnWidth(1)


def test_a_truth_of_another_size_is_no_truth() -> None:
    assert PictureMasks.of(CLASSES, PREDICTED, TRUTH[:-1]).truth is None


def test_the_background_is_clear_and_classes_are_as_opaque_as_asked() -> None:
    image = class_layer(PREDICTED, CLASSES, opacity=0.5)

    assert image.pixelColor(4, 4).alpha() == 0
    assert image.pixelColor(24, 12).alpha() == 128


def test_what_is_right_is_paler_than_what_is_wrong() -> None:
    masks = PictureMasks.of(CLASSES, PREDICTED, TRUTH)
    assert masks.difference is not None

    image = difference_layer(masks.difference, opacity=0.8)

    assert image.pixelColor(4, 0).alpha() == 0
    assert 0 < image.pixelColor(20, 5).alpha() < image.pixelColor(20, 20).alpha()
