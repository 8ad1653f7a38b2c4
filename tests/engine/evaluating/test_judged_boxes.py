"""What became of single objects, by hand."""

import numpy as np

from engine.contract.boxes import OUTCOMES
from engine.evaluating.judged_boxes import judge_boxes
from engine.ops.detections.objects import PictureObjects, found_boxes, true_boxes

HERE, THERE, AWAY = (0, 0, 10, 10), (30, 0, 40, 10), (60, 60, 70, 70)
NEAR = (0, 0, 10, 4)


def outcomes(*pictures: PictureObjects, score: float = 0.5) -> list[tuple[int, str]]:
    judged = judge_boxes(pictures, score_threshold=score)
    return [(int(row[0]), OUTCOMES[int(row[7])]) for row in judged]


def test_hits_false_boxes_and_missed_ones_are_told_picture_by_picture() -> None:
    first = PictureObjects(true_boxes([HERE, THERE], [0, 0]), found_boxes([HERE, AWAY], [0, 0], [0.9, 0.8]))
    second = PictureObjects(true_boxes([HERE], [0]), found_boxes([HERE, HERE], [1, 1], [0.9, 0.2]))

    assert outcomes(first, second) == [
        (0, "hit"), (0, "background"), (0, "missed"), (1, "classification"), (1, "missed"),
    ]  # fmt: skip


def test_an_object_found_too_loosely_is_told_with_its_overlap() -> None:
    picture = PictureObjects(true_boxes([HERE], [0]), found_boxes([NEAR], [0], [0.9]))

    judged = judge_boxes([picture], score_threshold=0.5)

    assert [OUTCOMES[int(row[7])] for row in judged] == ["localisation", "missed"]
    assert judged[0, 8] == np.float32(0.4)
    assert np.isnan(judged[1, 6])


def test_what_lies_in_a_crowd_is_neither_right_nor_wrong() -> None:
    picture = PictureObjects(true_boxes([HERE], [0], is_crowd=[True]), found_boxes([NEAR], [0], [0.9]))

    assert outcomes(picture) == []


def test_pictures_without_objects_are_no_rows() -> None:
    empty = PictureObjects(true_boxes([], []), found_boxes([], [], []))

    assert judge_boxes([empty, empty], score_threshold=0.5).shape == (0, 9)
