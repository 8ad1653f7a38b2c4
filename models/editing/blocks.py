"""Edits of groups of nodes: put into a block, rename or dissolve it, repeat it."""

from collections.abc import Collection
from dataclasses import replace

from models.editing.edits import Added, renamed_node
from models.editing.names import next_free
from models.editing.outputs import readers_of, renamed_outputs
from models.editing.wires import common_block
from models.graph import Graph, Node


def is_within(block: str, path: str) -> bool:
    """Tell whether the block is ``path`` or lies inside it; everything lies inside the empty path."""
    return not path or block == path or block.startswith(f"{path}/")


def members(graph: Graph, path: str) -> tuple[str, ...]:
    """Return the names of the nodes in a block and in the blocks inside it."""
    return tuple(node.name for node in graph.nodes if path and is_within(node.block, path))


def clean_path(wanted: str) -> str:
    """Return ``wanted`` as a path of blocks: without spaces around its parts and without empty parts."""
    return "/".join(part.strip() for part in wanted.split("/") if part.strip())


def free_block(graph: Graph, wanted: str) -> str:
    """Return ``wanted``, or with the next number where a block of the graph is called so."""
    taken = {path for node in graph.nodes for path in enclosing(node.block)}
    return next_free(clean_path(wanted) or "block", taken)


def enclosing(block: str) -> tuple[str, ...]:
    """Return the block and all blocks around it, the outermost first.

    Example:
        >>> enclosing("stage2/block1")
        ('stage2', 'stage2/block1')
    """
    parts = block.split("/") if block else []
    return tuple("/".join(parts[: depth + 1]) for depth in range(len(parts)))


def set_block(graph: Graph, names: Collection[str], block: str) -> Graph:
    """Return the graph where these nodes belong to ``block``; to none where it is empty."""
    path = clean_path(block)
    nodes = tuple(replace(node, block=path) if node.name in names else node for node in graph.nodes)
    return replace(graph, nodes=nodes)


def make_block(graph: Graph, names: Collection[str], wanted: str = "block") -> tuple[Graph, str]:
    """Return the graph where these nodes are one new block inside the block they share, and its path.

    Blocks that lie completely among them stay inside the new one.
    """
    chosen = [node for node in graph.nodes if node.name in names]
    outer = common_block(_holder(graph, node, names) for node in chosen)
    path = free_block(graph, f"{outer}/{wanted}" if outer else wanted)
    moved = {node.name: path + node.block[len(outer) :] if outer else f"{path}/{node.block}" for node in chosen}
    nodes = tuple(
        replace(node, block=clean_path(moved[node.name])) if node.name in moved else node for node in graph.nodes
    )
    return replace(graph, nodes=nodes), path


def rename_block(graph: Graph, path: str, wanted: str) -> Graph:
    """Return the graph where the last part of the block's path is ``wanted``, with a number where that is taken."""
    outer, _, last = path.rpartition("/")
    name = clean_path(wanted).replace("/", "_")
    if not path or not name or name == last:
        return graph
    new = free_block(graph, f"{outer}/{name}" if outer else name)
    return _moved_blocks(graph, path, new)


def dissolve_block(graph: Graph, path: str) -> Graph:
    """Return the graph without this block; its nodes belong to the one around it."""
    return _moved_blocks(graph, path, path.rpartition("/")[0]) if path else graph


def duplicate_block(graph: Graph, path: str, times: int = 1) -> Added:
    """Return the graph with ``times`` copies of a block, each behind the one before it."""
    return _repeated(graph, members(graph, path), times, outer=path.rpartition("/")[0])


def duplicate(graph: Graph, names: Collection[str], times: int = 1) -> Added:
    """Return the graph with ``times`` copies of these nodes.

    Where exactly one of them is read outside or is an output, each copy stands behind the one before: it reads its
    result in place of the deepest node that the original reads, and what read the original reads the last copy.
    Otherwise the copies read what the original reads, and nothing reads them. Inputs are not copied.
    """
    return _repeated(graph, names, times, outer="")


