"""Boxes once more, one by one and in double precision, as the papers print them."""

import math
from collections.abc import Sequence

import numpy as np

Box = Sequence[float]


def area(box: Box) -> float:
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)


def common(one: Box, other: Box) -> float:
    if not area(one) or not area(other):
        return 0.0
    return area([max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])])


def around(one: Box, other: Box) -> list[float]:
    return [min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])]


def iou(one: Box, other: Box) -> float:
    both = common(one, other)
    whole = area(one) + area(other) - both
    return both / whole if whole else 0.0


def share_inside(one: Box, region: Box) -> float:
    return common(one, region) / area(one) if area(one) else 0.0


def generalised_iou(one: Box, other: Box) -> float:
    whole, union = area(around(one, other)), area(one) + area(other) - common(one, other)
    return iou(one, other) - ((whole - union) / whole if whole else 0.0)


def complete_iou(one: Box, other: Box) -> float:
    overlap = iou(one, other)
    box = around(one, other)
    diagonal = max(box[2] - box[0], 0.0) ** 2 + max(box[3] - box[1], 0.0) ** 2
    apart = sum(((one[i] + one[i + 2]) / 2 - (other[i] + other[i + 2]) / 2) ** 2 for i in (0, 1))
    shape = 4 / math.pi**2 * (slope(other) - slope(one)) ** 2
    weight = shape / (1 - overlap + shape) if 1 - overlap + shape else 0.0
    return overlap - (apart / diagonal if diagonal else 0.0) - weight * shape


def slope(box: Box) -> float:
    return math.atan2(max(box[2] - box[0], 0.0), max(box[3] - box[1], 0.0))


def suppressed(
    boxes: np.ndarray, scores: np.ndarray, classes: np.ndarray, *, iou_threshold: float, score_threshold: float
) -> list[int]:
    """Places of the boxes that stay, best first: one after the other, as the papers tell it."""
    waiting = sorted(np.flatnonzero(scores >= score_threshold).tolist(), key=lambda place: -scores[place])
    kept: list[int] = []
    while waiting:
        best, *rest = waiting
        kept.append(best)
        waiting = [
            other
            for other in rest
            if classes[other] != classes[best] or iou(boxes[other], boxes[best]) <= iou_threshold
        ]
    return kept


def softly_suppressed(
    boxes: np.ndarray, scores: np.ndarray, classes: np.ndarray, *, decay: str, score_threshold: float, most: int
) -> list[tuple[int, float]]:
    """Places and lowered scores, best first."""
    left, kept = {place: float(score) for place, score in enumerate(scores)}, []
    while left and len(kept) < most:
        best = max(left, key=lambda place: (left[place], -place))
        score = left.pop(best)
        if score < score_threshold:
            break
        kept.append((best, score))
        for other in left:
            overlap = iou(boxes[other], boxes[best]) if classes[other] == classes[best] else 0.0
            factor = math.exp(-(overlap**2) / 0.5) if decay == "gaussian" else 1 - overlap * (overlap >= 0.3)
            left[other] *= factor
    return kept


def drawn_boxes(chance: np.random.Generator, shape: tuple[int, ...], *, side: int = 16) -> np.ndarray:
    """Boxes (*shape, 4) on quarters of pixels within a square: some equal, some on a border, some without area."""
    corners = np.sort(chance.integers(0, 4 * side + 1, (*shape, 2, 2)), axis=-2) / 4
    boxes = corners.reshape(*shape, 4).astype(np.float32)
    flat = boxes.reshape(-1, 4)
    if len(flat) > 3:
        flat[1] = flat[0]
        flat[2] = [0, 0, side, side]
        flat[3, 2] = flat[3, 0]
    return flat.reshape(boxes.shape)
