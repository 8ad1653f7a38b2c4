"""Which head a detector has: what kind of node its answer comes from decides, so that edited networks keep theirs."""

from collections.abc import Callable, Mapping

from engine.contract.errors import UserError
from engine.detectors.base import DetectorHead, InstanceHead
from engine.detectors.cells import CellHead
from engine.detectors.default_boxes import DefaultBoxHead
from engine.detectors.dense import DenseHead
from engine.detectors.grid import GridHead
from engine.detectors.instances import MaskHead
from engine.detectors.picture_box import PictureBoxHead
from engine.detectors.regions import RegionHead
from models.box_answers import told_classes
from models.graph import Graph
from models.nodes import CellBoxes, DefaultBoxRows, GridBoxes, InstanceAnswers, NodeType, PictureBox, RegionAnswers

HEADS: Mapping[type[NodeType], Callable[[Graph], DetectorHead]] = {
    CellBoxes: CellHead.of,
    GridBoxes: GridHead.of,
    DefaultBoxRows: DefaultBoxHead.of,
    RegionAnswers: RegionHead.of,
    InstanceAnswers: MaskHead.of,
    PictureBox: PictureBoxHead.of,
}
"""By the kind of the last node; a map that is nothing else belongs to a dense detector."""


def takes_any_size(graph: Graph) -> bool:
    """Whether a network is a detector, and what it says of a place means the same in pictures of any size."""
    is_map = type(graph.node(graph.outputs[0]).operation) not in HEADS
    return is_map and told_classes(graph, graph.shapes()) is not None


def head_of(graph: Graph) -> DetectorHead:
    """The head of a detector.

    Raises:
        GraphError: the graph has problems.
    """
    last = graph.node(graph.outputs[0]).operation
    return HEADS.get(type(last), DenseHead.of)(graph)


def instance_head_of(graph: Graph) -> InstanceHead:
    """The head of a network that says masks of objects.

    Raises:
        GraphError: the graph has problems.
        UserError: it says no masks.
    """
    head = head_of(graph)
    if not isinstance(head, InstanceHead):
        raise UserError(
            f"This network says no mask of an object. Received: {graph.name}.",
            "Choose a network for instances, as small-mask-rcnn.",
        )
    return head
