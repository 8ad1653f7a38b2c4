"""The per-layer table of a graph: shapes, parameters, work, memory and receptive fields."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from models.graph import Graph, Node
from models.nodes.base import Parameters, Reach, Shape
from models.options import Pair

Effective = Literal["exact", "whole input"]


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """The window of input pixels that a cell sees: vertical first.

    Attributes:
        size: extent in input pixels, cells in the padding included.
        stride: distance between the windows of neighbouring cells.
        offset: input pixel where the window of the first cell begins; negative in the padding.
        effective: "whole input" after an operation that sees everything, whatever lies before it.
    """

    size: Pair
    stride: Pair
    offset: Pair
    effective: Effective


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One line of the table; shapes are without the batch, bytes are those of one picture in float32."""

    name: str
    type: str
    title: str
    block: str
    inputs: tuple[str, ...]
    output_shape: Shape
    parameters: int
    trainable_parameters: int
    multiply_adds: int
    activation_bytes: int
    receptive_field: Pair
    stride: Pair
    offset: Pair
    effective: Effective


@dataclass(frozen=True, slots=True)
class Analysis:
    """The table of a graph with its sums, for one picture."""

    rows: tuple[LayerRow, ...]
    parameters: int
    trainable_parameters: int
    multiply_adds: int
    activation_bytes: int

    def row(self, name: str) -> LayerRow:
        """Return the line of the node with this name; ``KeyError`` if there is none."""
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(name)


def analyse(graph: Graph) -> Analysis:
    """Return the per-layer table of ``graph``, in the order of computation.

    Raises:
        GraphError: the graph has problems.
    """
    shapes = graph.shapes()
    picture = _picture_size(graph, shapes)
    fields: dict[str, ReceptiveField] = {}
    rows = []
    for node in graph.ordered():
        fields[node.name] = _receptive_field(node, shapes, fields, picture=picture)
        rows.append(_row(node, shapes, fields[node.name]))
    return Analysis(
        rows=tuple(rows),
        parameters=sum(row.parameters for row in rows),
        trainable_parameters=sum(row.trainable_parameters for row in rows),
        multiply_adds=sum(row.multiply_adds for row in rows),
        activation_bytes=sum(row.activation_bytes for row in rows),
    )


def _picture_size(graph: Graph, shapes: dict[str, Shape]) -> Pair:
    shape = shapes[graph.inputs[0]]
    return (shape[0], shape[1]) if len(shape) == 3 else (1, 1)


def _row(node: Node, shapes: dict[str, Shape], field: ReceptiveField) -> LayerRow:
    inputs = tuple(shapes[source] for source in node.inputs)
    parameters = Parameters() if node.weights_of else node.operation.parameters(inputs)
    return LayerRow(
        name=node.name,
        type=node.type,
        title=node.operation.title,
        block=node.block,
        inputs=node.inputs,
        output_shape=shapes[node.name],
        parameters=parameters.total,
        trainable_parameters=parameters.trainable,
        multiply_adds=node.operation.multiply_adds(inputs),
        activation_bytes=node.operation.activation_bytes(inputs),
        receptive_field=field.size,
        stride=field.stride,
        offset=field.offset,
        effective=field.effective,
    )


def _receptive_field(
    node: Node, shapes: dict[str, Shape], fields: dict[str, ReceptiveField], *, picture: Pair
) -> ReceptiveField:
    if not node.inputs:
        return ReceptiveField((1, 1), (1, 1), (0, 0), "exact")
    reach = node.operation.reach(tuple(shapes[source] for source in node.inputs))
    before = [fields[source] for source in node.inputs]
    if reach is None or any(field.effective == "whole input" for field in before):
        return ReceptiveField(picture, picture, (0, 0), "whole input")
    return _grown(_union(before), reach)


def _grown(field: ReceptiveField, reach: Reach) -> ReceptiveField:
    """Return r + (k - 1) j, j s and the offset - p j (Araujo et al., Distill 2019) for both axes."""
    return ReceptiveField(
        size=_pair(field.size[axis] + (reach.kernel[axis] - 1) * field.stride[axis] for axis in (0, 1)),
        stride=_pair(field.stride[axis] * reach.stride[axis] for axis in (0, 1)),
        offset=_pair(field.offset[axis] - reach.padding[axis] * field.stride[axis] for axis in (0, 1)),
        effective="exact",
    )


def _union(fields: list[ReceptiveField]) -> ReceptiveField:
    """Return the smallest window that holds the windows of all paths."""
    first = _pair(min(field.offset[axis] for field in fields) for axis in (0, 1))
    last = _pair(max(field.offset[axis] + field.size[axis] for field in fields) for axis in (0, 1))
    stride = _pair(max(field.stride[axis] for field in fields) for axis in (0, 1))
    return ReceptiveField((last[0] - first[0], last[1] - first[1]), stride, first, "exact")


def _pair(values: Iterable[int]) -> Pair:
    vertical, horizontal = values
    return vertical, horizontal
