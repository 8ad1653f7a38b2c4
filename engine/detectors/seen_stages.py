"""The stages of a detector in the order in which they follow each other, by the kinds of nodes of its graph."""

from collections.abc import Callable, Mapping

from engine.detectors.anchors import AnchorStage
from engine.detectors.cells import CellHead
from engine.detectors.default_boxes import DefaultBoxHead
from engine.detectors.dense import DenseHead
from engine.detectors.grid import GridHead
from engine.detectors.regions import RegionHead
from engine.detectors.stages import SeenInStages
from models.box_answers import told_classes
from models.graph import Graph
from models.nodes import AnchorRows, CellBoxes, DefaultBoxRows, GridBoxes, NodeType, RegionAnswers

STAGES: Mapping[type[NodeType], Callable[[Graph], SeenInStages]] = {
    AnchorRows: AnchorStage.of,
    RegionAnswers: RegionHead.of,
    CellBoxes: CellHead.of,
    GridBoxes: GridHead.of,
    DefaultBoxRows: DefaultBoxHead.of,
}
"""Wherever such a node stands, also where other answers follow."""


def stages_of(graph: Graph) -> tuple[tuple[str, SeenInStages], ...]:
    """The stages of a detector, each with the name of the node that gives its answer.

    Raises:
        GraphError: the graph has problems.
    """
    found = tuple(
        (node.name, STAGES[type(node.operation)](graph)) for node in graph.ordered() if type(node.operation) in STAGES
    )
    return found or ((graph.outputs[0], DenseHead.of(graph)),)


def says_boxes_in_stages(graph: Graph) -> bool:
    """Whether a graph is a detector: it has such a node, or ends in a map of boxes."""
    if any(type(node.operation) in STAGES for node in graph.nodes):
        return True
    return told_classes(graph, graph.shapes()) is not None
