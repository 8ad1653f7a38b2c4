"""Edits of single nodes: add, remove, rename, change what they do.

Every edit is total: a name that no node has changes nothing, and a broken graph can be edited like a sound one.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from models.editing.names import clean_name, free_name
from models.editing.outputs import readers_of, renamed_outputs, with_outputs
from models.graph import Graph, Node
from models.nodes import Input, NodeType
from models.problems import GraphError


@dataclass(frozen=True, slots=True)
class Added:
    """A graph that grew.

    Attributes:
        graph: the graph with the new nodes.
        names: what the new nodes are called, in their order.
    """

    graph: Graph
    names: tuple[str, ...]


def add_node(
    graph: Graph, operation: NodeType, *, name: str = "", inputs: Iterable[str] = (), block: str = ""
) -> Added:
    """Return the graph with one more node at its end; it becomes the output where there is none.

    Args:
        graph: what is edited.
        operation: what the node does.
        name: wanted name; that of its type where empty. A number is added where it is taken.
        inputs: nodes it reads; edges of others stay as they are.
        block: group it belongs to.
    """
    given = free_name(graph, name or operation.type)
    node = Node(given, operation, tuple(inputs), block)
    return Added(with_outputs(replace(graph, nodes=(*graph.nodes, node))), (given,))


def remove_nodes(graph: Graph, names: Collection[str]) -> Graph:
    """Return the graph without these nodes; readers of a removed node with one input read that input instead.

    Outputs move to the node before; nodes that shared weights with a removed one get weights of their own.
    """
    gone = set(names)
    healed = _healed_sources(graph, gone)
    nodes = tuple(_without(node, gone, healed) for node in graph.nodes if node.name not in gone)
    outputs = tuple(dict.fromkeys(found for name in graph.outputs if (found := healed.get(name, name))))
    auxiliary = tuple(side for side in graph.auxiliary if side.node not in gone)
    return with_outputs(replace(graph, nodes=_weights_given_on(nodes), outputs=outputs, auxiliary=auxiliary))


def change_operation(graph: Graph, name: str, operation: NodeType) -> Graph:
    """Return the graph where the node does something else; its edges stay as far as they can."""

    def changed(node: Node) -> Node:
        inputs = () if isinstance(operation, Input) else node.inputs
        shared = node.weights_of if operation == node.operation else ""
        return replace(node, operation=operation, inputs=inputs, weights_of=shared)

    edited = _with_node(graph, name, changed)
    return replace(edited, nodes=_with_equal_sharers(edited.nodes, name, operation))


def set_option(graph: Graph, name: str, option: str, value: object) -> Graph:
    """Return the graph where an option of the node has another value.

    Raises:
        RuleError: there is no such option, or it does not take the value.
    """
    try:
        node = graph.node(name)
    except GraphError:
        return graph
    options: dict[str, Any] = node.options | {option: value}
    return change_operation(graph, name, type(node.operation).from_options(options))


def rename(graph: Graph, name: str, wanted: str) -> Graph:
    """Return the graph where the node is called ``wanted``, with a number where that is taken; edges stay."""
    others = [node.name for node in graph.nodes if node.name != name]
    if not clean_name(wanted) or len(others) == len(graph.nodes):
        return graph
    given = free_name(Graph("", (), ()), wanted, taken=others)
    return renamed(graph, {name: given})


def renamed(graph: Graph, names: dict[str, str]) -> Graph:
    """Return the graph where nodes, edges, outputs and shared weights are called as ``names`` says."""
    nodes = tuple(renamed_node(node, names) for node in graph.nodes)
    return renamed_outputs(replace(graph, nodes=nodes), names)


def renamed_node(node: Node, names: dict[str, str]) -> Node:
    """Return the node with all names that it holds exchanged as ``names`` says."""
    return replace(
        node,
        name=names.get(node.name, node.name),
        inputs=tuple(names.get(source, source) for source in node.inputs),
        weights_of=names.get(node.weights_of, node.weights_of) if node.weights_of else "",
    )


def set_outputs(graph: Graph, names: Iterable[str]) -> Graph:
    """Return the graph with these nodes as outputs, in this order; names that no node has are left out."""
    known = {node.name for node in graph.nodes}
    return with_outputs(replace(graph, outputs=tuple(name for name in dict.fromkeys(names) if name in known)))


def is_read_by(graph: Graph, source: str, reader: str) -> bool:
    """Tell whether ``reader`` depends on ``source``, directly or through others; every node depends on itself."""
    readers = readers_of(graph)
    seen, waiting = {source}, [source]
    while waiting:
        fresh = [name for name in readers.get(waiting.pop(), []) if name not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return reader in seen


def _with_node(graph: Graph, name: str, change: Callable[[Node], Node]) -> Graph:
    return replace(graph, nodes=tuple(change(node) if node.name == name else node for node in graph.nodes))


def _with_equal_sharers(nodes: tuple[Node, ...], owner: str, operation: NodeType) -> tuple[Node, ...]:
    """Nodes that share weights are one layer: they change together."""
    return tuple(replace(node, operation=operation) if owner and node.weights_of == owner else node for node in nodes)


def _healed_sources(graph: Graph, gone: set[str]) -> dict[str, str]:
    """Return for every removed node what its readers read instead: its first input that stays, or ""."""
    nodes = {node.name: node for node in graph.nodes}
    healed = {}
    for name in gone & set(nodes):
        current, seen = name, {name}
        while current in gone and nodes[current].inputs and nodes[current].inputs[0] not in seen:
            current = nodes[current].inputs[0]
            seen.add(current)
            if current not in nodes:
                break
        healed[name] = "" if current in gone else current
    return healed


def _without(node: Node, gone: set[str], healed: dict[str, str]) -> Node:
    if not gone.intersection(node.inputs):
        return node
    is_merge = node.operation.input_count is None
    sources: list[str] = []
    for source in node.inputs:
        instead = healed.get(source, "") if source in gone else source
        if instead and not (is_merge and source in gone and instead in (*node.inputs, *sources)):
            sources.append(instead)
    return replace(node, inputs=tuple(sources))


def _weights_given_on(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Where the owner of shared weights is gone, the first node that shared them owns them."""
    names = {node.name for node in nodes}
    heirs: dict[str, str] = {}
    result = []
    for node in nodes:
        if node.weights_of and node.weights_of not in names:
            heir = heirs.setdefault(node.weights_of, node.name)
            node = replace(node, weights_of="" if heir == node.name else heir)
        result.append(node)
    return tuple(result)
