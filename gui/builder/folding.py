"""What the canvas shows of a graph: nodes and folded blocks, frames of open blocks, the edges between them. No Qt."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from models.arithmetic import Examination
from models.editing.blocks import enclosing
from models.graph import Graph
from models.nodes.base import Shape
from models.options import Pair
from models.receptive_field import Effective, Step

MOST_ITEMS_AT_START = 40


class Wire(NamedTuple):
    """One edge of the graph: the node read, the reader, and which of its inputs it is."""

    source: str
    target: str
    position: int


@dataclass(frozen=True, slots=True)
class VisibleItem:
    """A node, or a folded block that stands for its nodes.

    Attributes:
        key: the node's name, or the block's path with a slash at its end: never the same.
        title: the node's name, or the last part of the path.
        frame: path of the open block it stands in; empty for none.
        nodes: names of the nodes it shows: one, or all of a folded block.
    """

    key: str
    title: str
    frame: str
    nodes: tuple[str, ...]

    @property
    def is_block(self) -> bool:
        """Whether it is a folded block."""
        return self.key.endswith("/")

    @property
    def block(self) -> str:
        """Path of the folded block; empty for a node."""
        return self.key.removesuffix("/") if self.is_block else ""


@dataclass(frozen=True, slots=True)
class VisibleFrame:
    """An open block.

    Attributes:
        path: of the block.
        frame: path of the open block around it; empty for none.
        nodes: names of all nodes inside.
    """

    path: str
    frame: str
    nodes: tuple[str, ...]

    @property
    def title(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class VisibleEdge:
    """All wires from one item to another.

    Attributes:
        source: key of the item that is read.
        target: key of the item that reads.
        wires: the edges of the graph that it shows.
    """

    source: str
    target: str
    wires: tuple[Wire, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """Everything that the canvas shows, in the order of the graph."""

    items: tuple[VisibleItem, ...]
    frames: tuple[VisibleFrame, ...]
    edges: tuple[VisibleEdge, ...]


@dataclass(frozen=True, slots=True)
class BlockSums:
    """What the nodes of a block are together; None where the graph is broken there.

    Attributes:
        layers: number of its nodes.
        parameters: sum over its nodes.
        parameter_share: part of the parameters of the whole network, in [0, 1].
        multiply_adds: sum over its nodes.
        multiply_add_share: part of those of the whole network, in [0, 1].
        activation_bytes: sum over its nodes, for one picture.
        output_shape: shape that leaves it.
        receptive_field: of the node that leaves it.
        stride: of the node that leaves it.
        effective: "whole input" where the field is everything.
    """

    layers: int
    parameters: int
    parameter_share: float
    multiply_adds: int
    multiply_add_share: float
    activation_bytes: int
    output_shape: Shape | None
    receptive_field: Pair | None
    stride: tuple[Step, Step] | None
    effective: Effective | None


def block_key(path: str) -> str:
    """Return the key of a folded block."""
    return f"{path}/"


def fold(graph: Graph, open_blocks: Collection[str]) -> Folded:
    """Return what is shown of a graph when these blocks are open; a block of a single node never folds."""
    nodes_of = blocks(graph)
    shown = {node.name: _shown_in(node.block, nodes_of, open_blocks) for node in graph.nodes}
    items: dict[str, VisibleItem] = {}
    frames: dict[str, VisibleFrame] = {}
    key_of: dict[str, str] = {}
    for node in graph.nodes:
        around, folded = shown[node.name]
        for depth, path in enumerate(around):
            frames.setdefault(path, VisibleFrame(path, around[depth - 1] if depth else "", nodes_of[path]))
        key = block_key(folded) if folded else node.name
        title = folded.rpartition("/")[2] if folded else node.name
        members = nodes_of[folded] if folded else (node.name,)
        items.setdefault(key, VisibleItem(key, title, around[-1] if around else "", members))
        key_of[node.name] = key
    return Folded(tuple(items.values()), tuple(frames.values()), _edges(graph, key_of))


def blocks(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Return every block that can fold with the names of its nodes: those of two nodes and more."""
    found: dict[str, list[str]] = {}
    for node in graph.nodes:
        for path in enclosing(node.block):
            found.setdefault(path, []).append(node.name)
    return {path: tuple(names) for path, names in found.items() if len(names) > 1}


def open_at_start(graph: Graph, *, most_items: int = MOST_ITEMS_AT_START) -> frozenset[str]:
    """Return the blocks that are open when a graph is first shown: whole levels, as long as few items are shown."""
    paths = blocks(graph)
    chosen: frozenset[str] = frozenset()
    for level in range(max((path.count("/") for path in paths), default=-1) + 1):
        opened = chosen | {path for path in paths if path.count("/") == level}
        if len(fold(graph, opened).items) > most_items:
            break
        chosen = opened
    return chosen


def blocks_around(graph: Graph, name: str) -> tuple[str, ...]:
    """Return the blocks that have to be open for the node to be seen, the outermost first."""
    foldable = blocks(graph)
    block = next((node.block for node in graph.nodes if node.name == name), "")
    return tuple(path for path in enclosing(block) if path in foldable)


def block_sums(graph: Graph, examination: Examination, names: Collection[str]) -> BlockSums:
    """Return the sums over some nodes, and the numbers of the last of them that others read."""
    rows = [examination.by_name[name] for name in names if name in examination.by_name]
    table = examination.table
    parameters, multiply_adds = sum(row.parameters for row in rows), sum(row.multiply_adds for row in rows)
    leaving = examination.by_name.get(_exit(graph, names))
    return BlockSums(
        layers=len(names),
        parameters=parameters,
        parameter_share=parameters / max(1, table.parameters),
        multiply_adds=multiply_adds,
        multiply_add_share=multiply_adds / max(1, table.multiply_adds),
        activation_bytes=sum(row.activation_bytes for row in rows),
        output_shape=leaving.output_shape if leaving else None,
        receptive_field=leaving.receptive_field if leaving else None,
        stride=leaving.stride if leaving else None,
        effective=leaving.effective if leaving else None,
    )


def _shown_in(
    block: str, nodes_of: Mapping[str, tuple[str, ...]], open_blocks: Collection[str]
) -> tuple[tuple[str, ...], str]:
    """Return the open blocks around a node, the outermost first, and the folded block that hides it or ""."""
    around: list[str] = []
    for path in enclosing(block):
        if path in nodes_of and path not in open_blocks:
            return tuple(around), path
        if path in nodes_of:
            around.append(path)
    return tuple(around), ""


def _edges(graph: Graph, key_of: Mapping[str, str]) -> tuple[VisibleEdge, ...]:
    wires: dict[tuple[str, str], list[Wire]] = {}
    for node in graph.nodes:
        for position, source in enumerate(node.inputs):
            ends = (key_of.get(source, ""), key_of[node.name])
            if ends[0] and (ends[0] != ends[1] or source == node.name):
                wires.setdefault(ends, []).append(Wire(source, node.name, position))
    return tuple(VisibleEdge(source, target, tuple(found)) for (source, target), found in wires.items())


def _exit(graph: Graph, names: Collection[str]) -> str:
    """Return the last of the nodes that is read outside or is an output; the last of them where none is."""
    inside = set(names)
    wanted = {source for node in graph.nodes if node.name not in inside for source in node.inputs}
    wanted.update(graph.outputs)
    members = [node.name for node in graph.nodes if node.name in inside]
    leaving = [name for name in members if name in wanted]
    return (leaving or members or [""])[-1]
