"""A proposed repair, and whether it makes a graph better."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.graph import Graph
from models.nodes import NodeType
from models.nodes.base import Shape, Shapes
from models.problems import ProblemKind, RuleError

_OF_THE_WHOLE = frozenset({
    ProblemKind.NAME, ProblemKind.NO_INPUT, ProblemKind.NO_OUTPUT, ProblemKind.UNKNOWN_OUTPUT, ProblemKind.SHARING,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Repair:
    """One way to make a graph better.

    Attributes:
        title: what is done, as a button says it.
        graph: the graph after it.
    """

    title: str
    graph: Graph


def badness(graph: Graph) -> tuple[int, int, int]:
    """Return how broken a graph is: (names twice, nodes without shape and problems of the whole, problems of edges).

    Every repair lowers it, so that repairs come to an end. What stands behind a broken node has no shape either and
    counts: a repair may uncover the next problem and is better all the same.
    """
    shapes, _ = graph.measure()
    kinds = Counter(problem.kind for problem in graph.structure_problems())
    without_shape = sum(node.name not in shapes for node in graph.nodes)
    whole = sum(count for kind, count in kinds.items() if kind in _OF_THE_WHOLE)
    of_edges = sum(kinds[kind] for kind in (ProblemKind.CYCLE, ProblemKind.UNKNOWN_SOURCE, ProblemKind.TOO_MANY_INPUTS))
    return kinds[ProblemKind.NAME_TWICE], without_shape + whole, of_edges


def shape_behind(operation: NodeType, inputs: Shapes) -> Shape | None:
    """Return the shape that leaves an operation, or None where the inputs do not fit."""
    wanted = operation.input_count
    if not all(inputs) or (len(inputs) < 2 if wanted is None else len(inputs) != wanted):
        return None
    try:
        return operation.output_shape(inputs)
    except RuleError:
        return None


def with_options(operation: NodeType, changes: Mapping[str, Any]) -> NodeType | None:
    """Return the operation with other options, or None where it does not take them."""
    if not changes.keys() <= operation.options.keys():
        return None
    try:
        return type(operation).from_options({**operation.options, **changes})
    except RuleError:
        return None


def times(shape: Shape) -> str:
    """Return a size as buttons say it.

    Example:
        >>> times((3, 3))
        '3 x 3'
    """
    return " x ".join(map(str, shape))
