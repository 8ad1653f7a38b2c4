"""Objects as rows of numbers and back."""

from dataclasses import replace

import numpy as np
import pytest

from engine.ops.detections.object_rows import objects_of_rows, rows_of_mask_overlaps, rows_of_objects
from engine.ops.detections.objects import PictureObjects, found_boxes, true_boxes

HERE, THERE = (0, 0, 10, 10), (30, 0, 40.5, 10)


def test_objects_come_back_as_they_were_with_pictures_without_any() -> None:
    first = PictureObjects(
        true_boxes([HERE, THERE], [0, 2], is_crowd=[False, True]), found_boxes([THERE, HERE], [1, 0], [0.75, 0.5])
    )
    empty = PictureObjects(true_boxes([], []), found_boxes([], [], []))

    found = objects_of_rows(rows_of_objects([empty, first, empty]), pictures=3)

    assert [len(one.true.classes) for one in found] == [0, 2, 0]
    assert found[1].true.boxes_xyxy.tolist() == [list(HERE), list(THERE)]
    assert found[1].true.classes.tolist() == [0, 2]
    assert found[1].true.is_crowd.tolist() == [False, True]
    assert found[1].found.classes.tolist() == [1, 0]
    assert found[1].found.scores.tolist() == [0.75, 0.5]
    assert found[1].found.boxes_xyxy.tolist() == [list(THERE), list(HERE)]


def test_without_pictures_there_are_no_rows() -> None:
    rows = rows_of_objects([])

    assert rows.shape == (0, 8)
    assert rows.dtype == np.float32
    assert objects_of_rows(rows, pictures=0) == ()


def masked(overlaps: list[list[float]]) -> PictureObjects:
    picture = PictureObjects(
        true_boxes([HERE, THERE], [0, 0]), found_boxes([HERE, THERE, HERE], [0, 0, 0], [0.9, 0.8, 0.7])
    )
    return replace(picture, mask_overlaps=np.array(overlaps))


def test_overlaps_of_masks_come_back_with_their_objects() -> None:
    empty = PictureObjects(true_boxes([], []), found_boxes([], [], []), np.zeros((0, 0)))
    pictures = [empty, masked([[0.5, 0.0], [0.0, 1.0], [0.25, 0.125]]), empty]

    rows = rows_of_mask_overlaps(pictures)
    found = objects_of_rows(rows_of_objects(pictures), pictures=3, mask_overlaps=rows)

    assert rows.shape == (4, 4)
    for one, each in zip(found, pictures, strict=True):
        np.testing.assert_array_equal(one.compared().overlaps, each.mask_overlaps)


def test_overlaps_of_other_objects_are_refused() -> None:
    rows = rows_of_objects([masked([[0.0, 0.0]] * 3)])
    strange = np.array([[0, 3, 0, 0.5]], np.float32)

    with pytest.raises(ValueError, match="other objects"):
        objects_of_rows(rows, pictures=1, mask_overlaps=strange)


def test_where_masks_are_known_they_say_what_overlaps_and_boxes_do_not() -> None:
    picture = masked([[0.0, 0.0], [0.0, 0.75], [0.5, 0.0]])

    above = picture.above(0.75)

    assert above.compared().overlaps.tolist() == [[0.0, 0.0], [0.0, 0.75]]
    assert replace(above, mask_overlaps=None).compared().overlaps.tolist() == [[1.0, 0.0], [0.0, 1.0]]
