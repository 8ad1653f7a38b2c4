"""The Inspect page asks about the chosen picture and shows what comes back."""

import csv
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from engine.contract.commands import (
    ComputeFeatureMaps,
    DecodePicture,
    DecomposeCam,
    DescribeModel,
    Evaluate,
    Explain,
    Export,
    Predict,
    ReadFilters,
)
from engine.contract.events import (
    CamDecomposed,
    CamTerm,
    ChannelDescription,
    Evaluated,
    Explained,
    Exported,
    Failed,
    FeatureMapsComputed,
    FiltersRead,
    LayerDescription,
    ModelDescribed,
    PartlyExplained,
    PictureDecoded,
    Predicted,
    Progress,
)
from engine.contract.predictions import ClassResult, ClassScores, Evaluation, ImageResult, ScoredLabel
from engine.contract.run_folder import RunFolder
from gui.actions import Actions
from gui.pages.inspect.page import InspectPage
from gui.session import Session
from gui.settings import SettingsStore
from gui.viewer.layers import Layer
from tests.gui.answering import Answers
from tests.gui.sample_pictures import CLASSES, write_pictures
from tests.gui.sample_runs import sample_config, write_run

RESULTS = (
    ImageResult(image="circle/0.png", truth="circle", predicted="circle", score=0.9, truth_score=0.9, loss=0.1),
    ImageResult(image="circle/1.png", truth="circle", predicted="square", score=0.7, truth_score=0.3, loss=1.2),
    ImageResult(image="square/0.png", truth="square", predicted="square", score=0.8, truth_score=0.8, loss=0.2),
)


@pytest.fixture
def run(session: Session, tmp_path: Path) -> RunFolder:
    pictures = write_pictures(tmp_path / "pictures")
    config = sample_config(dataset=str(pictures)).model_copy(update={"classes": CLASSES})
    return RunFolder(write_run("pictures-1", config))


@pytest.fixture
def page(
    qtbot: QtBot, quiet_session: Session, actions: Actions, settings: SettingsStore, run: RunFolder
) -> InspectPage:
    page = InspectPage(quiet_session, actions, settings)
    qtbot.addWidget(page)
    page.resize(1208, 772)
    quiet_session.inspect(run.path)
    page.show()
    return page


def _write_evaluation(run: RunFolder) -> Evaluation:
    folder = run.evaluation / "validation"
    folder.mkdir(parents=True)
    per_class = tuple(ClassResult(name=name, images=2, precision=1, recall=1, f1=1) for name in CLASSES)
    evaluation = Evaluation(
        run=str(run.path),
        task="classification",
        dataset="pictures",
        split="validation",
        images=3,
        metrics={"accuracy": 2 / 3, "loss": 0.5},
        per_class=per_class,
        confusion=((1, 1), (0, 1)),
    )
    (folder / "metrics.json").write_text(evaluation.model_dump_json())
    with (folder / "images.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(ImageResult.model_fields))
        writer.writeheader()
        writer.writerows(result.model_dump() for result in RESULTS)
    return evaluation


def _describe(answers: Answers, run: RunFolder, *, has_cam: bool = True) -> None:
    layers = (
        LayerDescription(name="first", kind="Conv2D", shape=(16, 16, 8), has_positions=True),
        LayerDescription(name="last", kind="Conv2D", shape=(4, 4, 16), has_positions=True),
        LayerDescription(name="logits", kind="Dense", shape=(2,), has_positions=False),
    )
    model = ModelDescribed(
        run=str(run.path),
        classes=CLASSES,
        layers=layers,
        default_layer="last",
        cam_layer="last" if has_cam else None,
        has_templates=False,
    )
    answers.answer(DescribeModel, model)


def _answer_questions(answers: Answers, run: RunFolder, image: str) -> None:
    labels = (ScoredLabel(label="square", score=0.7), ScoredLabel(label="circle", score=0.3))
    scores = ClassScores(image=image, width=32, height=24, labels=labels)
    answers.answer(Predict, Predicted(run=str(run.path), predictions=(scores,)))
    explained = Explained(
        run=str(run.path),
        image=image,
        method="cam",
        layer="last",
        target="square",
        score=0.7,
        logit=1.0,
        range=(0.0, 3.41),
        cell_px=(8.0, 8.0),
    )
    answers.answer(Explain, explained, np.ones((3, 4), np.float32))
    channels = tuple(ChannelDescription(index=i, contribution=0.5 - i / 10, minimum=0, maximum=1) for i in range(3))
    computed = FeatureMapsComputed(
        run=str(run.path),
        image=image,
        layer="last",
        target="square",
        channels=channels,
        total_channels=16,
        dead_channels=2,
    )
    answers.answer(ComputeFeatureMaps, computed, np.random.default_rng(0).random((3, 4, 4), np.float32))
    decoded = PictureDecoded(path=image, width=32, height=24)
    answers.answer(DecodePicture, decoded, np.full((24, 32, 3), 90, np.uint8))


@pytest.fixture
def looking(page: InspectPage, answers: Answers, run: RunFolder) -> InspectPage:
    """The page with a wrong picture and all answers about it."""
    _write_evaluation(run)
    _describe(answers, run)
    page.picture.strip.select("circle/1.png")
    _answer_questions(answers, run, "circle/1.png")
    return page


def test_a_network_on_its_way_is_told(page: InspectPage) -> None:
    shown = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]

    assert "Opening pictures-1." in shown


