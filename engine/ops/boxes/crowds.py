"""Boxes and points that lie within a crowd, of which nobody knows what is right."""

from typing import Any, Final

from keras import ops

from engine.ops.boxes.truth_rows import TruthRows
from models.boxes.overlaps import pairwise, share_inside

Tensor = Any
LEAST_SHARE: Final = 0.5


def is_in_crowd(boxes_xyxy: Tensor, truth: TruthRows) -> Tensor:
    """(B, n), whether half of a box or more lies within one crowd.

    Args:
        boxes_xyxy: (n, 4) or (B, n, 4).
        truth: of each picture.
    """
    share = pairwise(share_inside, boxes_xyxy, truth.boxes_xyxy)
    return ops.any((share >= LEAST_SHARE) & truth.is_crowd[:, None, :], axis=2)


def points_in_crowd(points: Tensor, truth: TruthRows) -> Tensor:
    """(B, a), whether a point lies within a crowd.

    Args:
        points: (a, 2) x and y.
        truth: of each picture.
    """
    corners = truth.boxes_xyxy[:, :, None]
    is_inside = ops.all((points > corners[..., :2]) & (points < corners[..., 2:]), axis=-1)
    return ops.any(is_inside & truth.is_crowd[:, :, None], axis=1)
