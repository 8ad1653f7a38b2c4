"""The temperature is fitted on validation pictures, and only there."""

from pathlib import Path

import numpy as np
import pytest

from engine.contract.calibration import CALIBRATION_FILE
from engine.evaluating.calibrating import calibrate, read_calibration
from engine.ops.temperature import scaled

RNG = np.random.default_rng(0)
LOGITS = RNG.normal(scale=2.0, size=(600, 3))
TRUTHS = np.array([RNG.choice(3, p=row) for row in np.exp(scaled(LOGITS, 1.0))])
LOGS = scaled(LOGITS, 0.5)  # twice as sure as they may be


def _fit(folder: Path) -> None:
    """Keep the calibration of the validation pictures."""
    folder.mkdir(parents=True)
    found = calibrate(LOGS[:300], TRUTHS[:300], folder, dataset="shapes").calibration
    (folder / CALIBRATION_FILE).write_text(found.model_dump_json())


def test_it_is_fitted_on_validation_pictures(tmp_path: Path) -> None:
    found = calibrate(LOGS, TRUTHS, tmp_path / "validation", dataset="shapes").calibration

    assert found.temperature is not None
    assert found.after is not None
    assert found.temperature.value == pytest.approx(2.0, rel=0.15)
    assert (found.temperature.split, found.temperature.images) == ("validation", 600)
    assert found.after.loss < found.before.loss
    assert found.after.expected_error < found.before.expected_error / 2


def test_test_pictures_take_it_as_it_is(tmp_path: Path) -> None:
    _fit(tmp_path / "validation")
    kept = read_calibration(tmp_path / "validation")

    found = calibrate(LOGS[300:], TRUTHS[300:], tmp_path / "test", dataset="shapes")

    assert kept is not None
    assert found.calibration.temperature == kept.temperature
    assert found.calibration.after is not None
    assert found.calibration.after.loss < found.calibration.before.loss
    assert found.scaled_scores is not None
    assert found.scaled_scores.mean() < np.exp(LOGS[300:]).max(axis=1).mean()


def test_without_validation_the_reason_says_what_to_do(tmp_path: Path) -> None:
    found = calibrate(LOGS, TRUTHS, tmp_path / "test", dataset="shapes")

    assert "have not been evaluated yet. Evaluate them first" in found.calibration.reason
    assert found.calibration.after is None
    assert found.scaled_scores is None


def test_validation_without_a_temperature_is_told_to_the_test_pictures(tmp_path: Path) -> None:
    folder = tmp_path / "validation"
    folder.mkdir()
    right = calibrate(scaled(9.0 * np.eye(3), 1.0), np.arange(3), folder, dataset="shapes").calibration
    (folder / CALIBRATION_FILE).write_text(right.model_dump_json())

    found = calibrate(LOGS, TRUTHS, tmp_path / "test", dataset="shapes").calibration

    assert right.before.bins[-1].images == 3
    assert "they gave none. Every picture is right" in found.reason


def test_a_damaged_calibration_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / CALIBRATION_FILE).write_text("{")

    assert read_calibration(tmp_path) is None
