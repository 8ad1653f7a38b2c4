"""The skips of a network: early maps that a late layer reads again, found, and made weaker or switched off."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from models.graph import Graph, Node
from models.nodes import (
    Add,
    Average,
    BedOfNails,
    Concatenate,
    Maximum,
    MaximumUnpooling,
    Rescaling,
    TransposedConvolution,
    Upsampling,
)

ENLARGING = (BedOfNails, MaximumUnpooling, TransposedConvolution, Upsampling)
MEETING = (Add, Average, Concatenate, Maximum)


@dataclass(frozen=True, slots=True)
class Skip:
    """One early map that is read again.

    Attributes:
        merge: the node where it meets the late map.
        source: the node of the early map that ``merge`` reads.
    """

    merge: str
    source: str


def skips(graph: Graph) -> tuple[Skip, ...]:
    """Return the skips in the order in which they are read: those for small maps first.

    A skip ends where a map that was enlarged meets one that was not.
    """
    enlarged: set[str] = set()
    found: list[Skip] = []
    for node in graph.ordered():
        read = node.inputs[: node.operation.value_inputs]
        if isinstance(node.operation, ENLARGING) or enlarged.intersection(read):
            enlarged.add(node.name)
        if isinstance(node.operation, MEETING) and enlarged.intersection(read):
            found.extend(Skip(node.name, source) for source in read if source not in enlarged)
    return tuple(found)


def with_weaker_skips(graph: Graph, shares: Mapping[Skip, float]) -> Graph:
    """Return the graph with a share of each of these skips: 0 switches it off, 1 leaves it as it is.

    No node with weights is added or renamed, so that the graph takes the weights of the one it was made from.

    Args:
        graph: a network.
        shares: what each skip is multiplied by.
    """
    made: list[Node] = []
    for node in graph.ordered():
        weaker = {skip.source: f"{node.name}_{skip.source}_share" for skip in shares if skip.merge == node.name}
        made.extend(
            Node(name, Rescaling(scale=shares[Skip(node.name, source)]), (source,), node.block)
            for source, name in weaker.items()
        )
        made.append(replace(node, inputs=tuple(weaker.get(source, source) for source in node.inputs)))
    return replace(graph, nodes=tuple(made))
