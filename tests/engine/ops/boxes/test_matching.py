"""Which anchor learns which box: three ways against plain loops, with ties, padding, and pictures without boxes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ops.boxes.default_box_matching import match_default_boxes
from engine.ops.boxes.task_alignment import align_tasks
from engine.ops.boxes.threshold_matching import BACKGROUND, LEFT_OUT, match_by_threshold
from tests.engine.ops.boxes import plain_boxes
from tests.engine.ops.boxes.compiling import compiled
from tests.engine.ops.boxes.plain_boxes import drawn_boxes

BATCH, ANCHORS, BOXES, CLASSES, POSITIONS = 2, 20, 5, 3, 4
by_threshold = compiled(lambda *each: match_by_threshold(*each, positive=0.5, negative=0.25, is_every_box_matched=True))
by_default = compiled(lambda *each: match_default_boxes(*each, threshold=0.5))
aligned = compiled(lambda scores, found, points, *truth: align_tasks(scores, found, points, truth, positions=POSITIONS))


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Anchors, true boxes, and which of them are there; all of them, or none, in some examples."""
    chance = np.random.default_rng(seed)
    anchors, boxes = drawn_boxes(chance, (ANCHORS,)), drawn_boxes(chance, (BATCH, BOXES))
    return anchors, boxes, chance.uniform(size=(BATCH, BOXES)) < chance.choice([0.0, 0.6, 1.0])


def ious(anchors: np.ndarray, boxes: np.ndarray, is_box: np.ndarray) -> np.ndarray:
    """(a, n), in single precision as ties are found in it; -1 for padding."""
    return np.array(
        [
            [plain_boxes.iou(one, box) if there else -1 for box, there in zip(boxes, is_box, strict=True)]
            for one in anchors
        ],
        np.float32,
    )


def plain_by_threshold(overlap: np.ndarray) -> list[int]:
    best_of_box = overlap.max(axis=0)
    found = []
    for row in overlap:
        is_best = any(value == best and value > 0 for value, best in zip(row, best_of_box, strict=True))
        if row.max() >= 0.5 or is_best:
            found.append(int(row.argmax()))
        else:
            found.append(BACKGROUND if row.max() < 0.25 else LEFT_OUT)
    return found


def plain_by_default(overlap: np.ndarray) -> list[int]:
    found = [int(row.argmax()) if row.max() > 0.5 else BACKGROUND for row in overlap]
    left = overlap.copy()
    while left.max() > 0:
        anchor, box = np.unravel_index(int(left.argmax()), left.shape)
        found[anchor] = int(box)
        left[anchor], left[:, box] = 0, 0
    return found


@settings(max_examples=40)
@given(st.integers(0, 100_000))
def test_matching_by_threshold_is_that_of_plain_loops(seed: int) -> None:
    anchors, boxes, is_box = drawn(seed)

    found = by_threshold(anchors, boxes, is_box)

    assert found.tolist() == [plain_by_threshold(ious(anchors, *each)) for each in zip(boxes, is_box, strict=True)]


@settings(max_examples=40)
@given(st.integers(0, 100_000))
def test_matching_of_default_boxes_is_that_of_plain_loops(seed: int) -> None:
    anchors, boxes, is_box = drawn(seed)

    found = by_default(anchors, boxes, is_box)

    assert found.tolist() == [plain_by_default(ious(anchors, *each)) for each in zip(boxes, is_box, strict=True)]


def test_a_box_below_the_threshold_still_takes_its_best_anchor() -> None:
    anchors = np.array([[0, 0, 10, 10], [0, 0, 10, 4], [50, 50, 60, 60]], np.float32)
    boxes, is_box = np.array([[[0, 0, 10, 2]]], np.float32), np.array([[True]])

    with_best = match_by_threshold(anchors, boxes, is_box, positive=0.7, negative=0.3, is_every_box_matched=True)
    without = match_by_threshold(anchors, boxes, is_box, positive=0.7, negative=0.3, is_every_box_matched=False)

    assert np.asarray(with_best).tolist() == [[BACKGROUND, 0, BACKGROUND]]
    assert np.asarray(without).tolist() == [[BACKGROUND, LEFT_OUT, BACKGROUND]]


def test_two_boxes_never_share_the_default_box_that_both_like_best() -> None:
    anchors = np.array([[0, 0, 10, 10], [2, 0, 12, 10]], np.float32)
    boxes = np.array([[[0, 0, 10, 10], [0, 0, 10, 9]]], np.float32)

    found = match_default_boxes(anchors, boxes, np.array([[True, True]]), threshold=0.5)

    assert np.asarray(found).tolist() == [[0, 1]]


