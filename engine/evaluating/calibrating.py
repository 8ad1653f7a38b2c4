"""The temperature of a run: fitted on its validation pictures, applied to all others without fitting again."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from engine.contract.calibration import CALIBRATION_FILE, Calibration, Reliability, Temperature
from engine.contract.dataset import Split
from engine.ops.calibration import reliability
from engine.ops.temperature import NoTemperature, fit_temperature, scaled

FITTED_ON = Split.VALIDATION.value
_NOT_YET = (
    "The temperature is fitted on the validation pictures, and these have not been evaluated yet. Evaluate them first, "
    "then these again."
)
_NONE_THERE = "The temperature is fitted on the validation pictures, and they gave none. {reason}"
Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The calibration of a split; ``scaled_scores`` (N,) of the predicted classes, None without a temperature."""

    calibration: Calibration
    scaled_scores: Floats | None


def calibrate(logs: Floats, truths: Indices, folder: Path, *, dataset: str) -> Calibrated:
    """Compare scores with what came of them, as they are and with the temperature of the run.

    Args:
        logs: (N, classes), log scores.
        truths: (N,), class indices.
        folder: of the evaluation, named like its split; those of other splits lie beside it.
        dataset: whose pictures these are.
    """
    before = _reliability(logs, truths)
    try:
        temperature = _temperature(logs, truths, folder, dataset)
    except NoTemperature as error:
        return Calibrated(Calibration(before=before, reason=str(error)), None)
    softened = scaled(logs, temperature.value)
    calibration = Calibration(before=before, after=_reliability(softened, truths), temperature=temperature)
    return Calibrated(calibration, np.exp(softened[np.arange(len(truths)), logs.argmax(axis=1)]))


def read_calibration(folder: Path) -> Calibration | None:
    """The calibration of an evaluation; None where there is none, as in older ones."""
    try:
        return Calibration.model_validate_json((folder / CALIBRATION_FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def _temperature(logs: Floats, truths: Indices, folder: Path, dataset: str) -> Temperature:
    """Fitted here, where this is the split for it; else the one that was fitted there."""
    if folder.name == FITTED_ON:
        value = fit_temperature(logs, truths)
        return Temperature(value=value, split=FITTED_ON, dataset=dataset, images=len(truths))
    fitted = read_calibration(folder.parent / FITTED_ON)
    if fitted is None:
        raise NoTemperature(_NOT_YET)
    if fitted.temperature is None:
        raise NoTemperature(_NONE_THERE.format(reason=fitted.reason))
    return fitted.temperature


def _reliability(logs: Floats, truths: Indices) -> Reliability:
    rows, predicted = np.arange(len(truths)), logs.argmax(axis=1)
    loss = float(-logs[rows, truths].mean())
    return reliability(np.exp(logs[rows, predicted]), predicted == truths, loss=loss)
