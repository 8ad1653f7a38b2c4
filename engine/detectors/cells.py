"""The first YOLO: a few boxes for every cell of a grid, and one class for all of them."""

from dataclasses import dataclass, field
from typing import Any

from keras import ops

from engine.detectors.stages import AssignmentRule, BoxStage, cell_boxes, first, overlaps_of_matches
from engine.losses.cell_boxes import CellBoxLoss, read_cells
from engine.ops.boxes.finding import ScoredBoxes
from engine.ops.boxes.truth_rows import TruthRows
from models.boxes.overlaps import iou, pairwise
from models.graph import Graph
from models.nodes import CellBoxes
from models.nodes.grids import CELL_COLUMNS

Tensor = Any


@dataclass(frozen=True, slots=True)
class CellHead:
    """A grid (B, rows, columns, 5 boxes + classes).

    Attributes:
        boxes: of each cell.
        picture_px: height and width of the network's input.
        costs: of what is said.
    """

    boxes: int
    picture_px: tuple[int, int]
    costs: CellBoxLoss = field(default_factory=CellBoxLoss)

    @classmethod
    def of(cls, graph: Graph) -> "CellHead":
        operation = graph.node(graph.outputs[0]).operation
        assert isinstance(operation, CellBoxes)
        height, width, _ = graph.shapes()[graph.inputs[0]]
        return cls(operation.boxes, (height, width))

    def loss(self, truth: TruthRows, outputs: Tensor) -> Tensor:
        return self.costs(truth, outputs, boxes=self.boxes, picture_px=self.picture_px)

    def read(self, outputs: Tensor) -> ScoredBoxes:
        """A score is the confidence of the box times the score of the class of its cell (1506.02640, equation 1)."""
        said = read_cells(outputs, boxes=self.boxes, picture_px=self.picture_px)
        # Both are said by straight lines, which go beyond 0 and 1.
        confidences, classes = (ops.clip(each, 0.0, 1.0) for each in (said.confidences, said.class_scores))
        scores = confidences[..., None] * classes[:, :, None]
        count = scores.shape[1] * self.boxes
        return ScoredBoxes(
            ops.reshape(said.boxes_xyxy, (-1, count, 4)), ops.reshape(scores, (-1, count, scores.shape[-1]))
        )

    def mean_with_mirrored(self, outputs: Tensor, mirrored: Tensor) -> Tensor:
        """The mean of each box with the one of its cell in the mirrored picture that overlaps it most."""
        rows, columns = outputs.shape[1:3]
        count = CELL_COLUMNS * self.boxes
        shape = (-1, rows, columns, self.boxes, CELL_COLUMNS)
        back = ops.flip(mirrored, axis=2)
        values = ops.reshape(back[..., :count], shape)
        turned = ops.concatenate([1.0 - values[..., :1], values[..., 1:]], axis=-1)
        flat = ops.concatenate([ops.reshape(turned, (-1, rows, columns, count)), back[..., count:]], axis=-1)
        first, second = (
            read_cells(each, boxes=self.boxes, picture_px=self.picture_px).boxes_xyxy for each in (outputs, flat)
        )
        nearest = ops.reshape(ops.argmax(pairwise(iou, first, second), axis=-1), (-1, rows, columns, self.boxes, 1))
        found = ops.take_along_axis(turned, ops.repeat(nearest, CELL_COLUMNS, axis=-1), axis=3)
        same = ops.concatenate([ops.reshape(found, (-1, rows, columns, count)), back[..., count:]], axis=-1)
        return (outputs + same) / 2.0

    def look(self, truth: TruthRows | None, outputs: Tensor) -> BoxStage:
        """Every box of a cell is a place, which is the cell; objectness is the confidence."""
        rows, columns = outputs.shape[1:3]
        said, found = read_cells(outputs, boxes=self.boxes, picture_px=self.picture_px), self.read(outputs)
        matches = values = None
        if truth is not None:
            learned = self.costs.matches(truth, outputs, boxes=self.boxes, picture_px=self.picture_px)
            flat = ops.reshape(learned, (1, -1))
            matches, values = first(flat), first(overlaps_of_matches(found.boxes_xyxy, flat, truth))
        return BoxStage(
            place="box of a cell",
            maps=((rows, columns, self.boxes),),
            places_xyxy=cell_boxes(rows, columns, self.picture_px, each=self.boxes),
            boxes_xyxy=first(found.boxes_xyxy)[:, None],
            scores=first(found.scores),
            objectness=first(ops.clip(said.confidences, 0.0, 1.0)).reshape(-1),
            rule=AssignmentRule(words=self._rule(), measure="IoU of its box"),
            matches=matches,
            values=values,
        )

    def _rule(self) -> str:
        return (
            f"The cell in which the centre of an object lies learns it, with the one of its {self.boxes} boxes that "
            "overlaps the object most. All other boxes learn to be unsure; in crowds they learn nothing."
        )
