"""Soft suppression: a box that lies under a better one loses score instead of going at once."""

from typing import Any, Literal, assert_never

from keras import ops

from models.boxes.overlaps import iou
from models.boxes.suppression import NOBODY, Kept

Tensor = Any
Decay = Literal["linear", "gaussian"]
PUBLISHED_SIGMA = 0.5


def suppress_softly(
    boxes_xyxy: Tensor,
    scores: Tensor,
    classes: Tensor,
    *,
    decay: Decay,
    score_threshold: float,
    most: int,
    iou_threshold: float = 0.3,
    sigma: float = PUBLISHED_SIGMA,
) -> Kept:
    """Take the best box, lower the scores of those of its class that lie under it, and so on.

    Bodla et al. 2017 (1704.04503, equations 2 and 3): ``s (1 - IoU)`` where the IoU reaches the threshold, or
    ``s exp(-IoU^2 / sigma)`` everywhere.

    Args:
        boxes_xyxy: (B, n, 4).
        scores: (B, n), 0 or more; of equal ones, the first is the better one.
        classes: (B, n) numbers of classes; boxes of other classes keep their scores.
        decay: which of the two.
        score_threshold: a box whose score has come below it is left out.
        most: the size of the answer; so many steps are made one after the other.
        iou_threshold: of the linear decay, in [0, 1].
        sigma: of the gaussian decay, above 0.

    Returns:
        What is left, with its lowered scores.
    """
    boxes, left = ops.cast(boxes_xyxy, "float32"), ops.cast(scores, "float32")
    empty = ops.zeros_like(left[:, :1])

    def take_next(step: Tensor, state: tuple[Tensor, Tensor, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        left, indices, found = state
        best = ops.cast(ops.argmax(left, axis=1), "int32")[:, None]
        score = ops.max(left, axis=1, keepdims=True)
        is_here = (ops.arange(most)[None] == step) & (score >= score_threshold) & (score >= 0)
        overlap = iou(boxes, ops.take_along_axis(boxes, best[..., None], axis=1))
        share = _kept_share(overlap, decay=decay, iou_threshold=iou_threshold, sigma=sigma)
        return (
            _lower(left, classes, best, share),
            ops.where(is_here, best, indices),
            ops.where(is_here, score, found),
        )

    nobody = ops.repeat(ops.cast(empty, "int32") + NOBODY, most, axis=1)
    _, indices, found = ops.fori_loop(0, most, take_next, (left, nobody, ops.repeat(empty, most, axis=1)))
    return Kept(indices, found, indices != NOBODY)


def _lower(left: Tensor, classes: Tensor, best: Tensor, share: Tensor) -> Tensor:
    """Scores that are left once a box was taken: its own is -1 from then on, those of its class keep a share."""
    is_same = (classes == ops.take_along_axis(classes, best, axis=1)) & (left >= 0)
    is_itself = ops.arange(left.shape[1])[None] == best
    return ops.where(is_itself, -1.0, ops.where(is_same, left * share, left))


def _kept_share(overlap: Tensor, *, decay: Decay, iou_threshold: float, sigma: float) -> Tensor:
    match decay:
        case "linear":
            return ops.where(overlap >= iou_threshold, 1.0 - overlap, 1.0)
        case "gaussian":
            return ops.exp(-ops.square(overlap) / sigma)
        case other:
            assert_never(other)
