"""Counts at thresholds give the ratios that scikit-learn computes."""

import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_recall_curve, precision_score, recall_score

from engine.ops.thresholds import THRESHOLDS, count_at_thresholds, curves_of

RNG = np.random.default_rng(0)
LOGITS = RNG.normal(scale=2.0, size=(400, 4))
SCORES = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)
TRUTHS = np.where(RNG.uniform(size=400) < 0.6, SCORES.argmax(axis=1), RNG.integers(0, 4, size=400))
COUNTS = count_at_thresholds(SCORES, TRUTHS)


def test_a_worked_example() -> None:
    scores = np.array([[0.7, 0.3], [0.4, 0.6], [0.5, 0.5]])

    counts = count_at_thresholds(scores, np.array([0, 0, 1]))

    assert [counts.kept[number] for number in (0, 50, 51, 60, 61, 70, 71)] == [3, 3, 2, 2, 1, 1, 0]
    assert [counts.kept_right[number] for number in (0, 50, 61, 71)] == [1, 1, 1, 0]
    assert [counts.claimed[1][number] for number in (0, 30, 31, 60, 61)] == [3, 3, 2, 1, 0]
    assert [counts.claimed_right[1][number] for number in (0, 50, 51)] == [1, 1, 0]
    assert counts.class_images == (2, 1)


@pytest.mark.parametrize("number", range(4))
def test_a_class_against_the_rest_is_the_curve_of_scikit_learn(number: int) -> None:
    precision, recall, thresholds = precision_recall_curve(number == TRUTHS, SCORES[:, number])
    places = np.searchsorted(thresholds, THRESHOLDS)
    is_claimed = places < len(thresholds)

    found = curves_of(COUNTS, number)

    assert found.precision[is_claimed] == pytest.approx(precision[places[is_claimed]])
    assert np.isnan(found.precision[~is_claimed]).all()
    assert found.recall == pytest.approx(recall[places])


@pytest.mark.parametrize("step", [0, 17, 50, 83])
def test_all_classes_are_the_plain_mean_of_scikit_learn(step: int) -> None:
    claimed = THRESHOLDS[step] <= SCORES
    truths = np.eye(4, dtype=bool)[TRUTHS]

    found = curves_of(COUNTS, None)

    assert found.precision[step] == pytest.approx(precision_score(truths, claimed, average="macro"))
    assert found.recall[step] == pytest.approx(recall_score(truths, claimed, average="macro"))
    assert found.f1[step] == pytest.approx(f1_score(truths, claimed, average="macro"))


@pytest.mark.parametrize("step", [0, 40, 75])
def test_coverage_and_accuracy_are_those_of_the_predictions_that_are_kept(step: int) -> None:
    is_kept = SCORES.max(axis=1) >= THRESHOLDS[step]
    is_right = SCORES.argmax(axis=1) == TRUTHS

    found = curves_of(COUNTS, 0)

    assert found.coverage[step] == pytest.approx(is_kept.mean())
    assert found.accuracy[step] == pytest.approx(is_right[is_kept].mean())


def test_nothing_is_said_of_what_is_not_there() -> None:
    counts = count_at_thresholds(np.array([[0.6, 0.4]]), np.array([0]))

    missing, all_classes = curves_of(counts, 1), curves_of(counts, None)

    assert np.isnan(missing.recall).all()
    assert np.isnan(missing.f1).all()
    assert np.isnan(all_classes.accuracy[100])
    assert all_classes.recall[50] == 1.0


def test_a_score_on_a_threshold_reaches_it() -> None:
    scores = np.stack([THRESHOLDS, 1 - THRESHOLDS], axis=1)

    counts = count_at_thresholds(scores, np.zeros(101, np.int64))

    assert counts.claimed[0] == tuple(range(101, 0, -1))
