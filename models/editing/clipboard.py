"""Nodes as text: copied from one graph, pasted into the same or another, readable in between.

The text is the JSON of a graph that holds the copied nodes only, so that a whole network file can be pasted as well.
Wires among the copied nodes are kept. A wire from outside is kept where the graph that is pasted into has a node of
that name; elsewhere the input stays open, for its reader to be connected by hand.
"""

import json
from collections.abc import Collection
from dataclasses import replace

from models.editing.blocks import enclosing, free_block
from models.editing.edits import Added, renamed_node
from models.editing.names import next_free
from models.editing.outputs import with_outputs
from models.graph import Graph, GraphError, GraphProblem, Node


def copy_text(graph: Graph, names: Collection[str]) -> str:
    """Return these nodes as text; their outputs are those among them that nothing among them reads."""
    nodes = tuple(node for node in graph.nodes if node.name in names)
    read = {source for node in nodes for source in node.inputs}
    part = Graph(graph.name, nodes, tuple(node.name for node in nodes if node.name not in read))
    return json.dumps(part.to_json(), indent=2, ensure_ascii=False)


def can_paste(text: str) -> bool:
    """Tell whether the text holds nodes."""
    try:
        return bool(read_text(text).nodes)
    except GraphError:
        return False


def read_text(text: str) -> Graph:
    """Return the nodes of a text as a graph, which need not be a whole network.

    Raises:
        GraphError: the text holds no nodes.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"The text holds no layers. Received: {text.strip():.60}."
        raise GraphError([GraphProblem("", None, message, "Copy layers of a network first.")]) from error
    if not isinstance(document, dict):
        message = f"The text holds no layers. Received: {type(document).__name__}."
        raise GraphError([GraphProblem("", None, message, "Copy layers of a network first.")])
    return Graph.from_json(document)


def paste_text(graph: Graph, text: str) -> Added:
    """Return the graph with the nodes of a text under names of their own.

    Raises:
        GraphError: the text holds no nodes.
    """
    part = read_text(text)
    known = {node.name for node in graph.nodes}
    names, taken = {}, set(known)
    for node in part.nodes:
        names[node.name] = next_free(node.name, taken)
        taken.add(names[node.name])
    blocks = _free_blocks(graph, part)
    nodes = tuple(_pasted(node, names, known, blocks) for node in part.nodes)
    return Added(with_outputs(replace(graph, nodes=(*graph.nodes, *nodes))), tuple(node.name for node in nodes))


def _pasted(node: Node, names: dict[str, str], known: set[str], blocks: dict[str, str]) -> Node:
    available = known | set(names)
    moved = renamed_node(replace(node, inputs=tuple(one for one in node.inputs if one in available)), names)
    outermost = enclosing(node.block)[0] if node.block else ""
    block = blocks.get(outermost, "") + node.block[len(outermost) :]
    return replace(moved, block=block, weights_of=moved.weights_of if node.weights_of in available else "")


def _free_blocks(graph: Graph, part: Graph) -> dict[str, str]:
    """Return where the outermost blocks of the pasted nodes go: into blocks of their own."""
    outermost = dict.fromkeys(enclosing(node.block)[0] for node in part.nodes if node.block)
    return {path: free_block(graph, path) for path in outermost}
