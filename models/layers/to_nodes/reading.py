"""What the readers of all families have in common."""

from collections.abc import Callable, Mapping
from typing import Any

import keras

from models.layers.scaled_tanh import scaled_tanh
from models.nodes.activation import ACTIVATIONS
from models.nodes.base import NodeType
from models.options import Pair
from models.problems import RuleError

Reader = Callable[[Any], NodeType]
Readers = Mapping[type, Reader]
"""How the options of each Keras layer of a family become those of a node."""


def require(is_readable: bool, what: str, received: object) -> None:
    """Raise ``RuleError`` for an option of a layer that its node type cannot say."""
    if not is_readable:
        raise RuleError(f"A node cannot say this of a layer. Received: {what} {received}.", "Keep the layer as it is.")


def activation_name(activation: Any) -> str:
    """Return our name of a Keras activation.

    Raises:
        RuleError: there is none.
    """
    if activation is scaled_tanh:
        return "scaled tanh"
    name = keras.activations.serialize(activation)
    readable = name.replace("_", " ") if isinstance(name, str) else "unknown"
    require(readable in ACTIVATIONS, "activation", name)
    return readable


def pair(values: Any) -> Pair:
    """Return two numbers that Keras keeps as a list or tuple."""
    vertical, horizontal = values
    return vertical, horizontal


def require_last_axis(layer: Any, what: str) -> None:
    """Raise ``RuleError`` unless ``layer`` works along the channels, and along nothing else."""
    axis = layer.axis[0] if isinstance(layer.axis, list | tuple) and len(layer.axis) == 1 else layer.axis
    rank = len(layer.input.shape) if isinstance(layer.input, keras.KerasTensor) else len(layer.input[0].shape)
    require(axis in (-1, rank - 1), f"{what} along axis", axis)
