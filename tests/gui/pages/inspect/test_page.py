"""The Inspect page asks about the chosen picture and shows what comes back."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from engine.contract.commands import (
    ComputeFeatureMaps,
    DecodePicture,
    DescribeModel,
    Evaluate,
    Explain,
    Export,
    Predict,
    ReadFilters,
)
from engine.contract.events import (
    Evaluated,
    Exported,
    Failed,
    FiltersRead,
    Progress,
)
from engine.contract.run_folder import RunFolder
from gui.actions import Actions
from gui.pages.inspect.page import InspectPage
from gui.session import Session
from gui.settings import SettingsStore
from gui.viewer.layers import Layer
from tests.gui.answering import Answers
from tests.gui.pages.inspect.errors.opened import confusion_of
from tests.gui.pages.inspect.sample_answers import answer_questions, describe, write_evaluation


def test_a_network_on_its_way_is_told(page: InspectPage) -> None:
    shown = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]

    assert "Opening pictures-1." in shown


def test_a_network_that_cannot_be_opened_leads_back(page: InspectPage, answers: Answers) -> None:
    answers.answer(DescribeModel, Failed(message="It is damaged.", hint="Repeat the run."))

    shown = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "No trained network is open." in shown


def test_a_run_without_evaluation_is_evaluated_at_once(page: InspectPage, answers: Answers, run: RunFolder) -> None:
    describe(answers, run)

    assert answers.asked(Evaluate)[0].split == "validation"


def test_an_evaluation_fills_the_strip_and_shows_its_first_picture(
    page: InspectPage, answers: Answers, run: RunFolder, session: Session
) -> None:
    describe(answers, run)
    evaluation = write_evaluation(run)

    answers.answer(Evaluate, Evaluated(evaluation=evaluation, folder=str(run.evaluation / "validation")))

    assert page.picture.strip.count == 3
    assert session.inspection.question.image == Path(run.read_config().dataset.path) / "circle/0.png"


def test_choosing_a_picture_asks_all_questions(page: InspectPage, answers: Answers, run: RunFolder) -> None:
    write_evaluation(run)
    describe(answers, run)

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
    write_evaluation(run)
    describe(answers, run)
    page.picture.strip.select("circle/1.png")

    answer_questions(answers, run, "circle/1.png")

    assert page.picture.viewer.heat_map is not None


def test_a_layer_chip_hides_its_layer(qtbot: QtBot, looking: InspectPage) -> None:
    qtbot.mouseClick(looking.picture.toolbar.chips[Layer.HEAT_MAP], Qt.MouseButton.LeftButton)

    assert not looking.picture.viewer.is_layer_shown(Layer.HEAT_MAP)


def test_another_method_is_asked_for(qtbot: QtBot, looking: InspectPage, answers: Answers) -> None:
    methods = looking.why.methods

    qtbot.mouseClick(methods, Qt.MouseButton.LeftButton, pos=methods.choice_rects()[1].center().toPoint())

    assert answers.asked(Explain)[-1].method == "gradcam"


def test_a_method_that_the_network_does_not_allow_says_why(page: InspectPage, answers: Answers, run: RunFolder) -> None:
    describe(answers, run, has_cam=False)

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
    matrix = confusion_of(looking).matrix

    qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=matrix.cell_rect(0, 1).center().toPoint())

    gallery = looking.errors.labels.pictures.gallery
    gallery.select_index(0)
    assert gallery.count == 1
    assert gallery.current is not None
    assert gallery.current.path == "circle/1.png"


def test_a_mistake_opens_in_the_viewer(qtbot: QtBot, looking: InspectPage, session: Session) -> None:
    looking.show_tab("errors")
    looking.errors.labels.pictures.gallery.select_index(0)

    qtbot.keyClick(looking.errors.labels.pictures.gallery, Qt.Key.Key_Return)

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
    write_evaluation(run)
    describe(answers, run)

    qtbot.keyClick(page.why.methods, Qt.Key.Key_Down)

    assert answers.asked(Explain)[-1].method == "gradcam"
    assert answers.asked(Explain)[-1].image.endswith("circle/0.png")
