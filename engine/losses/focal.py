"""Focal loss: a cross-entropy in which pixels that are right already count little."""

from collections.abc import Sequence
from typing import Any

from keras import ops

from engine.losses.labelled_pixels import LabelledPixels, mean_of_known

Tensor = Any
PUBLISHED_GAMMA = 2.0
_LEAST = 1e-7


def pixel_focal(
    pixels: LabelledPixels, *, gamma: float = PUBLISHED_GAMMA, class_weights: Sequence[float] | None = None
) -> Tensor:
    """(B,), the mean over known pixels of ``-w c_k t_k (1 - p_k)^gamma log p_k``, summed over classes.

    Lin et al. 2017 (1708.02002, equation 5) with the softmax in place of the sigmoid; ``gamma = 0`` is the
    cross-entropy.

    Args:
        pixels: truth, scores and weights.
        gamma: 0 or more; the larger, the less do easy pixels count.
        class_weights: c (alpha in the paper), one for each class, None for 1.
    """
    # Not 0: for a gamma below 1, the slope of the power is infinite there.
    missing = ops.maximum(1.0 - ops.exp(pixels.log_scores), _LEAST)
    costs = pixels.truth * ops.power(missing, gamma) * pixels.log_scores
    if class_weights is not None:
        costs = costs * ops.convert_to_tensor(class_weights, dtype="float32")
    return mean_of_known(-pixels.weights * ops.sum(costs, axis=-1), pixels)