def test_a_network_that_cannot_be_opened_leads_back(page: InspectPage, answers: Answers) -> None:
    answers.answer(DescribeModel, Failed(message="It is damaged.", hint="Repeat the run."))

    shown = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "No trained network is open." in shown


def test_a_run_without_evaluation_is_evaluated_at_once(page: InspectPage, answers: Answers, run: RunFolder) -> None:
    _describe(answers, run)

    assert answers.asked(Evaluate)[0].split == "validation"


def test_an_evaluation_fills_the_strip_and_shows_its_first_picture(
    page: InspectPage, answers: Answers, run: RunFolder, session: Session
) -> None:
    _describe(answers, run)
    evaluation = _write_evaluation(run)

    answers.answer(Evaluate, Evaluated(evaluation=evaluation, folder=str(run.evaluation / "validation")))

    assert page.picture.strip.count == 3
    assert session.inspection.question.image == Path(run.read_config().dataset.path) / "circle/0.png"


def test_choosing_a_picture_asks_all_questions(page: InspectPage, answers: Answers, run: RunFolder) -> None:
    _write_evaluation(run)
    _describe(answers, run)

    page.picture.strip.select("square/0.png")

    for kind in (Predict, Explain, ComputeFeatureMaps, DecodePicture):
        assert "square/0.png" in answers.asked(kind)[-1].model_dump_json()


def test_prediction_truth_and_heat_map_lie_on_the_picture(looking: InspectPage) -> None:
    viewer = looking.picture.viewer

    assert viewer.heat_map is not None
    assert viewer.picture_rect.width() > 0
    assert looking.picture.maps.tiles.tiles[0].name == "0"
    assert looking.picture.maps.tiles.tiles[0].value == "+0.50"


def test_answers_before_the_picture_are_kept(page: InspectPage, answers: Answers, run: RunFolder) -> None:
    _write_evaluation(run)
    _describe(answers, run)
    page.picture.strip.select("circle/1.png")

    _answer_questions(answers, run, "circle/1.png")

    assert page.picture.viewer.heat_map is not None


def test_a_layer_chip_hides_its_layer(qtbot: QtBot, looking: InspectPage) -> None:
    qtbot.mouseClick(looking.picture.toolbar.chips[Layer.HEAT_MAP], Qt.MouseButton.LeftButton)

    assert not looking.picture.viewer.is_layer_shown(Layer.HEAT_MAP)


