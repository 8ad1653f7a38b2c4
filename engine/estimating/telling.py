"""A cost as the answer that the window and scripts get."""

from engine.contract.events import RunEstimated
from engine.data.memory import free_memory_bytes
from engine.estimating.arithmetic import Cost, Workload, estimate_cost
from engine.estimating.calibration import Calibration

CALIBRATED = "Estimated from the network's numbers and from what was measured on this machine before."
ORDINARY = "Estimated from the network's numbers for an ordinary processor; nothing was measured here yet."


def estimated(workload: Workload, calibration: Calibration) -> RunEstimated:
    """Return what arithmetic says, at once."""
    explanation = CALIBRATED if calibration.is_measured else ORDINARY
    return told(workload, estimate_cost(workload, calibration), is_measured=False, explanation=explanation)


def told(workload: Workload, cost: Cost, *, is_measured: bool, explanation: str) -> RunEstimated:
    """Return a cost for the batch of the run and the memory that is free now."""
    free = free_memory_bytes()
    return RunEstimated(
        memory_bytes=cost.memory_bytes(workload.batch_size),
        seconds_per_epoch=cost.seconds_per_epoch,
        steps_per_epoch=workload.steps,
        largest_batch=cost.largest_batch(free),
        free_bytes=free,
        is_measured=is_measured,
        explanation=explanation,
    )
