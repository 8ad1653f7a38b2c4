"""Which position of a map learns which true box, by what the network says there already: task-aligned assignment.

Feng et al. 2021 (TOOD, 2108.07755, section 3.2): a position is as good for a box as its score for the box's class and
the IoU of the box that it predicts are high together, ``t = s^alpha u^beta``. The best m positions inside a box learn
it, with ``t``, scaled so that its maximum is the box' highest IoU, as the score to be learned.
"""

from typing import Any, Final, NamedTuple

from keras import ops

from engine.ops.boxes.threshold_matching import BACKGROUND
from models.boxes.overlaps import iou, pairwise

Tensor = Any
PUBLISHED_ALPHA: Final = 1.0
PUBLISHED_BETA: Final = 6.0
PUBLISHED_POSITIONS: Final = 13


class Alignment(NamedTuple):
    """What every position learns.

    Attributes:
        matches: (B, a) int32 true box, ``BACKGROUND``, or ``LEFT_OUT`` where a loss has it learn nothing.
        scores: (B, a) float32 in [0, 1], the score that it learns for the class of that box; 0 for the background.
    """

    matches: Tensor
    scores: Tensor


def align_tasks(
    class_scores: Tensor,
    predicted_xyxy: Tensor,
    points: Tensor,
    truth: tuple[Tensor, Tensor, Tensor],
    *,
    positions: int = PUBLISHED_POSITIONS,
    alpha: float = PUBLISHED_ALPHA,
    beta: float = PUBLISHED_BETA,
    reach: float = 1.0,
) -> Alignment:
    """Assign positions to true boxes; nothing of it has a gradient.

    A position that several boxes want learns the one with which its prediction has the highest IoU. Beyond the paper, a
    box in which no position lies, as one of a pixel, takes the position nearest to its centre.

    Args:
        class_scores: (B, a, classes) in [0, 1].
        predicted_xyxy: (B, a, 4).
        points: (a, 2) x and y of the positions in pixels.
        truth: true boxes (B, n, 4) padded to one number, their classes (B, n), of padding any, and which of them are
            there (B, n).
        positions: m.
        alpha: how much the score counts, above 0.
        beta: how much the IoU counts, above 0.
        reach: share of a box' width and height around its centre in which positions can learn it, in (0, 1]; 1 is as
            published. Near the centre all sides are about as far: they are learned sooner.
    """
    boxes, classes, is_box = truth
    points = ops.cast(points, "float32")
    overlap = ops.swapaxes(pairwise(iou, predicted_xyxy, boxes), 1, 2)  # (B, n, a)
    scores = ops.cast(ops.take_along_axis(ops.swapaxes(class_scores, 1, 2), classes[:, :, None], axis=1), "float32")
    is_inside = _is_inside(points, boxes, reach) & is_box[:, :, None]
    overlap = ops.where(is_inside, overlap, 0.0)
    # The highest IoU of a box as unit: its power would vanish in float32 where it is small.
    highest = ops.max(overlap, axis=2, keepdims=True)
    relative = ops.power(_ratio(overlap, highest), beta) * ops.power(scores, alpha)
    chosen = _best(ops.where(is_inside, relative, -1.0), positions) & is_inside
    matches = _resolve(chosen, overlap)
    is_own = (matches[:, None, :] == ops.arange(boxes.shape[1])[None, :, None]) & chosen
    relative = ops.where(is_own, relative, 0.0)
    unit = ops.max(ops.where(is_own, overlap, 0.0), axis=2, keepdims=True)
    targets = ops.max(_ratio(relative, ops.max(relative, axis=2, keepdims=True)) * unit, axis=1)
    return Alignment(ops.stop_gradient(matches), ops.stop_gradient(targets))


def _is_inside(points: Tensor, boxes: Tensor, reach: float) -> Tensor:
    """(B, n, a): whether a point lies near enough to the centre of a box, or is the nearest one where none does."""
    corners = ops.cast(boxes, "float32")[:, :, None]
    margin = (corners[..., 2:] - corners[..., :2]) * (1.0 - reach) / 2.0
    is_inside = ops.all((points > corners[..., :2] + margin) & (points < corners[..., 2:] - margin), axis=-1)
    away = ops.sum(ops.square(points - (corners[..., :2] + corners[..., 2:]) / 2.0), axis=-1)
    is_nearest = ops.arange(points.shape[0]) == ops.cast(ops.argmin(away, axis=2), "int32")[:, :, None]
    return is_inside | (is_nearest & ~ops.any(is_inside, axis=2, keepdims=True))


def _best(values: Tensor, count: int) -> Tensor:
    """(B, n, a): whether a value is one of the ``count`` largest along the last axis; of equal ones, the first."""
    least = ops.min(ops.top_k(values, min(count, values.shape[2]))[0], axis=2, keepdims=True)
    is_above, is_equal = values > least, values == least
    left = count - ops.sum(ops.cast(is_above, "int32"), axis=2, keepdims=True)
    return is_above | (is_equal & (ops.cumsum(ops.cast(is_equal, "int32"), axis=2) <= left))


def _resolve(chosen: Tensor, overlap: Tensor) -> Tensor:
    """(B, a) int32: of the boxes that chose a position, the one of the highest IoU."""
    wanted = ops.where(chosen, overlap, -1.0)
    winner = ops.cast(ops.argmax(wanted, axis=1), "int32")
    return ops.where(ops.any(chosen, axis=1), winner, BACKGROUND)


def _ratio(part: Tensor, whole: Tensor) -> Tensor:
    is_something = whole > 0
    return ops.where(is_something, part / ops.where(is_something, whole, 1.0), 0.0)
