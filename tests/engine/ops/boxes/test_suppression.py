"""Suppression against the loop of the papers, with ties, equal boxes, boxes without area, and nothing at all."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ops.boxes.soft_suppression import Decay, suppress_softly
from models.boxes.suppression import NOBODY, suppress, suppress_ranked
from tests.engine.ops.boxes import plain_boxes
from tests.engine.ops.boxes.compiling import compiled
from tests.engine.ops.boxes.plain_boxes import drawn_boxes

BATCH, COUNT, MOST, THRESHOLD, LEAST = 2, 24, 30, 0.375, 0.2


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Boxes of which many lie over each other, with few different scores, and their classes."""
    chance = np.random.default_rng(seed)
    boxes = drawn_boxes(chance, (BATCH, COUNT), side=8)
    return boxes, chance.integers(0, 9, (BATCH, COUNT)).astype(np.float32) / 8, chance.integers(0, 3, (BATCH, COUNT))


def suppress_all(boxes: Any, scores: Any, classes: Any) -> Any:
    return suppress(boxes, scores, classes, iou_threshold=THRESHOLD, score_threshold=LEAST, candidates=COUNT, most=MOST)


run = compiled(suppress_all)


def test_a_worked_example_keeps_the_best_of_each_class() -> None:
    boxes = np.array([[[0, 0, 10, 10], [1, 0, 11, 10], [0, 0, 10, 10], [20, 20, 30, 30]]], np.float32)

    kept = suppress(
        boxes, [[0.8, 0.9, 0.7, 0.1]], [[0, 0, 1, 0]],
        iou_threshold=0.5, score_threshold=0.05, candidates=10, most=5,
    )  # fmt: skip

    # The first lies under the second; the third is of another class.
    assert np.asarray(kept.indices).tolist() == [[1, 2, 3, NOBODY, NOBODY]]
    assert np.asarray(kept.scores)[0] == pytest.approx([0.9, 0.7, 0.1, 0, 0])
    assert np.asarray(kept.is_kept).tolist() == [[True, True, True, False, False]]


@settings(max_examples=40)
@given(st.integers(0, 100_000))
def test_what_stays_is_what_the_greedy_loop_keeps(seed: int) -> None:
    boxes, scores, classes = drawn(seed)

    kept = run(boxes, scores, classes)

    for picture in range(BATCH):
        expected = plain_boxes.suppressed(
            boxes[picture], scores[picture], classes[picture], iou_threshold=THRESHOLD, score_threshold=LEAST
        )
        found = kept.indices[picture][kept.is_kept[picture]].tolist()
        assert found == expected
        assert kept.scores[picture][: len(found)].tolist() == scores[picture][expected].tolist()
        assert (kept.indices[picture][len(found) :] == NOBODY).all()


def test_a_long_chain_is_cut_link_by_link() -> None:
    # Each box lies over the next one only: every second one stays, which the last one learns after twenty rounds.
    starts = 4 * np.arange(40, dtype=np.float32)
    boxes = np.stack([starts, 0 * starts, starts + 10, 0 * starts + 10], axis=-1)[None]

    kept = suppress_ranked(boxes, np.zeros((1, 40), np.int32), iou_threshold=0.4)

    assert np.asarray(kept.is_kept)[0].tolist() == [True, False] * 20
    assert np.asarray(kept.suppressor)[0, :4].tolist() == [NOBODY, 0, NOBODY, 2]


def test_the_best_of_those_that_lie_over_a_box_has_suppressed_it() -> None:
    boxes = np.array([[[0, 0, 10, 10], [2, 0, 12, 10], [1, 0, 11, 10]]], np.float32)

    kept = suppress_ranked(boxes, np.zeros((1, 3), np.int32), iou_threshold=0.7)

    assert np.asarray(kept.suppressor).tolist() == [[NOBODY, NOBODY, 0]]


def test_an_iou_of_exactly_the_threshold_lets_both_stay() -> None:
    boxes = np.array([[[0, 0, 4, 4], [0, 0, 4, 2]]], np.float32)

    kept = suppress_ranked(boxes, np.zeros((1, 2), np.int32), iou_threshold=0.5)

    assert np.asarray(kept.is_kept).tolist() == [[True, True]]


def test_only_the_best_candidates_are_looked_at() -> None:
    boxes = np.array([[[0, 0, 1, 1], [5, 5, 6, 6], [9, 9, 10, 10]]], np.float32)

    kept = suppress(boxes, [[0.1, 0.9, 0.5]], [[0, 0, 0]], iou_threshold=0.5, score_threshold=0.0, candidates=2, most=3)

    assert np.asarray(kept.indices).tolist() == [[1, 2, NOBODY]]


@pytest.mark.parametrize("decay", ["linear", "gaussian"])
def test_soft_suppression_is_that_of_the_loop(decay: Decay) -> None:
    soft = compiled(lambda *each: suppress_softly(*each, decay=decay, score_threshold=0.05, most=12))
    for seed in range(20):
        boxes, scores, classes = drawn(seed)

        kept = soft(boxes, scores, classes)

        for picture in range(BATCH):
            expected = plain_boxes.softly_suppressed(
                boxes[picture], scores[picture], classes[picture], decay=decay, score_threshold=0.05, most=12
            )
            count = int(kept.is_kept[picture].sum())
            assert kept.indices[picture][:count].tolist() == [place for place, _ in expected]
            np.testing.assert_allclose(kept.scores[picture][:count], [score for _, score in expected], rtol=1e-5)
