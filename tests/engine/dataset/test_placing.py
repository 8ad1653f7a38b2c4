from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.annotations import Annotation, Box, ClassMaskFile, MaskCodes, MaskFile, Polygon, RunLengths
from engine.contract.dataset import ProblemCode
from engine.dataset.placing import Frame, Placed, Placement, place_annotations

SQUARE = ((10.0, 10.0), (20.0, 10.0), (20.0, 20.0), (10.0, 20.0))


@pytest.fixture
def frame(tmp_path: Path) -> Frame:
    """A picture of 100 x 50 px."""
    return Frame("a.jpg", tmp_path, width=100, height=50, classes=("cat", "dog"))


def box(x_min: float, y_min: float, x_max: float, y_max: float, *, is_relative: bool = False) -> Annotation:
    corners = Box(x_min, y_min, x_max, y_max)
    return Annotation(corners, "cat", is_relative=is_relative, file="labels.txt", place="line 3")


def outline(*rings: tuple[tuple[float, float], ...]) -> Annotation:
    return Annotation(Polygon(rings), "cat")


def only(placement: Placement) -> Placed:
    (placed,) = placement.annotations
    return placed


def codes(placement: Placement) -> list[tuple[ProblemCode, str]]:
    return [(problem.code, problem.action) for problem in placement.problems]


def save_mask(frame: Frame, pixels: np.ndarray, name: str = "mask.png") -> None:
    Image.fromarray(pixels.astype(np.uint8)).save(frame.root / name)


def test_sound_box_is_kept_as_it_is(frame: Frame) -> None:
    placement = place_annotations([box(1.5, 2.25, 30, 40)], frame)

    assert only(placement) == Placed(box(1.5, 2.25, 30, 40), Box(1.5, 2.25, 30, 40), area_px=28.5 * 37.75)
    assert placement.problems == ()


def test_shares_of_a_picture_become_pixels(frame: Frame) -> None:
    placed = only(place_annotations([box(0.1, 0.2, 0.5, 0.6, is_relative=True)], frame))

    assert placed.box == Box(10, 10, 50, 30)
    assert not placed.annotation.is_relative


def test_swapped_corners_are_put_right_and_told(frame: Frame) -> None:
    placement = place_annotations([box(30, 40, 10, 20)], frame)

    assert only(placement).box == Box(10, 20, 30, 40)
    assert codes(placement) == [(ProblemCode.BOX_INVERTED, "repaired")]
    assert placement.problems[0].place == "labels.txt, line 3"


def test_box_of_no_area_is_dropped_but_stays_visible(frame: Frame) -> None:
    placement = place_annotations([box(10, 20, 10, 40)], frame)

    assert only(placement).is_dropped
    assert codes(placement) == [(ProblemCode.BOX_EMPTY, "dropped")]
    assert placement.problems[0].box == Box(10, 20, 10, 40)


def test_box_beyond_the_border_is_cut_and_told(frame: Frame) -> None:
    placement = place_annotations([box(-10, 20, 30, 70)], frame)

    assert only(placement).box == Box(0, 20, 30, 50)
    assert codes(placement) == [(ProblemCode.BOX_OUTSIDE, "repaired")]


def test_box_within_a_pixel_of_the_border_is_not_touched(frame: Frame) -> None:
    placement = place_annotations([box(-0.5, 20, 30, 51)], frame)

    assert only(placement).box == Box(-0.5, 20, 30, 51)
    assert placement.problems == ()


def test_box_outside_of_the_picture_is_dropped(frame: Frame) -> None:
    placement = place_annotations([box(200, 20, 230, 30)], frame)

    assert only(placement).is_dropped
    assert codes(placement) == [(ProblemCode.BOX_OUTSIDE, "dropped")]


def test_same_box_twice_is_used_once(frame: Frame) -> None:
    placement = place_annotations([box(1, 2, 3, 4), box(1, 2, 3, 4)], frame)

    assert [placed.is_dropped for placed in placement.annotations] == [False, True]
    assert codes(placement) == [(ProblemCode.DUPLICATE_ANNOTATION, "dropped")]


def test_polygon_has_the_extent_and_area_of_all_its_rings(frame: Frame) -> None:
    triangle = ((30.0, 10.0), (40.0, 10.0), (30.0, 20.0))

    placed = only(place_annotations([outline(SQUARE, triangle)], frame))

    assert placed.box == Box(10, 10, 40, 20)
    assert placed.area_px == 150


def test_stated_box_of_a_polygon_is_kept(frame: Frame) -> None:
    stated = replace(outline(SQUARE), box=Box(9.5, 9.5, 20.5, 20.5))

    assert only(place_annotations([stated], frame)).box == Box(9.5, 9.5, 20.5, 20.5)


def test_polygon_of_two_points_is_dropped(frame: Frame) -> None:
    placement = place_annotations([outline(((1.0, 1.0), (2.0, 2.0)))], frame)

    assert only(placement).is_dropped
    assert codes(placement) == [(ProblemCode.POLYGON_TOO_FEW_POINTS, "dropped")]


def test_ring_of_two_points_is_left_out_of_its_polygon(frame: Frame) -> None:
    placement = place_annotations([outline(SQUARE, ((1.0, 1.0), (2.0, 2.0)))], frame)

    assert only(placement).annotation.geometry == Polygon((SQUARE,))
    assert codes(placement) == [(ProblemCode.POLYGON_TOO_FEW_POINTS, "repaired")]


