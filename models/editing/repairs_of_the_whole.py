"""Repairs of names, inputs, outputs and shared weights."""

from collections.abc import Iterator
from dataclasses import replace

from models.editing.edits import rename
from models.editing.names import clean_name, free_name
from models.editing.outputs import with_outputs
from models.editing.repair import Repair, times
from models.graph import Graph, Node
from models.nodes import Input
from models.problems import GraphProblem, ProblemKind


def whole_candidates(graph: Graph, problem: GraphProblem) -> Iterator[Repair]:
    """Propose repairs for problems that are not those of an edge."""
    match problem.kind:
        case ProblemKind.NAME:
            yield from _clean_names(graph, problem.node)
        case ProblemKind.NAME_TWICE:
            yield from _second_renamed(graph, problem.node)
        case ProblemKind.NO_INPUT:
            yield input_added(graph)
        case ProblemKind.NO_OUTPUT | ProblemKind.UNKNOWN_OUTPUT:
            yield from _outputs(graph, problem.node)
        case ProblemKind.SHARING:
            nodes = tuple(replace(node, weights_of="") if node.name == problem.node else node for node in graph.nodes)
            yield Repair(f"Give '{problem.node}' weights of its own", replace(graph, nodes=nodes))
        case _:
            return


def input_added(graph: Graph) -> Repair:
    """Return the repair that puts an input before every node that reads nothing."""
    operation = Input()
    name = free_name(graph, "input")
    nodes = tuple(
        replace(node, inputs=(name,)) if not node.inputs and node.operation.input_count == 1 else node
        for node in graph.nodes
    )
    edited = with_outputs(replace(graph, nodes=(Node(name, operation), *nodes)))
    return Repair(f"Add an input of {times(operation.shape)}", edited)


def _clean_names(graph: Graph, name: str) -> Iterator[Repair]:
    operation = next((node.operation for node in graph.nodes if node.name == name), None)
    if operation is not None:
        wanted = free_name(graph, clean_name(name) or operation.type)
        yield Repair(f"Rename it to '{wanted}'", rename(graph, name, wanted))


def _second_renamed(graph: Graph, name: str) -> Iterator[Repair]:
    places = [place for place, node in enumerate(graph.nodes) if node.name == name]
    if len(places) > 1:
        wanted = free_name(graph, name)
        nodes = list(graph.nodes)
        nodes[places[-1]] = replace(nodes[places[-1]], name=wanted)
        yield Repair(f"Rename the second one to '{wanted}'", replace(graph, nodes=tuple(nodes)))


def _outputs(graph: Graph, missing: str) -> Iterator[Repair]:
    auxiliary = tuple(side for side in graph.auxiliary if side.node != missing)
    if auxiliary != graph.auxiliary:
        yield Repair(f"Remove the side output '{missing}'", replace(graph, auxiliary=auxiliary))
    kept = tuple(name for name in graph.outputs if name != missing)
    if kept and missing:
        yield Repair(f"Remove the output '{missing}'", replace(graph, outputs=kept))
    edited = with_outputs(replace(graph, outputs=kept))
    if not graph.nodes:
        yield input_added(graph)
    elif edited.outputs != kept:
        yield Repair(f"Make '{edited.outputs[-1]}' the output", edited)