def _repeated(graph: Graph, names: Collection[str], times: int, *, outer: str) -> Added:
    """Return the graph with copies; blocks around ``outer`` are not copied, even where all their nodes are."""
    originals = tuple(node for node in graph.nodes if node.name in names and node.inputs)
    added: list[str] = []
    for _ in range(times if originals else 0):
        graph, copies = _with_copy(graph, originals, outer)
        added.extend(node.name for node in copies)
        originals = copies
    return Added(graph, tuple(added))


def _with_copy(graph: Graph, originals: tuple[Node, ...], outer: str) -> tuple[Graph, tuple[Node, ...]]:
    blocks = _copied_blocks(graph, originals, outer)
    names = _copied_names(graph, originals, blocks)
    leaving = _exit(graph, set(names))
    entering = _deepest_source(graph, originals) if leaving else ""
    wires = names | ({entering: leaving} if entering else {})
    copies = tuple(
        replace(renamed_node(node, names), inputs=tuple(wires.get(one, one) for one in node.inputs), block=block)
        for node, block in zip(originals, blocks, strict=True)
    )
    moved = {leaving: names[leaving]} if entering else {}
    others = [node if node.name in names else _reading(node, moved) for node in graph.nodes]
    last = max(index for index, node in enumerate(graph.nodes) if node.name in names) + 1
    edited = replace(graph, nodes=(*others[:last], *copies, *others[last:]))
    return renamed_outputs(edited, moved), copies


def _reading(node: Node, moved: dict[str, str]) -> Node:
    return replace(node, inputs=tuple(moved.get(source, source) for source in node.inputs))


def _copied_names(graph: Graph, originals: tuple[Node, ...], blocks: tuple[str, ...]) -> dict[str, str]:
    """Return a free name for the copy of each node; names that begin with their block's path follow its copy."""
    taken = {node.name for node in graph.nodes}
    names = {}
    for node, block in zip(originals, blocks, strict=True):
        prefix, new_prefix = node.block.replace("/", "_"), block.replace("/", "_")
        wanted = node.name
        if prefix and prefix != new_prefix and node.name.startswith(prefix):
            wanted = new_prefix + node.name[len(prefix) :]
        names[node.name] = next_free(wanted, taken)
        taken.add(names[node.name])
    return names


def _copied_blocks(graph: Graph, originals: tuple[Node, ...], outer: str) -> tuple[str, ...]:
    """Return the blocks of the copies: blocks that lie completely among the originals get the next free path."""
    chosen = {node.name for node in originals}
    moved: dict[str, str] = {}
    for node in originals:
        inner = [path for path in enclosing(node.block) if len(path) > len(outer)]
        whole = next((path for path in inner if chosen.issuperset(members(graph, path))), "")
        if whole and whole not in moved:
            moved[whole] = free_block(graph, whole)
    return tuple(_moved_path(node.block, moved) for node in originals)


def _moved_path(block: str, moved: dict[str, str]) -> str:
    for old, new in moved.items():
        if is_within(block, old):
            return new + block[len(old) :]
    return block


def _exit(graph: Graph, names: set[str]) -> str:
    """Return the only node among ``names`` whose result is wanted outside, or ""."""
    readers = readers_of(graph)
    wanted = {*graph.outputs, *(side.node for side in graph.auxiliary)}
    leaving = [name for name in readers if name in names and (name in wanted or not names.issuperset(readers[name]))]
    if not leaving:
        leaving = [name for name in readers if name in names and not readers[name]]
    return leaving[0] if len(leaving) == 1 else ""


def _deepest_source(graph: Graph, originals: tuple[Node, ...]) -> str:
    chosen = {node.name for node in originals}
    outside = {source for node in originals for source in node.inputs if source not in chosen}
    ordered = [node.name for node in graph.ordered()]
    known = [name for name in ordered if name in outside]
    return known[-1] if known else ""


def _holder(graph: Graph, node: Node, names: Collection[str]) -> str:
    """Return the innermost block around the node that holds other nodes than ``names``."""
    open_blocks = [path for path in enclosing(node.block) if not set(members(graph, path)).issubset(names)]
    return open_blocks[-1] if open_blocks else ""


def _moved_blocks(graph: Graph, old: str, new: str) -> Graph:
    nodes = tuple(
        replace(node, block=clean_path(new + node.block[len(old) :])) if is_within(node.block, old) else node
        for node in graph.nodes
    )
    return replace(graph, nodes=nodes)
