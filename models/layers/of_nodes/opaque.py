"""Makes the layers of opaque nodes again from their description, and calls them as they were called."""

import json
from collections.abc import Sequence
from typing import Any

import keras
from keras import tree

from models.allowed_layers import INPUT_MARK
from models.layers.of_nodes.making import Makers, Making
from models.nodes.opaque import Opaque
from models.problems import GraphError, GraphProblem

FULL_PRECISION = "float32"
# What Keras raises for a description that does not fit a layer: a wrong value, a missing key, a wrong type.
FAILURES = (ValueError, TypeError, KeyError, AttributeError, IndexError, RuntimeError)


def call_opaque(operation: Opaque, layer: Any, inputs: Sequence[Any]) -> Any:
    """Return the value that leaves the node when ``layer`` is called with its recorded arguments."""
    stored = json.loads(operation.arguments)
    try:
        arguments, options = _argument(stored["args"], inputs), _argument(stored["kwargs"], inputs)
        return tree.flatten(layer(*arguments, **options))[operation.output]
    except FAILURES as error:
        raise _failure(operation, layer.name, error) from error


def _argument(value: Any, inputs: Sequence[Any]) -> Any:
    if isinstance(value, list):
        return [_argument(item, inputs) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") == INPUT_MARK:
        return inputs[value["config"]]
    if "class_name" in value:
        return keras.saving.deserialize_keras_object(value, safe_mode=True)
    return {name: _argument(item, inputs) for name, item in value.items()}


def _policy_name(policy: Any) -> str:
    if isinstance(policy, dict):
        return str(policy.get("config", {}).get("name", ""))
    return str(policy)


def _failure(operation: Opaque, name: str, error: Exception) -> GraphError:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    message = f"Keras cannot make this layer again. Received: {operation.class_name}: {reason:.200}"
    return GraphError([GraphProblem(name, None, message, "Open the network again, or remove the layer.")])


def _make_opaque(operation: Opaque, making: Making) -> list[Any]:
    document = json.loads(operation.layer)
    config = {**document["config"], "name": making.name}
    if "seed" in config:
        config["seed"] = making.seed
    if _policy_name(config.get("dtype")) == FULL_PRECISION:
        config["dtype"] = making.dtype
    try:
        return [keras.saving.deserialize_keras_object({**document, "config": config}, safe_mode=True)]
    except FAILURES as error:
        raise _failure(operation, making.name, error) from error


OPAQUE_MAKERS: Makers = {Opaque: _make_opaque}
"""How a kept layer is made."""
