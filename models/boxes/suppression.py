"""Non-maximum suppression: of boxes of one class that lie over each other, only the best one stays.

Greedy as in Felzenszwalb et al. 2010 and all detectors since: the box with the best score stays, all of its class whose
IoU with it is above a threshold go, and so on with what is left. Each class is on its own. Here all steps are made at
once: a box goes if one that stays lies over it, which is repeated until nothing changes. Among boxes in the order of
their scores that has one solution only, the greedy one, reached after as many rounds as boxes hang on each other.
"""

from typing import Any, NamedTuple

from keras import ops

from models.boxes.overlaps import iou, pairwise

Tensor = Any
NOBODY = -1
"""Who suppressed a box that nobody has suppressed; the index of a place in the answer that holds no box."""


class Kept(NamedTuple):
    """What is left, best first, in answers of one size.

    Attributes:
        indices: (B, most) int32 places among the boxes, ``NOBODY`` behind the last one that is left.
        scores: (B, most) float32, 0 there.
        is_kept: (B, most), whether a place holds a box.
    """

    indices: Tensor
    scores: Tensor
    is_kept: Tensor


class Suppressed(NamedTuple):
    """What becomes of every box.

    Attributes:
        is_kept: (B, n), whether it stays.
        suppressor: (B, n) int32, the best box that stays and lies over it; ``NOBODY`` where it stays.
    """

    is_kept: Tensor
    suppressor: Tensor


def suppress(
    boxes_xyxy: Tensor,
    scores: Tensor,
    classes: Tensor,
    *,
    iou_threshold: float,
    score_threshold: float,
    candidates: int,
    most: int,
) -> Kept:
    """Keep the best boxes of each class that do not lie over each other.

    Args:
        boxes_xyxy: (B, n, 4).
        scores: (B, n); of equal ones, the first is the better one.
        classes: (B, n) numbers of classes.
        iou_threshold: in [0, 1]; boxes whose IoU is above it cannot both stay.
        score_threshold: boxes of a lower score are left out beforehand.
        candidates: so many boxes at most, the best of all classes, are looked at: memory grows with their square.
        most: the size of the answer.
    """
    count = min(candidates, boxes_xyxy.shape[1])
    scores = ops.cast(scores, "float32")
    ranked, order = ops.top_k(scores, count)
    is_candidate = ranked >= score_threshold
    boxes = ops.take_along_axis(ops.cast(boxes_xyxy, "float32"), order[..., None], axis=1)
    # What is left out is of a class of its own, so that it suppresses nothing.
    own = ops.where(is_candidate, ops.take_along_axis(ops.cast(classes, "int32"), order, axis=1), NOBODY)
    is_kept = is_candidate & suppress_ranked(boxes, own, iou_threshold=iou_threshold).is_kept
    return first_of(is_kept, ranked, order, most=most)


def suppress_ranked(boxes_xyxy: Tensor, classes: Tensor, *, iou_threshold: float) -> Suppressed:
    """Tell which boxes stay and what suppressed the others.

    Args:
        boxes_xyxy: (B, n, 4), in the order of their scores, best first.
        classes: (B, n) numbers of classes.
        iou_threshold: in [0, 1]; a box goes if its IoU with one of its class that stays is above it.
    """
    rank = ops.arange(boxes_xyxy.shape[1])
    is_better = rank[:, None] < rank[None, :]
    is_same = classes[:, :, None] == classes[:, None, :]
    lies_over = (pairwise(iou, boxes_xyxy, boxes_xyxy) > iou_threshold) & is_better & is_same

    def keep_again(is_kept: Tensor, _: Tensor) -> tuple[Tensor, Tensor]:
        return ~ops.any(lies_over & is_kept[:, :, None], axis=1), is_kept

    def goes_on(is_kept: Tensor, before: Tensor) -> Tensor:
        return ops.any(is_kept != before)

    everything = ops.ones_like(classes, dtype="bool")
    is_kept, _ = ops.while_loop(goes_on, keep_again, keep_again(everything, everything))
    over = lies_over & is_kept[:, :, None]
    return Suppressed(is_kept, ops.where(is_kept, NOBODY, ops.cast(ops.argmax(over, axis=1), "int32")))


def first_of(is_kept: Tensor, scores: Tensor, order: Tensor, *, most: int) -> Kept:
    """The first ``most`` places that are kept, in an answer of that size.

    Args:
        is_kept: (B, n), of boxes in the order of their scores.
        scores: (B, n) of them.
        order: (B, n), their places before they were ordered.
        most: the size of the answer.
    """
    missing = max(most - is_kept.shape[1], 0)
    padding = [[0, 0], [0, missing]]
    flags = ops.pad(ops.cast(is_kept, "int32"), padding)
    # Equal values keep their order: places that are kept come first.
    chosen, places = ops.top_k(flags, most)
    chosen = ops.cast(chosen, "bool")
    indices = ops.take_along_axis(ops.pad(ops.cast(order, "int32"), padding), places, axis=1)
    values = ops.take_along_axis(ops.pad(ops.cast(scores, "float32"), padding), places, axis=1)
    return Kept(ops.where(chosen, indices, NOBODY), ops.where(chosen, values, 0.0), chosen)
