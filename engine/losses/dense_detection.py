"""What the boxes of a map cost: scores and sides of every cell, by task-aligned assignment."""

from dataclasses import dataclass
from typing import Any

from keras import ops

from engine.losses.quality_focal import quality_focal
from engine.ops.boxes.crowds import points_in_crowd
from engine.ops.boxes.dense_boxes import DenseBoxes
from engine.ops.boxes.task_alignment import PUBLISHED_ALPHA, PUBLISHED_BETA, PUBLISHED_POSITIONS, Alignment, align_tasks
from engine.ops.boxes.threshold_matching import BACKGROUND, LEFT_OUT
from engine.ops.boxes.truth_rows import TruthRows
from models.boxes.overlaps import complete_iou

Tensor = Any
CENTRAL_REACH = 0.4
"""Where positions learn a box: on 205 pictures of blood cells, those near its centre learned its sides much sooner."""
LEAST_WEIGHT = 0.05
"""How much the box of a position counts at least: where boxes are still bad, so are the scores that weigh them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DenseDetectionLoss:
    """How much scores and boxes count (TOOD, 2108.07755, equations 6 to 8, with the complete IoU).

    Attributes:
        scores: factor of the quality focal loss of all scores.
        boxes: factor of ``1 - CIoU`` of the positions that learn a box.
        positions: of each box, that learn it.
        alpha: how much scores count in the assignment.
        beta: how much the IoU counts in it.
        reach: share of a box around its centre in which positions can learn it, in (0, 1].
    """

    scores: float = 1.0
    boxes: float = 3.0
    positions: int = PUBLISHED_POSITIONS
    alpha: float = PUBLISHED_ALPHA
    beta: float = PUBLISHED_BETA
    reach: float = CENTRAL_REACH

    def __call__(self, truth: TruthRows, found: DenseBoxes) -> Tensor:
        """(B,), one loss for each picture.

        Sums over positions are divided by the sum of target scores, a mean over the pictures of the batch, so that a
        picture counts by its objects, and one without any by what is found there in vain. Positions within a crowd
        that learn no box cost nothing.
        """
        aligned = self.align(truth, found)
        unit = ops.maximum(ops.mean(ops.sum(aligned.scores, axis=1)), 1.0)
        return (
            self.scores * _score_costs(truth, found, aligned) + self.boxes * _box_costs(truth, found, aligned)
        ) / unit

    def align(self, truth: TruthRows, found: DenseBoxes) -> Alignment:
        """What every position learns; ``LEFT_OUT`` within a crowd, where it learns nothing."""
        matches, scores = align_tasks(
            ops.sigmoid(found.logits), found.boxes_xyxy, found.points,
            (truth.boxes_xyxy, truth.classes, truth.is_object),
            positions=self.positions, alpha=self.alpha, beta=self.beta, reach=self.reach,
        )  # fmt: skip
        is_free = (matches == BACKGROUND) & points_in_crowd(found.points, truth)
        return Alignment(ops.where(is_free, LEFT_OUT, matches), scores)


def _score_costs(truth: TruthRows, found: DenseBoxes, aligned: Alignment) -> Tensor:
    classes = ops.take_along_axis(truth.classes, ops.maximum(aligned.matches, 0), axis=1)
    targets = ops.one_hot(classes, found.logits.shape[-1], dtype="float32") * aligned.scores[..., None]
    is_counted = ops.cast(aligned.matches != LEFT_OUT, "float32")
    return ops.sum(ops.sum(quality_focal(targets, found.logits), axis=-1) * is_counted, axis=1)


def _box_costs(truth: TruthRows, found: DenseBoxes, aligned: Alignment) -> Tensor:
    weights = ops.where(aligned.matches < 0, 0.0, ops.maximum(aligned.scores, LEAST_WEIGHT))
    places = ops.maximum(aligned.matches, 0)[..., None]
    wanted = ops.take_along_axis(truth.boxes_xyxy, ops.repeat(places, 4, axis=2), axis=1)
    return ops.sum(weights * (1.0 - complete_iou(found.boxes_xyxy, wanted)), axis=1)
