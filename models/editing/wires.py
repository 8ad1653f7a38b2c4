"""Edits of edges: connect, disconnect, insert into a wire."""

from collections.abc import Iterable
from dataclasses import replace

from models.editing.edits import Added
from models.editing.names import free_name
from models.editing.outputs import outputs_follow, readers_of, renamed_outputs, with_outputs
from models.graph import Graph, Node
from models.nodes import NodeType
from models.problems import Edge


def connect(graph: Graph, source: str, target: str, *, position: int | None = None) -> Graph:
    """Return the graph where ``target`` reads ``source``.

    An output that nothing read moves on to the end behind ``target``. A node cannot read itself, and inputs read
    nothing: such wires change nothing.

    Args:
        graph: what is edited.
        source: the node whose result is read.
        target: the node that reads it.
        position: which input of ``target`` it becomes; where None the next free one, the last one where all are used.
    """
    nodes = {node.name: node for node in graph.nodes}
    if source == target or source not in nodes or target not in nodes:
        return graph
    reader = nodes[target]
    inputs = _with_input(reader, source, position)
    if inputs == reader.inputs:
        return graph
    was_end = not readers_of(graph)[source]
    return outputs_follow(_with_inputs(graph, target, inputs), source, target, was_end=was_end)


def disconnect(graph: Graph, source: str, target: str, *, position: int | None = None) -> Graph:
    """Return the graph where ``target`` no longer reads ``source``.

    Args:
        graph: what is edited.
        source: the node that was read.
        target: the node that read it.
        position: which input of ``target`` is meant; the first that is ``source`` where None.
    """
    reader = next((node for node in graph.nodes if node.name == target), None)
    if reader is None or source not in reader.inputs:
        return graph
    place = reader.inputs.index(source) if position is None else position
    if not 0 <= place < len(reader.inputs) or reader.inputs[place] != source:
        return graph
    return _with_inputs(graph, target, reader.inputs[:place] + reader.inputs[place + 1 :])


def insert_behind(graph: Graph, source: str, operation: NodeType, *, name: str = "") -> Added:
    """Return the graph with a new node that reads ``source``; everything that read ``source`` reads the new node.

    Outputs and side outputs move to the new node. Without a node called ``source`` the new one stands alone.
    """
    nodes = {node.name: node for node in graph.nodes}
    given = free_name(graph, name or operation.type)
    if source not in nodes or operation.input_count == 0:
        return Added(with_outputs(replace(graph, nodes=(*graph.nodes, Node(given, operation)))), (given,))
    added = Node(given, operation, (source,), nodes[source].block)
    moved = [
        replace(node, inputs=tuple(given if one == source else one for one in node.inputs))
        if source in node.inputs
        else node
        for node in graph.nodes
    ]
    edited = replace(graph, nodes=_placed(moved, added, behind=source))
    return Added(renamed_outputs(edited, {source: given}), (given,))


def insert_between(graph: Graph, edge: Edge, operation: NodeType, *, name: str = "") -> Added:
    """Return the graph with a new node on one edge; other readers of its source stay as they are.

    Where the edge does not exist, or the new node reads nothing, the node stands alone.
    """
    source, target = edge
    nodes = {node.name: node for node in graph.nodes}
    given = free_name(graph, name or operation.type)
    if source not in nodes or target not in nodes or operation.input_count == 0:
        return Added(with_outputs(replace(graph, nodes=(*graph.nodes, Node(given, operation)))), (given,))
    reader = nodes[target]
    if source not in reader.inputs:
        return Added(with_outputs(replace(graph, nodes=(*graph.nodes, Node(given, operation)))), (given,))
    place = reader.inputs.index(source)
    inputs = (*reader.inputs[:place], given, *reader.inputs[place + 1 :])
    block = common_block((nodes[source].block, reader.block))
    edited = _with_inputs(graph, target, inputs)
    return Added(
        replace(edited, nodes=_placed(list(edited.nodes), Node(given, operation, (source,), block), behind=source)),
        (given,),
    )


def common_block(blocks: Iterable[str]) -> str:
    """Return the innermost block that holds all of these blocks.

    Example:
        >>> common_block(["stage1/block1", "stage1/block2"])
        'stage1'
    """
    paths = [block.split("/") for block in blocks]
    shared = []
    for parts in zip(*paths, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return "/".join(shared)


def _with_input(reader: Node, source: str, position: int | None) -> tuple[str, ...]:
    """Return the inputs of ``reader`` with one more, or with one exchanged."""
    inputs, most = reader.inputs, reader.operation.input_count
    if most == 0:
        return inputs
    if position is not None and 0 <= position < len(inputs):
        return (*inputs[:position], source, *inputs[position + 1 :])
    if most is None:
        return inputs if source in inputs else (*inputs, source)
    return (*inputs, source) if len(inputs) < most else (*inputs[: most - 1], source)


def _with_inputs(graph: Graph, target: str, inputs: tuple[str, ...]) -> Graph:
    nodes = tuple(replace(node, inputs=inputs) if node.name == target else node for node in graph.nodes)
    return replace(graph, nodes=nodes)


def _placed(nodes: list[Node], added: Node, *, behind: str) -> tuple[Node, ...]:
    """Return ``nodes`` with one more right after the one called ``behind``: files stay readable from top to bottom."""
    place = next(index for index, node in enumerate(nodes) if node.name == behind) + 1
    return (*nodes[:place], added, *nodes[place:])
