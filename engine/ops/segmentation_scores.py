"""How well masks agree with the truth, pixel by pixel: IoU, Dice and accuracy from a confusion of pixels."""

from dataclasses import dataclass

import numpy as np

from engine.ops.confusion import Indices
from engine.ops.means import mean_of_given


@dataclass(frozen=True, slots=True)
class ClassOverlap:
    """How far the true and the predicted pixels of one class are the same.

    Attributes:
        true_pixels: known pixels of that class.
        predicted_pixels: known pixels taken for it.
        iou: hits / (hits + misses + false alarms); None where the class occurs neither in truth nor in prediction.
        dice: 2 hits / (2 hits + misses + false alarms), which is also the F1 of pixels; None as ``iou``.
    """

    true_pixels: int
    predicted_pixels: int
    iou: float | None
    dice: float | None


@dataclass(frozen=True, slots=True)
class SegmentationScores:
    """Scores of one picture or of many, depending on whose pixels were counted; all in [0, 1].

    Attributes:
        classes: one entry for each class.
        mean_iou: over the classes that occur in truth or prediction (mIoU); of one picture, its per-image IoU.
        mean_dice: over the same classes.
        pixel_accuracy: the share of known pixels with the right class; None without known pixels, as the others.
    """

    classes: tuple[ClassOverlap, ...]
    mean_iou: float | None
    mean_dice: float | None
    pixel_accuracy: float | None


def score_confusion(confusion: Indices) -> SegmentationScores:
    """The scores that follow from a table of ``count_pixel_confusion``, or from the sum of several."""
    hits, true, claimed = np.diag(confusion), confusion.sum(axis=1), confusion.sum(axis=0)
    classes = tuple(map(_overlap, hits.tolist(), true.tolist(), claimed.tolist()))
    known = int(true.sum())
    return SegmentationScores(
        classes=classes,
        mean_iou=mean_of_given(one.iou for one in classes),
        mean_dice=mean_of_given(one.dice for one in classes),
        pixel_accuracy=int(hits.sum()) / known if known else None,
    )


def _overlap(hits: int, true: int, claimed: int) -> ClassOverlap:
    if not true + claimed:
        return ClassOverlap(0, 0, None, None)
    return ClassOverlap(true, claimed, hits / (true + claimed - hits), 2 * hits / (true + claimed))
