"""Objects as rows of numbers and back."""

import numpy as np

from engine.ops.detections.object_rows import objects_of_rows, rows_of_objects
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
