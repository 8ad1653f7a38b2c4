"""What masks of detected boxes cost: every pixel of the mask of the true class, and nothing else."""

from dataclasses import dataclass
from typing import Any

from keras import ops

from engine.ops.boxes.instance_answers import InstanceAnswers, masks_of_class
from engine.ops.boxes.mask_targets import crop_masks
from engine.ops.boxes.threshold_matching import match_by_threshold
from engine.ops.boxes.truth_rows import TruthRows

Tensor = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskLoss:
    """He et al. 2017 (1703.06870, section 3): binary cross-entropy of one sigmoid for each pixel.

    Attributes:
        positive: a box learns the mask of the true object with which it has the highest IoU, if that is this or more.
    """

    positive: float = 0.5

    def __call__(self, truth: TruthRows, found: InstanceAnswers) -> Tensor:
        """(B,), one loss for each picture: the mean over boxes that show an object; 0 where none does.

        Raises:
            ValueError: the truth has no masks.
        """
        if truth.masks is None:
            raise ValueError("Masks are learned from masks. Received: true boxes alone.")
        matches = match_by_threshold(
            found.boxes_xyxy, truth.boxes_xyxy, truth.is_object,
            positive=self.positive, negative=self.positive, is_every_box_matched=False,
        )  # fmt: skip
        is_positive, places = matches >= 0, ops.maximum(matches, 0)
        said = masks_of_class(found.mask_logits, ops.take_along_axis(truth.classes, places, axis=1))
        wanted = crop_masks(
            ops.take_along_axis(truth.masks, places[..., None, None], axis=1),
            ops.take_along_axis(truth.boxes_xyxy, places[..., None], axis=1),
            found.boxes_xyxy,
            bins=(said.shape[2], said.shape[3]),
        )
        cost = ops.mean(ops.binary_crossentropy(ops.stop_gradient(wanted), said, from_logits=True), axis=(2, 3))
        weights = ops.cast(is_positive, "float32")
        return ops.sum(weights * cost, axis=1) / ops.maximum(ops.sum(weights, axis=1), 1.0)
