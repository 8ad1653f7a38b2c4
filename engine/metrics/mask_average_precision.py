"""The mask mAP of a network as one looks at it while it learns.

It counts as ``MeanAveragePrecision`` does, with the IoU of masks in place of that of boxes. So that it costs little,
each found object is compared with one true object, that of its class whose box it overlaps most, and both masks are
read at the points of a grid over the box around the two. After a training, every pixel of every pair counts.
"""

from collections.abc import Callable
from typing import Any, Final

from keras import ops

from engine.metrics.average_precision import MeanAveragePrecision, Overlaps, box_overlaps
from engine.ops.boxes.finding import FoundObjects, ScoredBoxes
from engine.ops.boxes.mask_targets import crop_masks
from engine.ops.boxes.truth_rows import TruthRows
from models.boxes.overlaps import iou, pairwise

Tensor = Any
ReadMasks = Callable[[Tensor, FoundObjects], Tensor]
POINTS: Final = 40
"""Of the grid, along each side."""
THRESHOLD: Final = 0.5


class MeanMaskAveragePrecision(MeanAveragePrecision):
    """The mean over classes that occur, and over thresholds of the IoU of masks, of the area under the curve.

    A box has a mask for one class.

    Args:
        classes: their number.
        read: takes what the network says for boxes with scores.
        read_masks: takes it for the masks of found objects.
    """

    def __init__(self, classes: int, *, read: Callable[[Tensor], ScoredBoxes], read_masks: ReadMasks) -> None:
        super().__init__(classes, read=read, name="mask_map", is_one_class=True)
        self._read_masks = read_masks

    def overlaps(self, truth: TruthRows, found: FoundObjects, outputs: Tensor) -> Overlaps:
        """IoU of masks; how much lies within a crowd is told of boxes."""
        of_boxes = box_overlaps(truth, found)
        return Overlaps(mask_overlaps(truth, found, self._read_masks(outputs, found)), of_boxes.with_crowds)


def mask_overlaps(truth: TruthRows, found: FoundObjects, masks: Tensor) -> Tensor:
    """(B, m, n) the IoU of the mask of each found object with that of the true one whose box it overlaps most.

    Args:
        truth: of the pictures, with masks.
        found: in them.
        masks: (B, m, rows, columns) in [0, 1], stretched over the boxes of the found objects.

    Raises:
        ValueError: the truth has no masks.
    """
    if truth.masks is None:
        raise ValueError("Masks are measured with masks. Received: true boxes alone.")
    is_same = found.classes[:, :, None] == truth.classes[:, None, :]
    near = ops.where(is_same & truth.is_object[:, None], pairwise(iou, found.boxes_xyxy, truth.boxes_xyxy), 0.0)
    nearest = ops.argmax(near, axis=2)
    true_boxes = ops.take_along_axis(truth.boxes_xyxy, nearest[..., None], axis=1)
    true_masks = ops.take_along_axis(truth.masks, nearest[..., None, None], axis=1)
    around = ops.concatenate(
        [
            ops.minimum(true_boxes[..., :2], found.boxes_xyxy[..., :2]),
            ops.maximum(true_boxes[..., 2:], found.boxes_xyxy[..., 2:]),
        ],
        axis=-1,
    )
    ours = crop_masks(masks, found.boxes_xyxy, around, bins=(POINTS, POINTS)) >= THRESHOLD
    theirs = crop_masks(true_masks, true_boxes, around, bins=(POINTS, POINTS)) >= THRESHOLD
    common, either = (ops.sum(ops.cast(each, "float32"), axis=(2, 3)) for each in (ours & theirs, ours | theirs))
    best = common / ops.maximum(either, 1.0)
    return ops.where(near > 0, best[..., None] * ops.one_hot(nearest, near.shape[2], dtype="float32"), 0.0)
