"""Takes weights over from one network to another, layer by layer, wherever a layer did not change."""

import math
from collections.abc import Mapping
from typing import Any

import keras

from models.kept_weights import KeptWeights
from models.layers.calls import layers_by_name

__all__ = ["KeptWeights", "keep_weights"]

Shapes = tuple[tuple[int, ...], ...]


def keep_weights(model: keras.Model, source: keras.Model) -> KeptWeights:
    """Give every layer of ``model`` the weights of the layer of ``source`` with its name, where their shapes agree.

    A convolution takes those of the dense layer that it was (``models/fully_convolutional.py``).

    Layers of nested models have the names of the nodes that they become (``models/read_keras.py``).

    Raises:
        GraphError: one of the models is not functional.
    """
    target, given = _with_weights(model), _with_weights(source)
    kept = tuple(name for name, layer in target.items() if _fit(_shapes(layer), _shapes(given.get(name))))
    for name in kept:
        for weight, value in zip(target[name].weights, given[name].get_weights(), strict=True):
            weight.assign(value.reshape(weight.shape))
    new = tuple(name for name in target if name not in kept)
    return KeptWeights(kept, new, tuple(name for name in given if name not in kept))


def _with_weights(model: keras.Model) -> Mapping[str, Any]:
    return {name: layer for name, layer in layers_by_name(model).items() if getattr(layer, "weights", ())}


def _fit(shapes: Shapes, given: Shapes) -> bool:
    """Whether weights can be taken over: the same shapes, or those of the dense layer that a convolution was."""
    if shapes == given:
        return True
    if len(shapes) != len(given) or not shapes or shapes[1:] != given[1:]:
        return False
    kernel, dense = shapes[0], given[0]
    return len(kernel) == 4 and len(dense) == 2 and (math.prod(kernel[:3]), kernel[3]) == dense


def _shapes(layer: Any) -> Shapes:
    return tuple(tuple(weight.shape) for weight in getattr(layer, "weights", ()))
