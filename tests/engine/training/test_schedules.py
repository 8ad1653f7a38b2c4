"""Learning rates against hand-computed values."""

import pytest

from engine.contract.config import TrainingConfig
from engine.training.schedules import RatePlan, rate_at, with_epochs, with_rate


def plan(**training: object) -> RatePlan:
    settings = {"learning_rate": 0.1, "warmup_epochs": 0.0, **training}
    return RatePlan(TrainingConfig.model_validate(settings), steps_per_epoch=10, epochs=10)


def test_constant_schedule_keeps_the_rate() -> None:
    assert rate_at(plan(schedule="constant"), 99) == pytest.approx(0.1)


def test_cosine_is_half_way_down_in_the_middle() -> None:
    assert rate_at(plan(schedule="cosine"), 50) == pytest.approx(0.05)


def test_cosine_ends_near_zero() -> None:
    assert rate_at(plan(schedule="cosine"), 99) < 1e-4


def test_step_schedule_multiplies_at_each_step() -> None:
    stepped = plan(schedule="step", step_epochs=3, step_factor=0.5)
    assert [rate_at(stepped, step) for step in (29, 30, 60)] == pytest.approx([0.1, 0.05, 0.025])


def test_warm_up_rises_from_a_small_rate_to_the_full_one() -> None:
    warm = plan(schedule="constant", warmup_epochs=1.0)
    assert rate_at(warm, 0) == pytest.approx(0.1 / 11)
    assert rate_at(warm, 10) == pytest.approx(0.1)


def test_a_new_rate_holds_at_once_and_scales_the_rest() -> None:
    before = plan(schedule="cosine")
    after = with_rate(before, rate=0.01, step=50)
    assert rate_at(after, 50) == pytest.approx(0.01)
    assert rate_at(after, 80) == pytest.approx(rate_at(before, 80) * 0.2)


def test_more_epochs_spread_the_rest_without_a_jump() -> None:
    before = plan(schedule="cosine")
    after = with_epochs(before, epochs=20, step=50)
    assert rate_at(after, 50) == pytest.approx(rate_at(before, 50))
    assert rate_at(after, 125) == pytest.approx(rate_at(before, 75))
    assert rate_at(after, 199) < 1e-4


def test_the_rate_falls_when_all_layers_learn() -> None:
    two_phases = plan(schedule="constant", unfreeze_epoch=5, unfreeze_rate=0.2)
    assert [rate_at(two_phases, step) for step in (49, 50, 99)] == pytest.approx([0.1, 0.02, 0.02])


def test_the_rate_rises_again_when_all_layers_begin_to_learn() -> None:
    two_phases = plan(schedule="constant", warmup_epochs=1.0, unfreeze_epoch=5, unfreeze_rate=0.2)
    assert rate_at(two_phases, 50) == pytest.approx(0.02 / 11)
    assert rate_at(two_phases, 60) == pytest.approx(0.02)


def test_the_second_warm_up_takes_at_most_half_of_what_is_left() -> None:
    two_phases = plan(schedule="constant", warmup_epochs=8.0, unfreeze_epoch=9, unfreeze_rate=1.0)
    assert rate_at(two_phases, 95) == pytest.approx(0.1)


def test_the_schedule_goes_on_over_both_phases() -> None:
    two_phases = plan(schedule="cosine", unfreeze_epoch=5, unfreeze_rate=0.5)
    assert rate_at(two_phases, 80) == pytest.approx(0.5 * rate_at(plan(schedule="cosine"), 80))
