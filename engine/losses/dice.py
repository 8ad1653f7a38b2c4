"""Soft Dice: how little the scores of a class and its true pixels overlap, whatever the size of the class."""

from typing import Any

from keras import ops

from engine.losses.labelled_pixels import LabelledPixels

Tensor = Any
_LEAST = 1e-7


def soft_dice(pixels: LabelledPixels) -> Tensor:
    """(B,), 1 minus the mean Dice of the classes that occur in the truth of a sample, in [0, 1].

    ``Dice_k = 2 sum w p_k t_k / sum w (p_k + t_k)`` over known pixels, as Milletari et al. 2016 (1606.04797, section
    3) without squares. A class that does not occur has no overlap to improve: what is taken for it is missing from
    the scores of those that do. A sample without any known pixel has the loss 0.
    """
    weights = pixels.weights[..., None]
    scores = ops.exp(pixels.log_scores)
    true = ops.sum(weights * pixels.truth, axis=(1, 2))
    claimed = ops.sum(weights * scores, axis=(1, 2))
    common = ops.sum(weights * scores * pixels.truth, axis=(1, 2))
    occurs = ops.cast(true > 0, "float32")
    missed = 1.0 - 2.0 * common / ops.maximum(claimed + true, _LEAST)
    return ops.sum(occurs * missed, axis=-1) / ops.maximum(ops.sum(occurs, axis=-1), 1.0)
