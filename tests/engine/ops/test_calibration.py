import numpy as np
import pytest

from engine.ops.calibration import expected_calibration_error, reliability


def test_sure_and_right_has_no_error() -> None:
    assert expected_calibration_error(np.ones(4), np.ones(4, bool)) == 0.0


def test_sure_and_wrong_has_the_largest_error() -> None:
    assert expected_calibration_error(np.ones(4), np.zeros(4, bool)) == 1.0


def test_two_bins_are_weighed_by_their_pictures() -> None:
    scores = np.array([0.9, 0.9, 0.9, 0.5])
    is_correct = np.array([True, True, False, True])

    found = expected_calibration_error(scores, is_correct)

    assert found == pytest.approx(0.75 * abs(2 / 3 - 0.9) + 0.25 * abs(1 - 0.5))


def test_a_score_on_the_edge_belongs_to_the_lower_bin() -> None:
    scores = np.array([1 / 15, 1 / 15 + 1e-6])
    is_correct = np.array([True, False])

    found = expected_calibration_error(scores, is_correct)

    assert found == pytest.approx((1 - 1 / 15) / 2 + (1 / 15) / 2, abs=1e-5)


def test_it_equals_the_definition_written_as_a_loop() -> None:
    rng = np.random.default_rng(0)
    scores, is_correct = rng.uniform(0.05, 1, 500), rng.uniform(size=500) < 0.6
    expected = 0.0
    for low in np.arange(15) / 15:
        chosen = (scores > low) & (scores <= low + 1 / 15)
        expected += chosen.mean() * abs(is_correct[chosen].mean() - scores[chosen].mean())

    assert expected_calibration_error(scores, is_correct) == pytest.approx(expected)


def test_the_diagram_holds_count_accuracy_and_score_of_each_bin() -> None:
    scores = np.array([0.9, 0.9, 0.9, 0.5])
    is_correct = np.array([True, True, False, False])

    found = reliability(scores, is_correct, loss=0.7)

    filled = [(each.images, each.accuracy, each.mean_score) for each in found.bins if each.images]
    assert filled == [(1, 0.0, 0.5), (3, pytest.approx(2 / 3), pytest.approx(0.9))]
    assert (found.bins[0].low, found.bins[0].accuracy, found.bins[-1].high, found.loss) == (0.0, None, 1.0, 0.7)


def test_the_maximum_error_is_the_largest_gap_of_a_bin() -> None:
    scores = np.array([0.9, 0.9, 0.9, 0.5])
    is_correct = np.array([True, True, False, False])

    found = reliability(scores, is_correct, loss=0.0)

    assert found.maximum_error == pytest.approx(0.5)
    assert found.expected_error == pytest.approx(0.75 * (0.9 - 2 / 3) + 0.25 * 0.5)
