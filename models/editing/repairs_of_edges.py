"""Repairs of missing, surplus and circular edges."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.editing.edits import is_read_by
from models.editing.names import free_name
from models.editing.outputs import readers_of
from models.editing.repair import Repair, shape_behind
from models.editing.repairs_of_the_whole import input_added
from models.editing.wires import connect, disconnect, insert_between
from models.graph import Graph, Node
from models.nodes import Add, Concatenate, Flatten
from models.nodes.base import Shape
from models.problems import Edge, GraphProblem, ProblemKind

MOST_SOURCES = 24
"""So many nodes are tried as what could be connected."""


def edge_candidates(graph: Graph, problem: GraphProblem) -> Iterator[Repair]:
    """Propose repairs for problems of edges."""
    node = next((one for one in graph.nodes if one.name == problem.node), None)
    if node is None:
        return
    match problem.kind:
        case ProblemKind.TOO_FEW_INPUTS:
            yield from _connected(graph, node, position=None)
            if not graph.inputs:
                yield input_added(graph)
        case ProblemKind.TOO_MANY_INPUTS:
            yield from _fewer_inputs(graph, node)
        case ProblemKind.UNKNOWN_SOURCE if problem.edge is not None:
            yield from _other_source(graph, node, problem.edge)
        case ProblemKind.CYCLE if problem.edge is not None:
            source = problem.edge[0]
            yield from _connected(_without(graph, problem.edge), node, position=node.inputs.index(source))
            yield Repair(f"Remove the edge from '{source}' to '{node.name}'", _without(graph, problem.edge))
        case _:
            return


def _connected(graph: Graph, node: Node, *, position: int | None) -> Iterator[Repair]:
    """Connect the node to what has a shape that fits: first what nothing reads yet, then what stands before it."""
    shapes = graph.measure()[0]
    now = next(one for one in graph.nodes if one.name == node.name)
    missing = (2 if node.operation.input_count is None else node.operation.input_count) - len(now.inputs)
    before = tuple(shapes.get(source, ()) for source in now.inputs)
    through_flatten: list[str] = []
    for source in _sources(graph, now, shapes):
        if missing == 1 and shape_behind(node.operation, (*before, shapes[source])) is not None:
            yield Repair(f"Connect '{node.name}' to '{source}'", _linked(graph, now, source, position))
        elif missing == 1 and shape_behind(node.operation, (*before, _flat(shapes[source]))) is not None:
            through_flatten.append(source)
        elif missing > 1 and shape_behind(node.operation, (*before, *[shapes[source]] * missing)) is not None:
            yield from _pairs(graph, now, source, shapes)
    for source in through_flatten:
        title = f"Connect '{node.name}' to '{source}' with flatten between"
        yield Repair(title, insert_between(_linked(graph, now, source, position), (source, node.name), Flatten()).graph)


def _linked(graph: Graph, node: Node, source: str, position: int | None) -> Graph:
    """Connect at a place among the other inputs; what comes behind it moves on."""
    if position is None or position >= len(node.inputs):
        return connect(graph, source, node.name)
    inputs = (*node.inputs[:position], source, *node.inputs[position:])
    nodes = tuple(replace(one, inputs=inputs) if one.name == node.name else one for one in graph.nodes)
    return replace(graph, nodes=nodes)


def _pairs(graph: Graph, node: Node, first: str, shapes: dict[str, Shape]) -> Iterator[Repair]:
    """Connect a merge that reads nothing to two nodes at once."""
    for second in _sources(graph, node, shapes):
        if second != first and shape_behind(node.operation, (shapes[first], shapes[second])) is not None:
            edited = connect(connect(graph, second, node.name), first, node.name)
            yield Repair(f"Connect '{node.name}' to '{second}' and '{first}'", edited)
            return


def _sources(graph: Graph, node: Node, shapes: dict[str, Shape]) -> Sequence[str]:
    readers = readers_of(graph)
    names = [one.name for one in graph.nodes]
    place = names.index(node.name)
    behind = [name for name in names[:place][::-1] + names[place + 1 :] if name in shapes and name not in node.inputs]
    unread = [name for name in behind if not readers[name]]
    order = [*unread, *(name for name in behind if readers[name])]
    return [name for name in order if not is_read_by(graph, node.name, name)][:MOST_SOURCES]


def _flat(shape: Shape) -> Shape:
    return shape_behind(Flatten(), (shape,)) or shape


def _fewer_inputs(graph: Graph, node: Node) -> Iterator[Repair]:
    wanted = node.operation.input_count or 0
    if wanted == 0:
        nodes = tuple(replace(one, inputs=()) if one.name == node.name else one for one in graph.nodes)
        yield Repair(f"Remove the edges to '{node.name}'", replace(graph, nodes=nodes))
        return
    if wanted == 1:
        for merge, title in ((Add(), "Add the inputs up first"), (Concatenate(), "Concatenate the inputs first")):
            yield Repair(title, _merged_first(graph, node, merge))
    for place in range(len(node.inputs) - 1, -1, -1):
        source = node.inputs[place]
        yield Repair(f"Remove the edge from '{source}'", disconnect(graph, source, node.name, position=place))


def _merged_first(graph: Graph, node: Node, merge: Add | Concatenate) -> Graph:
    name = free_name(graph, merge.type)
    nodes: list[Node] = []
    for one in graph.nodes:
        if one.name == node.name:
            nodes.append(Node(name, merge, one.inputs, one.block))
            one = replace(one, inputs=(name,))
        nodes.append(one)
    return replace(graph, nodes=tuple(nodes))


def _other_source(graph: Graph, node: Node, edge: Edge) -> Iterator[Repair]:
    source, name = edge[0], node.name
    names = [one.name for one in graph.nodes if one.name not in (name, *node.inputs)]
    for close in difflib.get_close_matches(source, names, n=2, cutoff=0.5):
        if not is_read_by(graph, name, close):
            yield Repair(f"Connect '{name}' to '{close}'", _exchanged(graph, node, source, close))
    yield from _connected(_without(graph, edge), node, position=node.inputs.index(source))
    yield Repair(f"Remove the edge from '{source}'", _without(graph, edge))


def _exchanged(graph: Graph, node: Node, old: str, new: str) -> Graph:
    inputs = tuple(new if source == old else source for source in node.inputs)
    nodes = tuple(replace(one, inputs=inputs) if one.name == node.name else one for one in graph.nodes)
    return replace(graph, nodes=nodes)


def _without(graph: Graph, edge: Edge) -> Graph:
    return disconnect(graph, edge[0], edge[1])
