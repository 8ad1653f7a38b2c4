"""Mask R-CNN: what it says of the boxes that it detects."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from keras import ops

from engine.detectors.base import InstanceHead
from engine.losses.mask_loss import MaskLoss
from engine.ops.boxes.finding import FoundObjects, ScoredBoxes
from engine.ops.boxes.instance_answers import CORNERS, InstanceAnswers, masks_of_class, read_instances
from engine.ops.boxes.truth_rows import TruthRows
from models.graph import Graph

Tensor = Any


@dataclass(frozen=True, slots=True)
class MaskHead(InstanceHead):
    """Rows (B, boxes, 4 + classes + rows x columns x masks): corners, scores, logits of masks.

    Attributes:
        width_px: of the network's input.
        classes: of objects.
        mask_shape: rows, columns and number of the masks of a box.
        costs: of what masks say; boxes learn at the side.
    """

    width_px: int
    classes: int
    mask_shape: tuple[int, int, int]
    costs: MaskLoss = field(default_factory=MaskLoss)

    @classmethod
    def of(cls, graph: Graph) -> "MaskHead":
        shapes = graph.shapes()
        boxes, masks = graph.node(graph.outputs[0]).inputs
        _, rows, columns, count = shapes[masks]
        return cls(shapes[graph.inputs[0]][1], shapes[boxes][1] - CORNERS, (rows, columns, count))

    def loss(self, truth: TruthRows, outputs: Tensor) -> Tensor:
        return self.costs(truth, self._answers(outputs))

    def read(self, outputs: Tensor) -> ScoredBoxes:
        """A box has a score for its own class only."""
        answers = self._answers(outputs)
        return ScoredBoxes(answers.boxes_xyxy, answers.scores)

    def read_masks(self, outputs: Tensor, found: FoundObjects) -> Tensor:
        """Classes do not compete: each mask is a sigmoid of its own."""
        logits = self._answers(outputs).mask_logits
        cells = ops.maximum(found.cells, 0)[..., None, None, None]
        return ops.sigmoid(masks_of_class(ops.take_along_axis(logits, cells, axis=1), found.classes))

    def mean_with_mirrored(self, outputs: Tensor, mirrored: Tensor) -> Tensor:
        """The boxes of both: other boxes are detected in a mirrored picture, so that there is no mean."""
        boxes, scores, logits = self._answers(mirrored)
        is_there = ops.cast(boxes[..., 2:3] > boxes[..., :1], "float32")
        turned = ops.take(boxes, np.array([2, 1, 0, 3]), axis=-1) * np.array([-1, 1, -1, 1], np.float32)
        turned = (turned + np.array([self.width_px, 0, self.width_px, 0], np.float32)) * is_there
        rows, columns, count = self.mask_shape
        flat = ops.reshape(ops.flip(logits, axis=3), (-1, boxes.shape[1], rows * columns * count))
        return ops.concatenate([outputs, ops.concatenate([turned, scores, flat], axis=-1)], axis=1)

    def _answers(self, outputs: Tensor) -> InstanceAnswers:
        return read_instances(outputs, classes=self.classes, mask_shape=self.mask_shape)
