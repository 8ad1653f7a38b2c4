"""What crosses between the process that estimates and the one that makes a dry step."""

from pydantic import Field

from engine.contract.base import Value
from engine.contract.config import RunConfig


class DryStepRequest(Value):
    """A training to try for a few steps; written as JSON to the process that tries it."""

    config: RunConfig
    training_samples: int = Field(ge=1)
    expected_step_seconds: float = Field(ge=0)


class DryStepMeasured(Value):
    """What some steps needed; bytes are peaks of the whole process.

    ``base_bytes`` before anything was built, ``small_peak_bytes`` after steps with ``small_batch_size`` pictures,
    ``full_peak_bytes`` after steps with the whole batch, ``peak_bytes`` at the end.
    """

    precision: str
    batch_size: int
    small_batch_size: int
    base_bytes: int
    small_peak_bytes: int
    full_peak_bytes: int
    peak_bytes: int
    seconds_per_step: float
    seconds_per_validation_image: float
    seconds_per_epoch_end: float
