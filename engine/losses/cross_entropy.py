"""Cross-entropy of every pixel, with weights of classes and of pixels."""

from collections.abc import Sequence
from typing import Any

from keras import ops

from engine.losses.labelled_pixels import LabelledPixels, mean_of_known

Tensor = Any


def pixel_cross_entropy(
    pixels: LabelledPixels, *, class_weights: Sequence[float] | None = None, label_smoothing: float = 0.0
) -> Tensor:
    """(B,), the mean over known pixels x of ``-w(x) sum_k c_k t_k(x) log p_k(x)``.

    The energy of U-Net (Ronneberger et al. 2015, 1505.04597, equation 1) with the sign of a loss, over the number of
    pixels, and with a weight for each class besides.

    Args:
        pixels: truth, scores and weights.
        class_weights: c, one for each class, None for 1.
        label_smoothing: this share of the truth is spread over all classes (Szegedy et al. 2016, 1512.00567,
            section 7), in [0, 1).
    """
    truth = pixels.truth
    if label_smoothing:
        spread = label_smoothing / truth.shape[-1]
        truth = truth * (1.0 - label_smoothing) + pixels.is_known[..., None] * spread
    if class_weights is not None:
        truth = truth * ops.convert_to_tensor(class_weights, dtype="float32")
    return mean_of_known(-pixels.weights * ops.sum(truth * pixels.log_scores, axis=-1), pixels)
