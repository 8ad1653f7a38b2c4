"""A temperature is found again, never makes things worse, and is refused where it says nothing."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ops.temperature import NoTemperature, fit_temperature, scaled

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


def _drawn(seed: int, *, count: int, temperature: float) -> tuple[Floats, Indices]:
    """Logits whose softmax at a temperature is the chance by which the truths were drawn."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(scale=2.0, size=(count, 5))
    chances = np.exp(scaled(logits, 1.0))
    truths = (chances.cumsum(axis=1) > rng.uniform(size=(count, 1))).argmax(axis=1)
    return logits * temperature, truths


def _loss(logs: Floats, truths: Indices) -> float:
    return float(-logs[np.arange(len(truths)), truths].mean())


@pytest.mark.parametrize("temperature", [0.4, 1.0, 2.5, 7.0])
def test_a_known_temperature_is_found_again(temperature: float) -> None:
    logits, truths = _drawn(0, count=20_000, temperature=temperature)

    assert fit_temperature(logits, truths) == pytest.approx(temperature, rel=0.03)


def test_it_is_where_the_loss_is_smallest() -> None:
    logits, truths = _drawn(1, count=300, temperature=3.0)
    grid = np.exp(np.linspace(np.log(0.5), np.log(20), 4000))

    found = fit_temperature(logits, truths)

    losses = [_loss(scaled(logits, temperature), truths) for temperature in grid]
    assert found == pytest.approx(grid[int(np.argmin(losses))], rel=0.002)


def test_log_scores_serve_as_well_as_logits() -> None:
    logits, truths = _drawn(2, count=200, temperature=2.0)

    assert fit_temperature(scaled(logits, 1.0), truths) == pytest.approx(fit_temperature(logits, truths))


@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), temperature=st.floats(0.2, 6.0))
def test_the_loss_never_rises_and_no_prediction_changes(seed: int, temperature: float) -> None:
    logits, truths = _drawn(seed, count=60, temperature=temperature)
    logs = scaled(logits, 1.0)

    found = scaled(logs, fit_temperature(logs, truths))

    assert _loss(found, truths) <= _loss(logs, truths) + 1e-12
    assert (found.argmax(axis=1) == logs.argmax(axis=1)).all()
    assert np.exp(found).sum(axis=1) == pytest.approx(1.0)


def test_pictures_that_are_all_right_by_far_have_no_temperature() -> None:
    with pytest.raises(NoTemperature, match="Every picture is right"):
        fit_temperature(10.0 * np.eye(3), np.arange(3))


def test_scores_that_say_nothing_have_no_temperature() -> None:
    with pytest.raises(NoTemperature, match="next to nothing"):
        fit_temperature(np.zeros((4, 2)), np.array([0, 1, 0, 1]))


def test_scores_that_speak_against_the_truth_have_no_temperature() -> None:
    with pytest.raises(NoTemperature, match="next to nothing"):
        fit_temperature(-5.0 * np.eye(3), np.arange(3))


def test_one_picture_has_no_temperature() -> None:
    with pytest.raises(NoTemperature, match="One picture is not enough"):
        fit_temperature(np.zeros((1, 3)), np.array([0]))


@pytest.mark.parametrize("classes", [1, 3])
def test_pictures_of_one_class_have_no_temperature(classes: int) -> None:
    with pytest.raises(NoTemperature, match="All pictures are of one class"):
        fit_temperature(np.zeros((4, classes)), np.zeros(4, np.int64))
