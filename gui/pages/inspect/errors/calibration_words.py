"""What a calibration means, in sentences, and the pictures behind its bars. Free of Qt."""

from collections.abc import Sequence

import numpy as np

from engine.contract.calibration import Calibration, Reliability, ReliabilityBin
from engine.contract.predictions import ImageResult
from engine.ops.calibration import bins_of
from gui.words import number, percent, plural

Number = str | int | float
HEADINGS = ("from", "to", "pictures", "accuracy", "mean score", "gap")


def verdict(calibration: Calibration, *, split: str, newest: Calibration | None) -> str:
    """What the temperature says, where it comes from, or why there is none.

    Args:
        calibration: of the evaluation that is shown.
        split: that evaluation's.
        newest: of the validation pictures as they were evaluated last; None where they were not.
    """
    temperature = calibration.temperature
    if temperature is None:
        return calibration.reason
    meaning = "the network is too sure of itself" if temperature.value > 1 else "the network could be surer of itself"
    fitted = f"Fitted on {plural(temperature.images, f'{temperature.split} picture')}"
    use = "" if split == temperature.split else f", applied to the {split} pictures as it is"
    sentence = f"{fitted}{use}: {meaning}. Which class comes first does not change."
    if _is_worse(calibration):
        sentence += " It does not help here: the loss of these pictures is higher with it."
    is_old = newest is not None and newest.temperature is not None and newest.temperature != temperature
    if split != temperature.split and is_old:
        sentence += " It has been fitted anew since: evaluate these pictures again."
    return sentence


def _is_worse(calibration: Calibration) -> bool:
    """Whether the temperature raises the loss, which it can on pictures that it was not fitted on."""
    return calibration.after is not None and calibration.after.loss > calibration.before.loss


def numbers_of(reliability: Reliability | None) -> tuple[str, str, str]:
    """ECE, MCE and loss in words; dashes where there is nothing."""
    if reliability is None:
        return percent(None), percent(None), number(None)
    errors = (percent(reliability.expected_error), percent(reliability.maximum_error))
    return (*errors, f"{reliability.loss:.3f}")


def pictures_of_bin(results: Sequence[ImageResult], bin_number: int, *, is_scaled: bool) -> tuple[ImageResult, ...]:
    """The pictures whose score lies in a bin, by their score or by that with the temperature."""
    scores = [(result, result.scaled_score if is_scaled else result.score) for result in results]
    known = [(result, score) for result, score in scores if score is not None]
    places = bins_of(np.array([score for _, score in known], np.float64))
    return tuple(result for (result, _), place in zip(known, places, strict=True) if place == bin_number)


def table_of(bins: Sequence[ReliabilityBin]) -> list[tuple[Number, ...]]:
    """The numbers of the diagram, a row for each bin; empty cells where there are no pictures."""
    return [_row(each) for each in bins]


def _row(each: ReliabilityBin) -> tuple[Number, ...]:
    if each.accuracy is None or each.mean_score is None:
        return (each.low, each.high, 0, "", "", "")
    return (each.low, each.high, each.images, each.accuracy, each.mean_score, each.mean_score - each.accuracy)
