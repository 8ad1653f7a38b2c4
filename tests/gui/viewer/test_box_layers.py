"""The boxes of a picture at some thresholds: which are kept, which are right, and what a viewer draws of them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from engine.contract.boxes import TrueBox
from engine.ops.mask_difference import Difference
from gui.viewer.box_layers import BoxRole, BoxThresholds, PictureObjects, ShownBox
from gui.viewer.box_viewer import BoxViewer
from gui.viewer.layers import Layer

CLASSES = ("leaf", "nut")
ROWS = np.array(
    [
        [0, 0, 10, 10, 0, 0.9],  # hits the first true box
        [1, 0, 11, 10, 0, 0.8],  # lies over it
        [20, 20, 30, 30, 1, 0.7],  # is of a wrong class
        [40, 0, 50, 10, 1, 0.2],  # where nothing is
    ]
)
TRUTH = (
    TrueBox(label="leaf", box_xyxy=(0, 0, 10, 10)),
    TrueBox(label="leaf", box_xyxy=(20, 20, 30, 30)),
    TrueBox(label="nut", box_xyxy=(60, 60, 70, 70)),
)


def roles(boxes: tuple[ShownBox, ...]) -> list[str]:
    return [box.role.value for box in boxes]


def test_thresholds_choose_which_candidates_are_kept() -> None:
    objects = PictureObjects.of(CLASSES, ROWS, None)

    assert roles(objects.choose(BoxThresholds(0.5, 0.5))) == ["kept", "kept", "suppressed"]
    assert roles(objects.choose(BoxThresholds(0.1, 0.9))) == ["kept"] * 4
    assert roles(objects.choose(BoxThresholds(0.95, 0.5))) == []


def test_the_truth_says_what_is_right_and_wrong() -> None:
    boxes = PictureObjects.of(CLASSES, ROWS, TRUTH).choose(BoxThresholds(0.1, 0.5))

    told = [(box.role, box.outcome) for box in boxes]
    assert told == [
        (BoxRole.KEPT, Difference.HIT),
        (BoxRole.KEPT, Difference.WRONG_CLASS),
        (BoxRole.KEPT, Difference.FALSE),
        (BoxRole.SUPPRESSED, Difference.UNKNOWN),
        (BoxRole.TRUE, Difference.HIT),
        (BoxRole.TRUE, Difference.MISS),
        (BoxRole.TRUE, Difference.MISS),
    ]
    assert boxes[0].overlap == pytest.approx(1.0)
    assert boxes[3].overlap == pytest.approx(90 / 110)


def test_without_a_truth_nothing_is_right_or_wrong() -> None:
    boxes = PictureObjects.of(CLASSES, ROWS, None).choose(BoxThresholds(0.1, 0.5))

    assert {box.outcome for box in boxes} == {Difference.UNKNOWN}
    assert all(box.overlap is None for box in boxes if box.role is BoxRole.KEPT)


@pytest.fixture
def viewer(qtbot: QtBot) -> BoxViewer:
    view = BoxViewer()
    qtbot.addWidget(view)
    view.resize(400, 400)
    picture = QImage(80, 80, QImage.Format.Format_RGB32)
    picture.fill(0)
    view.set_picture(picture, width=80, height=80)
    view.set_boxes(PictureObjects.of(CLASSES, ROWS, TRUTH).choose(BoxThresholds(0.1, 0.5)))
    view.set_layer_shown(Layer.DIFFERENCE, is_shown=False)
    return view


def test_suppressed_boxes_are_drawn_when_they_are_asked_for(viewer: BoxViewer) -> None:
    assert BoxRole.SUPPRESSED not in {box.role for box in viewer.drawn_boxes()}

    viewer.set_suppressed_shown(is_shown=True)

    assert BoxRole.SUPPRESSED in {box.role for box in viewer.drawn_boxes()}


def test_layers_hide_what_is_true_and_what_is_found(viewer: BoxViewer) -> None:
    viewer.set_layer_shown(Layer.TRUTH, is_shown=False)
    assert {box.role for box in viewer.drawn_boxes()} == {BoxRole.KEPT}

    viewer.set_layer_shown(Layer.PREDICTION, is_shown=False)
    assert viewer.drawn_boxes() == ()


def test_the_difference_leaves_true_boxes_out_that_were_found(viewer: BoxViewer) -> None:
    viewer.set_layer_shown(Layer.DIFFERENCE, is_shown=True)

    true = [box.outcome for box in viewer.drawn_boxes() if box.role is BoxRole.TRUE]
    assert true == [Difference.MISS, Difference.MISS]


def test_the_smallest_box_under_a_pixel_is_found(viewer: BoxViewer) -> None:
    found = viewer.box_at(45.0, 5.0)

    assert found is not None
    assert (found.label, found.score) == ("nut", pytest.approx(0.2))
    assert viewer.box_at(75.0, 5.0) is None


def test_it_is_painted_in_the_colour_of_what_became_of_a_box(viewer: BoxViewer) -> None:
    plain = viewer.grab().toImage()
    viewer.set_layer_shown(Layer.DIFFERENCE, is_shown=True)
    viewer.choose_box(viewer.boxes[0])

    assert viewer.grab().toImage() != plain


def test_one_box_is_measured_with_the_largest_true_one_and_so_is_that_of_the_activation_map() -> None:
    objects = replace(PictureObjects.of(CLASSES, ROWS[2:3], TRUTH[:2]), seen_xyxy=(20.0, 20.0, 30.0, 25.0))

    boxes = objects.the_one()

    assert roles(boxes) == ["kept", "seen", "true", "true"]
    assert [box.label for box in boxes[:2]] == ["nut", "nut"]
    # Both true ones are equally large: the first one counts.
    assert [box.overlap for box in boxes[:2]] == [0.0, 0.0]
    alone = replace(objects, truth=TRUTH[1:2]).the_one()
    assert [box.overlap for box in alone[:2]] == pytest.approx([1.0, 0.5])
    assert alone[1].score is None


def test_one_box_of_which_nothing_is_known_has_no_overlap() -> None:
    boxes = PictureObjects.of(CLASSES, ROWS[:1], None).the_one()

    assert roles(boxes) == ["kept"]
    assert boxes[0].overlap is None
