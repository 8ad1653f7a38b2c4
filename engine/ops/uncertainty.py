"""Where a network hesitates between classes."""

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.floating]


def normalised_entropy(scores: Floats) -> npt.NDArray[np.float32]:
    """(...,) float32 in [0, 1]: 0 where one class has all of the probability, 1 where all classes have the same.

    ``-sum_k p_k log p_k / log K`` (Shannon 1948, section 6, over its largest value for K classes), with
    ``0 log 0 = 0``. It says how undecided the scores are, not how often they are wrong: a network can be sure and
    wrong.

    Args:
        scores: (..., K) probabilities that add up to 1 over the last axis.

    Raises:
        ValueError: there are fewer than two classes.
    """
    classes = scores.shape[-1]
    if classes < 2:
        raise ValueError(f"One class leaves nothing to hesitate about. Received: scores of shape {scores.shape}.")
    # In single precision at least: half precision would round small probabilities away.
    entropy = special.entr(scores.astype(np.result_type(scores.dtype, np.float32), copy=False)).sum(axis=-1)
    return np.clip(entropy / np.log(classes), 0.0, 1.0).astype(np.float32)
