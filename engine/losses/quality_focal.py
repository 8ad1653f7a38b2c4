"""Quality focal loss: binary cross-entropy with scores between 0 and 1 as targets, easy places counting little."""

from typing import Any

from keras import ops

Tensor = Any
PUBLISHED_BETA = 2.0


def quality_focal(targets: Tensor, logits: Tensor, *, beta: float = PUBLISHED_BETA) -> Tensor:
    """(...) ``-|y - p|^beta (y log p + (1 - y) log(1 - p))``, float32.

    Li et al. 2020 (2006.04388, equation 5); with targets 0 and 1 it is the focal loss of 1708.02002 without alpha, with
    ``beta = 0`` the cross-entropy.

    Args:
        targets: y, (...) in [0, 1].
        logits: (...), of which p is the sigmoid.
        beta: 0 or more.
    """
    targets, logits = ops.cast(targets, "float32"), ops.cast(logits, "float32")
    # Finite for any logit: neither a sigmoid nor its logarithm is taken of large numbers.
    entropy = ops.maximum(logits, 0.0) - logits * targets + ops.log1p(ops.exp(-ops.abs(logits)))
    away = ops.abs(targets - ops.sigmoid(logits))
    # For a beta below 1, the slope of the power is infinite at 0.
    return entropy * ops.power(ops.maximum(away, 1e-7), beta)
