"""Where what is taken from the palette goes into a graph. Free of Qt."""

from dataclasses import dataclass, replace

from gui.builder.folding import Wire
from gui.builder.layer_entries import CLASSIFIER, LayerEntry
from models.editing.blocks import members, set_block
from models.editing.edits import Added, add_node
from models.editing.outputs import readers_of
from models.editing.templates import insert_template
from models.editing.wires import connect, insert_behind, insert_between
from models.graph import Graph
from models.nodes import NODE_TYPES, Activation, Dense, NodeType

ANY_CLASSES = 10


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new layer goes; without any of these, behind the last one.

    Attributes:
        behind: nodes it stands behind; a merge reads all of them.
        wire: the edge it is inserted into.
        reads: the node it reads, beside those that read it already.
        is_alone: whether it is connected to nothing.
    """

    behind: tuple[str, ...] = ()
    wire: Wire | None = None
    reads: str = ""
    is_alone: bool = False


def added_entry(graph: Graph, entry: LayerEntry, place: Place, *, classes: int | None) -> Added:
    """The graph with what an entry of the palette stands for.

    Args:
        graph: what is edited.
        entry: what is added.
        place: where.
        classes: outputs of a classifier; None where no dataset is open.
    """
    if entry.key == CLASSIFIER:
        return _with_classifier(graph, place, classes or ANY_CLASSES)
    if entry.is_block:
        return _with_block(graph, entry.key, place)
    return _with_node(graph, NODE_TYPES[entry.key](), place)


def _with_node(graph: Graph, operation: NodeType, place: Place, *, name: str = "") -> Added:
    if place.wire is not None:
        return insert_between(graph, (place.wire.source, place.wire.target), operation, name=name)
    if place.is_alone:
        return add_node(graph, operation, name=name)
    if place.reads:
        return _connected(graph, operation, (place.reads,), name)
    if operation.input_count is None and len(place.behind) > 1:
        return _connected(graph, operation, place.behind, name)
    added = insert_behind(graph, _source(graph, place), operation, name=name)
    return replace(added, graph=set_block(added.graph, added.names, _block_behind(graph, place)))


def _block_behind(graph: Graph, place: Place) -> str:
    """The block that a node behind ``place`` belongs to: that of its source, or the one around a whole block."""
    source = _source(graph, place)
    block = next((node.block for node in graph.nodes if node.name == source), "")
    while len(place.behind) > 1 and block and set(members(graph, block)).issubset(place.behind):
        block = block.rpartition("/")[0]
    return block


def _connected(graph: Graph, operation: NodeType, sources: tuple[str, ...], name: str) -> Added:
    added = add_node(graph, operation, name=name, block=graph.node(sources[0]).block)
    edited = added.graph
    for source in sources:
        edited = connect(edited, source, added.names[0])
    return replace(added, graph=edited)


def _with_block(graph: Graph, template: str, place: Place) -> Added:
    added = insert_template(graph, _source(graph, place), template)
    wire = place.wire
    if wire is None:
        return added
    before = {node.name: node.inputs for node in graph.nodes if node.name != wire.target}
    nodes = tuple(replace(node, inputs=before.get(node.name, node.inputs)) for node in added.graph.nodes)
    return replace(added, graph=replace(added.graph, nodes=nodes))


def _with_classifier(graph: Graph, place: Place, classes: int) -> Added:
    dense = _with_node(graph, Dense(classes), place, name="logits")
    scores = insert_behind(dense.graph, dense.names[0], Activation("softmax"), name="scores")
    return Added(scores.graph, (*dense.names, *scores.names))


def _source(graph: Graph, place: Place) -> str:
    """The node that a new one stands behind."""
    if place.wire is not None:
        return place.wire.source
    if place.is_alone:
        return ""
    if place.reads or place.behind:
        return place.reads or place.behind[-1]
    readers = readers_of(graph)
    ends = [name for name in graph.outputs if name in readers]
    return (ends or [node.name for node in graph.nodes] or [""])[-1]
