"""What the graph of a detector says about it: how many classes it tells apart, and who proposes its regions."""

from models.architectures.dense_detector import SIDES, box_map_shape
from models.graph import Graph
from models.heads import MAP_RANK
from models.nodes import (
    CellBoxes,
    DefaultBoxRows,
    GridBoxes,
    InstanceAnswers,
    PictureBox,
    RegionAnswers,
    SearchedRegions,
)
from models.nodes.base import Shape
from models.nodes.grids import CELL_COLUMNS, CORNERS


def told_classes(graph: Graph, shapes: dict[str, Shape]) -> int | None:
    """Return the number of classes, without the background; None where nothing is said of boxes.

    Args:
        graph: without problems.
        shapes: of its nodes.
    """
    name = graph.outputs[0]
    shape, operation = shapes[name], graph.node(name).operation
    match operation:
        case CellBoxes():
            return shape[-1] - CELL_COLUMNS * operation.boxes
        case GridBoxes():
            return shape[-1] - CELL_COLUMNS
        case DefaultBoxRows():
            return shape[-1] - 2 * CORNERS - 1
        case RegionAnswers():
            return (shape[-1] - CORNERS) // (1 + CORNERS) - 1
        case InstanceAnswers():
            return shapes[graph.node(name).inputs[0]][1] - CORNERS
        case PictureBox():
            return shape[-1] - CORNERS
        case _:
            is_map = len(shape) == MAP_RANK and shape == box_map_shape(shapes[graph.inputs[0]], shape[-1] - SIDES)
            return shape[-1] - SIDES if is_map else None


def searches_regions(graph: Graph) -> bool:
    """Return whether regions come from selective search, and not from the network."""
    return any(isinstance(node.operation, SearchedRegions) for node in graph.nodes)
