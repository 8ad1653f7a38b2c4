"""Fovea's own dense detector: one box for each cell of a fine map, learned by task-aligned assignment."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from keras import ops

from engine.detectors.stages import AssignmentRule, BoxStage, cell_boxes, first
from engine.losses.dense_detection import DenseDetectionLoss
from engine.ops.boxes.dense_boxes import SIDES, read_boxes
from engine.ops.boxes.finding import ScoredBoxes
from engine.ops.boxes.truth_rows import TruthRows
from models.architectures.dense_detector import STRIDE_PX
from models.graph import Graph

Tensor = Any


@dataclass(frozen=True, slots=True)
class DenseHead:
    """A map (B, h, w, classes + 4): logits of classes, and logarithms of the distances to four sides."""

    costs: DenseDetectionLoss = field(default_factory=DenseDetectionLoss)

    @classmethod
    def of(cls, graph: Graph) -> "DenseHead":
        return cls()

    def loss(self, truth: TruthRows, outputs: Tensor) -> Tensor:
        return self.costs(truth, read_boxes(outputs, stride_px=STRIDE_PX))

    def read(self, outputs: Tensor) -> ScoredBoxes:
        """Each class has a sigmoid of its own."""
        dense = read_boxes(outputs, stride_px=STRIDE_PX)
        return ScoredBoxes(dense.boxes_xyxy, ops.sigmoid(dense.logits))

    def mean_with_mirrored(self, outputs: Tensor, mirrored: Tensor) -> Tensor:
        """The mean of logits and of logarithms of distances, left and right changing places."""
        back = ops.flip(mirrored, axis=2)
        logits, sides = back[..., :-SIDES], back[..., -SIDES:]
        swapped = ops.take(sides, np.array([2, 1, 0, 3]), axis=-1)
        return (outputs + ops.concatenate([logits, swapped], axis=-1)) / 2.0

    def look(self, truth: TruthRows | None, outputs: Tensor) -> BoxStage:
        """Places are the cells; what a cell suits an object by is the score that it learns."""
        rows, columns = outputs.shape[1:3]
        found = self.read(outputs)
        aligned = None if truth is None else self.costs.align(truth, read_boxes(outputs, stride_px=STRIDE_PX))
        return BoxStage(
            place="cell",
            maps=((rows, columns, 1),),
            places_xyxy=cell_boxes(rows, columns, (rows * STRIDE_PX, columns * STRIDE_PX), each=1),
            boxes_xyxy=first(found.boxes_xyxy)[:, None],
            scores=first(found.scores),
            rule=AssignmentRule(words=self._rule(), measure="score to learn"),
            matches=None if aligned is None else first(aligned.matches),
            values=None if aligned is None else first(aligned.scores),
        )

    def _rule(self) -> str:
        costs = self.costs
        return (
            f"Of the cells in the middle {100 * costs.reach:g} % of an object, those {costs.positions} learn it whose "
            f"score and box are good together: {_power('score', costs.alpha)} × {_power('IoU', costs.beta)} (task "
            "alignment). The better they are, the higher the score they learn. Cells in crowds learn nothing."
        )


def _power(name: str, exponent: float) -> str:
    return name if exponent == 1.0 else f"{name}^{exponent:g}"
