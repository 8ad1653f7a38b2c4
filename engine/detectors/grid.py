"""The grid form of the second YOLO: a few boxes for every cell, each with a class of its own."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from keras import ops
from numpy.typing import NDArray

from engine.detectors.stages import AssignmentRule, BoxStage, cell_boxes, first, overlaps_of_matches
from engine.losses.grid_boxes import GridBoxLoss, read_grid
from engine.ops.boxes.finding import ScoredBoxes
from engine.ops.boxes.truth_rows import TruthRows
from models.graph import Graph
from models.nodes import GridBoxes
from models.nodes.grids import THOUSANDTHS

Tensor = Any
Floats = NDArray[np.float32]


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

    def look(self, truth: TruthRows | None, outputs: Tensor) -> BoxStage:
        """Places are the shapes, in the middle of their cells."""
        rows, columns, boxes = outputs.shape[1:4]
        said, found = read_grid(outputs, self._shapes(), picture_px=self.picture_px), self.read(outputs)
        matches = values = None
        if truth is not None:
            learned = self.costs.matches(truth, outputs, self._shapes(), picture_px=self.picture_px)
            matches, values = first(learned), first(overlaps_of_matches(found.boxes_xyxy, learned, truth))
        return BoxStage(
            place="box of the grid",
            maps=((rows, columns, boxes),),
            places_xyxy=self._places(rows, columns),
            boxes_xyxy=first(found.boxes_xyxy)[:, None],
            scores=first(found.scores),
            objectness=first(ops.sigmoid(said.objectness)),
            rule=AssignmentRule(words=self._rule(), measure="IoU of its box"),
            matches=matches,
            values=values,
        )

    def _places(self, rows: int, columns: int) -> Floats:
        """(rows x columns x boxes, 4) corners of the shapes in the middle of their cells."""
        cells = cell_boxes(rows, columns, self.picture_px, each=len(self.shapes))
        middle = (cells[:, :2] + cells[:, 2:]) / 2
        sides = np.array(self.shapes, np.float32) * np.array(self.picture_px[::-1], np.float32)
        half = np.tile(sides / 2, (rows * columns, 1))
        return np.concatenate([middle - half, middle + half], axis=-1)

    def _rule(self) -> str:
        return (
            f"The cell in which the centre of an object lies learns it, with the one of its {len(self.shapes)} shapes "
            "that is most like the object. Other boxes learn to be unsure, unless they lie well on an object all the "
            f"same (IoU above {self.costs.spared_iou:g}) or in a crowd: they learn nothing."
        )

    def _shapes(self) -> Tensor:
        return ops.convert_to_tensor(self.shapes, dtype="float32")