def test_another_method_is_asked_for(qtbot: QtBot, looking: InspectPage, answers: Answers) -> None:
    methods = looking.why.methods

    qtbot.mouseClick(methods, Qt.MouseButton.LeftButton, pos=methods.choice_rects()[1].center().toPoint())

    assert answers.asked(Explain)[-1].method == "gradcam"


def test_a_method_that_the_network_does_not_allow_says_why(page: InspectPage, answers: Answers, run: RunFolder) -> None:
    _describe(answers, run, has_cam=False)

    cam = page.why.methods.choices[0]
    assert cam.reason == "Needs a network that ends in a global average."


def test_a_click_on_a_class_explains_that_class(qtbot: QtBot, looking: InspectPage, answers: Answers) -> None:
    targets = looking.why.targets

    qtbot.mouseClick(targets, Qt.MouseButton.LeftButton, pos=QPoint(40, 42))

    assert answers.asked(Explain)[-1].target == "circle"


def test_a_click_on_a_tile_lays_its_map_over_the_picture(qtbot: QtBot, looking: InspectPage) -> None:
    before = looking.picture.viewer.heat_map
    tiles = looking.picture.maps.tiles

    qtbot.mouseClick(tiles, Qt.MouseButton.LeftButton, pos=tiles.tile_rect(1).center())

    assert looking.picture.viewer.heat_map is not before


def test_opacity_and_colours_are_remembered(looking: InspectPage, settings: SettingsStore) -> None:
    looking.why.opacity.setValue(40)
    looking.why.colours.value_changed.emit("inferno")

    assert settings.value.heat_opacity == 40
    assert settings.value.colour_map == "inferno"


def test_filters_are_read_when_their_tab_is_opened(looking: InspectPage, answers: Answers, run: RunFolder) -> None:
    looking.details.show_tab("maps")
    read = FiltersRead(run=str(run.path), layer="first", labels=("0", "1"))

    answers.answer(ReadFilters, read, np.random.default_rng(0).normal(size=(2, 3, 3, 3)).astype(np.float32))

    assert len(looking.filters.tiles.tiles) == 2


def test_a_cell_of_the_confusion_matrix_shows_its_pictures(qtbot: QtBot, looking: InspectPage) -> None:
    looking.show_tab("errors")
    matrix = looking.errors.matrix

    qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=matrix.cell_rect(0, 1).center().toPoint())

    gallery = looking.errors.gallery
    gallery.select_index(0)
    assert gallery.count == 1
    assert gallery.current is not None
    assert gallery.current.path == "circle/1.png"


def test_a_mistake_opens_in_the_viewer(qtbot: QtBot, looking: InspectPage, session: Session) -> None:
    looking.show_tab("errors")
    looking.errors.gallery.select_index(0)

    qtbot.keyClick(looking.errors.gallery, Qt.Key.Key_Return)

    assert looking.current_tab == "picture"
    assert session.inspection.question.image is not None
    assert session.inspection.question.image.name == "1.png"


def test_another_split_offers_to_be_evaluated(qtbot: QtBot, looking: InspectPage, answers: Answers) -> None:
    looking.show_tab("errors")
    looking.errors.splits.chosen.emit("test")

    qtbot.mouseClick(looking.errors.evaluate, Qt.MouseButton.LeftButton)

    assert answers.asked(Evaluate)[-1].split == "test"


def test_an_evaluation_that_failed_can_be_tried_again(looking: InspectPage, answers: Answers) -> None:
    looking.show_tab("errors")
    looking.errors.splits.chosen.emit("test")
    looking.errors.evaluation_requested.emit("test")
    looking.errors.set_progress(Progress(what="Measuring", done=1, total=9))

    answers.answer(Evaluate, Failed(message="There is no test split.", hint="Choose another."))

    assert looking.errors.evaluate.isEnabled()


def test_a_page_made_after_the_answers_asks_again(
    qtbot: QtBot, looking: InspectPage, session: Session, actions: Actions, settings: SettingsStore
) -> None:
    page = InspectPage(session, actions, settings)
    qtbot.addWidget(page)

    assert page.picture.strip.current is not None
    assert page.picture.strip.current.path == "circle/1.png"


