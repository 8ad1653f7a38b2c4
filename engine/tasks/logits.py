"""The logits of networks that tell classes apart, of whole pictures or of every pixel: what tasks learn on."""

from typing import Any

import keras
from keras import ops

Tensor = Any
LOGITS = "logits"
SMALLEST_SCORE = 1e-7


def logits_of(network: keras.Model) -> Tensor:
    """The layer named ``logits``; for a network without one, the logarithm of its scores."""
    if any(layer.name == LOGITS for layer in network.layers):
        return network.get_layer(LOGITS).output
    return as_logits(ops.cast(network.output, "float32"))


def as_logits(scores: Tensor) -> Tensor:
    """Logits whose softmax are these scores (..., classes)."""
    return ops.log(ops.maximum(scores, SMALLEST_SCORE))


def scores_of(logits: Tensor) -> Tensor:
    """Scores (..., classes) of logits, float32 whatever the policy of the network is."""
    return ops.softmax(ops.cast(logits, "float32"))
