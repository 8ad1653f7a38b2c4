"""From a graph to a functional Keras model."""

import hashlib
from typing import Any

import keras

from models.graph import Graph, Node
from models.layers.of_nodes import Making, input_layer, make_layers
from models.nodes import Activation, Dense, Dropout, GlobalAveragePooling, Input


def build_model(graph: Graph, *, seed: int, dtype_policy: str = "float32") -> keras.Model:
    """Return the Keras model of ``graph``; layers have the names of their nodes.

    Global pooling, the last dense layer and softmax compute in float32 under every policy, so that scores and exact
    class activation maps stay accurate.

    Args:
        graph: the network.
        seed: fixes initial weights and the randomness of layers; every node has a seed of its own derived from it.
        dtype_policy: Keras policy of the other layers, such as "mixed_bfloat16".

    Raises:
        GraphError: the graph has problems.
    """
    graph.require_sound()
    in_full_precision = _full_precision_names(graph)
    tensors: dict[str, Any] = {}
    for node in graph.ordered():
        dtype = "float32" if node.name in in_full_precision else dtype_policy
        making = Making(node.name, node_seed(seed, node.name), dtype)
        tensors[node.name] = _apply(node, making, [tensors[source] for source in node.inputs])
    inputs = [tensors[name] for name in graph.inputs]
    outputs = [tensors[name] for name in graph.outputs]
    return keras.Model(_single(inputs), _single(outputs), name=_model_name(graph))


def node_seed(seed: int, name: str) -> int:
    """Return a seed of 31 bits for one node: adding a node leaves the seeds of the others as they are."""
    digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


def _apply(node: Node, making: Making, inputs: list[Any]) -> Any:
    if isinstance(node.operation, Input):
        return input_layer(node.operation.shape, node.name)
    value = _single(inputs)
    for layer in make_layers(node.operation, making):
        value = layer(value)
    return value


def _full_precision_names(graph: Graph) -> set[str]:
    """Return the nodes from each output back to the values that the last dense layer reads."""
    nodes = {node.name: node for node in graph.nodes}
    names: set[str] = set()
    for output in graph.outputs:
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
        case _:
            return False


def _single(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _model_name(graph: Graph) -> str:
    return graph.name.replace("-", "_").replace("/", "_").replace(" ", "_") or "network"
