"""From a graph to a functional Keras model."""

import hashlib
from typing import Any

import keras

from models.graph import Graph, Node
from models.layers.grouped_convolution import speed_up_groups
from models.layers.of_nodes import Making, input_layer, make_layers
from models.layers.of_nodes.opaque import call_opaque
from models.layers.strided_points import spare_strided_points
from models.nodes import (
    Activation,
    Add,
    Convolution,
    CropTo,
    Dense,
    Dropout,
    GlobalAveragePooling,
    Input,
    Opaque,
    TransposedConvolution,
    Upsampling,
)

BEHIND_CLASS_MAPS = (Activation, Add, CropTo, TransposedConvolution, Upsampling)
"""What can stand between the convolution that says the classes of every place and the output."""


def build_model(graph: Graph, *, seed: int, dtype_policy: str = "float32") -> keras.Model:
    """Return the Keras model of ``graph``; layers have the names of their nodes, nodes with shared weights one layer.

    Side outputs follow the outputs; take ``graph.for_prediction()`` for a model without them.

    Global pooling, the last dense layer or the convolution that says the classes of every place, what enlarges them,
    and softmax compute in float32 under every policy, so that scores and exact class activation maps stay accurate.

    Args:
        graph: the network.
        seed: fixes initial weights and the randomness of layers; every node has a seed of its own derived from it.
        dtype_policy: Keras policy of the other layers, such as "mixed_bfloat16".

    Raises:
        GraphError: the graph has problems.
    """
    graph.require_sound()
    tensors = _Builder(graph, seed, dtype_policy).tensors()
    inputs = [tensors[name] for name in graph.inputs]
    outputs = [tensors[name] for name in _all_outputs(graph)]
    model = keras.Model(_single(inputs), _single(outputs), name=_model_name(graph))
    speed_up_groups(model)
    spare_strided_points(model)
    return model


def node_seed(seed: int, name: str) -> int:
    """Return a seed of 31 bits for one node: adding a node leaves the seeds of the others as they are."""
    digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


class _Builder:
    """Applies the layers of all nodes, each one to what its node reads; shared layers are made once."""

    def __init__(self, graph: Graph, seed: int, dtype_policy: str) -> None:
        self._graph = graph
        self._seed = seed
        self._dtype_policy = dtype_policy
        self._in_full_precision = _full_precision_names(graph)
        self._layers: dict[str, list[Any]] = {}

    def tensors(self) -> dict[str, Any]:
        """Return the symbolic tensor that leaves each node."""
        made: dict[str, Any] = {}
        for node in self._graph.ordered():
            made[node.name] = self._apply(node, [made[source] for source in node.inputs])
        return made

    def _apply(self, node: Node, inputs: list[Any]) -> Any:
        if isinstance(node.operation, Input):
            return input_layer(node.operation.shape, node.name)
        layers = self._layers_of(node)
        if isinstance(node.operation, Opaque):
            return call_opaque(node.operation, layers[0], inputs)
        value = _single(inputs)
        for layer in layers:
            value = layer(value)
        return value

    def _layers_of(self, node: Node) -> list[Any]:
        owner = node.weights_of or node.name
        if owner not in self._layers:
            dtype = "float32" if owner in self._in_full_precision else self._dtype_policy
            self._layers[owner] = make_layers(node.operation, Making(owner, node_seed(self._seed, owner), dtype))
        return self._layers[owner]


def _all_outputs(graph: Graph) -> tuple[str, ...]:
    return (*graph.outputs, *(side.node for side in graph.auxiliary))


def _full_precision_names(graph: Graph) -> set[str]:
    """Return the nodes from each output back to the values that the last layer with classes reads."""
    nodes = {node.name: node for node in graph.nodes}
    names: set[str] = set()
    for output in _all_outputs(graph):
        node = nodes[output]
        names.add(node.name)
        while node.inputs and _continues(node, nodes[node.inputs[0]]):
            node = nodes[node.inputs[0]]
            names.add(node.name)
    return names


def _continues(node: Node, source: Node) -> bool:
    match source.operation:
        case GlobalAveragePooling() | Dropout():
            return not isinstance(node.operation, GlobalAveragePooling)
        case Dense():
            return isinstance(node.operation, Activation)
        case Convolution() | Add() | CropTo() | TransposedConvolution() | Upsampling():
            return isinstance(node.operation, BEHIND_CLASS_MAPS)
        case _:
            return False


def _single(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _model_name(graph: Graph) -> str:
    return graph.name.replace("-", "_").replace("/", "_").replace(" ", "_") or "network"
