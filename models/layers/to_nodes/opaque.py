"""Describes the call of a layer without node type as JSON, and measures what shape it gives."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import keras
from keras import tree

from models.allowed_layers import INPUT_MARK
from models.nodes.base import Shape, Shapes
from models.nodes.opaque import Opaque
from models.problems import RuleError

# What Keras raises where a layer does not take what it is given, or cannot describe itself.
FAILURES = (ValueError, TypeError, KeyError, AttributeError, IndexError, RuntimeError, NotImplementedError)


def describe_layer(layer: Any) -> str:
    """Return what makes ``layer`` again, as JSON; its name, shapes and seed belong to the node.

    Raises:
        RuleError: the layer does not say what makes it.
    """
    try:
        document = keras.saving.serialize_keras_object(layer)
        document.pop("build_config", None)
        document["config"].pop("name", None)
        if "seed" in document["config"]:
            document["config"]["seed"] = None
        return json.dumps(document, sort_keys=True)
    except FAILURES as error:
        message = f"The layer does not say what makes it. Received: {type(layer).__name__}."
        raise RuleError(message, "Use Keras' own layers.") from error


def describe_arguments(arguments: Sequence[Any], options: Mapping[str, Any]) -> str:
    """Return the arguments of a call as JSON, with a mark in place of every tensor, in the order of the tensors."""
    count = -1

    def mark(value: Any) -> Any:
        nonlocal count
        if not isinstance(value, keras.KerasTensor):
            return value
        count += 1
        return {"class_name": INPUT_MARK, "config": count}

    marked = tree.map_structure(mark, {"args": list(arguments), "kwargs": dict(options)})
    return json.dumps(keras.saving.serialize_keras_object(marked), sort_keys=True)


def output_shape_for(record: Any, shapes: Sequence[Shape], output: int) -> Shape:
    """Return the shape of a value that a call gives for inputs of ``shapes``, as Keras computes it.

    Raises:
        RuleError: the layer does not take inputs of these shapes.
    """
    tensors = [
        keras.KerasTensor((None, *shape), dtype=tensor.dtype)
        for shape, tensor in zip(shapes, record.input_tensors, strict=True)
    ]
    try:
        replaced = dict(zip(map(id, record.input_tensors), tensors, strict=True))
        arguments, options = record.arguments.fill_in(replaced)
        made = tree.flatten(record.operation.compute_output_spec(*arguments, **options))
    except FAILURES as error:
        raise RuleError(f"The layer does not take these inputs. Received: {shapes}.", "Leave its inputs.") from error
    return shape_of(made[output])


def shape_of(tensor: Any) -> Shape:
    """Return the shape of a symbolic tensor without the batch.

    Raises:
        RuleError: a size of it is free.
    """
    shape = tuple(tensor.shape[1:])
    if None in shape:
        raise RuleError(f"The layer's output has no fixed size. Received: {shape}.", "Give the network a fixed size.")
    return shape


def read_opaque(record: Any, shapes: Shapes, output: int) -> Opaque:
    """Return the node of a call of a layer that has no node type.

    Raises:
        RuleError: the layer is not on the list of known ones, or cannot describe itself.
    """
    layer = record.operation
    shape = output_shape_for(record, shapes, output)
    trainable, every = _parameters(layer, "trainable_weights"), _parameters(layer, "weights")
    return Opaque(
        layer=describe_layer(layer),
        arguments=describe_arguments(record.arguments.args, record.arguments.kwargs),
        output=output,
        input_shapes=shapes,
        shape=shape,
        follows_input=_follows_input(record, shapes, output, shape=shape, has_weights=every > 0),
        trainable=trainable,
        fixed=every - trainable,
        input_count=len(shapes),
    )


def _parameters(layer: Any, which: str) -> int:
    return sum(math.prod(weight.shape) for weight in getattr(layer, which, ()))


def _follows_input(record: Any, shapes: Shapes, output: int, *, shape: Shape, has_weights: bool) -> bool:
    """Ask Keras about odd sizes: whether the output still has the shape of the first input."""
    if not shapes or shape != shapes[0]:
        return False
    changed = tuple(_grown(one, keeps_channels=has_weights) for one in shapes)
    try:
        return changed == shapes or output_shape_for(record, changed, output) == changed[0]
    except RuleError:
        return False


def _grown(shape: Shape, *, keeps_channels: bool) -> Shape:
    grown = tuple(size + step + 1 for step, size in enumerate(shape))
    return (*grown[:-1], shape[-1]) if keeps_channels and shape else grown
