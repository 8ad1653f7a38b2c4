"""How far a network's scores can be taken as probabilities."""

import numpy as np
import numpy.typing as npt

BINS = 15


def expected_calibration_error(scores: npt.NDArray[np.floating], is_correct: npt.NDArray[np.bool_]) -> float:
    """Mean distance between score and accuracy, weighted by how many predictions have that score.

    Scores are sorted into 15 bins of equal width, (0, 1/15], (1/15, 2/15], ...; the result is
    ``sum_b n_b / N |accuracy_b - mean score_b|`` (Guo et al. 2017, arXiv 1706.04599, equation 3). 0 is perfect.

    Args:
        scores: (N,), of the predicted class, in [0, 1]; at least one.
        is_correct: (N,), whether the prediction was right.
    """
    bins = np.clip(np.ceil(scores * BINS).astype(int) - 1, 0, BINS - 1)
    gaps = np.bincount(bins, weights=is_correct - scores.astype(np.float64), minlength=BINS)
    return float(np.abs(gaps).sum() / len(scores))
