"""What detectors in two stages have in common: proposals from anchors, and answers for what is read in each region.

Ren, He, Girshick, Sun 2015 (1506.01497, section 3). A small network slides over one map or several, and says for each
anchor whether an object is there and how the anchor has to change. The best changed anchors are the regions that the
second stage looks at. All lists have one length, so that the graph has fixed shapes: missing proposals are regions
without area. What anchors say is a side output, on which the first stage learns.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.architectures.chain import Chain
from models.graph import Auxiliary, Graph
from models.nodes import (
    Activation,
    AnchorRows,
    Convolution,
    Dense,
    Dropout,
    RegionAnswers,
    RegionProposals,
    Reshape,
)
from models.nodes.base import Shape
from models.options import Table

ANCHORS = "anchors"
"""The node of what anchors say: the side output of the first stage."""
BACKGROUND_CLASSES = 1
"""Classes behind those of objects."""
SIDES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposing:
    """How regions are proposed.

    Attributes:
        maps: nodes of the maps that anchors lie on, the finest first.
        stride_px: of the first of them.
        shapes_px: widths and heights of the anchors of a cell, of all maps.
        filters: channels of the small network.
        count: regions.
        candidates: anchors that are looked at.
    """

    maps: tuple[str, ...]
    stride_px: int
    shapes_px: Table
    filters: int
    count: int
    candidates: int


def anchor_table(sizes_px: Sequence[int], shapes: Sequence[float] = (0.5, 1.0, 2.0)) -> Table:
    """Widths and heights of anchors in whole pixels: every size in every shape, height divided by width."""
    return tuple((round(size / shape**0.5), round(size * shape**0.5)) for size in sizes_px for shape in shapes)


def add_proposals(chain: Chain, proposing: Proposing) -> str:
    """Append the first stage, and return the node of the regions; maps share the weights of the small network."""
    each = len(proposing.shapes_px) // len(proposing.maps)
    sources: list[str] = []
    for number, read in enumerate(proposing.maps, start=1):
        sources += _add_sliding(chain, proposing, read, each=each, number=number)
    chain.join(ANCHORS, AnchorRows(proposing.shapes_px, proposing.stride_px), tuple(sources), block="proposals")
    proposals = RegionProposals(proposing.count, proposing.candidates)
    return chain.join("proposals", proposals, (ANCHORS, "input"), block="proposals")


def _add_sliding(chain: Chain, proposing: Proposing, read: str, *, each: int, number: int) -> tuple[str, str]:
    """Append the small network for one map, and return what it says: logits of objects, and changes."""
    ending = "" if len(proposing.maps) == 1 else str(number)

    def shared(name: str) -> str:
        return f"{name}1" if number > 1 else ""

    sliding = Convolution(proposing.filters, (3, 3))
    chain.join(f"sliding{ending}", sliding, (read,), block="proposals", weights_of=shared("sliding"))
    entrance = chain.add(f"sliding{ending}_activation", Activation("relu"), block="proposals")
    said = []
    for name, filters in (("objectness", each), ("anchor_changes", SIDES * each)):
        convolution = Convolution(filters, (1, 1), initial_weights="glorot uniform")
        said.append(chain.join(f"{name}{ending}", convolution, (entrance,), block="proposals", weights_of=shared(name)))
    return said[0], said[1]


def add_vectors(chain: Chain, units: Sequence[int], *, shape: Shape, dropout: float = 0.0) -> str:
    """Append dense layers for what was read in every region, and return the last node.

    Args:
        chain: whose last node are regions of a map.
        units: of each layer.
        shape: (regions, rows, columns, channels) of what was read.
        dropout: share hidden behind each layer while training.
    """
    regions, rows, columns, channels = shape
    chain.add("roi_vectors", Reshape((regions, rows * columns * channels)), block="regions")
    for number, count in enumerate(units, start=1):
        chain.add(f"dense{number}", Dense(count, initial_weights="he normal"), block="regions")
        chain.add(f"dense{number}_activation", Activation("relu"), block="regions")
        if dropout:
            chain.add(f"dense{number}_dropout", Dropout(dropout), block="regions")
    return chain.last


def add_answers(chain: Chain, classes: int, *, block: str) -> tuple[str, str]:
    """Append what is said of the vector of every region, and return the nodes of class logits and of changes."""
    entrance, count = chain.last, classes + BACKGROUND_CLASSES
    logits = chain.join("class_logits", Dense(count), (entrance,), block=block)
    return logits, chain.join("box_changes", Dense(SIDES * count), (entrance,), block=block)


def finish_boxes(chain: Chain, regions: str, classes: int, *, name: str, has_proposals: bool = True) -> Graph:
    """Return the finished detector: class logits and changes of every region, from the last node.

    Args:
        chain: whose last node are vectors of regions.
        regions: the node of their corners.
        classes: of objects.
        name: of the graph.
        has_proposals: the first stage is part of the graph, and learns too.
    """
    logits, changes = add_answers(chain, classes, block="head")
    sides = (Auxiliary(ANCHORS, 1.0),) if has_proposals else ()
    return chain.ending_in("boxes", RegionAnswers(), (regions, logits, changes), name=name, auxiliary=sides)
