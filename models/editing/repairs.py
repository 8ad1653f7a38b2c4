"""Repairs of broken graphs, ready to be applied by one click."""

from dataclasses import dataclass

from models.editing.edits import remove_nodes
from models.graph import Graph
from models.problems import GraphProblem


@dataclass(frozen=True, slots=True)
class Repair:
    """One way to make a graph better.

    Attributes:
        title: what is done, as a button says it.
        graph: the graph after it.
    """

    title: str
    graph: Graph


def repairs_for(graph: Graph, problem: GraphProblem) -> tuple[Repair, ...]:
    """Return what can be done about a problem, the most likely wish first."""
    return (Repair(f"Remove '{problem.node}'", remove_nodes(graph, {problem.node})),)
