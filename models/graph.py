"""A network as data: nodes with typed options, their edges, its checks, its JSON."""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.nodes import NODE_TYPES, Input, NodeType
from models.nodes.base import Shape
from models.problems import GraphError, GraphProblem, ProblemKind, RuleError, unknown_name

__all__ = ["Auxiliary", "Graph", "GraphError", "GraphProblem", "Node"]

FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Node:
    """One step of a network.

    Attributes:
        name: unique in its graph; the name of the Keras layer.
        operation: the node type with its options.
        inputs: names of the nodes it reads, in order.
        block: path of the group it belongs to, such as "stage2/block1"; empty for none.
        weights_of: name of the node whose weights it shares, as a Keras layer that is called again; empty for none.
    """

    name: str
    operation: NodeType
    inputs: tuple[str, ...] = ()
    block: str = ""
    weights_of: str = ""

    @property
    def type(self) -> str:
        """Name of the node type."""
        return self.operation.type

    @property
    def options(self) -> dict[str, Any]:
        """Options of the node with their values."""
        return self.operation.options


@dataclass(frozen=True, slots=True)
class Auxiliary:
    """A side output that helps to train and is dropped for prediction, as in GoogLeNet (1409.4842, section 5).

    Attributes:
        node: name of the node whose values are compared with the truth.
        weight: share of its loss that is added to that of the outputs.
    """

    node: str
    weight: float


