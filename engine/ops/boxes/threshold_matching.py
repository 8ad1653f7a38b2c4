"""Which anchor learns which true box, by thresholds of the IoU: Faster R-CNN."""

from typing import Any

from keras import ops

from models.boxes.overlaps import iou, pairwise

Tensor = Any
BACKGROUND = -1
LEFT_OUT = -2


def match_by_threshold(
    anchors_xyxy: Tensor,
    boxes_xyxy: Tensor,
    is_box: Tensor,
    *,
    positive: float,
    negative: float,
    is_every_box_matched: bool,
) -> Tensor:
    """(B, a) int32: the true box that an anchor learns, ``BACKGROUND`` or ``LEFT_OUT``.

    Ren et al. 2015 (1506.01497, section 3.1.2): an anchor learns the box with which it has the highest IoU if that is
    ``positive`` or more; below ``negative`` it learns that there is nothing; between, nothing at all.

    Args:
        anchors_xyxy: (a, 4) or (B, a, 4).
        boxes_xyxy: (B, n, 4) true boxes, padded to one number.
        is_box: (B, n), which of them are there.
        positive: in (0, 1].
        negative: at most ``positive``.
        is_every_box_matched: also make positive, below the threshold, the anchors that have the highest IoU of all with
            some box. An anchor still learns the box that it overlaps most, and a box that meets no anchor gets none.
    """
    overlap = pairwise(iou, anchors_xyxy, boxes_xyxy)
    overlap = ops.where(is_box[:, None, :], overlap, -1.0)
    best, nearest = ops.max(overlap, axis=2), ops.cast(ops.argmax(overlap, axis=2), "int32")
    is_positive = best >= positive
    if is_every_box_matched:
        of_box = ops.max(overlap, axis=1, keepdims=True)
        is_positive = is_positive | ops.any((overlap == of_box) & (overlap > 0), axis=2)
    rest = ops.where(best < negative, BACKGROUND, LEFT_OUT)
    return ops.where(is_positive, nearest, rest)
