"""What the second stage of a detector costs: the class of every region, and how it has to change."""

from dataclasses import dataclass
from typing import Any

from keras import ops

from engine.losses.expected_sampling import expected_sample
from engine.losses.smooth_l1 import smooth_l1
from engine.ops.boxes.crowds import is_in_crowd
from engine.ops.boxes.region_answers import RegionAnswers
from engine.ops.boxes.threshold_matching import BACKGROUND, LEFT_OUT, match_by_threshold
from engine.ops.boxes.truth_rows import TruthRows
from models.boxes.areas import box_areas
from models.boxes.deltas import SSD_VARIANCES, encode_deltas
from models.boxes.overlaps import iou, pairwise

Tensor = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionLoss:
    """Girshick 2015 (1504.08083, section 2.3): both parts divided by the regions of a sample.

    Attributes:
        positive: from this IoU on a region shows the object.
        least: regions of a lower IoU with every object are not learned; 0.1 in Fast R-CNN, 0 in Faster R-CNN.
        count: regions of a sample.
        positive_share: of them that show an object, at most.
        boxes: how much the boxes count.
    """

    positive: float = 0.5
    least: float = 0.0
    count: int = 128
    positive_share: float = 0.25
    boxes: float = 1.0

    def __call__(self, truth: TruthRows, found: RegionAnswers) -> Tensor:
        """(B,), one loss for each picture; missing regions, and empty ones within a crowd, cost nothing."""
        classes = found.logits.shape[-1]
        matches = self.matches(truth, found.regions_xyxy)
        is_positive = matches >= 0
        weights = expected_sample(
            is_positive, matches == BACKGROUND, count=self.count, positive_share=self.positive_share
        )
        places = ops.maximum(matches, 0)
        shown = ops.where(is_positive, ops.take_along_axis(truth.classes, places, axis=1), classes - 1)
        cost = ops.sparse_categorical_crossentropy(shown, found.logits, from_logits=True)
        wanted = ops.take_along_axis(truth.boxes_xyxy, places[..., None], axis=1)
        changes = ops.take_along_axis(found.changes, shown[..., None, None], axis=2)[..., 0, :]
        moved = ops.sum(smooth_l1(_code(wanted, found.regions_xyxy), changes, beta=1.0), axis=-1)
        total = cost + self.boxes * ops.where(is_positive, moved, 0.0)
        return ops.sum(weights * total, axis=1) / ops.maximum(ops.sum(weights, axis=1), 1.0)

    def matches(self, truth: TruthRows, regions_xyxy: Tensor) -> Tensor:
        """(B, r) int32: the true box that a region shows, ``BACKGROUND``, or ``LEFT_OUT``: it learns nothing."""
        found = match_by_threshold(
            regions_xyxy, truth.boxes_xyxy, truth.is_object,
            positive=self.positive, negative=self.positive, is_every_box_matched=False,
        )  # fmt: skip
        learns = (found >= 0) | self._is_background(truth, regions_xyxy)
        return ops.stop_gradient(ops.where(learns, found, LEFT_OUT))

    def _is_background(self, truth: TruthRows, regions_xyxy: Tensor) -> Tensor:
        """(B, r), whether a region that shows no object can show the background."""
        overlap = ops.where(truth.is_object[:, None], pairwise(iou, regions_xyxy, truth.boxes_xyxy), 0.0)
        is_near = ops.max(overlap, axis=2) >= self.least
        return is_near & (box_areas(regions_xyxy) > 0) & ~is_in_crowd(regions_xyxy, truth)


def _code(boxes_xyxy: Tensor, regions_xyxy: Tensor) -> Tensor:
    """Changes that make boxes of regions; of missing regions those of a unit square, which count nowhere."""
    is_there = (box_areas(regions_xyxy) > 0)[..., None]
    unit = ops.convert_to_tensor([0.0, 0.0, 1.0, 1.0], dtype="float32")
    return encode_deltas(boxes_xyxy, ops.where(is_there, regions_xyxy, unit), variances=SSD_VARIANCES)
