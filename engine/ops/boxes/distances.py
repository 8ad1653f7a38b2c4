"""Boxes as distances from a point inside them to their four sides: the code of detectors without anchors.

Tian et al. 2019 (FCOS, 1904.01355, equation 1): left, top, right, bottom.
"""

from typing import Any

from keras import ops

Tensor = Any


def encode_distances(boxes_xyxy: Tensor, points: Tensor) -> Tensor:
    """(..., 4) distances from points (..., 2) to the left, upper, right and lower side of boxes (..., 4), float32.

    A distance is negative where the point lies beyond that side.
    """
    corners, points = ops.cast(boxes_xyxy, "float32"), ops.cast(points, "float32")
    return ops.concatenate([points - corners[..., :2], corners[..., 2:] - points], axis=-1)


def decode_distances(distances: Tensor, points: Tensor) -> Tensor:
    """(..., 4) corners of the boxes with these distances (..., 4) from points (..., 2), float32."""
    distances, points = ops.cast(distances, "float32"), ops.cast(points, "float32")
    return ops.concatenate([points - distances[..., :2], points + distances[..., 2:]], axis=-1)
