import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ops.detections.average_precision import interpolated_precisions, score_detections
from engine.ops.detections.curves import detection_curve
from engine.ops.detections.objects import compare_boxes, found_boxes, true_boxes
from tests.engine.ops.detections.drawn_pictures import CLASSES, compared, drawn_pictures

# Two true objects; a hit, one in vain, and a hit in the second picture, besides one in a crowd.
PICTURES = [
    compare_boxes(
        true_boxes([[0, 0, 10, 10], [50, 50, 90, 90]], [0, 0], is_crowd=[False, True]),
        found_boxes([[20, 20, 30, 30], [0, 0, 10, 9], [60, 60, 70, 70]], [0, 0, 0], [0.7, 0.9, 0.8]),
    ),
    compare_boxes(true_boxes([[0, 0, 10, 10]], [0]), found_boxes([[0, 0, 10, 10]], [0], [0.4])),
]


def test_the_curve_of_a_worked_example_names_every_object() -> None:
    curve = detection_curve(PICTURES, 0, iou_threshold=0.5)

    assert curve.scores.tolist() == [0.9, 0.7, 0.4]
    assert list(zip(curve.pictures.tolist(), curve.places.tolist(), strict=True)) == [(0, 1), (0, 0), (1, 0)]
    assert curve.precisions.tolist() == pytest.approx([1, 1 / 2, 2 / 3])
    assert curve.recalls.tolist() == [0.5, 0.5, 1.0]


def test_f1_of_a_worked_example_at_thresholds() -> None:
    curve = detection_curve(PICTURES, 0, iou_threshold=0.5)

    assert curve.f1([1.0, 0.9, 0.8, 0.5, 0.4, 0.0]).tolist() == pytest.approx([0, 2 / 3, 2 / 3, 1 / 2, 4 / 5, 4 / 5])
    assert curve.best_threshold == 0.4


def test_equal_scores_are_kept_together() -> None:
    picture = compare_boxes(
        true_boxes([[0, 0, 10, 10]], [0]),
        found_boxes([[0, 0, 10, 10], [50, 50, 60, 60]], [0, 0], [0.5, 0.5]),
    )

    assert detection_curve([picture], 0, iou_threshold=0.5).f1([0.5]).tolist() == pytest.approx([2 / 3])


def test_a_class_that_nobody_speaks_of_has_an_empty_curve() -> None:
    curve = detection_curve(PICTURES, 1, iou_threshold=0.5)

    assert curve.scores.size == curve.precisions.size == curve.truths == 0
    assert curve.f1([0.5]).tolist() == [0.0]
    assert curve.best_threshold is None


@settings(max_examples=20)
@given(st.integers(0, 100_000))
def test_the_area_under_a_curve_is_the_average_precision(seed: int) -> None:
    pictures = compared(drawn_pictures(seed))
    scores = score_detections(pictures, classes=CLASSES)

    for one in range(CLASSES):
        curve = detection_curve(pictures, one, iou_threshold=0.75)
        if curve.truths:
            area = interpolated_precisions(curve.is_hit, ~curve.is_hit, truths=curve.truths)
            np.testing.assert_array_equal(area, scores.precisions[one, 0, 5])
            assert curve.recalls[-1:] == pytest.approx(scores.recalls[one, 0, 5, 2] if curve.scores.size else [])
