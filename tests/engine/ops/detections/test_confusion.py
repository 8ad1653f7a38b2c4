import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ops.detections.confusion import confuse_objects
from engine.ops.detections.objects import ComparedObjects, compare_boxes, found_boxes, true_boxes
from tests.engine.ops.detections.drawn_pictures import CLASSES, compared, drawn_pictures


def confused(*pictures: ComparedObjects) -> list[list[int]]:
    return confuse_objects(pictures, classes=2, score_threshold=0.5, iou_threshold=0.5).tolist()


def test_pairs_missed_and_in_vain_of_a_worked_example() -> None:
    truth = true_boxes([[0, 0, 10, 10], [20, 0, 30, 10], [40, 0, 50, 10]], [0, 1, 1])
    found = found_boxes(
        [[0, 0, 10, 9], [20, 0, 30, 10], [70, 0, 80, 10], [40, 0, 50, 10]], [0, 0, 1, 1], [0.9, 0.8, 0.7, 0.4]
    )

    # One right, one of class 1 taken for 0, one of class 1 missed (its score is too low), one found in vain.
    assert confused(compare_boxes(truth, found)) == [[1, 0, 0], [1, 0, 1], [0, 1, 0]]


def test_of_equal_overlaps_the_right_class_is_the_partner() -> None:
    truth = true_boxes([[0, 0, 10, 10]], [1])
    found = found_boxes([[0, 0, 10, 10]] * 2, [0, 1], [0.9, 0.6])

    assert confused(compare_boxes(truth, found)) == [[0, 0, 0], [0, 1, 0], [1, 0, 0]]


def test_what_is_found_within_a_crowd_does_not_count_nor_the_crowd() -> None:
    truth = true_boxes([[0, 0, 90, 90]], [0], is_crowd=[True])
    found = found_boxes([[10, 10, 20, 20], [85, 85, 99, 99]], [0, 1], [0.9, 0.9])

    assert confused(compare_boxes(truth, found)) == [[0, 0, 0], [0, 0, 0], [0, 1, 0]]


@settings(max_examples=30)
@given(st.integers(0, 100_000))
def test_rows_count_what_is_true_and_columns_what_was_found(seed: int) -> None:
    pictures = compared(drawn_pictures(seed))

    matrix = confuse_objects(pictures, classes=CLASSES, score_threshold=0.4, iou_threshold=0.5)

    true = np.concatenate([each.true_classes[~each.is_crowd] for each in pictures])
    found = np.concatenate([each.found_classes[each.scores >= 0.4] for each in pictures])
    assert matrix[:-1].sum(axis=1).tolist() == np.bincount(true, minlength=CLASSES).tolist()
    assert (matrix[:, :-1].sum(axis=0) <= np.bincount(found, minlength=CLASSES)).all()
    assert matrix[-1, -1] == 0
