"""How large boxes are, also those that are turned inside out."""

from typing import Any

from keras import ops

Tensor = Any


def box_sizes(boxes_xyxy: Tensor) -> Tensor:
    """(..., 2) widths and heights of boxes (..., 4), float32; 0 where a corner lies beyond the opposite one."""
    corners = ops.cast(boxes_xyxy, "float32")
    return ops.maximum(corners[..., 2:] - corners[..., :2], 0.0)


def box_areas(boxes_xyxy: Tensor) -> Tensor:
    """(...) areas of boxes (..., 4), float32; 0 for a box without width or height, or inside out."""
    sizes = box_sizes(boxes_xyxy)
    return sizes[..., 0] * sizes[..., 1]
