"""The stages of a detector in the order in which they follow each other, by the kinds of nodes of its graph."""

from collections.abc import Callable, Mapping

from engine.detectors.anchors import AnchorStage
from engine.detectors.cells import CellHead
from engine.detectors.default_boxes import DefaultBoxHead
from engine.detectors.dense import DenseHead
from engine.detectors.grid import GridHead
from engine.detectors.regions import RegionHead
from engine.detectors.registry import HEADS
from engine.detectors.stages import SeenInStages
from models.box_answers import told_classes
from models.graph import Graph, Node
from models.nodes import (
    AnchorRows,
    CellBoxes,
    DefaultBoxRows,
    DetectedRegions,
    GridBoxes,
    NodeType,
    RegionAnswers,
)

ANSWERS_OF_REGIONS = 3
"""Inputs of a node of regions that together are what is said of them: corners, logits, changes."""
STAGES: Mapping[type[NodeType], Callable[[Graph], SeenInStages]] = {
    AnchorRows: AnchorStage.of,
    RegionAnswers: RegionHead.of,
    DetectedRegions: RegionHead.of,
    CellBoxes: CellHead.of,
    GridBoxes: GridHead.of,
    DefaultBoxRows: DefaultBoxHead.of,
}
"""Wherever such a node stands, also where other answers follow."""


def stages_of(graph: Graph) -> tuple[tuple[tuple[str, ...], SeenInStages], ...]:
    """The stages of a detector, each with the nodes that give its answer, one behind the other in its last axis.

    Args:
        graph: for prediction, so that no stage is in it twice.

    Raises:
        GraphError: the graph has problems.
    """
    found = tuple(
        (_answers(node), STAGES[type(node.operation)](graph))
        for node in graph.ordered()
        if type(node.operation) in STAGES
    )
    return found or (((graph.outputs[0],), DenseHead.of(graph)),)


def says_boxes_in_stages(graph: Graph) -> bool:
    """Whether a graph is a detector whose places can be shown: it has such a node, or ends in a map of boxes."""
    if any(type(node.operation) in STAGES for node in graph.nodes):
        return True
    is_map = type(graph.node(graph.outputs[0]).operation) not in HEADS
    return is_map and told_classes(graph, graph.shapes()) is not None


def _answers(node: Node) -> tuple[str, ...]:
    return node.inputs[:ANSWERS_OF_REGIONS] if isinstance(node.operation, DetectedRegions) else (node.name,)
