"""The a trous form of a network: strides become distances between the taps of what follows, and nothing is skipped.

Long, Shelhamer, Darrell, "Fully convolutional networks for semantic segmentation", 2015 (1411.4038), section 3.2, after
Giusti et al., 2013 (1302.1700): a layer with stride s computes every position instead of each s-th, and the kernels
behind it are spread by s, so that each value still meets the values it met before. Weights stay as they are. The result
equals the network on all shifts of the picture, put together (``engine/inspect/shift_and_stitch.py``). Down to a chosen
stride only, it is what DeepLab does to a classifier (1606.00915, section 3.1).

Equal means: wherever no window reaches over the border of the picture. At the border, padded layers add as many cells
as before, farther apart. Zeros are added where a padded pooling of an even window would leave values out.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from models import nodes
from models.graph import Graph, Node
from models.nodes.base import NodeType, Shape
from models.nodes.windows import SlidingWindow
from models.options import Pair
from models.problems import GraphError, GraphProblem

Borders = tuple[Pair, Pair]
"""(top, bottom) and (left, right): cells that are added."""
PLACEWISE = (
    nodes.Input, nodes.Activation, nodes.ParametricRelu, nodes.BatchNormalisation, nodes.LayerNormalisation,
    nodes.LocalResponseNormalisation, nodes.ChannelNormalisation, nodes.Rescaling, nodes.Dropout, nodes.SpatialDropout,
    nodes.GaussianNoise, nodes.ChannelSlice, nodes.ChannelShuffle, nodes.Add, nodes.Concatenate, nodes.Multiply,
    nodes.Average, nodes.Maximum, nodes.Subtract,
)  # fmt: skip
"""What computes every place by itself."""
ONE: Pair = (1, 1)


def dilated_form(graph: Graph, *, stride: int = 1) -> Graph:
    """Return ``graph`` with strides taken away and windows spread, so that its maps have at most this stride.

    Args:
        graph: a network without dense layers and without anything that enlarges maps. Nodes keep their names; what a
            node adds at its borders may become a node of its own before it.
        stride: pixels between the cells of the last maps. Strides are kept, from the input on, as long as their product
            is not larger.

    Raises:
        GraphError: something in it has no a trous form.
    """
    whole = graph.for_prediction()
    spreading = _Spreading(whole.shapes(), stride)
    for node in whole.ordered():
        spreading.add(node)
    spread = Graph(whole.name, tuple(spreading.nodes), whole.outputs)
    spread.require_sound()
    return spread


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the values of a map of the old graph lie in the new one.

    Attributes:
        distance: cells between two of them.
        stride: pixels between two cells.
    """

    distance: Pair = ONE
    stride: Pair = ONE


class _Spreading:
    """Writes the new graph node by node.

    Args:
        shapes: of the old graph.
        most: the largest stride that a map may keep.
    """

    def __init__(self, shapes: dict[str, Shape], most: int) -> None:
        self._shapes = shapes
        self._most = most
        self._grids: dict[str, _Grid] = {}
        self.nodes: list[Node] = []

    def add(self, node: Node) -> None:
        """Write what ``node`` becomes."""
        grid = self._grid_before(node)
        match node.operation:
            case nodes.Convolution() | nodes.DepthwiseConvolution() | nodes.SeparableConvolution():
                self._add_window(node, grid, kernel=node.operation.kernel, dilation=node.operation.dilation)
            case nodes.MaximumPooling() | nodes.AveragePooling():
                self._add_window(node, grid, kernel=node.operation.window, dilation=ONE)
            case nodes.ZeroPadding() | nodes.Crop():
                down, right = grid.distance
                top, bottom, left, right_side = node.operation.amount
                amount = (top * down, bottom * down, left * right, right_side * right)
                self._write(replace(node, operation=replace(node.operation, amount=amount)), grid)
            case _ if isinstance(node.operation, PLACEWISE):
                self._write(node, grid)
            case _:
                message = f"{node.operation.title} has no a trous form."
                raise GraphError([GraphProblem(node.name, None, message, "Take the part of the network before it.")])

    def _grid_before(self, node: Node) -> _Grid:
        """Return the grid that all inputs of a node share."""
        found = [self._grids[source] for source in node.inputs] or [_Grid()]
        if any(first != second for first, second in pairwise(found)):
            message = "It reads maps of different strides, whose values would no longer lie over each other."
            raise GraphError([GraphProblem(node.name, None, message, "Use the same strides on all ways to it.")])
        return found[0]

    def _add_window(self, node: Node, grid: _Grid, *, kernel: Pair, dilation: Pair) -> None:
        """Write a node that moves a window: with its stride as long as that is allowed, spread otherwise."""
        stride = node.options["stride"]
        kept = _times(grid.stride, stride)
        if grid.distance == ONE and max(kept) <= self._most:
            self._write(node, _Grid(ONE, kept))
            return
        old = SlidingWindow(kernel, stride, node.options["padding"], dilation)
        height, width, _ = self._shapes[node.inputs[0]]
        borders = _spread_borders(old, (height, width), grid.distance)
        operation, left = _spread(node.operation, grid.distance, borders)
        sources = node.inputs
        if left is not None:
            sources = (f"{node.name}_borders",)
            self.nodes.append(Node(sources[0], nodes.ZeroPadding((*left[0], *left[1])), node.inputs, node.block))
        after = _Grid(_times(grid.distance, stride), grid.stride)
        self._write(replace(node, operation=operation, inputs=sources), after)

    def _write(self, node: Node, grid: _Grid) -> None:
        self.nodes.append(node)
        self._grids[node.name] = grid


def _spread_borders(window: SlidingWindow, size: Pair, distance: Pair) -> Borders:
    """Return what has to be added so that every window begins where it began, and, with "same", every cell has one."""
    vertical, horizontal = window.borders(size)
    found = []
    for axis, (before, after) in enumerate((vertical, horizontal)):
        extent = (window.kernel[axis] - 1) * window.dilation[axis] * distance[axis] + 1
        before, after = before * distance[axis], after * distance[axis]
        found.append((before, extent - 1 - before if window.padding == "same" else after))
    return found[0], found[1]


def _spread(operation: Any, distance: Pair, borders: Borders) -> tuple[NodeType, Borders | None]:
    """Return the operation without stride and with a spread window, and what must be added before it, if anything."""
    if isinstance(operation, nodes.MaximumPooling | nodes.AveragePooling):
        if distance != ONE:
            summary = "maximum" if isinstance(operation, nodes.MaximumPooling) else "average"
            return nodes.DilatedPooling(operation.window, distance, summary), borders if any(sum(borders, ())) else None
        kernel, dilation, changes = operation.window, ONE, {}
    else:
        kernel, options = operation.options["kernel"], operation.options
        dilation = _times(options["dilation"], distance)
        changes = {"dilation": dilation}
    padding = _as_padding(SlidingWindow(kernel, ONE, "same", dilation), borders)
    plain = replace(operation, stride=ONE, padding="valid" if padding is None else padding, **changes)
    return plain, borders if padding is None else None


def _as_padding(window: SlidingWindow, borders: Borders) -> Any:
    """Return the option that adds these borders; None if there is none."""
    if window.borders(ONE) == borders:
        return "same" if any(sum(borders, ())) else "valid"
    (top, bottom), (left, right) = borders
    if (top, left) != (bottom, right):
        return None
    return (top, left) if top or left else "valid"


def _times(first: Pair, second: Pair) -> Pair:
    return first[0] * second[0], first[1] * second[1]
