"""How far a network's scores can be taken as probabilities."""

from typing import Final

import numpy as np
import numpy.typing as npt

from engine.contract.calibration import Reliability, ReliabilityBin

BINS: Final = 15


def bins_of(scores: npt.NDArray[np.floating]) -> npt.NDArray[np.int64]:
    """The bin of each score in [0, 1], from 0: 15 bins of equal width, (0, 1/15], (1/15, 2/15], ..."""
    return np.clip(np.ceil(np.asarray(scores) * BINS).astype(np.int64) - 1, 0, BINS - 1)


def expected_calibration_error(scores: npt.NDArray[np.floating], is_correct: npt.NDArray[np.bool_]) -> float:
    """Mean distance between score and accuracy, weighted by how many predictions have that score.

    ``sum_b n_b / N |accuracy_b - mean score_b|`` over the bins (Guo et al. 2017, arXiv 1706.04599, equation 3).
    0 is perfect.

    Args:
        scores: (N,), of the predicted class, in [0, 1]; at least one.
        is_correct: (N,), whether the prediction was right.
    """
    gaps = np.bincount(bins_of(scores), weights=is_correct - scores.astype(np.float64), minlength=BINS)
    return float(np.abs(gaps).sum() / len(scores))


def reliability(scores: npt.NDArray[np.floating], is_correct: npt.NDArray[np.bool_], *, loss: float) -> Reliability:
    """The reliability diagram and both of its errors (Guo et al. 2017, equations 1 to 5).

    Args:
        scores: (N,), of the predicted class, in [0, 1]; at least one.
        is_correct: (N,), whether the prediction was right.
        loss: of these predictions, in nats; it stands beside the errors.
    """
    places = bins_of(scores)
    images = np.bincount(places, minlength=BINS)
    right = np.bincount(places, weights=is_correct, minlength=BINS)
    sums = np.bincount(places, weights=scores, minlength=BINS)
    bins = tuple(
        ReliabilityBin(
            low=number / BINS,
            high=(number + 1) / BINS,
            images=int(images[number]),
            accuracy=float(right[number] / images[number]) if images[number] else None,
            mean_score=float(sums[number] / images[number]) if images[number] else None,
        )
        for number in range(BINS)
    )
    filled = images > 0
    return Reliability(
        bins=bins,
        expected_error=expected_calibration_error(scores, is_correct),
        maximum_error=float((np.abs(right - sums)[filled] / images[filled]).max()),
        loss=loss,
    )