def drawn_predictions(seed: int) -> tuple[np.ndarray, ...]:
    chance = np.random.default_rng(seed)
    _, boxes, is_box = drawn(seed)
    points = (chance.integers(0, 64, (ANCHORS, 2)) / 4).astype(np.float32)
    scores = chance.uniform(0.01, 1, (BATCH, ANCHORS, CLASSES)).astype(np.float32)
    reach = chance.uniform(0.5, 9, (BATCH, ANCHORS, 4)) * [-1, -1, 1, 1]
    predicted = (np.tile(points, 2) + reach).astype(np.float32)
    return scores, predicted, points, boxes, chance.integers(0, CLASSES, (BATCH, BOXES)), is_box


def plain_alignment(
    scores: np.ndarray, predicted: np.ndarray, points: np.ndarray, truth: list[np.ndarray]
) -> tuple[list[int], list[float]]:
    """One picture: candidates of each box, the better box of each candidate, and its scaled score."""
    boxes, classes, is_box = truth
    wanted: dict[int, list[tuple[float, int, float]]] = {}
    for box in np.flatnonzero(is_box):
        inside = candidates(points, boxes[box])
        overlap = {place: plain_boxes.iou(predicted[place], boxes[box]) for place in inside}
        value = {place: float(scores[place, classes[box]]) * overlap[place] ** 6 for place in inside}
        for place in sorted(inside, key=lambda place: -value[place])[:POSITIONS]:
            wanted.setdefault(place, []).append((overlap[place], -box, value[place]))
    taken = {place: max(each, key=lambda one: one[:2]) for place, each in wanted.items()}
    matches, targets = [BACKGROUND] * len(points), [0.0] * len(points)
    for place, (_, box, value) in taken.items():
        mine = [one for one in taken.values() if one[1] == box]
        most, highest = max(one[2] for one in mine), max(one[0] for one in mine)
        matches[place], targets[place] = -box, value / most * highest if most else 0.0
    return matches, targets


def candidates(points: np.ndarray, box: np.ndarray) -> list[int]:
    inside = [i for i, (x, y) in enumerate(points) if box[0] < x < box[2] and box[1] < y < box[3]]
    centre = (box[:2] + box[2:]) / 2
    return inside or [int(np.square(points - centre).sum(axis=1).argmin())]


@settings(max_examples=40)
@given(st.integers(0, 100_000))
def test_task_alignment_is_that_of_plain_loops(seed: int) -> None:
    arrays = drawn_predictions(seed)
    scores, predicted, points, *truth = arrays

    found = aligned(*arrays)

    for picture in range(BATCH):
        of_picture = [each[picture] for each in truth]
        matches, targets = plain_alignment(scores[picture], predicted[picture], points, of_picture)
        np.testing.assert_allclose(found.scores[picture], targets, atol=2e-5)
        # Candidates without any overlap are equal: which of them is taken teaches nothing.
        counts = found.scores[picture] > 0
        assert found.matches[picture][counts].tolist() == np.array(matches)[counts].tolist()


def test_a_box_of_one_pixel_between_all_positions_takes_the_nearest() -> None:
    points = np.array([[2, 2], [6, 2], [2, 6], [6, 6]], np.float32)
    predicted = np.concatenate([points - 3, points + 3], axis=1)[None]
    truth = (np.array([[[3.5, 3.0, 4.0, 4.0]]], np.float32), np.array([[0]]), np.array([[True]]))

    found = align_tasks(np.full((1, 4, 1), 0.5, np.float32), predicted, points, truth)

    assert np.asarray(found.matches).tolist() == [[0, BACKGROUND, BACKGROUND, BACKGROUND]]
    assert np.asarray(found.scores)[0, 0] == pytest.approx(0.5 / 36)


def test_the_best_position_learns_the_highest_iou_of_its_box_however_small_that_is() -> None:
    points = np.array([[50, 50], [52, 50]], np.float32)
    predicted = np.array([[[0, 0, 100, 100], [0, 0, 100, 200]]], np.float32)
    truth = (np.array([[[49, 49, 53, 51]]], np.float32), np.array([[0]]), np.array([[True]]))

    found = np.asarray(align_tasks(np.full((1, 2, 1), 1e-6, np.float32), predicted, points, truth).scores)

    np.testing.assert_allclose(found, [[8e-4, 8e-4 / 2**6]], rtol=1e-4)


def test_positions_far_from_the_centre_of_a_box_do_not_learn_it_where_they_are_not_to() -> None:
    points = np.array([[10, 50], [35, 50], [50, 50], [65, 50], [90, 50]], np.float32)
    predicted = np.tile(np.array([0, 0, 100, 100], np.float32), (1, 5, 1))
    truth = (np.array([[[0, 0, 100, 100]]], np.float32), np.array([[0]]), np.array([[True]]))
    scores = np.full((1, 5, 1), 0.5, np.float32)

    assert np.asarray(align_tasks(scores, predicted, points, truth).matches).tolist() == [[0] * 5]
    central = np.asarray(align_tasks(scores, predicted, points, truth, reach=0.4).matches)
    assert central.tolist() == [[BACKGROUND, 0, 0, 0, BACKGROUND]]