def test_polygon_beyond_the_border_is_cut_along_it(frame: Frame) -> None:
    placement = place_annotations([outline(((90.0, 10.0), (110.0, 10.0), (110.0, 20.0), (90.0, 20.0)))], frame)

    placed = only(placement)
    assert placed.box == Box(90, 10, 100, 20)
    assert placed.area_px == 100
    assert codes(placement) == [(ProblemCode.BOX_OUTSIDE, "repaired")]


def test_polygon_on_one_line_covers_nothing(frame: Frame) -> None:
    placement = place_annotations([outline(((1.0, 1.0), (2.0, 2.0), (3.0, 3.0)))], frame)

    assert codes(placement) == [(ProblemCode.BOX_EMPTY, "dropped")]


@pytest.mark.parametrize(
    ("orientation", "expected"),
    [(5, Box(10, 20, 40, 30)), (6, Box(60, 20, 90, 30)), (7, Box(60, 20, 90, 30)), (8, Box(10, 20, 40, 30))],
)
def test_labels_of_the_stored_picture_are_turned_upright(frame: Frame, orientation: int, expected: Box) -> None:
    turned = replace(frame, orientation=orientation, stated_size=(50, 100))
    stored = box(20, 10, 30, 40)

    placement = place_annotations([stored], turned)

    assert codes(placement) == [(ProblemCode.ROTATED, "repaired")]
    found = only(placement).box
    assert found is not None
    assert (found.width, found.height) == (30, 10)
    assert (found.x_min, found.x_max) == (expected.x_min, expected.x_max)


def test_labels_of_the_upright_picture_are_not_turned(frame: Frame) -> None:
    upright = replace(frame, orientation=6, stated_size=(100, 50))

    placement = place_annotations([box(20, 10, 30, 40)], upright)

    assert only(placement).box == Box(20, 10, 30, 40)
    assert placement.problems == ()


def test_wrong_stated_size_is_told_and_nothing_is_moved(frame: Frame) -> None:
    placement = place_annotations([box(1, 2, 3, 4)], replace(frame, stated_size=(200, 100)))

    assert codes(placement) == [(ProblemCode.WRONG_SIZE_STATED, "kept")]
    assert only(placement).box == Box(1, 2, 3, 4)


def test_mask_of_run_lengths_has_its_extent_and_area(frame: Frame) -> None:
    runs = RunLengths(50, 100, (50 * 10 + 5, 7, 50 * 100 - 50 * 10 - 12))

    placed = only(place_annotations([Annotation(runs, "cat")], frame))

    assert placed.box == Box(10, 5, 11, 12)
    assert placed.area_px == 7


def test_run_lengths_of_the_stored_picture_are_turned(frame: Frame) -> None:
    turned = replace(frame, orientation=6, stated_size=(50, 100))
    stored = RunLengths(100, 50, (0, 1, 4999))  # the first pixel at the top left, which a turn to the right moves right

    placed = only(place_annotations([Annotation(stored, "cat")], turned))

    assert placed.box == Box(99, 0, 100, 1)
    assert isinstance(placed.annotation.geometry, RunLengths)
    assert (placed.annotation.geometry.height, placed.annotation.geometry.width) == (50, 100)


def test_mask_of_another_size_is_dropped(frame: Frame) -> None:
    save_mask(frame, np.full((20, 20), 255))

    placement = place_annotations([Annotation(MaskFile("mask.png"), "cat")], frame)

    assert codes(placement) == [(ProblemCode.MASK_SIZE, "dropped")]
    assert "20 × 20 px" in placement.problems[0].message


def test_objects_of_one_mask_file_are_told_apart(frame: Frame) -> None:
    pixels = np.zeros((50, 100))
    pixels[0:10, 0:10], pixels[20:30, 40:60] = 1, 2
    save_mask(frame, pixels)

    masks = [Annotation(MaskFile("mask.png", value), "cat") for value in (1, 2, 3)]
    placement = place_annotations(masks, frame)

    assert [placed.box for placed in placement.annotations] == [Box(0, 0, 10, 10), Box(40, 20, 60, 30), None]
    assert codes(placement) == [(ProblemCode.MASK_EMPTY, "dropped")]


def test_class_mask_counts_the_pixels_of_each_class(frame: Frame) -> None:
    pixels = np.zeros((50, 100))
    pixels[0:10, 0:10], pixels[20:22, 40:41] = 32, 77
    save_mask(frame, pixels)
    coded = replace(frame, codes=MaskCodes("grey", ((0, "cat"), (32, "dog"))))

    placement = place_annotations([Annotation(ClassMaskFile("mask.png"), None)], coded)

    assert [(placed.annotation.label, placed.area_px) for placed in placement.annotations] == [
        ("cat", 4898),
        ("dog", 100),
    ]
    assert codes(placement) == [(ProblemCode.MASK_UNKNOWN_CODE, "dropped")]
    assert "2 pixels of the value 77" in placement.problems[0].message


def test_broken_mask_is_a_problem(frame: Frame) -> None:
    (frame.root / "mask.png").write_bytes(b"no picture")

    placement = place_annotations([Annotation(MaskFile("mask.png"), "cat")], frame)

    assert codes(placement) == [(ProblemCode.MASK_UNREADABLE, "dropped")]
