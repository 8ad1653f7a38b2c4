"""Boxes that lie within a crowd, of which nobody knows what is right."""

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
