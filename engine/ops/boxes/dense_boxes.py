"""The boxes that a map says, one for each of its cells: class logits and the distances to four sides."""

import math
from typing import Any, Final, NamedTuple

from keras import ops

from engine.ops.boxes.distances import decode_distances
from models.boxes.anchors import cell_centres

Tensor = Any
SIDES: Final = 4
"""Channels behind those of the classes."""
_MOST_LOG_CELLS: Final = math.log(1000.0)


class DenseBoxes(NamedTuple):
    """What every cell says, row by row.

    Attributes:
        logits: (B, a, classes) float32; the sigmoid of each is a score.
        boxes_xyxy: (B, a, 4) float32 in pixels of the network's input; each contains the centre of its cell.
        points: (a, 2) x and y of those centres.
    """

    logits: Tensor
    boxes_xyxy: Tensor
    points: Tensor


def read_boxes(maps: Tensor, *, stride_px: float) -> DenseBoxes:
    """Read the boxes of a map.

    Args:
        maps: (B, h, w, classes + 4): logits, then the logarithms of the distances to the left, upper, right and lower
            side, in cells.
        stride_px: pixels from one cell to the next.
    """
    height, width, channels = maps.shape[1:]
    flat = ops.cast(ops.reshape(maps, (-1, height * width, channels)), "float32")
    points = ops.convert_to_tensor(cell_centres(rows=height, columns=width, stride_px=stride_px))
    distances = stride_px * ops.exp(ops.minimum(flat[..., -SIDES:], _MOST_LOG_CELLS))
    return DenseBoxes(flat[..., :-SIDES], decode_distances(distances, points), points)
