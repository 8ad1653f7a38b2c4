import numpy as np
import pytest

from engine.ops.calibration import expected_calibration_error


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
