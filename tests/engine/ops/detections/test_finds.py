"""One matching tells at every score who finds what, as matching at that score does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ops.detections.error_kinds import judge_pictures
from engine.ops.detections.finds import NEVER, find_objects
from engine.ops.detections.objects import PictureObjects, found_boxes, true_boxes
from engine.ops.detections.paired_f1 import compare_f1


def test_an_object_is_found_at_the_score_of_the_best_box_that_hits_it() -> None:
    truth = true_boxes([[0, 0, 10, 10], [20, 0, 30, 10], [40, 0, 90, 10]], [0, 1, 0], is_crowd=[False, False, True])
    found = found_boxes(
        [[0, 0, 10, 9], [0, 0, 10, 10], [20, 0, 30, 10], [40, 0, 50, 10]], [0, 0, 0, 0], [0.9, 0.6, 0.5, 0.4]
    )

    finds = find_objects([PictureObjects(truth, found)], iou=0.5)

    assert finds.found_at.tolist() == [0.9, NEVER]
    assert finds.false_scores.tolist() == [0.6, 0.5]
    assert finds.false_pictures.tolist() == [0, 0]
    assert finds.is_found(0.95).tolist() == [False, False]
    assert finds.is_false(0.55).tolist() == [True, False]


@st.composite
def _pictures(draw: st.DrawFn) -> PictureObjects:
    def boxes(count: int) -> np.ndarray:
        numbers = st.lists(st.integers(0, 6), min_size=4, max_size=4)
        corners = np.array([draw(numbers) for _ in range(count)], np.float64).reshape(-1, 4)
        corners[:, 2:] += corners[:, :2]
        return corners

    true, found = draw(st.integers(0, 5)), draw(st.integers(0, 8))
    classes = st.integers(0, 1)
    return PictureObjects(
        true_boxes(
            boxes(true),
            [draw(classes) for _ in range(true)],
            is_crowd=[draw(st.booleans()) for _ in range(true)],
        ),
        found_boxes(
            boxes(found), [draw(classes) for _ in range(found)], [draw(st.integers(1, 9)) / 10 for _ in range(found)]
        ),
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(_pictures(), max_size=3), st.integers(0, 10), st.sampled_from([0.3, 0.5, 0.75]))
def test_what_is_found_at_a_score_is_what_matching_at_that_score_finds(
    pictures: list[PictureObjects], tenths: int, iou: float
) -> None:
    score = tenths / 10

    finds = find_objects(pictures, iou=iou)

    judged = judge_pictures([picture.above(score).compared() for picture in pictures], foreground=iou)
    assert finds.is_found(score).sum() == sum(len(one.hits) for one in judged)
    assert finds.is_false(score).sum() == sum(error.found is not None for one in judged for error in one.errors)
    assert len(finds.found_at) == sum(len(one.truths) for one in judged)


def test_the_interval_of_equal_detectors_holds_zero_only() -> None:
    counts = np.array([[3, 1, 0], [0, 2, 4], [5, 0, 0]])

    compared = compare_f1(counts, counts)

    assert compared.first == compared.second == pytest.approx(16 / 23)
    assert (compared.low, compared.high) == (0.0, 0.0)
    assert not compared.is_clear


def test_a_detector_that_is_better_on_every_picture_is_clearly_better() -> None:
    worse, better = np.array([[1, 1, 3]] * 12), np.array([[3, 1, 1]] * 12)

    compared = compare_f1(worse, better)

    assert compared.difference == pytest.approx(6 / 8 - 2 / 6)
    assert compared.is_clear
    assert 0 < compared.low <= compared.difference <= compared.high


def test_one_picture_in_ten_proves_nothing() -> None:
    worse = np.array([[4, 1, 1]] * 10)
    better = worse.copy()
    better[0] = [5, 0, 0]

    assert not compare_f1(worse, better).is_clear


def test_without_pictures_there_is_no_difference() -> None:
    nothing = np.zeros((0, 3), np.int64)

    assert compare_f1(nothing, nothing).difference == 0.0
