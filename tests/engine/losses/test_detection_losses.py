"""Losses of detectors against examples worked by hand, plain loops, and what must hold of their gradients."""

import math
from typing import Any

import numpy as np
import pytest
from keras import ops

from engine.inspect.gradients import value_and_gradients
from engine.losses.dense_detection import LEAST_WEIGHT, DenseDetectionLoss
from engine.losses.quality_focal import quality_focal
from engine.ops.boxes.dense_boxes import read_boxes
from engine.ops.boxes.task_alignment import align_tasks
from engine.ops.boxes.truth_rows import pack_truth, unpack_truth
from tests.engine.ops.boxes import plain_boxes

STRIDE, CLASSES, SIDE = 4.0, 2, 8
loss = DenseDetectionLoss(positions=3)


def values(tensor: Any) -> np.ndarray:
    return ops.convert_to_numpy(tensor)


def costs(rows: Any, maps: Any) -> Any:
    return loss(unpack_truth(rows), read_boxes(maps, stride_px=STRIDE))


# Losses of two pictures, and the gradient of their sum with respect to the map.
run = value_and_gradients(
    lambda points, inputs: (ops.sum(costs(inputs[0], points[0])), [costs(inputs[0], points[0])]), []
)


def learned(rows: np.ndarray, maps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    (found,), (slope,) = run([maps], [rows])
    return values(found), values(slope)


def drawn(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 1, (2, SIDE, SIDE, CLASSES + 4)).astype(np.float32)


def truth(*pictures: list[tuple[list[float], int, bool]]) -> np.ndarray:
    return np.stack(
        [
            pack_truth([one[0] for one in each], [one[1] for one in each], [one[2] for one in each], rows=3)
            for each in pictures
        ]
    )


OBJECTS = truth([([2, 3, 20, 18], 0, False), ([12, 10, 31, 30], 1, False)], [])


def test_quality_focal_loss_of_a_worked_example() -> None:
    found = values(quality_focal([0.7, 0.0, 1.0], [0.0, math.log(3), math.log(3)]))

    assert found == pytest.approx([0.2**2 * math.log(2), -(0.75**2) * math.log(0.25), -(0.25**2) * math.log(0.75)])


def test_a_score_that_is_its_target_costs_and_teaches_nothing() -> None:
    slopes = value_and_gradients(lambda points, inputs: (ops.sum(quality_focal(inputs[0], points[0])), []), [])

    logits = np.array([0.0, math.log(3)], np.float32)
    slope = values(slopes([logits], [np.array([0.5, 0.75], np.float32)])[1][0])

    np.testing.assert_allclose(slope, 0, atol=1e-6)


@pytest.mark.parametrize("beta", [0.5, 2.0])
def test_certain_scores_have_finite_costs_and_gradients(beta: float) -> None:
    slopes = value_and_gradients(
        lambda points, inputs: (ops.sum(quality_focal(inputs[0], points[0], beta=beta)), []), []
    )
    logits, targets = np.array([6e4, -6e4, 6e4, 0.0], np.float32), np.array([0.0, 1.0, 1.0, 0.5], np.float32)

    assert np.isfinite(values(quality_focal(targets, logits, beta=beta))).all()
    assert np.isfinite(values(slopes([logits], [targets])[1][0])).all()


def test_a_map_of_zeros_says_boxes_of_two_cells_around_each_centre() -> None:
    boxes = read_boxes(np.zeros((1, 2, 3, 5), np.float32), stride_px=4.0)

    assert values(boxes.points).tolist() == [[2, 2], [6, 2], [10, 2], [2, 6], [6, 6], [10, 6]]
    assert values(boxes.boxes_xyxy)[0, 1].tolist() == [2, -2, 10, 6]
    assert values(boxes.logits).shape == (1, 6, 1)


def test_truth_leads_back_from_its_rows() -> None:
    rows = unpack_truth(truth([([1, 2, 3, 4], 1, False), ([0, 0, 9, 9], 0, True)]))

    assert values(rows.boxes_xyxy)[0].tolist() == [[1, 2, 3, 4], [0, 0, 9, 9], [0, 0, 0, 0]]
    assert values(rows.classes).tolist() == [[1, 0, 0]]
    assert values(rows.is_object).tolist() == [[True, False, False]]
    assert values(rows.is_crowd).tolist() == [[False, True, False]]


def test_more_boxes_than_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="3 boxes, 2 rows"):
        pack_truth(np.zeros((3, 4)), [0] * 3, [False] * 3, rows=2)


def test_the_loss_of_a_map_is_that_of_plain_loops() -> None:
    maps = drawn(1)
    boxes = read_boxes(maps, stride_px=STRIDE)
    rows = unpack_truth(OBJECTS)
    aligned = align_tasks(
        ops.sigmoid(boxes.logits), boxes.boxes_xyxy, boxes.points, (rows.boxes_xyxy, rows.classes, rows.is_object),
        positions=3, reach=loss.reach,
    )  # fmt: skip
    matches, scores = values(aligned.matches), values(aligned.scores)
    expected = np.zeros(2)
    for picture, place in np.ndindex(*matches.shape):
        for one in range(CLASSES):
            box = matches[picture, place]
            target = float(scores[picture, place]) if box >= 0 and OBJECTS[picture, box, 4] == one else 0.0
            score = 1 / (1 + math.exp(-float(values(boxes.logits)[picture, place, one])))
            entropy = target * math.log(score) + (1 - target) * math.log(1 - score)
            expected[picture] -= abs(target - score) ** 2 * entropy
        if matches[picture, place] >= 0:
            overlap = plain_boxes.complete_iou(
                values(boxes.boxes_xyxy)[picture, place].tolist(),
                OBJECTS[picture, matches[picture, place], :4].tolist(),
            )
            expected[picture] += loss.boxes * max(float(scores[picture, place]), LEAST_WEIGHT) * (1 - overlap)

    found, _ = learned(OBJECTS, maps)

    np.testing.assert_allclose(found, expected / max(scores.sum() / 2, 1), rtol=1e-4)


def test_a_picture_without_objects_teaches_scores_and_no_boxes() -> None:
    _, slope = learned(OBJECTS, drawn(2))

    assert slope[1, ..., :CLASSES].all()
    assert not slope[1, ..., CLASSES:].any()
    assert slope[0, ..., CLASSES:].any()


def test_what_lies_in_a_crowd_is_not_learned_unless_it_learns_an_object() -> None:
    crowd = truth([([2, 3, 20, 18], 0, False), ([0, 0, 32, 16], 1, True)], [([0, 0, 32, 16], 0, True)])

    _, slope = learned(crowd, drawn(3))

    assert not slope[1, :4].any()
    assert slope[1, 4:, :, :CLASSES].all()
    assert slope[0, :4].any()


@pytest.mark.parametrize(
    "boxes",
    [
        [([0, 0, 32, 32], 0, False)],
        [([5, 5, 5, 5], 0, False), ([31, 31, 32, 32], 1, False)],
        [([7, 7, 8, 8], 0, False)] * 3,
    ],
)
@pytest.mark.parametrize("size", [1.0, 1e4])
def test_losses_and_gradients_are_finite_for_any_boxes_and_outputs(
    boxes: list[tuple[list[float], int, bool]], size: float
) -> None:
    found, slope = learned(truth(boxes, []), size * drawn(4))

    assert np.isfinite(found).all()
    assert np.isfinite(slope).all()
