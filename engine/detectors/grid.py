"""The grid form of the second YOLO: a few boxes for every cell, each with a class of its own."""

from dataclasses import dataclass, field
from typing import Any

from keras import ops

from engine.losses.grid_boxes import GridBoxLoss, read_grid
from engine.ops.boxes.finding import ScoredBoxes
from engine.ops.boxes.truth_rows import TruthRows
from models.graph import Graph
from models.nodes import GridBoxes
from models.nodes.grids import THOUSANDTHS

Tensor = Any


@dataclass(frozen=True, slots=True)
class GridHead:
    """A grid (B, rows, columns, boxes, 5 + classes).

    Attributes:
        shapes: width and height that each box of a cell starts from, as shares of the picture.
        picture_px: height and width of the network's input.
        costs: of what is said.
    """

    shapes: tuple[tuple[float, float], ...]
    picture_px: tuple[int, int]
    costs: GridBoxLoss = field(default_factory=GridBoxLoss)

    @classmethod
    def of(cls, graph: Graph) -> "GridHead":
        operation = graph.node(graph.outputs[0]).operation
        assert isinstance(operation, GridBoxes)
        height, width, _ = graph.shapes()[graph.inputs[0]]
        shapes = tuple((one[0] / THOUSANDTHS, one[1] / THOUSANDTHS) for one in operation.shapes)
        return cls(shapes, (height, width))

    def loss(self, truth: TruthRows, outputs: Tensor) -> Tensor:
        return self.costs(truth, outputs, self._shapes(), picture_px=self.picture_px)

    def read(self, outputs: Tensor) -> ScoredBoxes:
        """A score is how sure a box is that it fits an object times the share of a class."""
        said = read_grid(outputs, self._shapes(), picture_px=self.picture_px)
        return ScoredBoxes(said.boxes_xyxy, ops.sigmoid(said.objectness)[..., None] * ops.softmax(said.class_logits))

    def mean_with_mirrored(self, outputs: Tensor, mirrored: Tensor) -> Tensor:
        """The mean of all that is said; what is said of x changes its sign, as its sigmoid is a share of the cell."""
        back = ops.flip(mirrored, axis=2)
        return (outputs + ops.concatenate([-back[..., :1], back[..., 1:]], axis=-1)) / 2.0

    def _shapes(self) -> Tensor:
        return ops.convert_to_tensor(self.shapes, dtype="float32")
