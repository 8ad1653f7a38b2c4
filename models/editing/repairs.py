"""Repairs of broken graphs, ready to be applied by one click.

Candidates are made generously and kept only where the graph really is better after them, so that a proposal never
disappoints. The last one, where there is nothing better, removes the node.
"""

from collections.abc import Iterator
from dataclasses import replace

from models.editing.edits import add_node, remove_nodes
from models.editing.repair import Repair, badness
from models.editing.repairs_of_edges import edge_candidates
from models.editing.repairs_of_merges import merge_candidates
from models.editing.repairs_of_options import option_candidates
from models.editing.repairs_of_shapes import shape_candidates
from models.editing.repairs_of_the_whole import whole_candidates
from models.graph import Graph, Node
from models.nodes import Input
from models.problems import GraphProblem, ProblemKind

__all__ = ["MOST_REPAIRS", "Repair", "repairs_for"]

_OF_NO_NODE = (ProblemKind.NO_INPUT, ProblemKind.NO_OUTPUT, ProblemKind.NAME)
MOST_REPAIRS = 4
"""More choices help nobody; the last of them removes what is in the way."""


def repairs_for(graph: Graph, problem: GraphProblem) -> tuple[Repair, ...]:
    """Return what can be done about a problem, the most likely wish first.

    Args:
        graph: the broken graph.
        problem: one of its problems; for a problem that it does not have, nothing is proposed. As long as two nodes
            share the name that it is about, another name for one of them comes first.
    """
    if problem.kind not in _OF_NO_NODE and sum(node.name == problem.node for node in graph.nodes) > 1:
        problem = replace(problem, kind=ProblemKind.NAME_TWICE)
    before = badness(graph)
    kept: list[Repair] = []
    removals = []
    for repair in _removals(graph, problem):
        if badness(repair.graph) < before:
            removals.append(repair)
    for repair in _candidates(graph, problem):
        if len(kept) + len(removals) >= MOST_REPAIRS:
            break
        if all(repair.graph != other.graph for other in (*kept, *removals)) and badness(repair.graph) < before:
            kept.append(repair)
    return (*kept, *removals)


def _candidates(graph: Graph, problem: GraphProblem) -> Iterator[Repair]:
    """Propose repairs for the kind of the problem; they may be of no use."""
    if problem.kind is not ProblemKind.RULE:
        yield from whole_candidates(graph, problem)
        yield from edge_candidates(graph, problem)
        return
    node = _node(graph, problem.node)
    shapes = graph.measure()[0]
    if node is None or node.name in shapes or any(source not in shapes for source in node.inputs):
        return
    inputs = tuple(shapes[source] for source in node.inputs)
    if len(inputs) > 1:
        yield from merge_candidates(graph, node, inputs)
    yield from shape_candidates(graph, node, inputs)
    yield from option_candidates(graph, node, inputs)


def _removals(graph: Graph, problem: GraphProblem) -> Iterator[Repair]:
    node = _node(graph, problem.node)
    if node is None or problem.kind in (ProblemKind.NAME, ProblemKind.NAME_TWICE, ProblemKind.SHARING):
        return
    left = remove_nodes(graph, {node.name})
    if left.nodes:
        yield Repair(f"Remove '{node.name}'", left)
    else:
        yield Repair(f"Replace '{node.name}' by an input", add_node(left, Input()).graph)


def _node(graph: Graph, name: str) -> Node | None:
    return next((node for node in graph.nodes if node.name == name), None)
