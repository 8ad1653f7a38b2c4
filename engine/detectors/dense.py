"""Fovea's own dense detector: one box for each cell of a fine map, learned by task-aligned assignment."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from keras import ops

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
