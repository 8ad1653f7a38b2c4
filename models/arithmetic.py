"""The per-layer table of a graph: shapes, parameters, work, memory and receptive fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.graph import Graph, Node
from models.nodes.base import Parameters, Shape
from models.options import Pair
from models.problems import GraphProblem
from models.receptive_field import PIXEL, Effective, ReceptiveField, Step, field_behind


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
    stride: tuple[Step, Step]
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


@dataclass(frozen=True, slots=True)
class Examination:
    """What can be said of a graph that may be broken.

    Attributes:
        table: lines and sums of the nodes that have a shape.
        problems: everything that keeps the graph from being a network.
        by_name: the lines of the table by the name of their node.
    """

    table: Analysis
    problems: tuple[GraphProblem, ...]
    by_name: Mapping[str, LayerRow]

    @property
    def rows(self) -> tuple[LayerRow, ...]:
        """Lines of the nodes that have a shape, in the order of computation."""
        return self.table.rows

    @property
    def is_sound(self) -> bool:
        """Whether the graph is a network that can be built."""
        return not self.problems

    def problems_of(self, name: str) -> tuple[GraphProblem, ...]:
        """Return what is wrong at one node."""
        return tuple(problem for problem in self.problems if problem.node == name)


def analyse(graph: Graph) -> Analysis:
    """Return the per-layer table of ``graph``, in the order of computation.

    Raises:
        GraphError: the graph has problems.
    """
    return _table(graph, graph.shapes())


def examine(graph: Graph) -> Examination:
    """Return the table of a graph as far as it has shapes, and its problems; never fails."""
    shapes, broken_rules = graph.measure()
    table = _table(graph, shapes)
    problems = (*graph.structure_problems(), *broken_rules)
    return Examination(table, problems, {row.name: row for row in table.rows})


def _table(graph: Graph, shapes: Mapping[str, Shape]) -> Analysis:
    fields = _receptive_fields(graph, shapes)
    rows = [_row(node, shapes, fields[node.name]) for node in _measured(graph, shapes)]
    return Analysis(
        rows=tuple(rows),
        parameters=sum(row.parameters for row in rows),
        trainable_parameters=sum(row.trainable_parameters for row in rows),
        multiply_adds=sum(row.multiply_adds for row in rows),
        activation_bytes=sum(row.activation_bytes for row in rows),
    )


def receptive_fields(graph: Graph) -> Mapping[str, ReceptiveField]:
    """Return for every node which pixels each of its cells sees.

    Raises:
        GraphError: the graph has problems.
    """
    return _receptive_fields(graph, graph.shapes())


def _receptive_fields(graph: Graph, shapes: Mapping[str, Shape]) -> dict[str, ReceptiveField]:
    picture = _picture_size(graph, shapes)
    fields: dict[str, ReceptiveField] = {}
    for node in _measured(graph, shapes):
        fields[node.name] = _receptive_field(node, shapes, fields, picture=picture)
    return fields


def _measured(graph: Graph, shapes: Mapping[str, Shape]) -> Iterable[Node]:
    """Return the nodes that have a shape, of several with one name the first."""
    found: dict[str, Node] = {}
    for node in graph.ordered():
        if node.name in shapes:
            found.setdefault(node.name, node)
    return found.values()


def _picture_size(graph: Graph, shapes: Mapping[str, Shape]) -> Pair:
    shape = next((shapes[name] for name in graph.inputs if name in shapes), ())
    return (shape[0], shape[1]) if len(shape) == 3 else (1, 1)


def _row(node: Node, shapes: Mapping[str, Shape], field: ReceptiveField) -> LayerRow:
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
    node: Node, shapes: Mapping[str, Shape], fields: dict[str, ReceptiveField], *, picture: Pair
) -> ReceptiveField:
    if not node.inputs:
        return PIXEL
    inputs = tuple(shapes[source] for source in node.inputs)
    seen = node.inputs[: node.operation.value_inputs]
    before = [fields[source] for source in seen]
    return field_behind(before, node.operation.reach(inputs), shapes=inputs[: len(seen)], picture=picture)
