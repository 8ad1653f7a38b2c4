"""Boxes cut at the borders of their picture."""

from typing import Any

from keras import ops

Tensor = Any


def clip_boxes(boxes_xyxy: Tensor, *, width_px: float, height_px: float) -> Tensor:
    """(..., 4) boxes with every corner moved into the picture, float32.

    A box that lies outside as a whole becomes one without area on the border.
    """
    corners = ops.cast(boxes_xyxy, "float32")
    borders = ops.convert_to_tensor([width_px, height_px, width_px, height_px], dtype="float32")
    return ops.minimum(ops.maximum(corners, 0.0), borders)
