import numpy as np

from engine.contract.annotations import NO_CLASS
from engine.ops.instances import Separation, find_instances

COMPONENTS = Separation(method="components")
MASK = np.array(
    [
        [1, 1, 1, 0, 0, 2],
        [1, 0, 1, 0, 0, 2],
        [1, 1, 1, 0, 1, 0],
        [0, 0, NO_CLASS, 0, 0, 0],
    ],
    np.uint8,
)


def test_objects_have_numbers_and_classes() -> None:
    labels, classes = find_instances(MASK, background=0, separation=COMPONENTS)

    assert labels.tolist() == [[1, 1, 1, 0, 0, 3], [1, 0, 1, 0, 0, 3], [1, 1, 1, 0, 2, 0], [0] * 6]
    assert classes == (1, 1, 2)


def test_small_objects_are_left_out_and_the_others_stay_numbered() -> None:
    labels, classes = find_instances(MASK, background=0, separation=Separation(method="components", least_area_px=2))

    assert labels[0].tolist() == [1, 1, 1, 0, 0, 2]
    assert labels[2, 4] == 0
    assert classes == (1, 2)


def test_small_holes_are_filled_and_bays_at_the_edge_are_not() -> None:
    filled = find_instances(MASK, background=0, separation=Separation(method="components", largest_hole_px=1)).labels
    corner = np.array([[0, 1], [1, 1]], np.uint8)

    assert filled[1, 1] == 1
    assert (
        np.count_nonzero(filled) == np.count_nonzero(find_instances(MASK, background=0, separation=COMPONENTS)[0]) + 1
    )
    assert (
        find_instances(corner, background=0, separation=Separation(method="components", largest_hole_px=9))[0][0, 0]
        == 0
    )


def test_holes_of_another_class_or_of_more_pixels_stay() -> None:
    ring = np.ones((4, 5), np.uint8)
    ring[1:3, 1:4] = 0
    eye = ring.copy()
    eye[1:3, 1:4] = 2

    kept = find_instances(ring, background=0, separation=Separation(method="components", largest_hole_px=5)).labels
    whole = find_instances(ring, background=0, separation=Separation(method="components", largest_hole_px=6)).labels
    other = find_instances(eye, background=0, separation=Separation(method="components", largest_hole_px=6))

    assert (np.count_nonzero(kept), np.count_nonzero(whole)) == (14, 20)
    assert (other.labels[1, 1], other.classes) == (2, (1, 2))


def test_a_hole_belongs_to_the_innermost_class_around_it() -> None:
    mask = np.full((7, 7), 1, np.uint8)
    mask[1:6, 1:6] = 2
    mask[3, 3] = 0

    labels, classes = find_instances(mask, background=0, separation=Separation(method="components", largest_hole_px=30))

    assert classes == (1, 2)
    assert labels[3, 3] == 2


def test_the_watershed_keeps_all_pixels_of_a_class() -> None:
    rows, columns = np.mgrid[:30, :60]
    mask = np.zeros((30, 60), np.uint8)
    for column in (15, 31, 47):
        mask[(rows - 15) ** 2 + (columns - column) ** 2 <= 81] = 3

    labels, classes = find_instances(mask, background=0, separation=Separation(method="watershed"))

    assert classes == (3, 3, 3)
    assert np.array_equal(labels > 0, mask > 0)


def test_an_empty_mask_has_no_objects() -> None:
    labels, classes = find_instances(np.zeros((3, 4), np.uint8), background=0, separation=COMPONENTS)

    assert (labels.any(), classes) == (False, ())
