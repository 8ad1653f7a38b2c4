"""Repairs where a map is given and a vector wanted, or the other way round."""

from collections.abc import Iterator
from dataclasses import replace

from models.editing.edits import remove_nodes
from models.editing.repair import Repair, shape_behind, times
from models.editing.wires import insert_between
from models.graph import Graph, Node
from models.nodes import Flatten, GlobalAveragePooling, NodeType, Reshape
from models.nodes.base import Shape, Shapes


def shape_candidates(graph: Graph, node: Node, inputs: Shapes) -> Iterator[Repair]:
    """Propose a change of shape before a node with one input."""
    if len(inputs) != 1:
        return
    shape = inputs[0]
    if len(shape) != 1:
        yield from _before(graph, node, shape, (Flatten(), GlobalAveragePooling()))
        return
    yield from _maps_before(graph, node)
    yield from _before(graph, node, shape, (Reshape((1, 1, shape[0])),))


def _before(graph: Graph, node: Node, shape: Shape, operations: tuple[NodeType, ...]) -> Iterator[Repair]:
    for operation in operations:
        between = shape_behind(operation, (shape,))
        if between is not None and shape_behind(node.operation, (between,)) is not None:
            what = operation.title.lower()
            size = f" to {times(between)}" if isinstance(operation, Reshape) else ""
            title = f"Insert {what}{size} before '{node.name}'"
            yield Repair(title, insert_between(graph, (node.inputs[0], node.name), operation).graph)


def _maps_before(graph: Graph, node: Node) -> Iterator[Repair]:
    """Find the last map before the vector: without the flatten between, or past everything that made a vector."""
    nodes = {one.name: one for one in graph.nodes}
    shapes = graph.measure()[0]
    source = nodes[node.inputs[0]]
    if isinstance(source.operation, Flatten | GlobalAveragePooling):
        yield Repair(f"Remove '{source.name}'", remove_nodes(graph, {source.name}))
    while len(shapes.get(source.name, ())) == 1 and source.inputs and source.inputs[0] in nodes:
        source = nodes[source.inputs[0]]
    shape = shapes.get(source.name, ())
    if len(shape) == 3 and shape_behind(node.operation, (shape,)) is not None:
        changed = tuple(replace(one, inputs=(source.name,)) if one.name == node.name else one for one in graph.nodes)
        yield Repair(f"Connect '{node.name}' to '{source.name}'", replace(graph, nodes=changed))
