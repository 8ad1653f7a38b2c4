from collections.abc import Callable
from typing import Any

import pytest

from engine.contract.commands import EstimateRun
from engine.contract.errors import UserError
from engine.contract.folders import home_folder
from engine.estimating.arithmetic import Cost, Workload
from engine.estimating.calibration import FILE_NAME, Calibration, read_calibration
from engine.handlers import estimating
from engine.handlers.context import Context
from engine.handlers.estimating import estimate
from tests.engine.estimating.workloads import config

LEARNED = Calibration(is_measured=True, time_factor=0.4)


def measured(_workload: Workload, _calibration: Calibration, *, on_wait: Callable[[], None]) -> tuple[Any, ...]:
    on_wait()
    return Cost(500e6, 1e6, 12.0), LEARNED, None


@pytest.fixture
def context() -> Context:
    return Context(send=lambda _event, _arrays: None, is_cancelled=lambda: False, leave_window=lambda: None)


def test_arithmetic_answers_at_once_and_says_so(context: Context) -> None:
    answer = estimate(EstimateRun(config=config(), training_images=100, is_dry_step=False), context)

    assert not answer.is_measured
    assert answer.explanation.startswith("Estimated from the network's numbers")
    assert answer.largest_batch > 0
    assert answer.fits


def test_a_dry_step_is_said_to_be_measured_and_calibrates_the_machine(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(estimating, "measure", measured)

    answer = estimate(EstimateRun(config=config(), training_images=100), context)

    assert answer.is_measured
    assert answer.memory_bytes == 500_000_000 + 8 * 1_000_000
    assert read_calibration() == LEARNED
    (home_folder() / FILE_NAME).unlink()


def test_a_network_with_problems_is_refused(context: Context) -> None:
    network = config().network.model_copy(update={"graph": {}})
    command = EstimateRun(config=config().model_copy(update={"network": network}), training_images=100)

    with pytest.raises(UserError, match="no graph"):
        estimate(command, context)
