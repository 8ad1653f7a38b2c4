"""From a functional Keras model to a graph."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import keras

from models import nodes
from models.graph import Graph, Node
from models.layers.calls import Call, Calls, calls_of
from models.layers.to_nodes import node_type_of
from models.layers.to_nodes.opaque import read_opaque
from models.nodes.base import NodeType, Shape, Shapes
from models.problems import GraphError, GraphProblem, RuleError

FREE_SIDE_PX = 224
FREE_CHANNELS = 3
# Arguments of a call that change nothing of what a prediction is.
TRAINING_ARGUMENTS = frozenset({"training", "mask"})


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A network that was read.

    Attributes:
        graph: the network.
        layers: the Keras layer of every node that has weights of its own, by the name of the node.
        notes: what had to be assumed, in sentences.
    """

    graph: Graph
    layers: Mapping[str, Any]
    notes: tuple[str, ...]


def read_model(model: keras.Model) -> Graph:
    """Return the graph of a functional or sequential model; see ``read_network``."""
    return read_network(model).graph


def read_network(model: keras.Model, *, free_side: int = FREE_SIDE_PX) -> Reading:
    """Return the graph of a functional or sequential model, nested models flattened.

    A node has the name of its layer; inside a nested model it is preceded by the name of that model, which is also
    its block. A layer that is called again becomes a further node that shares its weights. A layer without node type
    is kept as it is (``Opaque``). How weights started is not kept.

    Args:
        model: the model.
        free_side: what stands for sizes that the model leaves open.

    Raises:
        GraphError: the model is not functional, or one of its layers is none of Keras' own.
    """
    calls = calls_of(model)
    kept_as_they_are: set[int] = set()
    while True:
        reader = _Reader(calls, free_side, kept_as_they_are)
        try:
            read = reader.nodes()
            break
        except _Different as difference:
            kept_as_they_are.add(id(difference.layer))
    graph = Graph(model.name, read, calls.outputs)
    graph.require_sound()
    return Reading(graph, reader.owners, _notes(calls, graph, free_side))


class _Different(Exception):
    """One call of a shared layer has a node type, another one has not."""

    def __init__(self, layer: Any) -> None:
        super().__init__(layer.name)
        self.layer = layer


class _Reader:
    """Makes the nodes of a model, and keeps the shapes that leave them."""

    def __init__(self, calls: Calls, free_side: int, kept_as_they_are: set[int]) -> None:
        self.owners: dict[str, Any] = {}
        self._calls = calls
        self._free_side = free_side
        self._kept_as_they_are = kept_as_they_are
        self._shapes: dict[str, Shape] = {}
        self._first: dict[int, Node] = {}

    def nodes(self) -> tuple[Node, ...]:
        found = [self._input(name, tensor) for name, tensor in self._calls.inputs.items()]
        for call in self._calls.calls:
            found.extend(self._node(call, output) for output, name in enumerate(call.names) if name)
        return tuple(found)

    def _input(self, name: str, tensor: Any) -> Node:
        shape = _fixed_shape(tuple(tensor.shape[1:]), self._free_side)
        try:
            node = Node(name, nodes.Input(shape))
        except RuleError as error:
            raise _at(name, error) from error
        self._shapes[name] = shape
        return node

    def _node(self, call: Call, output: int) -> Node:
        name = call.names[output]
        shapes = tuple(self._shapes[source] for source in call.sources)
        try:
            operation = self._operation(call, shapes, output)
            self._shapes[name] = operation.output_shape(shapes)
        except RuleError as error:
            raise _at(name, error) from error
        node = Node(name, operation, call.sources, call.block, self._owner(call, operation))
        self._first.setdefault(id(call.layer), node)
        if not node.weights_of:
            self.owners[name] = call.layer
        return node

    def _operation(self, call: Call, shapes: Shapes, output: int) -> NodeType:
        if _is_plain(call) and id(call.layer) not in self._kept_as_they_are:
            try:
                operation = node_type_of(call.layer)
                if _agrees(operation.output_shape(shapes), call.record.outputs[0].shape[1:]):
                    return operation
            except RuleError:
                return read_opaque(call.record, shapes, output)
        return read_opaque(call.record, shapes, output)

    def _owner(self, call: Call, operation: NodeType) -> str:
        """Return the name of the node that the weights of a layer belong to, where it was called before."""
        first = self._first.get(id(call.layer))
        if first is None or not getattr(call.layer, "weights", ()):
            return ""
        if first.operation != operation:
            raise _Different(call.layer)
        return first.name


def _fixed_shape(shape: Sequence[int | None], free_side: int) -> Shape:
    channels = len(shape) - 1
    free = [FREE_CHANNELS if axis == channels and channels > 0 else free_side for axis in range(len(shape))]
    return tuple(size if size is not None else free[axis] for axis, size in enumerate(shape))


def _is_plain(call: Call) -> bool:
    """Whether nothing but tensors goes into the layer, so that its options say all."""
    options = call.record.arguments.kwargs
    given = [value for name, value in options.items() if name not in TRAINING_ARGUMENTS and value is not None]
    values = call.record.arguments.args
    listed = values[0] if len(values) == 1 and isinstance(values[0], list | tuple) else values
    is_masked = isinstance(options.get("mask"), keras.KerasTensor)
    are_tensors = all(isinstance(value, keras.KerasTensor) for value in listed)
    return not given and not is_masked and are_tensors and len(listed) == len(call.sources) and len(call.names) == 1


def _agrees(shape: Shape, wanted: Sequence[int | None]) -> bool:
    return len(shape) == len(wanted) and all(two is None or one == two for one, two in zip(shape, wanted, strict=True))


def _notes(calls: Calls, graph: Graph, free_side: int) -> tuple[str, ...]:
    found = []
    if any(None in tensor.shape[1:] for tensor in calls.inputs.values()):
        found.append(f"The network takes pictures of any size: {free_side} x {free_side} px are used.")
    opaque = [node.name for node in graph.nodes if isinstance(node.operation, nodes.Opaque)]
    if opaque:
        found.append(f"{len(opaque)} layers have no node type and stay as they are: {', '.join(opaque[:5])}.")
    if any(_computes_in_less(call.layer) for call in calls.calls):
        found.append("Layers that computed with 16 bits compute with 32 here.")
    return tuple(found)


def _computes_in_less(layer: Any) -> bool:
    return "16" in str(getattr(layer, "compute_dtype", ""))


def _at(name: str, error: RuleError) -> GraphError:
    return GraphError([GraphProblem(name, None, error.message, error.repair)])
