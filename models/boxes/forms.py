"""The three ways to write a box: corners, centre with size, and corner with size (COCO)."""

from typing import Any

from keras import ops

Tensor = Any


def corners_to_centres(boxes_xyxy: Tensor) -> Tensor:
    """(..., 4) boxes as (x_centre, y_centre, width, height), float32."""
    corners = ops.cast(boxes_xyxy, "float32")
    first, last = corners[..., :2], corners[..., 2:]
    return ops.concatenate([(first + last) / 2.0, last - first], axis=-1)


def centres_to_corners(boxes_cxcywh: Tensor) -> Tensor:
    """(..., 4) boxes of (x_centre, y_centre, width, height) as (x_min, y_min, x_max, y_max), float32."""
    boxes = ops.cast(boxes_cxcywh, "float32")
    centre, half = boxes[..., :2], boxes[..., 2:] / 2.0
    return ops.concatenate([centre - half, centre + half], axis=-1)


def corners_to_coco(boxes_xyxy: Tensor) -> Tensor:
    """(..., 4) boxes as (x_min, y_min, width, height), float32: the ``bbox`` of COCO files."""
    corners = ops.cast(boxes_xyxy, "float32")
    return ops.concatenate([corners[..., :2], corners[..., 2:] - corners[..., :2]], axis=-1)


def coco_to_corners(boxes_xywh: Tensor) -> Tensor:
    """(..., 4) boxes of (x_min, y_min, width, height) as (x_min, y_min, x_max, y_max), float32."""
    boxes = ops.cast(boxes_xywh, "float32")
    return ops.concatenate([boxes[..., :2], boxes[..., :2] + boxes[..., 2:]], axis=-1)
