"""Smooth L1: quadratic near zero, straight far from it, so that an outlier does not rule (Fast R-CNN)."""

from typing import Any

from keras import ops

Tensor = Any


def smooth_l1(targets: Tensor, values: Tensor, *, beta: float) -> Tensor:
    """(...), the loss of each value.

    Girshick 2015 (1504.08083, equation 3), with ``beta`` instead of 1: ``d^2 / (2 beta)`` where the difference d is
    below it, ``d - beta / 2`` from there on.
    """
    difference = ops.abs(ops.cast(values, "float32") - ops.cast(targets, "float32"))
    return ops.where(difference < beta, 0.5 * ops.square(difference) / beta, difference - 0.5 * beta)
