"""Average precision against the tools of COCO, with ties, crowds, empty pictures, and more objects than count."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ops.detections.average_precision import interpolated_precisions, score_detections
from engine.ops.detections.objects import compare_boxes, found_boxes, true_boxes
from tests.engine.ops.detections.coco_tools import coco_scores
from tests.engine.ops.detections.drawn_pictures import CLASSES, compared, drawn_pictures

NOTHING = np.zeros((0, 4))


@settings(max_examples=40)
@given(st.integers(0, 100_000))
def test_every_number_is_that_of_the_tools_of_coco(seed: int) -> None:
    pictures = drawn_pictures(seed)
    precisions, recalls, stats = coco_scores(pictures)

    scores = score_detections(compared(pictures), classes=CLASSES)

    np.testing.assert_allclose(scores.precisions, precisions, rtol=0, atol=1e-15)
    np.testing.assert_allclose(scores.recalls, recalls, rtol=0, atol=1e-15)
    found = [
        *(scores.mean, scores.at(0.5), scores.at(0.75), scores.small, scores.medium, scores.large),
        *(scores.recall(most) for most in (1, 10, 100)),
    ]
    assert [-1 if each is None else each for each in found] == pytest.approx(stats[:9], abs=1e-12)


def test_no_more_than_a_hundred_of_a_picture_count_as_in_the_tools_of_coco() -> None:
    chance = np.random.default_rng(1)
    corners = chance.integers(0, 500, (300, 2)).astype(float)
    boxes = np.concatenate([corners, corners + chance.integers(1, 60, (300, 2))], axis=1)
    pictures = [
        (true_boxes(boxes[:150], np.zeros(150)), found_boxes(boxes[:250], np.zeros(250), chance.uniform(size=250)))
    ]
    precisions, recalls, _ = coco_scores(pictures)

    scores = score_detections(compared(pictures), classes=CLASSES)

    np.testing.assert_allclose(scores.precisions, precisions, rtol=0, atol=1e-15)
    np.testing.assert_allclose(scores.recalls, recalls, rtol=0, atol=1e-15)
    assert scores.recall(100) < 1


def test_the_precision_of_a_worked_example() -> None:
    is_hit = np.array([True, False, True, False])

    found = interpolated_precisions(is_hit, ~is_hit, truths=4)

    # One of four at precision 1, a second one at 2 / 3; the others are never reached.
    assert found.tolist() == pytest.approx([1.0] * 26 + [2 / 3] * 25 + [0.0] * 50)


def test_finding_everything_scores_one_and_nothing_scores_zero() -> None:
    truth = true_boxes([[0, 0, 50, 50], [60, 60, 90, 90]], [0, 1])
    everything = found_boxes(truth.boxes_xyxy, truth.classes, [0.3, 0.9])
    nothing = found_boxes(NOTHING, [], [])

    assert score_detections([compare_boxes(truth, everything)], classes=2).mean == pytest.approx(1.0)
    assert score_detections([compare_boxes(truth, nothing)], classes=2).mean == 0.0


def test_a_class_that_never_occurs_has_no_score_and_does_not_count() -> None:
    truth = true_boxes([[0, 0, 50, 50]], [0])
    found = found_boxes([[0, 0, 50, 50], [0, 0, 50, 50]], [0, 1], [0.5, 0.9])

    scores = score_detections([compare_boxes(truth, found)], classes=2)

    assert scores.of_classes == (pytest.approx(1.0), None)
    assert scores.mean == pytest.approx(1.0)
    assert scores.small is None


def test_pictures_without_any_object_have_no_score() -> None:
    empty = compare_boxes(true_boxes(NOTHING, []), found_boxes(NOTHING, [], []))

    assert score_detections([empty, empty], classes=2).mean is None
    assert score_detections([], classes=2).mean is None


def test_boxes_without_area_are_never_found_and_cost_nothing_but_that() -> None:
    truth = true_boxes([[5, 5, 5, 5], [0, 0, 10, 10]], [0, 0])
    found = found_boxes([[5, 5, 5, 5], [0, 0, 10, 10]], [0, 0], [0.9, 0.8])

    scores = score_detections([compare_boxes(truth, found)], classes=1)

    # The second of two is a hit: half of the recalls at a precision of 1 / 2.
    assert scores.at(0.5) == pytest.approx(51 / 101 / 2)
