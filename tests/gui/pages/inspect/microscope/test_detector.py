"""The microscope of detectors: thresholds act at once, steps and keys, and places that are clicked."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from engine.contract.box_stages import SeeBoxStages, SeeRegion
from engine.contract.commands import DescribeModel
from engine.contract.events import LayerDescription, ModelDescribed
from engine.contract.run_folder import RunFolder
from gui.pages.inspect.microscope.detector.film import ChapterKind
from gui.pages.inspect.microscope.detector.view import DetectorView
from gui.pages.inspect.microscope.tab import MicroscopeTab
from gui.pages.inspect.page import InspectPage
from gui.session import Session
from tests.gui.answering import Answers
from tests.gui.pages.inspect.microscope.sample_stages import CLASSES, one_stage, read_region, two_stages


def describe_detector(answers: Answers, run: RunFolder) -> None:
    described = ModelDescribed(
        run=str(run.path),
        classes=CLASSES,
        layers=(LayerDescription(name="boxes", kind="Conv2D", shape=(2, 3, 6), has_positions=True),),
        default_layer="boxes",
        cam_layer=None,
        has_templates=False,
        has_box_stages=True,
    )
    answers.answer(DescribeModel, described)


@pytest.fixture
def picture(tab: MicroscopeTab, quiet_session: Session, answers: Answers, run: RunFolder, tmp_path: Path) -> str:
    picture = tmp_path / "pictures" / "circle" / "0.png"
    quiet_session.inspect(run.path, image=picture)
    describe_detector(answers, run)
    return str(picture)


@pytest.fixture
def view(tab: MicroscopeTab, answers: Answers, picture: str, run: RunFolder) -> DetectorView:
    view = tab.current
    assert isinstance(view, DetectorView)
    view.viewer.set_picture(QImage(96, 64, QImage.Format.Format_RGB32))
    event, arrays = one_stage(str(run.path), picture)
    answers.answer(SeeBoxStages, event, *arrays)
    return view


@pytest.fixture
def two(tab: MicroscopeTab, answers: Answers, picture: str, run: RunFolder) -> DetectorView:
    view = tab.current
    assert isinstance(view, DetectorView)
    view.viewer.set_picture(QImage(96, 64, QImage.Format.Format_RGB32))
    event, arrays = two_stages(str(run.path), picture)
    answers.answer(SeeBoxStages, event, *arrays)
    return view


def click(qtbot: QtBot, view: DetectorView, x: float, y: float) -> None:
    rect, zoom = view.stages.picture_rect, view.stages.zoom
    point = QPoint(round(rect.left() + x * zoom), round(rect.top() + y * zoom))
    qtbot.mouseClick(view.stages, Qt.MouseButton.LeftButton, pos=point)


def kind(view: DetectorView) -> str:
    return view.chapters.current


def test_a_network_for_boxes_has_this_instrument_alone_and_its_stages_in_the_bar(
    tab: MicroscopeTab, view: DetectorView
) -> None:
    assert [choice.name for choice in tab.bar.choices] == ["detector"]
    assert not tab.bar.isVisible()
    assert view.chapters.isVisible()
    assert [choice.text for choice in view.chapters.choices] == ["Defaults", "Learned", "Scores", "Boxes", "NMS"]
    assert view.sentence == ""


def test_a_network_for_pixels_has_no_detector(tab: MicroscopeTab, image: str) -> None:
    assert "detector" not in [choice.name for choice in tab.bar.choices]
    assert tab.bar.isVisible()
    assert not isinstance(tab.current, DetectorView)


def test_the_page_shows_the_tab_for_a_network_for_boxes(page: InspectPage, answers: Answers, run: RunFolder) -> None:
    describe_detector(answers, run)

    page.show_tab("microscope")

    assert page.current_tab == "microscope"


def test_thresholds_act_at_once_and_ask_nothing(view: DetectorView, answers: Answers) -> None:
    view.chapters.chosen.emit(ChapterKind.KEPT)
    assert view.player.sentence.startswith("2 boxes are kept; 1 box lies")

    view.panel.overlap.setValue(95)
    assert view.player.sentence.startswith("3 boxes are kept")
    view.panel.score.setValue(85)

    assert view.player.sentence.startswith("1 box is kept; 0 boxes lie")
    assert kind(view) == "kept"
    assert view.chapters.choices[-1].note == "1"
    assert len(answers.asked(SeeBoxStages)) == 1


def test_thresholds_are_those_of_the_picture_tab(view: DetectorView, two: DetectorView) -> None:
    view.panel.score.setValue(45)

    assert two.panel.score.value() == 45
    view.panel.score.setValue(30)


def test_arrow_keys_go_through_all_frames_and_space_plays(view: DetectorView, qtbot: QtBot) -> None:
    qtbot.keyClick(view.stages, Qt.Key.Key_Right)
    assert (kind(view), view.player.slider.value()) == ("places", 1)
    assert view.player.sentence.startswith("Map 1 of 2: 2 × 3 cells")
    qtbot.keyClick(view.stages, Qt.Key.Key_Left)
    assert view.player.slider.value() == 0

    qtbot.keyClick(view.stages, Qt.Key.Key_Space)
    assert view.player.is_playing
    view.player._timer.timeout.emit()
    assert view.player.slider.value() == 1
    qtbot.keyClick(view.stages, Qt.Key.Key_Space)

    assert not view.player.is_playing


def test_the_film_ends_with_its_last_frame_and_begins_again(view: DetectorView) -> None:
    view.player.slider.setValue(view.player.slider.maximum())
    assert kind(view) == "kept"

    view.player.play.click()

    assert view.player.slider.value() == 0
    view.player.pause()


def test_a_film_that_comes_to_its_end_stands_still(view: DetectorView) -> None:
    view.player.slider.setValue(view.player.slider.maximum() - 1)
    view.player.toggle()

    view.player._timer.timeout.emit()
    view.player._timer.timeout.emit()

    assert view.player.slider.value() == view.player.slider.maximum()
    view.player.pause()


def test_a_click_on_a_kept_box_tells_what_it_suppresses(view: DetectorView, qtbot: QtBot) -> None:
    view.chapters.chosen.emit(ChapterKind.KEPT)

    click(qtbot, view, 20, 20)

    assert view.place is not None
    assert view.place.place == 0
    assert [row.label for row in view.panel.suppressed.rows_model.rows] == ["leaf"]
    assert [box.words for box in view.stages.extra][-1] == "leaf  0.90"


def test_a_click_into_a_map_tells_of_the_surest_place_of_the_cell(view: DetectorView, qtbot: QtBot) -> None:
    view.player.slider.setValue(1)

    click(qtbot, view, 40, 40)

    assert view.place is not None
    assert view.place.place == 4
    assert view.stages.extra[0].box_xyxy == pytest.approx((32, 32, 64, 64))


def test_places_under_the_cursor_are_drawn_in_the_first_chapter(view: DetectorView) -> None:
    view.player.slider.setValue(1)

    view.stages.pixel_hovered.emit((70, 10))

    assert [box.place for box in view.stages.extra] == [2]


def test_what_is_read_in_a_region_is_asked_for_when_it_is_shown(
    two: DetectorView, answers: Answers, run: RunFolder, picture: str, qtbot: QtBot
) -> None:
    two.chapters.chosen.emit(ChapterKind.REGION)
    assert not answers.asked(SeeRegion)
    two.player.step(1)

    event, arrays = read_region(str(run.path), picture, 0)
    answers.answer(SeeRegion, event, *arrays)

    assert [asked.region for asked in answers.asked(SeeRegion)] == [0]
    assert two.stages.scene is not None
    assert len(two.stages.scene.points) == 4
    assert len(two.panel.features.tiles.images) == 3
    assert two.panel.features.isVisible()


def test_fewer_proposals_are_looked_at_by_a_slider(two: DetectorView) -> None:
    two.chapters.chosen.emit(ChapterKind.KEPT)
    assert two.panel.proposals.maximum() == 3
    assert two.player.sentence.startswith("3 boxes are kept")

    two.panel.proposals.setValue(1)

    assert two.player.sentence.startswith("1 box is kept")
    assert next(choice.note for choice in two.chapters.choices if choice.name == "proposals") == "1"


def test_a_detector_in_one_stage_has_no_slider_of_proposals(view: DetectorView) -> None:
    assert view.panel.most_proposals is None


@pytest.mark.parametrize("name", ["view", "two"])
def test_every_frame_is_painted(name: str, request: pytest.FixtureRequest) -> None:
    view: DetectorView = request.getfixturevalue(name)
    bare = view.stages
    pictures = []
    for number in range(view.player.slider.maximum() + 1):
        view.player.slider.setValue(number)
        pictures.append(bare.grab().toImage())
    bare.set_scene(None)
    empty = bare.grab().toImage()

    assert all(picture != empty for picture in pictures)


def test_another_picture_forgets_the_first(view: DetectorView, quiet_session: Session, run: RunFolder) -> None:
    quiet_session.inspect(run.path, image=Path("other.png"))

    assert view.detector is None
    assert view.stages.scene is None
