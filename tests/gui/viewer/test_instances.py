"""Masks of single objects: decoded, told apart where they touch, judged, and drawn by the viewer."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from engine.contract.boxes import PictureBoxes, TrueBox
from engine.dataset.masks.found_masks import part_of_counts
from engine.dataset.masks.run_lengths import compress_counts, run_lengths_of
from engine.ops.detections.mask_parts import MaskPart, part_of
from engine.ops.mask_difference import Difference
from gui.viewer.box_layers import BoxRole, BoxThresholds, PictureObjects
from gui.viewer.box_viewer import BoxViewer
from gui.viewer.instance_layers import InstanceStyle, LayerArea, instance_layer, shades_of

WIDTH, HEIGHT = 40, 30
CLASSES = ("leaf", "nut")
ROWS = np.array([[0, 0, 20, 20, 0, 0.9], [20, 0, 40, 20, 0, 0.8], [0, 20, 40, 30, 1, 0.1]], np.float64)


def mask(left: int, top: int, right: int, bottom: int) -> np.ndarray:
    pixels = np.zeros((HEIGHT, WIDTH), np.bool_)
    pixels[top:bottom, left:right] = True
    return pixels


def counts(pixels: np.ndarray) -> str:
    return compress_counts(run_lengths_of(pixels).counts)


LEFT, RIGHT, BELOW = mask(0, 0, 10, 20), mask(10, 0, 40, 20), mask(0, 20, 40, 30)
SAID = PictureBoxes(
    image="a.png", width=WIDTH, height=HEIGHT, boxes=(), candidate_masks=tuple(map(counts, (LEFT, RIGHT, BELOW)))
)


def objects(truth: tuple[TrueBox, ...] | None = None) -> PictureObjects:
    return PictureObjects.of(CLASSES, ROWS, truth).with_masks(SAID)


@pytest.mark.parametrize("pixels", [LEFT, RIGHT, BELOW, mask(0, 0, WIDTH, HEIGHT), mask(0, 0, 0, 0), ~mask(3, 4, 9, 8)])
def test_a_mask_is_decoded_as_it_was_coded(pixels: np.ndarray) -> None:
    part = part_of_counts(counts(pixels), width=WIDTH, height=HEIGHT)

    assert np.array_equal(part.within((HEIGHT, WIDTH)), pixels)


def test_objects_that_touch_have_other_shades() -> None:
    numbers = np.array([[1, 1, 2, 2, 0, 4], [1, 1, 3, 3, 0, 4]], np.int32)

    shades = shades_of(numbers, objects=4)

    assert len({shades[0], shades[1], shades[2]}) == 3
    assert shades[3] == 0


def test_a_layer_is_filled_where_an_object_is_and_clear_elsewhere() -> None:
    area = LayerArea((0.0, 0.0, float(WIDTH), float(HEIGHT)), (300, 400))
    style = InstanceStyle(0.5, line_px=1, has_casing=False)

    image = instance_layer([part_of(LEFT), part_of(mask(10, 0, 20, 20))], [QColor(200, 0, 0)] * 2, area, style)

    assert image.pixelColor(50, 100).getRgb() == (200, 0, 0, 128)
    assert image.pixelColor(150, 100).getRgb()[:3] != (200, 0, 0)
    assert image.pixelColor(99, 100).alpha() > 200
    assert image.pixelColor(250, 100).alpha() == 0


def test_where_masks_overlap_the_better_object_keeps_the_pixel() -> None:
    numbers = LayerArea.whole(width=WIDTH, height=HEIGHT).number([part_of(LEFT), part_of(mask(0, 0, 40, 30))])

    assert (numbers[0, 0], numbers[-1, -1]) == (1, 2)


def test_a_layer_of_a_part_shows_what_lies_there() -> None:
    numbers = LayerArea((5.0, 10.0, 15.0, 20.0), (10, 10)).number([MaskPart(0, 0, np.ones((20, 10), np.bool_))])

    assert (numbers[:, :5] == 1).all()
    assert (numbers[:, 5:] == 0).all()


def test_shown_objects_carry_their_masks_at_every_threshold() -> None:
    few, many = objects().choose(BoxThresholds(0.5)), objects().choose(BoxThresholds(0.05))
    of_classes = objects().choose(BoxThresholds(of_classes={"leaf": 0.85, "nut": 0.05}))

    assert [box.area_px for box in few] == [200.0, 600.0]
    assert [box.area_px for box in many] == [200.0, 600.0, 400.0]
    assert [box.area_px for box in of_classes] == [200.0, 400.0]


def test_masks_are_judged_by_their_pixels_and_not_by_their_boxes() -> None:
    truth = (
        TrueBox(label="leaf", box_xyxy=(0, 0, 20, 20), mask_counts=counts(mask(0, 0, 20, 20))),
        TrueBox(label="leaf", box_xyxy=(0, 0, 40, 20), mask_counts=counts(RIGHT)),
    )

    by_masks = objects(truth).choose(BoxThresholds(0.5, hit_iou=0.6))

    assert [box.outcome for box in by_masks] == [Difference.FALSE, Difference.HIT, Difference.MISS, Difference.HIT]
    assert by_masks[1].overlap == pytest.approx(1.0)


def test_what_has_no_masks_is_judged_by_boxes() -> None:
    truth = (TrueBox(label="leaf", box_xyxy=(0, 0, 20, 20)),)
    plain = PictureObjects.of(CLASSES, ROWS, truth).with_masks(SAID.model_copy(update={"candidate_masks": ()}))

    boxes = plain.choose(BoxThresholds(0.5))

    assert (boxes[0].outcome, boxes[0].mask) == (Difference.HIT, None)


@pytest.fixture
def viewer(qtbot: QtBot) -> BoxViewer:
    viewer = BoxViewer()
    qtbot.addWidget(viewer)
    viewer.resize(400, 330)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB888)
    image.fill(QColor("black"))
    viewer.set_picture(image)
    return viewer


def test_the_viewer_fills_a_mask_and_not_the_box_around_it(viewer: BoxViewer) -> None:
    box = objects().choose(BoxThresholds(0.85))[0]
    viewer.set_boxes((replace(box, box_xyxy=(0.0, 0.0, 40.0, 30.0)),))

    drawn = viewer.grab().toImage()

    rect = viewer.picture_rect
    inside = drawn.pixelColor(int(rect.left() + rect.width() * 0.12), int(rect.top() + rect.height() * 0.3))
    beside = drawn.pixelColor(int(rect.left() + rect.width() * 0.8), int(rect.top() + rect.height() * 0.8))
    assert inside.red() > 60
    assert beside.red() < 20


def test_the_object_under_the_cursor_is_the_one_whose_pixels_lie_there(viewer: BoxViewer) -> None:
    viewer.set_boxes(objects().choose(BoxThresholds(0.5)))

    left, right = viewer.box_at(5.5, 5.5), viewer.box_at(15.5, 5.5)

    assert left is not None
    assert right is not None
    assert (left.area_px, right.area_px) == (200.0, 600.0)
    assert viewer.box_at(15.5, 25.5) is None
    assert left.role is BoxRole.KEPT
