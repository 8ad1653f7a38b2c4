"""Turns dense layers into convolutions with the same weights, so that a network takes larger pictures.

Long, Shelhamer, Darrell, "Fully convolutional networks for semantic segmentation", 2015 (1411.4038), section 3.1;
Sermanet et al., OverFeat, 2014 (1312.6229), section 3.5. At the original size the network computes what it did; on a
larger picture it computes, in one pass, what it would say of every window of the original size, at the steps of its
total stride. That is exact where no layer pads its input: padded borders of a window become pixels of the picture.
"""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from models import nodes
from models.graph import Graph, Node
from models.nodes.base import Shape
from models.options import Pair
from models.problems import GraphError, GraphProblem

Form = Literal["map", "vector", "flattened", "averaged"]
"""How a value of the old network appears in the new one: as itself, as a map of one cell, or not yet summed up."""

ELEMENTWISE = (nodes.Activation, nodes.Dropout, nodes.GaussianNoise, nodes.Rescaling)
LINEAR = (nodes.Dropout, nodes.GaussianNoise)
CHANNELWISE = (nodes.BatchNormalisation, nodes.LayerNormalisation)
MERGES = (nodes.Add, nodes.Subtract, nodes.Average, nodes.Maximum, nodes.Multiply, nodes.Concatenate)
WHOLE_MAP = (nodes.GroupNormalisation,)
"""They sum up over the whole map, whatever its size."""


@dataclass(frozen=True, slots=True)
class Value:
    """What became of the value of a node.

    Attributes:
        name: node of the new graph that gives it.
        form: how it appears there.
        size_px: rows and columns of the map that was flattened or is still to be averaged.
        average: name of the node that will average; empty where nothing is pending.
    """

    name: str
    form: Form
    size_px: Pair = (1, 1)
    average: str = ""


@dataclass(frozen=True, slots=True)
class FullyConvolutional:
    """A network without dense layers.

    Attributes:
        graph: takes pictures of any size from the original one on; its outputs are maps.
        reshaped: for each node with a new kernel its shape (rows, columns, channels, filters); the weights are the
            same numbers in the same order.
        warnings: where it differs from the old network on larger pictures, in sentences.
    """

    graph: Graph
    reshaped: dict[str, Shape]
    warnings: tuple[str, ...] = ()


def fully_convolutional(graph: Graph, input_shape: Shape | None = None) -> FullyConvolutional:
    """Return ``graph`` with convolutions in place of dense layers; side outputs are left out.

    Flatten and dense become a convolution whose kernel has the size of the map; further dense layers become 1x1
    convolutions; global average pooling and dense become a 1x1 convolution before an average over the old map's size.
    Nodes keep their names.

    Args:
        graph: a network whose outputs are vectors.
        input_shape: (height, width, channels) of the new network; that of the old one where None.

    Raises:
        GraphError: something in it cannot be moved over a larger picture, or the picture is too small.
    """
    whole = graph.for_prediction()
    conversion = _Conversion(whole, whole.shapes())
    for node in whole.ordered():
        conversion.add(node)
    converted = conversion.finish()
    if input_shape is not None:
        converted = replace(converted, graph=with_input_shape(converted.graph, input_shape))
    return converted


def with_input_shape(graph: Graph, input_shape: Shape) -> Graph:
    """Return ``graph`` for pictures of another size.

    Raises:
        GraphError: the size does not fit.
    """
    resized = tuple(
        replace(node, operation=nodes.Input(input_shape)) if isinstance(node.operation, nodes.Input) else node
        for node in graph.nodes
    )
    changed = replace(graph, nodes=resized)
    changed.require_sound()
    return changed


