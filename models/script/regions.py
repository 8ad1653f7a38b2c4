"""The blocks of a graph as regions that can be written one after the other."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from models.graph import Graph, Node
from models.nodes import Input, Opaque

Item = str
"""The name of a node, or the path of a block with a slash at its end."""


@dataclass(slots=True)
class Region:
    """A block, or the whole graph.

    Attributes:
        path: path of the block; empty for the graph.
        nodes: names of all nodes in it, in order of computation.
        items: what it consists of: nodes and inner blocks, each one after those it reads.
        is_closed: whether it can be a function: it has no input, no kept layer, and shares no weights.
    """

    path: str
    nodes: list[str] = field(default_factory=list)
    items: tuple[Item, ...] = ()
    is_closed: bool = True


class Regions:
    """All blocks of a graph by their paths, and which values leave them."""

    def __init__(self, graph: Graph) -> None:
        self._nodes = {node.name: node for node in graph.ordered()}
        self._results = {*graph.outputs, *(side.node for side in graph.auxiliary)}
        self._readers: dict[str, set[str]] = {name: set() for name in self._nodes}
        for node in self._nodes.values():
            for source in node.inputs:
                self._readers[source].add(node.name)
        self._shared = {node.weights_of for node in self._nodes.values() if node.weights_of}
        self.by_path: dict[str, Region] = {"": Region("", is_closed=False)}
        for node in self._nodes.values():
            is_open = isinstance(node.operation, Input | Opaque) or bool(self.owner_of_weights(node.name))
            for path in ("", *_paths(node.block)):
                region = self.by_path.setdefault(path, Region(path))
                region.nodes.append(node.name)
                region.is_closed = region.is_closed and not is_open
        for region in self.by_path.values():
            region.items = self._ordered_items(region)

    def by_height(self) -> list[list[Region]]:
        """Return the blocks without the whole graph, those without inner blocks first."""
        heights: dict[str, int] = {}
        for path in sorted(self.by_path, key=_depth, reverse=True):
            inner = [heights[item[:-1]] for item in self.by_path[path].items if item.endswith("/")]
            heights[path] = 1 + max(inner, default=-1)
        levels: list[list[Region]] = [[] for _ in range(heights[""] + 1)]
        for path, region in self.by_path.items():
            if path:
                levels[heights[path]].append(region)
        return levels

    def leaving(self, region: Region) -> tuple[str, ...]:
        """Return the nodes of a region whose values are read outside, in order."""
        inside = set(region.nodes)
        return tuple(name for name in region.nodes if name in self._results or self._readers[name] - inside)

    def node(self, name: str) -> Node:
        """Return the node with this name."""
        return self._nodes[name]

    def owner_of_weights(self, name: str) -> str:
        """Return the node whose weights this one and others share; empty where nothing is shared."""
        return self._nodes[name].weights_of or (name if name in self._shared else "")

    def _ordered_items(self, region: Region) -> tuple[Item, ...]:
        """Return nodes and inner blocks so that each follows what it reads; all nodes where blocks read in circles."""
        owner = {name: self._owner(name, region.path) for name in region.nodes}
        reads: dict[Item, set[Item]] = {item: set() for item in owner.values()}
        for name in region.nodes:
            sources = (owner[source] for source in self._nodes[name].inputs if source in owner)
            reads[owner[name]] |= {source for source in sources if source != owner[name]}
        return _sorted_items(reads) or tuple(region.nodes)

    def _owner(self, name: str, path: str) -> Item:
        block = self._nodes[name].block
        rest = block[len(path) :].strip("/")
        if not rest:
            return name
        first = rest.split("/")[0]
        return f"{path}/{first}/" if path else f"{first}/"


def _sorted_items(reads: dict[Item, set[Item]]) -> tuple[Item, ...]:
    """Return the items in order, or nothing when some wait for each other."""
    done: dict[Item, None] = {}
    waiting = list(reads)
    while waiting:
        ready = next((item for item in waiting if reads[item] <= done.keys()), None)
        if ready is None:
            return ()
        done[ready] = None
        waiting.remove(ready)
    return tuple(done)


def _paths(block: str) -> Iterable[str]:
    """Yield every path that leads to a block: "a/b" gives "a" and "a/b"."""
    parts = block.split("/") if block else []
    return ("/".join(parts[: count + 1]) for count in range(len(parts)))


def _depth(path: str) -> int:
    return len(path.split("/")) if path else 0
