"""Which default box learns which true box: SSD, where every true box takes its best one before thresholds count."""

from typing import Any

from keras import ops

from engine.ops.boxes.threshold_matching import BACKGROUND
from models.boxes.overlaps import iou, pairwise

Tensor = Any


def match_default_boxes(anchors_xyxy: Tensor, boxes_xyxy: Tensor, is_box: Tensor, *, threshold: float) -> Tensor:
    """(B, a) int32: the true box that a default box learns, or ``BACKGROUND``.

    Liu et al. 2016 (1512.02325, section 2.2): each true box takes one default box, the pair of the highest IoU of all
    first, so that no two take the same; then each default box left learns the true box of the highest IoU, if that is
    above the threshold. A true box that meets none of the default boxes left takes none.

    Args:
        anchors_xyxy: (a, 4) default boxes.
        boxes_xyxy: (B, n, 4) true boxes, padded to one number.
        is_box: (B, n), which of them are there.
        threshold: in [0, 1].
    """
    overlap = ops.where(is_box[:, None, :], pairwise(iou, anchors_xyxy, boxes_xyxy), 0.0)
    matches = ops.where(
        ops.max(overlap, axis=2) > threshold, ops.cast(ops.argmax(overlap, axis=2), "int32"), BACKGROUND
    )
    anchors, boxes = overlap.shape[1], boxes_xyxy.shape[1]

    def take_next(_: Tensor, state: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        left, matches = state
        flat = ops.reshape(left, (-1, anchors * boxes))
        pair = ops.cast(ops.argmax(flat, axis=1), "int32")
        is_found = ops.max(flat, axis=1) > 0
        is_anchor = ops.arange(anchors)[None] == (pair // boxes)[:, None]
        is_taken = ops.arange(boxes)[None] == (pair % boxes)[:, None]
        matches = ops.where(is_anchor & is_found[:, None], (pair % boxes)[:, None], matches)
        return ops.where(is_anchor[:, :, None] | is_taken[:, None, :], 0.0, left), matches

    _, matches = ops.fori_loop(0, boxes, take_next, (overlap, matches))
    return matches
