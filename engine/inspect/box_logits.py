"""How much speaks for each class in every box that a detector says: what explanations of boxes start from.

Detectors whose score is a product have no single logit; it is the logarithm of the odds of the score. By a line, as the
first YOLO says them, scores leave the span from 0 to 1; they count as little inside it.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from keras import ops

from engine.ops.boxes.region_answers import read_regions
from models.boxes.areas import box_areas
from models.layers.default_box_rows import DefaultBoxRows
from models.layers.detected_regions import LEAST_SCORE
from models.layers.grid_boxes import CellBoxes, GridBoxes
from models.layers.instance_answers import InstanceAnswers
from models.layers.region_answers import RegionAnswers
from models.nodes.grids import CELL_COLUMNS, CORNERS

Tensor = Any
_LEAST: Final = 1e-4


def of_cells(layer: CellBoxes, outputs: Tensor) -> Tensor:
    """(N, boxes, classes), confidence times the score of a class."""
    count, channels = CELL_COLUMNS * layer.boxes, outputs.shape[-1]
    cells = layer.cells[0] * layer.cells[1]
    values = ops.reshape(outputs, (-1, cells, channels))
    confidences = ops.reshape(values[..., :count], (-1, cells, layer.boxes, CELL_COLUMNS))[..., 4:]
    scores = ops.clip(confidences * values[:, :, None, count:], _LEAST, 1.0 - _LEAST)
    odds = ops.log(scores) - ops.log1p(-scores)
    return ops.reshape(odds, (-1, cells * layer.boxes, channels - count))


def of_grid(layer: GridBoxes, outputs: Tensor) -> Tensor:
    """(N, boxes, classes), objectness times the share of a class."""
    channels = outputs.shape[-1]
    flat = ops.reshape(outputs, (-1, outputs.shape[1] * outputs.shape[2] * outputs.shape[3], channels))
    logarithms = ops.log_sigmoid(flat[..., 4:CELL_COLUMNS]) + ops.log_softmax(flat[..., CELL_COLUMNS:])
    return logarithms - ops.log(ops.maximum(-ops.expm1(logarithms), _LEAST))


def of_default_boxes(layer: DefaultBoxRows, outputs: Tensor) -> Tensor:
    """(N, boxes, classes), each against all others and the background."""
    logarithms = ops.log_softmax(outputs[..., 2 * CORNERS :])[..., 1:]
    return logarithms - ops.log(ops.maximum(-ops.expm1(logarithms), _LEAST))


def of_regions(layer: RegionAnswers, outputs: Tensor) -> Tensor:
    """(N, regions, classes), each against all others and the background; the least where a region is missing."""
    corners, logits, _ = read_regions(outputs)
    logarithms = ops.log_softmax(logits)[..., :-1]
    odds = logarithms - ops.log(ops.maximum(-ops.expm1(logarithms), _LEAST))
    return ops.where(box_areas(corners)[..., None] > 0, odds, math.log(_LEAST))


def of_instances(layer: InstanceAnswers, outputs: Tensor) -> Tensor:
    """(N, boxes, classes), each against all others and the background; the least where a box is of another class."""
    scores = outputs[..., CORNERS : layer.input[0].shape[-1]]
    sure = ops.clip(scores, LEAST_SCORE, 1.0 - LEAST_SCORE)
    return ops.log(sure) - ops.log1p(-sure)


BOX_LOGITS: Mapping[str, Callable[[Any, Tensor], Tensor]] = {
    "CellBoxes": of_cells,
    "GridBoxes": of_grid,
    "DefaultBoxRows": of_default_boxes,
    "RegionAnswers": of_regions,
    "InstanceAnswers": of_instances,
}
"""By the class of the layer that ends a detector."""
