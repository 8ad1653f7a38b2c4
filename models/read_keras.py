"""From a functional Keras model to a graph."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import keras
from keras import layers

from models import nodes
from models.graph import Graph, Node
from models.layers.scaled_tanh import scaled_tanh
from models.layers.sub_sampling import SubSampling
from models.layers.table_convolution import TableConvolution
from models.nodes.activation import ACTIVATIONS
from models.problems import GraphError, GraphProblem, RuleError

Names = dict[int, str]


def read_model(model: keras.Model) -> Graph:
    """Return the graph of a functional or sequential model, nested models flattened.

    A node has the name of its layer; inside a nested model it is preceded by the name of that model, which is also
    its block. How weights started is not kept.

    Raises:
        GraphError: a layer has no node type, is used twice, or the model is not functional.
    """
    names: Names = {}
    found = list(_read(model, names, ""))
    graph = Graph(model.name, tuple(found), tuple(names[id(tensor)] for tensor in _functional(model).outputs))
    graph.require_sound()
    return graph


def _functional(model: keras.Model) -> Any:
    functional = getattr(model, "_functional", None) or model
    if not hasattr(functional, "_nodes_by_depth"):
        raise _unreadable(model, f"{type(model).__name__} computes its layers in its own code", "a functional model")
    return functional


def _read(model: keras.Model, names: Names, block: str) -> Iterator[Node]:
    """Yield the nodes of ``model`` in order of computation; ``names`` learns which node makes each tensor."""
    prefix = f"{block.replace('/', '_')}_" if block else ""
    used: set[str] = set()
    by_depth = _functional(model)._nodes_by_depth
    for call in (call for depth in sorted(by_depth, reverse=True) for call in by_depth[depth]):
        layer = call.operation
        if id(call.outputs[0]) in names:
            continue
        if layer.name in used:
            raise _unreadable(layer, "it is used twice, and its weights are shared", "one layer for each place")
        used.add(layer.name)
        sources = tuple(names[id(tensor)] for tensor in call.input_tensors)
        if isinstance(layer, keras.Model):
            yield from _read_nested(layer, sources, names, _inner(block, layer.name))
            names.update(zip(map(id, call.outputs), _output_names(layer, names), strict=True))
            continue
        name = prefix + layer.name
        names[id(call.outputs[0])] = name
        yield Node(name, _node_type(layer), sources, block)


def _read_nested(model: keras.Model, sources: tuple[str, ...], names: Names, block: str) -> Iterator[Node]:
    names.update(zip(map(id, _functional(model).inputs), sources, strict=True))
    yield from _read(model, names, block)


def _output_names(model: keras.Model, names: Names) -> list[str]:
    return [names[id(tensor)] for tensor in _functional(model).outputs]


def _inner(block: str, name: str) -> str:
    return f"{block}/{name}" if block else name


def _unreadable(layer: Any, reason: str, wanted: str) -> GraphError:
    message = f"This layer cannot be read. Received: {type(layer).__name__}, {reason}."
    return GraphError([GraphProblem(layer.name, None, message, f"Use {wanted}.")])


def _node_type(layer: Any) -> nodes.NodeType:
    reader = READERS.get(type(layer))
    if reader is None:
        known = ", ".join(sorted(kind.__name__ for kind in READERS))
        raise _unreadable(layer, "which has no node type", f"one of {known}")
    if getattr(layer, "data_format", "channels_last") != "channels_last":
        raise _unreadable(layer, "with channels first", "channels last")
    try:
        return reader(layer)
    except RuleError as error:
        raise GraphError([GraphProblem(layer.name, None, error.message, error.repair)]) from error


def _activation_name(activation: Any) -> str:
    if activation is scaled_tanh:
        return "scaled tanh"
    name = keras.activations.serialize(activation)
    readable = name.replace("_", " ") if isinstance(name, str) else "unknown"
    if readable not in ACTIVATIONS:
        raise RuleError(f"This activation cannot be read. Received: {name}.", f"Use one of {', '.join(ACTIVATIONS)}.")
    return readable


def _input(layer: Any) -> nodes.NodeType:
    shape = tuple(layer.batch_shape[1:])
    if None in shape:
        raise RuleError(f"The input has no fixed size. Received: {shape}.", "Make the model for one size of pictures.")
    return nodes.Input(shape)


def _convolution(layer: Any) -> nodes.NodeType:
    return nodes.Convolution(
        layer.filters,
        tuple(layer.kernel_size),
        tuple(layer.strides),
        layer.padding,
        dilation=tuple(layer.dilation_rate),
        groups=layer.groups,
        bias=layer.use_bias,
        activation=_activation_name(layer.activation),
    )


def _dense(layer: Any) -> nodes.NodeType:
    return nodes.Dense(layer.units, bias=layer.use_bias, activation=_activation_name(layer.activation))


def _maximum_pooling(layer: Any) -> nodes.NodeType:
    return nodes.MaximumPooling(tuple(layer.pool_size), tuple(layer.strides), layer.padding)


def _average_pooling(layer: Any) -> nodes.NodeType:
    return nodes.AveragePooling(tuple(layer.pool_size), tuple(layer.strides), layer.padding)


def _global_average_pooling(layer: Any) -> nodes.NodeType:
    if layer.keepdims:
        raise RuleError("Global pooling keeps its axes. Received: keepdims=True.", "Use keepdims=False.")
    return nodes.GlobalAveragePooling()


def _relu(layer: Any) -> nodes.NodeType:
    if layer.max_value is not None or layer.negative_slope or layer.threshold:
        raise RuleError("Only the plain ReLU can be read. Received: limits or slopes.", "Use a plain ReLU.")
    return nodes.Activation("relu")


def _softmax(layer: Any) -> nodes.NodeType:
    if layer.axis != -1:
        raise RuleError(f"Softmax runs over another axis. Received: {layer.axis}.", "Use the last axis.")
    return nodes.Activation("softmax")


def _batch_normalisation(layer: Any) -> nodes.NodeType:
    axis = layer.axis[0] if isinstance(layer.axis, list | tuple) else layer.axis
    if axis not in (-1, len(layer.input.shape) - 1):
        raise RuleError(f"Normalisation runs over another axis. Received: {axis}.", "Normalise the channels.")
    return nodes.BatchNormalisation(layer.momentum, layer.epsilon, layer.scale, layer.center)


def _zero_padding(layer: Any) -> nodes.NodeType:
    (top, bottom), (left, right) = layer.padding
    return nodes.ZeroPadding((top, bottom, left, right))


def _sub_sampling(layer: Any) -> nodes.NodeType:
    return nodes.SubSampling(layer.window, _activation_name(layer.activation))


def _table_convolution(layer: Any) -> nodes.NodeType:
    table = tuple(tuple(row) for row in layer.table)
    return nodes.TableConvolution(table, layer.kernel, _activation_name(layer.activation))


def _activation(layer: Any) -> nodes.NodeType:
    return nodes.Activation(_activation_name(layer.activation))


def _dropout(layer: Any) -> nodes.NodeType:
    return nodes.Dropout(layer.rate)


def _noise(layer: Any) -> nodes.NodeType:
    return nodes.GaussianNoise(layer.stddev)


def _add(layer: Any) -> nodes.NodeType:
    return nodes.Add()


def _flatten(layer: Any) -> nodes.NodeType:
    return nodes.Flatten()


READERS: Mapping[type, Callable[[Any], nodes.NodeType]] = {
    layers.InputLayer: _input,
    layers.Conv2D: _convolution,
    layers.Dense: _dense,
    layers.MaxPooling2D: _maximum_pooling,
    layers.AveragePooling2D: _average_pooling,
    layers.GlobalAveragePooling2D: _global_average_pooling,
    layers.Flatten: _flatten,
    layers.ZeroPadding2D: _zero_padding,
    layers.Activation: _activation,
    layers.ReLU: _relu,
    layers.Softmax: _softmax,
    layers.BatchNormalization: _batch_normalisation,
    layers.Dropout: _dropout,
    layers.GaussianNoise: _noise,
    layers.Add: _add,
    SubSampling: _sub_sampling,
    TableConvolution: _table_convolution,
}
"""How the options of each Keras layer are read."""
