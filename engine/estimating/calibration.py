"""What one machine needs for a given amount of arithmetic, learned from what was measured on it."""

import os
from pathlib import Path

from pydantic import Field, ValidationError

from engine.contract.base import Value
from engine.contract.folders import home_folder
from engine.contract.run_folder import write_atomically

FILE_NAME = "calibration.json"
MULTIPLY_ADDS_PER_CORE = 2e10
BYTES_PER_SECOND_PER_CORE = 1.5e9
LEAST_FACTOR, MOST_FACTOR = 0.02, 50.0


class Calibration(Value):
    """Constants of a machine; the defaults are those of an ordinary processor core.

    ``program_bytes`` is what the programs take without any network, ``picture_factor`` how many bytes a picture takes
    for each byte of its layers' outputs, ``time_factor`` how much longer a step takes than the arithmetic says.
    """

    is_measured: bool = False
    program_bytes: float = Field(900e6, gt=0)
    picture_factor: float = Field(1.8, gt=0)
    multiply_adds_per_second: float = Field(MULTIPLY_ADDS_PER_CORE, gt=0)
    bytes_per_second: float = Field(BYTES_PER_SECOND_PER_CORE, gt=0)
    time_factor: float = Field(1.0, gt=0)


def read_calibration(folder: Path | None = None) -> Calibration:
    """Return what is known of this machine."""
    try:
        return Calibration.model_validate_json(((folder or home_folder()) / FILE_NAME).read_bytes())
    except (OSError, ValidationError):
        cores = os.cpu_count() or 1
        return Calibration(
            multiply_adds_per_second=cores * MULTIPLY_ADDS_PER_CORE, bytes_per_second=cores * BYTES_PER_SECOND_PER_CORE
        )


def write_calibration(calibration: Calibration, folder: Path | None = None) -> None:
    """Keep what was measured."""
    place = folder or home_folder()
    place.mkdir(parents=True, exist_ok=True)
    write_atomically(place / FILE_NAME, calibration.model_dump_json(indent=1))


def calibrated(before: Calibration, *, program_bytes: float, picture_factor: float, time_ratio: float) -> Calibration:
    """Return ``before``, moved halfway to what a dry step measured; the first measurement counts whole.

    Args:
        before: what was known.
        program_bytes: memory that no arithmetic explains.
        picture_factor: bytes of a picture for each byte of its layers' outputs.
        time_ratio: measured seconds of a step, divided by the estimated ones.
    """
    share = 0.5 if before.is_measured else 1.0
    return before.model_copy(
        update={
            "is_measured": True,
            "program_bytes": _moved(before.program_bytes, max(1e8, program_bytes), share),
            "picture_factor": _moved(before.picture_factor, _limited(picture_factor), share),
            "time_factor": _moved(before.time_factor, _limited(before.time_factor * time_ratio), share),
        }
    )


def _moved(old: float, new: float, share: float) -> float:
    return old ** (1 - share) * new**share


def _limited(factor: float) -> float:
    return min(max(factor, LEAST_FACTOR), MOST_FACTOR)
