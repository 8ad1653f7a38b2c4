import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from engine.ops.instance_scores import BOWL_THRESHOLDS, match_instances

pairs = array_shapes(min_dims=2, max_dims=2, max_side=8).flatmap(
    lambda shape: st.tuples(*[arrays(np.int32, shape, elements=st.integers(0, 4))] * 2)
)
# Two true objects of 4 and 3 pixels; one predicted over 3 of the first and one pixel beside, one over nothing.
TRUTH = np.array([[5, 5, 5, 5, 0, 0, 2, 2, 2, 0, 0]])
FOUND = np.array([[0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 3]])


def plain(truth: np.ndarray, found: np.ndarray, percent: int) -> float | None:
    """Objects as sets of pixels, each with each, in whole numbers."""
    true, claimed = (
        [set(map(tuple, np.argwhere(one == number).tolist())) for number in np.unique(one[one > 0])]
        for one in (truth, found)
    )
    hits = sum(100 * len(one & other) > percent * len(one | other) for one in true for other in claimed)
    whole = len(true) + len(claimed) - hits
    return hits / whole if whole else None


def test_thresholds_are_those_of_the_competition() -> None:
    assert BOWL_THRESHOLDS == (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


def test_the_score_of_a_worked_example() -> None:
    matches = match_instances(TRUTH, FOUND)

    # The IoU is 3 / 5: above 0.5 and 0.55, and not above 0.6. One hit, one miss, one false alarm.
    assert matches.hits == (1, 1, *[0] * 8)
    assert (matches.truths, matches.predictions) == (2, 2)
    assert matches.precisions == (1 / 3, 1 / 3, *[0.0] * 8)
    assert matches.score == pytest.approx(2 / 3 / 10)


def test_an_iou_of_exactly_a_threshold_is_no_hit() -> None:
    truth, found = np.array([[1, 1]]), np.array([[1, 0]])

    assert match_instances(truth, found, thresholds=(0.5,)).hits == (0,)


def test_without_any_object_there_is_no_score_and_with_false_ones_it_is_zero() -> None:
    empty = np.zeros_like(TRUTH)

    assert match_instances(empty, empty).score is None
    assert match_instances(empty, FOUND).score == 0.0
    assert match_instances(TRUTH, empty).score == 0.0


@given(pairs)
def test_precisions_are_those_of_sets_of_pixels(pair: tuple[np.ndarray, np.ndarray]) -> None:
    expected = tuple(plain(*pair, percent) for percent in range(50, 100, 5))

    assert match_instances(*pair).precisions == expected


@given(pairs)
def test_truth_and_prediction_can_change_places(pair: tuple[np.ndarray, np.ndarray]) -> None:
    assert match_instances(*pair).score == match_instances(*pair[::-1]).score


def test_numbers_of_objects_do_not_matter() -> None:
    assert match_instances(TRUTH, 7 * FOUND) == match_instances(TRUTH, FOUND)


def test_a_threshold_that_allows_two_matches_is_refused() -> None:
    with pytest.raises(ValueError, match=r"0\.4"):
        match_instances(TRUTH, FOUND, thresholds=(0.4,))


def test_pictures_of_two_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(1, 11\) and \(1, 3\)"):
        match_instances(TRUTH, FOUND[:, :3])
