"""What the first stage of a detector costs: whether an anchor has an object, and how it has to change."""

from dataclasses import dataclass
from typing import Any, Final

from keras import ops

from engine.losses.expected_sampling import expected_sample
from engine.losses.smooth_l1 import smooth_l1
from engine.ops.boxes.anchor_answers import AnchorAnswers
from engine.ops.boxes.crowds import is_in_crowd
from engine.ops.boxes.threshold_matching import BACKGROUND, LEFT_OUT, match_by_threshold
from engine.ops.boxes.truth_rows import TruthRows
from models.boxes.deltas import UNIT_VARIANCES, encode_deltas

Tensor = Any
PUBLISHED_BETA: Final = 1.0 / 9.0
"""Where smooth L1 becomes straight in the program of Faster R-CNN (its sigma is 3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorLoss:
    """Ren et al. 2015 (1506.01497, section 3.1.2 and 3.1.3), both parts divided by the anchors of a sample.

    Attributes:
        positive: from this IoU on an anchor has an object.
        negative: below this IoU it has none.
        count: anchors of a sample.
        positive_share: of them that have an object, at most.
    """

    positive: float = 0.7
    negative: float = 0.3
    count: int = 256
    positive_share: float = 0.5

    def __call__(self, truth: TruthRows, found: AnchorAnswers) -> Tensor:
        """(B,), one loss for each picture; anchors within a crowd that have no object cost nothing."""
        matches = self.matches(truth, found.anchors_xyxy)
        is_positive, is_negative = matches >= 0, matches == BACKGROUND
        weights = expected_sample(is_positive, is_negative, count=self.count, positive_share=self.positive_share)
        wanted = ops.take_along_axis(truth.boxes_xyxy, ops.maximum(matches, 0)[..., None], axis=1)
        changes = encode_deltas(wanted, found.anchors_xyxy, variances=UNIT_VARIANCES)
        cost = ops.binary_crossentropy(ops.cast(is_positive, "float32"), found.logits, from_logits=True)
        moved = ops.sum(smooth_l1(changes, found.changes, beta=PUBLISHED_BETA), axis=-1)
        total = cost + ops.where(is_positive, moved, 0.0)
        return ops.sum(weights * total, axis=1) / ops.maximum(ops.sum(weights, axis=1), 1.0)

    def matches(self, truth: TruthRows, anchors_xyxy: Tensor) -> Tensor:
        """(B, a) int32: the true box that an anchor learns, ``BACKGROUND``, or ``LEFT_OUT``: it learns nothing."""
        found = match_by_threshold(
            anchors_xyxy, truth.boxes_xyxy, truth.is_object,
            positive=self.positive, negative=self.negative, is_every_box_matched=True,
        )  # fmt: skip
        return ops.where((found == BACKGROUND) & is_in_crowd(anchors_xyxy, truth), LEFT_OUT, found)
