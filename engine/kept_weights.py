"""Takes weights over from one network to another, layer by layer, wherever a layer did not change."""

from collections.abc import Mapping
from typing import Any

import keras

from models.kept_weights import KeptWeights
from models.layers.calls import layers_by_name

__all__ = ["KeptWeights", "keep_weights"]


def keep_weights(model: keras.Model, source: keras.Model) -> KeptWeights:
    """Give every layer of ``model`` the weights of the layer of ``source`` with its name, where their shapes agree.

    Layers of nested models have the names of the nodes that they become (``models/read_keras.py``).

    Raises:
        GraphError: one of the models is not functional.
    """
    target, given = _with_weights(model), _with_weights(source)
    kept = tuple(name for name, layer in target.items() if _shapes(layer) == _shapes(given.get(name)))
    for name in kept:
        for weight, value in zip(target[name].weights, given[name].weights, strict=True):
            weight.assign(value)
    new = tuple(name for name in target if name not in kept)
    return KeptWeights(kept, new, tuple(name for name in given if name not in kept))


def _with_weights(model: keras.Model) -> Mapping[str, Any]:
    return {name: layer for name, layer in layers_by_name(model).items() if getattr(layer, "weights", ())}


def _shapes(layer: Any) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(weight.shape) for weight in getattr(layer, "weights", ()))