class _Conversion:
    """Writes the new graph node by node.

    Args:
        graph: the old one.
        shapes: of its nodes.
    """

    def __init__(self, graph: Graph, shapes: dict[str, Shape]) -> None:
        self._graph = graph
        self._shapes = shapes
        self._values: dict[str, Value] = {}
        self._nodes: list[Node] = []
        self._reshaped: dict[str, Shape] = {}
        self._warnings: list[str] = []
        self._readers = Counter(source for node in graph.nodes for source in node.inputs)
        self._readers.update(graph.outputs)

    def add(self, node: Node) -> None:
        """Write what ``node`` becomes."""
        values = [self._value(source) for source in node.inputs]
        match node.operation:
            case nodes.Flatten():
                self._flatten(node, values[0])
            case nodes.GlobalAveragePooling():
                self._values[node.name] = Value(values[0].name, "averaged", self._map_size(node), node.name)
            case nodes.GlobalMaximumPooling():
                window = self._map_size(node)
                self._write(replace(node, operation=nodes.MaximumPooling(window, (1, 1), "valid")), values, "vector")
            case nodes.Dense():
                self._dense(node, node.operation, values[0])
            case _ if all(value.form == "map" for value in values):
                self._copy(node, values)
            case _:
                self._behind_vectors(node, values)

    def finish(self) -> FullyConvolutional:
        """Return the new graph, with averages that were still pending."""
        outputs = tuple(self._settled(self._values[name], name).name for name in self._graph.outputs)
        maps = [name for name in self._graph.outputs if self._values[name].form == "map"]
        if maps and all(value.form == "map" for value in self._values.values()):
            raise _refusal(maps[0], "Nothing has to be converted: the network has no dense layer.", "Use it as it is.")
        graph = Graph(self._graph.name, tuple(self._nodes), outputs)
        graph.require_sound()
        return FullyConvolutional(graph, self._reshaped, tuple(dict.fromkeys(self._warnings)))

    def _value(self, name: str) -> Value:
        """Return what became of a node; an average that several nodes read is not put off."""
        value = self._values[name]
        return value if self._readers[name] == 1 else self._settled(value, name)

    def _flatten(self, node: Node, value: Value) -> None:
        """Take the map as it is; a convolution of its size reads it later."""
        if value.form == "map":
            self._values[node.name] = Value(value.name, "flattened", self._map_size(node))
        else:
            self._values[node.name] = value

    def _dense(self, node: Node, dense: nodes.Dense, value: Value) -> None:
        """Write a convolution with the weights of a dense layer."""
        is_pending = value.form == "averaged" and dense.activation == "linear"
        source = value if is_pending else self._settled(value, node.inputs[0])
        kernel = source.size_px if source.form == "flattened" else (1, 1)
        channels = self._shapes[node.inputs[0]][-1] // (kernel[0] * kernel[1])
        convolution = nodes.Convolution(
            dense.units, kernel, padding="valid", bias=dense.bias, activation=dense.activation,
            initial_weights=dense.initial_weights,
        )  # fmt: skip
        self._reshaped[node.name] = (*kernel, channels, dense.units)
        self._write(replace(node, operation=convolution), [source], "averaged" if is_pending else "vector")
        if is_pending:
            self._values[node.name] = replace(value, name=node.name)

    def _behind_vectors(self, node: Node, values: list[Value]) -> None:
        """Write a node that reads vectors."""
        if isinstance(node.operation, LINEAR) and values[0].form in ("flattened", "averaged"):
            self._write(node, values, values[0].form)
            self._values[node.name] = replace(values[0], name=node.name)
            return
        if values[0].form == "flattened" and self._is_pointwise(node):
            self._write(node, values, "flattened")
            self._values[node.name] = replace(values[0], name=node.name)
            return
        settled = [self._settled(value, name) for value, name in zip(values, node.inputs, strict=True)]
        is_known = isinstance(node.operation, (*ELEMENTWISE, *CHANNELWISE, *MERGES))
        if not is_known or any(value.form != "vector" for value in settled):
            raise _refusal(
                node.name,
                f"{node.operation.title} of whole pictures cannot be moved over a larger picture.",
                "Remove it, or put it before flatten and global pooling.",
            )
        self._write(node, settled, "vector")

    @staticmethod
    def _is_pointwise(node: Node) -> bool:
        return isinstance(node.operation, ELEMENTWISE) and node.options.get("function") != "softmax"

    def _copy(self, node: Node, values: list[Value]) -> None:
        if isinstance(node.operation, WHOLE_MAP):
            self._warnings.append(f"{node.operation.title} sees the whole picture: windows do not stand alone.")
        self._write(node, values, "map")

    def _settled(self, value: Value, name: str) -> Value:
        """Return a value as something that can be read: what is still to be averaged is averaged now."""
        if value.form != "averaged":
            return value
        node = self._graph.node(value.average)
        pooling = nodes.AveragePooling(value.size_px, (1, 1), "valid")
        self._nodes.append(replace(node, operation=pooling, inputs=(value.name,)))
        self._values[name] = Value(node.name, "vector")
        return self._values[name]

    def _write(self, node: Node, values: list[Value], form: Form) -> None:
        self._nodes.append(replace(node, inputs=tuple(value.name for value in values)))
        self._values[node.name] = Value(node.name, form)

    def _map_size(self, node: Node) -> Pair:
        shape = self._shapes[node.inputs[0]]
        if len(shape) != 3:
            raise _refusal(node.name, f"{node.operation.title} reads no map.", "Connect it to a map.")
        return shape[0], shape[1]


def _refusal(node: str, message: str, repair: str) -> GraphError:
    return GraphError([GraphProblem(node, None, message, repair)])
