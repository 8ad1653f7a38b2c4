"""Choosing objects from candidates in NumPy: the same as the suppression that networks are compiled with."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ops.detections.choosing import Chosen, choose_objects, overlaps_within
from engine.ops.detections.matching import NOBODY
from engine.ops.detections.objects import FoundBoxes, found_boxes
from models.boxes.suppression import suppress_ranked

LEFT, RIGHT, OTHER = (0, 0, 10, 10), (2, 0, 12, 10), (40, 40, 50, 50)


def chosen(found: FoundBoxes, **thresholds: float) -> Chosen:
    return choose_objects(found, overlaps_within(found), **thresholds)


def test_a_worse_box_over_a_better_one_goes_and_names_it() -> None:
    found = found_boxes([LEFT, RIGHT, OTHER], [0, 0, 0], [0.9, 0.8, 0.7])

    said = chosen(found, score_threshold=0.1, iou_threshold=0.5)

    assert said.is_kept.tolist() == [True, False, True]
    assert said.suppressor.tolist() == [NOBODY, 0, NOBODY]


def test_boxes_of_two_classes_do_not_suppress_each_other() -> None:
    found = found_boxes([LEFT, RIGHT], [0, 1], [0.9, 0.8])

    assert chosen(found, score_threshold=0.1, iou_threshold=0.5).is_kept.all()


def test_what_scores_too_low_neither_stays_nor_was_suppressed() -> None:
    found = found_boxes([LEFT, RIGHT], [0, 0], [0.9, 0.2])

    said = chosen(found, score_threshold=0.3, iou_threshold=0.5)

    assert (said.is_kept.tolist(), said.suppressor.tolist()) == ([True, False], [NOBODY, NOBODY])


def test_nothing_is_chosen_of_nothing() -> None:
    assert not len(chosen(found_boxes([], [], []), score_threshold=0.3, iou_threshold=0.5).is_kept)


@pytest.mark.parametrize("most", [1, 2])
def test_the_best_ones_are_kept_where_only_some_may_be(most: int) -> None:
    found = found_boxes([LEFT, OTHER, (80, 80, 90, 90)], [0, 0, 0], [0.9, 0.8, 0.7])

    said = choose_objects(found, overlaps_within(found), score_threshold=0.1, iou_threshold=0.5, most=most)

    assert np.flatnonzero(said.is_kept).tolist() == list(range(most))


@given(st.integers(0, 10_000), st.integers(1, 40), st.floats(0.05, 0.95))
def test_it_agrees_with_the_compiled_suppression(seed: int, count: int, iou: float) -> None:
    chance = np.random.default_rng(seed)
    corners = chance.integers(0, 12, (count, 2)).astype(np.float32)
    boxes = np.concatenate([corners, corners + chance.integers(1, 12, (count, 2))], axis=1)
    classes = chance.integers(0, 2, count)
    found = found_boxes(boxes, classes, np.linspace(0.9, 0.5, count))

    said = chosen(found, score_threshold=0.1, iou_threshold=iou)
    compiled = suppress_ranked(boxes[None].astype(np.float32), classes[None].astype(np.int32), iou_threshold=iou)

    assert said.is_kept.tolist() == np.asarray(compiled.is_kept)[0].tolist()