@dataclass(frozen=True, slots=True)
class Graph:
    """A network: nodes in any order, and the names of those whose values are its outputs."""

    name: str
    nodes: tuple[Node, ...]
    outputs: tuple[str, ...]
    auxiliary: tuple[Auxiliary, ...] = ()

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of the input nodes."""
        return tuple(node.name for node in self.nodes if isinstance(node.operation, Input))

    def node(self, name: str) -> Node:
        """Return the node with this name.

        Raises:
            GraphError: there is none.
        """
        for node in self.nodes:
            if node.name == name:
                return node
        error = unknown_name("node", name, (node.name for node in self.nodes))
        raise GraphError([GraphProblem("", None, error.message, error.repair)])

    def problems(self) -> list[GraphProblem]:
        """Return everything that keeps this graph from being a network; an empty list means that it is one."""
        return self.structure_problems() + self.measure()[1]

    def ordered(self) -> tuple[Node, ...]:
        """Return the nodes so that each one comes after those it reads, otherwise in their own order."""
        return _sorted_nodes(self)[0]

    def shapes(self) -> dict[str, Shape]:
        """Return the shape that leaves every node, without the batch.

        Raises:
            GraphError: the graph has problems.
        """
        self.require_sound()
        return self.measure()[0]

    def measure(self) -> tuple[dict[str, Shape], list[GraphProblem]]:
        """Return the shape of every node that has one, and the places where the rules break; also of a broken graph."""
        return _measure(self)

    def structure_problems(self) -> list[GraphProblem]:
        """Return what is wrong with names and edges, whatever the shapes."""
        return _name_problems(self) + _edge_problems(self) + _cycle_problems(self)

    def for_prediction(self) -> "Graph":
        """Return the graph without side outputs, and without the nodes that only they need."""
        if not self.auxiliary:
            return self
        nodes = {node.name: node for node in self.nodes}
        waiting, needed = list(self.outputs), {*self.inputs}
        while waiting:
            node = nodes.get(waiting.pop())
            if node is not None and node.name not in needed:
                needed.add(node.name)
                waiting.extend(node.inputs)
        return Graph(self.name, tuple(node for node in self.nodes if node.name in needed), self.outputs)

    def require_sound(self) -> None:
        """Raise ``GraphError`` with all problems, if there are any."""
        found = self.problems()
        if found:
            raise GraphError(found)

    def to_json(self) -> dict[str, Any]:
        """Return the graph as a JSON document."""
        document = {
            "version": FORMAT_VERSION,
            "name": self.name,
            "nodes": [_node_to_json(node) for node in self.nodes],
            "outputs": list(self.outputs),
        }
        auxiliary = [{"node": side.node, "weight": side.weight} for side in self.auxiliary]
        return document | ({"auxiliary": auxiliary} if auxiliary else {})

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Graph":
        """Return the graph that ``to_json`` wrote.

        Raises:
            GraphError: the document is no graph, or a node has an unknown type or option.
        """
        nodes: Any = document.get("nodes")
        outputs: Any = document.get("outputs")
        if document.get("version") != FORMAT_VERSION or not _is_list(nodes) or not _is_list(outputs):
            keys = ", ".join(sorted(map(str, document))) or "nothing"
            message = f"This is no graph. Received: a document with {keys}."
            repair = f"Give a document with version {FORMAT_VERSION}, name, nodes and outputs."
            raise GraphError([GraphProblem("", None, message, repair)])
        sides: Any = document.get("auxiliary", ())
        auxiliary = tuple(map(_auxiliary_from_json, sides if _is_list(sides) else (sides,)))
        return cls(
            str(document.get("name", "")), tuple(map(_node_from_json, nodes)), tuple(map(str, outputs)), auxiliary
        )


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple)


def _node_to_json(node: Node) -> dict[str, Any]:
    options = {name: _plain(value) for name, value in node.options.items()}
    document = {"name": node.name, "type": node.type, "options": options, "inputs": list(node.inputs)}
    extras = {"block": node.block, "weights_of": node.weights_of}
    return document | {key: value for key, value in extras.items() if value}


def _auxiliary_from_json(document: Any) -> Auxiliary:
    try:
        return Auxiliary(str(document["node"]), float(document["weight"]))
    except (KeyError, TypeError, ValueError) as error:
        message = f"A side output cannot be read. Received: {document!r:.100}."
        raise GraphError([GraphProblem("", None, message, "Give it a node and a weight.")]) from error


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _node_from_json(document: Any) -> Node:
    if not isinstance(document, Mapping) or not isinstance(document.get("name"), str):
        raise GraphError([GraphProblem("", None, f"A node has no name. Received: {document!r:.100}.", "Name it.")])
    name, kind = document["name"], str(document.get("type"))
    options, inputs = document.get("options", {}), document.get("inputs", ())
    try:
        if kind not in NODE_TYPES:
            raise unknown_name("node type", kind, NODE_TYPES)
        if not isinstance(options, Mapping) or not _is_list(inputs):
            raise RuleError("Options or inputs have a wrong form.", "Give an object of options and a list of inputs.")
        operation = NODE_TYPES[kind].from_options(options)
    except RuleError as error:
        raise GraphError([GraphProblem(name, None, error.message, error.repair)]) from error
    block, weights_of = str(document.get("block", "")), str(document.get("weights_of", ""))
    return Node(name, operation, tuple(map(str, inputs)), block, weights_of)


def _name_problems(graph: Graph) -> list[GraphProblem]:
    found = []
    seen: set[str] = set()
    for node in graph.nodes:
        if not node.name or "/" in node.name:
            message, repair = "The name is empty or has a slash.", "Use letters and digits."
            found.append(GraphProblem(node.name, None, message, repair, ProblemKind.NAME))
        if node.name in seen:
            message, repair = "The name is used twice.", "Rename one of the nodes."
            found.append(GraphProblem(node.name, None, message, repair, ProblemKind.NAME_TWICE))
        seen.add(node.name)
    return found + _end_problems(graph, seen) + _sharing_problems(graph)


def _end_problems(graph: Graph, names: set[str]) -> list[GraphProblem]:
    """Find out whether pictures can enter and results leave."""
    found = []
    if not graph.inputs:
        message, repair = "The graph has no input.", "Add an input node."
        found.append(GraphProblem("", None, message, repair, ProblemKind.NO_INPUT))
    if not graph.outputs:
        message, repair = "The graph has no output.", "Name the node whose values are wanted."
        found.append(GraphProblem("", None, message, repair, ProblemKind.NO_OUTPUT))
    wanted = (*graph.outputs, *(side.node for side in graph.auxiliary))
    message, repair = "The output is no node.", "Name a node of the graph."
    found.extend(
        GraphProblem(name, None, message, repair, ProblemKind.UNKNOWN_OUTPUT) for name in wanted if name not in names
    )
    return found


def _sharing_problems(graph: Graph) -> list[GraphProblem]:
    """Find nodes that cannot have the weights of the node they name: it must be of the same kind and own them."""
    nodes = {node.name: node for node in graph.nodes}
    found = []
    for node in graph.nodes:
        owner = nodes.get(node.weights_of)
        if node.weights_of and (owner is None or owner.weights_of or owner.operation != node.operation):
            message = f"It cannot share the weights of '{node.weights_of}'."
            repair = "Name a node with the same options that has weights of its own."
            found.append(GraphProblem(node.name, None, message, repair, ProblemKind.SHARING))
    return found


def _edge_problems(graph: Graph) -> list[GraphProblem]:
    names = {node.name for node in graph.nodes}
    found: list[GraphProblem] = []
    for node in graph.nodes:
        for source in node.inputs:
            if source not in names:
                message, repair = f"'{source}' is no node.", "Connect an existing node."
                found.append(GraphProblem(node.name, (source, node.name), message, repair, ProblemKind.UNKNOWN_SOURCE))
        if not _has_all_inputs(node):
            found.append(_wrong_count(node))
    return found


def _has_all_inputs(node: Node) -> bool:
    wanted, count = node.operation.input_count, len(node.inputs)
    return count >= 2 if wanted is None else count == wanted


def _wrong_count(node: Node) -> GraphProblem:
    wanted, count = node.operation.input_count, len(node.inputs)
    amount = "two or more inputs" if wanted is None else f"{wanted} {'input' if wanted == 1 else 'inputs'}"
    message = f"{node.operation.title} takes {amount}. Received: {count}."
    if count < (2 if wanted is None else wanted):
        return GraphProblem(node.name, None, message, "Connect a node to it.", ProblemKind.TOO_FEW_INPUTS)
    edge, repair = (node.inputs[-1], node.name), "Remove an edge, or add the inputs up."
    return GraphProblem(node.name, edge, message, repair, ProblemKind.TOO_MANY_INPUTS)


def _sorted_nodes(graph: Graph) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Return (sorted nodes, nodes that wait for themselves or for a node that does not exist)."""
    places = {node.name: place for place, node in enumerate(graph.nodes)}
    missing = [len(set(node.inputs)) for node in graph.nodes]
    readers: list[list[int]] = [[] for _ in graph.nodes]
    for place, node in enumerate(graph.nodes):
        for source in set(node.inputs):
            if source in places:
                readers[places[source]].append(place)
    ready = [place for place, count in enumerate(missing) if not count]
    done = []
    while ready:
        place = heapq.heappop(ready)
        done.append(graph.nodes[place])
        for reader in readers[place]:
            missing[reader] -= 1
            if not missing[reader]:
                heapq.heappush(ready, reader)
    return tuple(done), tuple(node for place, node in enumerate(graph.nodes) if missing[place])


