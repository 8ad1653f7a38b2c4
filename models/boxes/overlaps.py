"""How much two boxes have in common, by four measures that broadcast over leading axes.

Boxes are (..., 4) corners; ``pairwise`` compares each of one list with each of another. A box without area has nothing
in common with any: its IoU is 0, also with itself, and no measure divides by zero or has an infinite gradient there.
"""

import math
from collections.abc import Callable
from typing import Any

from keras import ops

from models.boxes.areas import box_areas, box_sizes

Tensor = Any
Measure = Callable[[Tensor, Tensor], Tensor]


def pairwise(measure: Measure, boxes: Tensor, others: Tensor) -> Tensor:
    """(..., n, m), a measure of each of ``boxes`` (..., n, 4) with each of ``others`` (..., m, 4)."""
    return measure(ops.expand_dims(boxes, -2), ops.expand_dims(others, -3))


def iou(boxes: Tensor, others: Tensor) -> Tensor:
    """(...), the area in common divided by the area of both together, in [0, 1], float32."""
    common = _common_area(boxes, others)
    return _ratio(common, box_areas(boxes) + box_areas(others) - common)


def share_inside(boxes: Tensor, regions: Tensor) -> Tensor:
    """(...), the share of each box that lies within a region, in [0, 1], float32: COCO's overlap with crowds."""
    return _ratio(_common_area(boxes, regions), box_areas(boxes))


def generalised_iou(boxes: Tensor, others: Tensor) -> Tensor:
    """(...), the IoU minus the share of the smallest box around both that neither covers, in [-1, 1], float32.

    Rezatofighi et al. 2019 (1902.09630, algorithm 1): it still has a slope where two boxes do not meet.
    """
    common = _common_area(boxes, others)
    union = box_areas(boxes) + box_areas(others) - common
    around = box_areas(_box_around(boxes, others))
    return _ratio(common, union) - _ratio(around - union, around)


def complete_iou(boxes: Tensor, others: Tensor) -> Tensor:
    """(...), the IoU minus how far the centres are apart and how much the shapes differ, at most 1, float32.

    Zheng et al. 2020 (1911.08287, equations 8 to 11): ``IoU - d^2 / c^2 - a v`` with d the distance of the centres, c
    the diagonal of the smallest box around both, ``v = 4 / pi^2 (atan w'/h' - atan w/h)^2`` and
    ``a = v / (1 - IoU + v)``, which the gradient takes for a constant.
    """
    boxes, others = ops.cast(boxes, "float32"), ops.cast(others, "float32")
    overlap = iou(boxes, others)
    between = (boxes[..., :2] + boxes[..., 2:] - others[..., :2] - others[..., 2:]) / 2.0
    around = box_sizes(_box_around(boxes, others))
    distance = _ratio(ops.sum(ops.square(between), axis=-1), ops.sum(ops.square(around), axis=-1))
    shape = 4.0 / math.pi**2 * ops.square(_slope(others) - _slope(boxes))
    weight = ops.stop_gradient(_ratio(shape, 1.0 - overlap + shape))
    return overlap - distance - weight * shape


def _common_area(boxes: Tensor, others: Tensor) -> Tensor:
    boxes, others = ops.cast(boxes, "float32"), ops.cast(others, "float32")
    # Axis by axis: four numbers of every pair side by side would have to be moved about, which takes twice as long.
    common = _common_length(boxes, others, axis=0) * _common_length(boxes, others, axis=1)
    # A box that is inside out can reach into another one from both sides: it has no area in common all the same.
    return common * ops.cast((box_areas(boxes) > 0) & (box_areas(others) > 0), "float32")


def _common_length(boxes: Tensor, others: Tensor, *, axis: int) -> Tensor:
    """(...), what two boxes have in common along x (0) or y (1)."""
    first = ops.maximum(boxes[..., axis], others[..., axis])
    return ops.maximum(ops.minimum(boxes[..., axis + 2], others[..., axis + 2]) - first, 0.0)


def _box_around(boxes: Tensor, others: Tensor) -> Tensor:
    boxes, others = ops.cast(boxes, "float32"), ops.cast(others, "float32")
    first = ops.minimum(boxes[..., :2], others[..., :2])
    return ops.concatenate([first, ops.maximum(boxes[..., 2:], others[..., 2:])], axis=-1)


def _slope(boxes: Tensor) -> Tensor:
    """The angle whose tangent is width to height, in [0, pi / 2]; 0 for a point."""
    sizes = box_sizes(boxes)
    width, height = sizes[..., 0], sizes[..., 1]
    # atan2 has no gradient at the origin.
    is_point = (width == 0) & (height == 0)
    return ops.where(is_point, 0.0, ops.arctan2(width, ops.where(is_point, 1.0, height)))


def _ratio(part: Tensor, whole: Tensor) -> Tensor:
    """``part / whole``, and 0 where there is no whole."""
    is_something = whole > 0
    return ops.where(is_something, part, 0.0) / ops.where(is_something, whole, 1.0)
