"""How far the logit of a given label is ahead of all others."""

from typing import Any

from keras import ops

Tensor = Any


def logit_margins(targets: Tensor, logits: Tensor) -> tuple[Tensor, Tensor]:
    """The logit of the given label minus the largest other one (Pleiss et al. 2020, arXiv 2001.10528, equation 1).

    Args:
        targets: (N, classes), at least two classes; the given label is the one with the largest value.
        logits: (N, classes); logarithms of scores give the same margins.

    Returns:
        (N,) float32 margins, above 0 where the label is what the network says, and (N,) int32 indices of the class with
        the largest other logit.
    """
    logits = ops.cast(logits, "float32")
    given = ops.one_hot(ops.argmax(targets, axis=-1), logits.shape[-1], dtype="bool")
    others = ops.where(given, -float("inf"), logits)
    of_label = ops.max(ops.where(given, logits, -float("inf")), axis=-1)
    return of_label - ops.max(others, axis=-1), ops.cast(ops.argmax(others, axis=-1), "int32")