def test_a_checked_export_is_told(looking: InspectPage, session: Session, answers: Answers, tmp_path: Path) -> None:
    session.inspection.export(tmp_path / "network.keras")
    exported = Exported(
        format="keras", path="network.keras", bytes=9, checked_images=32, max_abs_difference=0.0, agreement=1.0
    )

    answers.answer(Export, exported)

    assert "checked on 32 pictures" in looking.banners.notices[0].text


def test_a_page_shown_without_a_question_opens_the_newest_run(
    qtbot: QtBot, session: Session, actions: Actions, settings: SettingsStore, answers: Answers, run: RunFolder
) -> None:
    session.library.refresh()
    page = InspectPage(session, actions, settings)
    qtbot.addWidget(page)

    page.show()

    assert answers.asked(DescribeModel)[0].run == str(run.path)


def test_another_method_is_asked_for_the_first_picture(
    qtbot: QtBot, page: InspectPage, answers: Answers, run: RunFolder
) -> None:
    _write_evaluation(run)
    _describe(answers, run)

    qtbot.keyClick(page.why.methods, Qt.Key.Key_Down)

    assert answers.asked(Explain)[-1].method == "gradcam"
    assert answers.asked(Explain)[-1].image.endswith("circle/0.png")


def test_a_rare_method_is_found_behind_more(qtbot: QtBot, looking: InspectPage, answers: Answers) -> None:
    qtbot.mouseClick(looking.why.more, Qt.MouseButton.LeftButton)
    methods = looking.why.methods
    names = [choice.name for choice in methods.choices]

    qtbot.mouseClick(
        methods, Qt.MouseButton.LeftButton, pos=methods.choice_rects()[names.index("saliency")].center().toPoint()
    )

    assert answers.asked(Explain)[-1].method == "saliency"
    assert not looking.why.layer.isVisible()


def test_an_exact_cam_is_shown_as_its_sum(qtbot: QtBot, looking: InspectPage, answers: Answers) -> None:
    terms = (CamTerm(channel=7, weight=1.0, share=0.75), CamTerm(channel=2, weight=-1.0, share=-0.25))
    decomposed = CamDecomposed(
        run="r", image="i", layer="last", target="square", terms=terms, total_channels=16, rest=0.4, bias=0.1, logit=1.0
    )
    before = looking.picture.viewer.heat_map

    answers.answer(DecomposeCam, decomposed, np.ones((2, 4, 4), np.float32))
    qtbot.mouseClick(looking.why.sum.tiles, Qt.MouseButton.LeftButton, pos=looking.why.sum.tiles.tile_rect(1).center())

    assert [tile.value for tile in looking.why.sum.tiles.tiles] == ["+0.75", "-0.25"]
    assert looking.picture.viewer.heat_map is not before


def test_a_slow_explanation_is_shown_on_its_way_and_can_be_cancelled(
    qtbot: QtBot, looking: InspectPage, answers: Answers, session: Session
) -> None:
    session.inspection.change(method="occlusion")
    answers.answer(Explain, Progress(what="explaining", done=1, total=4))
    part = PartlyExplained(run="r", image="i", method="occlusion", is_signed=True, done=1, total=4)

    answers.answer(Explain, part, np.array([[1.0, -2.0]], np.float32))

    heat = looking.picture.viewer.heat_map
    assert heat is not None
    assert heat.values.tolist() == [[0.5, -1.0]]
    assert looking.picture.toolbar.cancel.isVisible()


def test_the_comparison_takes_the_place_of_the_picture(qtbot: QtBot, looking: InspectPage) -> None:
    qtbot.mouseClick(looking.comparing.button, Qt.MouseButton.LeftButton)

    assert looking.comparing.view.isVisible()
    assert not looking.picture.viewer.isVisible()
    assert len(looking.comparing.view.panes) == 6
