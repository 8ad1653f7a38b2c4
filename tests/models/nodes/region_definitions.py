"""What nodes compute in regions, in plain NumPy and straight from their definitions."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from models import nodes
from models.selective_search.proposing import SINGLE
from models.selective_search.searching import search_boxes
from tests.engine.ops.boxes import plain_boxes, plain_rois

Array = np.ndarray


def searched_regions(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    result = np.zeros((len(inputs[0]), operation.count, 4))
    for number, values in enumerate(inputs[0]):
        shown = np.rint(np.interp(values, (values.min(), values.max()), (0, 255))).astype(np.uint8)
        boxes = search_boxes(shown, mode=SINGLE, side_px=operation.side_px, most=operation.count)
        result[number, : len(boxes)] = boxes
    return result


def roi_pooling(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    return np.stack(
        [
            [plain_rois.pooled(maps, roi, operation.stride_px, operation.bins) for roi in regions]
            for maps, regions in zip(*inputs, strict=True)
        ]
    )


def region_convolution(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    x, (kernel, bias) = inputs[0], weights
    rows, columns = kernel.shape[:2]
    if operation.padding == "same":
        around = [((size - 1) // 2, size - 1 - (size - 1) // 2) for size in (rows, columns)]
        x = np.pad(x, [(0, 0), (0, 0), *around, (0, 0)])
    height, width = x.shape[2] - rows + 1, x.shape[3] - columns + 1
    parts = [
        np.einsum("nrijc,ck->nrijk", x[:, :, u : u + height, v : v + width], kernel[u, v])
        for u, v in np.ndindex(rows, columns)
    ]
    return np.sum(parts, axis=0) + bias


def region_enlarging(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    x, (kernel, bias) = inputs[0], weights
    laid = np.einsum("nrijc,uvkc->nriujvk", x, kernel)
    pictures, regions, height, down, width, right, filters = laid.shape
    return laid.reshape(pictures, regions, height * down, width * right, filters) + bias


def detected_regions(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    regions, logits, changes, picture = inputs
    classes = logits.shape[-1] - 1
    result = np.zeros((len(regions), operation.count, 4 + classes))
    for number in range(len(regions)):
        found = _boxes(regions[number], logits[number], changes[number], picture.shape[1:3])
        ranked = sorted(found, key=lambda each: -each[0])[: operation.candidates]
        kept: list[tuple[float, int, list[float]]] = []
        for each in ranked:
            others = [box for _, one, box in kept if one == each[1]]
            if all(plain_boxes.iou(each[2], other) <= operation.iou_threshold for other in others):
                kept.append(each)
        for row, (score, one, box) in enumerate(kept[: operation.count]):
            result[number, row, :4], result[number, row, 4 + one] = box, score
    return result


def _boxes(
    regions: Array, logits: Array, changes: Array, size: tuple[int, int]
) -> list[tuple[float, int, list[float]]]:
    """Score, class and corners of every box that regions mean, within the picture."""
    found = []
    for region, said, moved in zip(regions.astype(float), logits.astype(float), changes.astype(float), strict=True):
        scores = np.exp(said) / np.exp(said).sum()
        wide, high = region[2] - region[0], region[3] - region[1]
        if wide <= 0 or high <= 0:
            continue
        for one in range(len(said) - 1):
            right, down, wider, higher = moved[4 * one : 4 * one + 4] * [0.1, 0.1, 0.2, 0.2]
            x, y = (region[0] + region[2]) / 2 + right * wide, (region[1] + region[3]) / 2 + down * high
            half_x, half_y = wide * np.exp(wider) / 2, high * np.exp(higher) / 2
            corners = (x - half_x, y - half_y, x + half_x, y + half_y)
            box = [float(np.clip(value, 0, size[1 - axis % 2])) for axis, value in enumerate(corners)]
            if plain_boxes.area(box):
                found.append((float(scores[one]), one, box))
    return found


def instance_answers(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    boxes, masks = inputs
    return np.concatenate([boxes, masks.reshape(*masks.shape[:2], -1)], axis=-1)


OF_REGIONS: Mapping[type[nodes.NodeType], Callable[[Any, list[Array], list[Array]], Array]] = {
    nodes.SearchedRegions: searched_regions,
    nodes.RoiPooling: roi_pooling,
    nodes.RegionConvolution: region_convolution,
    nodes.RegionEnlarging: region_enlarging,
    nodes.DetectedRegions: detected_regions,
    nodes.InstanceAnswers: instance_answers,
}
"""What the output of each of these node types must be."""
