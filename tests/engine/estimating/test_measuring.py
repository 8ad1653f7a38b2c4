import pytest

from engine.contract.errors import UserError
from engine.contract.estimates import DryStepMeasured, DryStepRequest
from engine.estimating.calibration import Calibration
from engine.estimating.measuring import measure, measured_cost, run_child
from engine.handlers.context import Cancelled
from tests.engine.estimating.workloads import config, workload

MEASURED = DryStepMeasured(
    precision="float32",
    batch_size=8,
    small_batch_size=2,
    base_bytes=500_000_000,
    small_peak_bytes=600_000_000,
    full_peak_bytes=660_000_000,
    peak_bytes=700_000_000,
    seconds_per_step=0.5,
    seconds_per_validation_image=0.01,
    seconds_per_epoch_end=0.3,
)


def test_memory_between_two_batches_says_what_a_picture_adds() -> None:
    cost = measured_cost(workload(config()), MEASURED)

    assert cost.bytes_per_picture == 10_000_000
    assert cost.memory_bytes(8) == 700_000_000 + 120 * 32 * 32 * 3 * 5


def test_an_epoch_is_its_steps_its_validation_and_its_end() -> None:
    assert measured_cost(workload(config()), MEASURED).seconds_per_epoch == pytest.approx(13 * 0.5 + 20 * 0.01 + 0.3)


def test_a_dry_step_measures_a_small_network() -> None:
    cost, learned, measured = measure(workload(config()), Calibration(), on_wait=lambda: None)

    assert measured.batch_size == 8
    assert 100e6 < measured.base_bytes <= measured.small_peak_bytes <= measured.full_peak_bytes <= measured.peak_bytes
    assert 0 < measured.seconds_per_step < 60
    assert cost.seconds_per_epoch > 0
    assert learned.is_measured


def test_a_dry_step_that_nobody_wants_any_more_is_ended() -> None:
    def refuse() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        measure(workload(config()), Calibration(), on_wait=refuse)


def test_a_step_that_cannot_be_made_is_told() -> None:
    broken = config().model_copy(update={"network": config().network.model_copy(update={"graph": {}})})

    with pytest.raises(UserError, match="could not be tried"):
        run_child(DryStepRequest(config=broken, training_samples=10, expected_step_seconds=0.1), on_wait=lambda: None)