def _cycle_problems(graph: Graph) -> list[GraphProblem]:
    """Find every node on a cycle, with the edge of the cycle that enters it."""
    waiting = {node.name: node for node in _sorted_nodes(graph)[1]}
    while True:
        read = {source for node in waiting.values() for source in node.inputs}
        left = {
            name: node for name, node in waiting.items() if name in read and not waiting.keys().isdisjoint(node.inputs)
        }
        if len(left) == len(waiting):
            break
        waiting = left
    message, repair = "The node reads its own result through a cycle.", "Remove this edge."
    return [
        GraphProblem(name, (source, name), message, repair, ProblemKind.CYCLE)
        for name, node in waiting.items()
        for source in [next(source for source in node.inputs if source in waiting)]
    ]


def _measure(graph: Graph) -> tuple[dict[str, Shape], list[GraphProblem]]:
    """Return the shape of every node that has one, and the places where the rules break."""
    shapes: dict[str, Shape] = {}
    found = []
    for node in graph.ordered():
        if not _has_all_inputs(node) or any(source not in shapes for source in node.inputs):
            continue
        try:
            shapes[node.name] = node.operation.output_shape(tuple(shapes[source] for source in node.inputs))
        except RuleError as error:
            edge = (node.inputs[-1], node.name) if node.inputs else None
            found.append(GraphProblem(node.name, edge, error.message, error.repair))
    return shapes, found
