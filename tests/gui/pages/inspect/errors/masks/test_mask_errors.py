"""The Errors tab of a network that says something of every pixel."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from engine.contract.events import ThumbnailMade
from engine.contract.mask_differences import MakeDifferenceThumbnails
from engine.contract.masks import CONFUSIONS_FILE
from engine.contract.run_folder import RunFolder
from engine.ops.mask_difference import Difference
from gui.charts.confusion_matrix import MatrixCell
from gui.pages.inspect.errors.masks.classes import MaskClassesView
from gui.pages.inspect.errors.masks.confusion import MaskConfusionView
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks, evaluated_masks
from gui.pages.inspect.errors.masks.gallery import GalleryView
from gui.pages.inspect.errors.reading import read_evaluated
from gui.pages.inspect.errors.tab import ErrorsTab
from gui.pages.inspect.inspected_run import InspectedRun
from gui.settings import SettingsStore
from gui.viewer.mask_layers import difference_layer
from tests.gui.answering import Answers

LEAF, NUT = 1, 2


def paths_of(tab: ErrorsTab) -> list[str]:
    gallery = tab.masks.pictures.gallery
    return [gallery._item(place).path for place in range(gallery.count)]


def choose_view(tab: ErrorsTab, key: str) -> None:
    tab.masks.choice.set_current(key)
    tab.masks.choice.chosen.emit(key)


def test_the_views_are_those_of_the_kind_of_evaluation(tab: ErrorsTab) -> None:
    assert tab.body is tab.masks
    assert tab.masks.isVisible()
    assert not tab.labels.isVisible()
    assert tab.masks.metrics.words("mIoU") == "61.6 %"
    assert not tab.labels.metrics.isVisible()


def test_the_worst_picture_comes_first(tab: ErrorsTab) -> None:
    assert paths_of(tab) == ["circle/2.png", "circle/1.png", "circle/0.png"]


def test_another_order_is_remembered(tab: ErrorsTab, settings: SettingsStore) -> None:
    tab.masks.pictures.order.setCurrentIndex(1)
    tab.masks.pictures.order.activated.emit(1)

    assert paths_of(tab) == ["circle/0.png", "circle/1.png", "circle/2.png"]
    assert settings.value.mask_errors_order == "best iou"


def test_a_class_keeps_its_pictures(tab: ErrorsTab) -> None:
    view = tab.masks.view
    assert isinstance(view, GalleryView)

    view.class_choice.value_changed.emit(NUT)
    of_nut = paths_of(tab)
    view.class_choice.value_changed.emit(None)

    assert of_nut == ["circle/1.png", "circle/2.png"]
    assert len(paths_of(tab)) == 3


def test_a_choice_is_undone_from_below(qtbot: QtBot, tab: ErrorsTab) -> None:
    view = tab.masks.view
    assert isinstance(view, GalleryView)
    view.class_choice.set_value(NUT)
    view.class_choice.value_changed.emit(NUT)

    qtbot.mouseClick(tab.masks.pictures.all, Qt.MouseButton.LeftButton)

    assert view.class_choice.value is None
    assert len(paths_of(tab)) == 3
    assert not tab.masks.pictures.all.isVisible()


def test_a_class_of_the_table_sorts_its_pictures(tab: ErrorsTab) -> None:
    choose_view(tab, MaskClassesView.KEY)
    view = tab.masks.view
    assert isinstance(view, MaskClassesView)
    names = [row.numbers.name for row in view.table.rows_model.rows]

    view.table.choose(names.index("leaf"))

    assert names == ["leaf", "nut", "background"]  # the worst IoU on top
    assert paths_of(tab) == ["circle/2.png", "circle/1.png", "circle/0.png"]
    assert tab.masks.pictures.gallery._item(0).caption == "IoU 26.7 %"


def test_a_cell_shows_where_its_pixels_are(qtbot: QtBot, tab: ErrorsTab) -> None:
    choose_view(tab, MaskConfusionView.KEY)
    view = tab.masks.view
    assert isinstance(view, MaskConfusionView)

    place = view.matrix.cell_rect(LEAF, 0).center().toPoint()
    qtbot.mouseClick(view.matrix, Qt.MouseButton.LeftButton, pos=place)

    assert paths_of(tab) == ["circle/0.png", "circle/2.png"]
    assert tab.masks.pictures.gallery._item(0).caption == "5 pixels"
    assert not tab.masks.pictures.order.isVisible()
    assert view.matrix.accessibleDescription() == "leaf taken for background: 7 pixels (11.7 %)"


def test_an_empty_cell_shows_that_nothing_is_there(tab: ErrorsTab) -> None:
    choose_view(tab, MaskConfusionView.KEY)
    view = tab.masks.view
    assert isinstance(view, MaskConfusionView)

    view.matrix.cell_chosen.emit(MatrixCell("nut", "leaf", 0))

    assert paths_of(tab) == []


def test_return_opens_a_picture_with_its_difference(qtbot: QtBot, tab: ErrorsTab) -> None:
    tab.masks.pictures.gallery.select_index(1)

    with qtbot.waitSignal(tab.difference_wanted), qtbot.waitSignal(tab.picture_chosen) as told:
        qtbot.keyClick(tab.masks.pictures.gallery, Qt.Key.Key_Return)

    assert told.args == ["circle/1.png"]


def test_thumbnails_are_asked_for_with_both_masks(qtbot: QtBot, tab: ErrorsTab, answers: Answers) -> None:
    qtbot.waitUntil(lambda: bool(answers.asked(MakeDifferenceThumbnails)))

    asked = answers.asked(MakeDifferenceThumbnails)[0]
    first = asked.pictures[0]
    assert asked.background == 0
    assert Path(first.picture).parts[-2:] == ("circle", "2.png")
    assert Path(first.truth).parts[-3:] == ("validation", "truths", "000002.png")
    assert Path(first.predicted).parts[-3:] == ("validation", "masks", "000002.png")


def test_a_kind_of_error_can_be_switched_off(qtbot: QtBot, tab: ErrorsTab, answers: Answers) -> None:
    qtbot.waitUntil(lambda: bool(answers.asked(MakeDifferenceThumbnails)))
    asked = answers.asked(MakeDifferenceThumbnails)[0].pictures[0].picture
    missed = np.full((8, 8), Difference.MISS, np.uint8)
    answers.answer(
        MakeDifferenceThumbnails, ThumbnailMade(path=asked, width=10, height=10), np.zeros((8, 8, 3), np.uint8), missed
    )
    gallery, legend = tab.masks.pictures.gallery, tab.masks.pictures.legend
    middle = gallery.item_rect(0).center()
    before = gallery.viewport().grab().toImage().pixelColor(middle)

    qtbot.mouseClick(legend.chips[Difference.MISS], Qt.MouseButton.LeftButton)

    after = gallery.viewport().grab().toImage().pixelColor(middle)
    assert before.red() > 100
    assert after.red() == after.green() == after.blue() == 0


def test_the_letter_l_hides_all_masks(qtbot: QtBot, tab: ErrorsTab) -> None:
    qtbot.keyClick(tab.masks.pictures.gallery, Qt.Key.Key_L)

    assert not tab.masks.pictures.gallery._look.has_labels


@pytest.mark.parametrize(
    ("classes", "kinds"),
    [
        (("leaf", "nut"), {Difference.HIT, Difference.WRONG_CLASS}),
        (("background", "leaf"), {Difference.HIT, Difference.MISS, Difference.FALSE}),
        (("background", "leaf", "nut"), set(Difference) - {Difference.BACKGROUND, Difference.UNKNOWN}),
    ],
)
def test_the_legend_has_the_kinds_that_can_be(tab: ErrorsTab, classes: tuple[str, ...], kinds: set[Difference]) -> None:
    tab.masks.pictures.legend.set_classes(classes)

    assert {kind for kind, chip in tab.masks.pictures.legend.chips.items() if chip.isVisible()} == kinds


def test_only_chosen_kinds_are_coloured() -> None:
    codes = np.array([[Difference.MISS, Difference.FALSE]], np.uint8)

    image = difference_layer(codes, opacity=1.0, kinds=(Difference.FALSE,))

    assert (image.pixelColor(0, 0).alpha(), image.pixelColor(1, 0).alpha()) == (0, 255)


def test_an_older_evaluation_cannot_be_shown(run: RunFolder, evaluated: EvaluatedMasks) -> None:
    (run.evaluation / "validation" / CONFUSIONS_FILE).unlink()

    assert read_evaluated(InspectedRun.of(run.path), "validation") is None


@pytest.mark.parametrize("content", [b"", b"no array"])
def test_a_damaged_evaluation_cannot_be_shown(run: RunFolder, evaluated: EvaluatedMasks, content: bytes) -> None:
    (run.evaluation / "validation" / CONFUSIONS_FILE).write_bytes(content)

    assert evaluated_masks(InspectedRun.of(run.path), "validation") is None


def test_the_masks_make_room_for_an_evaluation_that_is_missing(tab: ErrorsTab) -> None:
    tab.set_evaluation(None, "test")

    assert not tab.masks.isVisible()
    assert tab.evaluate.isVisible()


def test_a_caption_belongs_to_its_picture(qtbot: QtBot, tab: ErrorsTab) -> None:
    gallery = tab.masks.pictures.gallery
    below = gallery.item_rect(1).bottomLeft() + QPoint(4, 10)

    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=below)

    assert gallery.current_index == 1
