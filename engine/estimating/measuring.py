"""Makes a dry step in a child process, and reads the cost of the training from it."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from engine.contract.errors import UserError
from engine.contract.estimates import DryStepMeasured, DryStepRequest
from engine.data.picture_sizes import largest_area, mean_area
from engine.estimating.arithmetic import (
    PREFETCHED_BATCHES,
    Cost,
    Workload,
    picture_bytes,
    pipeline_bytes,
    step_seconds,
    weights_bytes,
)
from engine.estimating.calibration import Calibration, calibrated

MAIN = Path(__file__).parents[2] / "main.py"
COMMAND = "dry-step"
LONGEST_SECONDS = 300.0
POLL_SECONDS = 0.1


def measure(
    workload: Workload, calibration: Calibration, *, on_wait: Callable[[], None]
) -> tuple[Cost, Calibration, DryStepMeasured]:
    """Return what a training takes, the calibration with what was learned, and the measurement itself.

    Args:
        workload: what is trained on.
        calibration: what is known of the machine; it decides how many steps are tried.
        on_wait: called ten times a second; raises to cancel.

    Raises:
        UserError: the steps could not be made, for example because memory is not enough for one.
    """
    expected = step_seconds(workload, calibration)
    request = DryStepRequest(
        config=workload.config, training_samples=workload.training_samples, expected_step_seconds=expected
    )
    measured = run_child(request, on_wait=on_wait)
    cost = measured_cost(workload, measured)
    factor = cost.bytes_per_picture / max(1, picture_bytes(workload))
    learned = calibrated(
        calibration,
        program_bytes=cost.fixed_bytes - weights_bytes(workload) - pipeline_bytes(workload),
        picture_factor=factor,
        time_ratio=measured.seconds_per_step / max(expected, 1e-9),
    )
    return cost, learned, measured


def measured_cost(workload: Workload, measured: DryStepMeasured) -> Cost:
    """Return the cost that a dry step shows: between its two batches memory grows by what the pictures add."""
    more = measured.batch_size - measured.small_batch_size
    growth = (measured.full_peak_bytes - measured.small_peak_bytes) / more if more else 0.0
    # Tried with the largest pictures of a training; the usual ones are smaller.
    usual = mean_area(workload.config) / largest_area(workload.config)
    slope = max(growth, float(picture_bytes(workload)) / PREFETCHED_BATCHES, 1.0)
    return Cost(
        fixed_bytes=measured.peak_bytes - measured.batch_size * slope + pipeline_bytes(workload),
        bytes_per_picture=slope,
        seconds_per_epoch=workload.steps * measured.seconds_per_step * usual
        + workload.validation_samples * measured.seconds_per_validation_image
        + measured.seconds_per_epoch_end,
    )


def run_child(request: DryStepRequest, *, on_wait: Callable[[], None]) -> DryStepMeasured:
    """Make the dry step in a new process; the process has ended when this returns or raises.

    Raises:
        UserError: it failed, or took too long.
    """
    command = [sys.executable, str(MAIN), COMMAND]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as child:
        try:
            output = _talk(child, request.model_dump_json(), on_wait)
        finally:
            child.kill()
    try:
        return DryStepMeasured.model_validate_json(output)
    except ValidationError as error:
        raise UserError(
            f"A step of this training could not be tried. Received: the trial ended with code {child.returncode}.",
            "Choose a smaller batch, smaller pictures or a smaller network.",
        ) from error


def _talk(child: "subprocess.Popen[str]", request: str, on_wait: Callable[[], None]) -> str:
    """Return what the child prints, while somebody may cancel."""
    ends_at = time.monotonic() + LONGEST_SECONDS
    text: str | None = request
    while True:
        try:
            return child.communicate(text, timeout=POLL_SECONDS)[0]
        except subprocess.TimeoutExpired:
            text = None
        on_wait()
        if time.monotonic() > ends_at:
            raise UserError(
                f"A step of this training takes too long. Received: no result within {LONGEST_SECONDS:.0f} s.",
                "Choose a smaller batch, smaller pictures or a smaller network.",
            )
