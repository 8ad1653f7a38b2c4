"""Kinds of mistakes and what they cost, against examples worked by hand and pictures that were put right."""

from collections.abc import Set
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ops.detections.average_precision import score_detections
from engine.ops.detections.error_costs import cost_errors
from engine.ops.detections.error_kinds import ErrorKind, judge_pictures
from engine.ops.detections.objects import ComparedObjects, compare_boxes, found_boxes, true_boxes
from tests.engine.ops.detections.drawn_pictures import CLASSES, compared, drawn_pictures

TRUE = true_boxes(
    [[0, 0, 10, 10], [20, 0, 30, 10], [40, 0, 50, 10], [60, 0, 70, 10], [200, 200, 260, 260]],
    [0, 0, 1, 1, 0],
    is_crowd=[False, False, False, False, True],
)
# Each line: a box, its class, its score, and what is wrong with it.
FOUND = (
    ([0, 0, 10, 9], 0, 0.9, None),
    ([0, 0, 9, 10], 0, 0.8, ErrorKind.DUPLICATE),
    ([20, 0, 30, 3], 0, 0.7, ErrorKind.LOCALISATION),
    ([40, 0, 50, 9], 0, 0.6, ErrorKind.CLASSIFICATION),
    ([40, 0, 50, 3], 0, 0.5, ErrorKind.BOTH),
    ([90, 0, 99, 9], 1, 0.4, ErrorKind.BACKGROUND),
    ([210, 210, 220, 220], 0, 0.3, None),
)
PICTURE = compare_boxes(TRUE, found_boxes(*(np.array([line[part] for line in FOUND]) for part in range(3))))


def test_every_kind_of_a_worked_example() -> None:
    (judged,) = judge_pictures([PICTURE])

    kinds = {error.found: error.kind for error in judged.errors if error.found is not None}
    assert kinds == {place: line[3] for place, line in enumerate(FOUND) if line[3]}
    assert judged.hits == ((0, 0),)
    assert {error.found: error.true for error in judged.errors if error.found is not None} == {
        1: 0, 2: 1, 3: 2, 4: 2, 5: None,
    }  # fmt: skip
    # The second and third true one would be found if place or class were right.
    assert [error.true for error in judged.errors if error.kind is ErrorKind.MISSED] == [3]
    assert judged.truths == (0, 1, 2, 3)


def test_costs_of_a_worked_example() -> None:
    costs = cost_errors([PICTURE], classes=2)

    # Class 0: a hit, then only mistakes: precision 1 up to a recall of 1 / 2. Class 1: nothing.
    assert costs.mean == pytest.approx(51 / 101 / 2)
    assert costs.counts == dict.fromkeys(ErrorKind, 1)
    # The third of class 0 becomes a hit: precision 2 / 3 beyond a recall of 1 / 2.
    assert costs.costs[ErrorKind.LOCALISATION] == pytest.approx(50 / 101 * 2 / 3 / 2)
    # Class 1 gets its first hit, of two true ones.
    assert costs.costs[ErrorKind.CLASSIFICATION] == pytest.approx(51 / 101 / 2)
    assert costs.costs[ErrorKind.MISSED] == pytest.approx(0.0)
    assert costs.costs[ErrorKind.BACKGROUND] == 0.0


def test_only_the_best_of_several_becomes_a_hit_when_places_are_put_right() -> None:
    truth = true_boxes([[0, 0, 10, 10]], [0])
    found = found_boxes([[0, 0, 10, 3], [0, 0, 10, 4], [0, 0, 10, 4]], [0, 0, 0], [0.5, 0.9, 0.9])

    costs = cost_errors([compare_boxes(truth, found)], classes=1)

    assert costs.counts[ErrorKind.LOCALISATION] == 3
    assert costs.costs[ErrorKind.LOCALISATION] == pytest.approx(1.0)


def test_a_second_object_is_wrong_in_its_place_though_another_one_was_hit() -> None:
    # It overlaps the object that was hit well enough: that makes it a duplicate, whatever else is near.
    truth = true_boxes([[0, 0, 10, 10], [0, 6, 10, 16]], [0, 0])
    found = found_boxes([[0, 0, 10, 10], [0, 1, 10, 11]], [0, 0], [0.9, 0.8])

    (judged,) = judge_pictures([compare_boxes(truth, found)])

    assert [error.kind for error in judged.errors] == [ErrorKind.DUPLICATE, ErrorKind.MISSED]


def test_all_missed_costs_everything() -> None:
    empty = compare_boxes(true_boxes([[0, 0, 10, 10]], [0]), found_boxes(np.zeros((0, 4)), [], []))

    costs = cost_errors([empty], classes=1)

    assert costs.mean == 0.0
    assert costs.costs[ErrorKind.MISSED] == 1.0


def test_pictures_without_objects_have_only_background_and_no_mean() -> None:
    picture = compare_boxes(true_boxes(np.zeros((0, 4)), []), found_boxes([[0, 0, 9, 9]], [0], [0.9]))

    costs = cost_errors([picture], classes=1)

    assert costs.mean is None
    assert costs.counts[ErrorKind.BACKGROUND] == 1
    assert set(costs.costs.values()) == {0.0}


def without(picture: ComparedObjects, found: Set[int | None], true: Set[int | None]) -> ComparedObjects:
    """A picture without some of its objects."""
    kept = [place for place in range(len(picture.scores)) if place not in found]
    left = [place for place in range(len(picture.true_classes)) if place not in true]
    return replace(
        picture,
        overlaps=picture.overlaps[np.ix_(kept, left)],
        true_classes=picture.true_classes[left],
        is_crowd=picture.is_crowd[left],
        true_areas_px=picture.true_areas_px[left],
        found_classes=picture.found_classes[kept],
        scores=picture.scores[kept],
        found_areas_px=picture.found_areas_px[kept],
    )


@settings(max_examples=30)
@given(st.integers(0, 100_000))
def test_the_mean_is_that_of_coco_and_grows_by_the_cost_of_what_is_taken_away(seed: int) -> None:
    pictures = compared(drawn_pictures(seed))
    judged = judge_pictures(pictures)

    costs = cost_errors(pictures, classes=CLASSES)

    assert costs.mean == pytest.approx(score_detections(pictures, classes=CLASSES, thresholds=(0.5,)).mean)
    for kind in (ErrorKind.DUPLICATE, ErrorKind.BACKGROUND, ErrorKind.BOTH):
        wrong = [{error.found for error in each.errors if error.kind is kind} for each in judged]
        put_right = [without(*each, set()) for each in zip(pictures, wrong, strict=True)]
        better = score_detections(put_right, classes=CLASSES, thresholds=(0.5,)).mean
        assert (costs.mean or 0) + costs.costs[kind] == pytest.approx(better or 0)


@settings(max_examples=30)
@given(st.integers(0, 100_000))
def test_every_object_that_counts_is_a_hit_or_one_mistake(seed: int) -> None:
    pictures = compared(drawn_pictures(seed))

    for picture, judged in zip(pictures, judge_pictures(pictures), strict=True):
        spoken = [found for found, _ in judged.hits] + [
            error.found for error in judged.errors if error.found is not None
        ]
        in_crowd = (picture.overlaps[:, picture.is_crowd] >= 0.5).any(axis=1)
        assert len(set(spoken)) == len(spoken)
        assert set(range(len(picture.scores))) - set(spoken) <= set(np.flatnonzero(in_crowd).tolist())
        assert {true for _, true in judged.hits} <= set(judged.truths)
