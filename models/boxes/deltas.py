"""Boxes as small changes of other boxes: the code of R-CNN and all that came of it.

Girshick et al. 2014 (1311.2524, appendix C): the centre moves by shares of the anchor's size, the sizes change by
logarithms. SSD divides them by "variances" 0.1 and 0.2, so that a network learns numbers of about 1.
"""

import math
from typing import Any, Final

from keras import ops

from models.boxes.forms import centres_to_corners, corners_to_centres

Tensor = Any
UNIT_VARIANCES: Final = (1.0, 1.0, 1.0, 1.0)
SSD_VARIANCES: Final = (0.1, 0.1, 0.2, 0.2)
LARGEST_GROWTH: Final = math.log(1000.0 / 16.0)
"""A size grows by this logarithm at most (as Detectron does), since early outputs could be infinite else."""
_LEAST_PX = 1e-3


def encode_deltas(boxes_xyxy: Tensor, anchors_xyxy: Tensor, *, variances: tuple[float, ...]) -> Tensor:
    """(..., 4) changes (x, y, width, height) that make boxes of anchors, float32.

    Args:
        boxes_xyxy: (..., 4); sides below a thousandth of a pixel are taken for that.
        anchors_xyxy: (..., 4), with sides above 0.
        variances: what the changes are divided by.
    """
    box, anchor = corners_to_centres(boxes_xyxy), corners_to_centres(anchors_xyxy)
    moved = (box[..., :2] - anchor[..., :2]) / anchor[..., 2:]
    grown = ops.log(ops.maximum(box[..., 2:], _LEAST_PX) / anchor[..., 2:])
    return ops.concatenate([moved, grown], axis=-1) / ops.convert_to_tensor(variances, dtype="float32")


def decode_deltas(deltas: Tensor, anchors_xyxy: Tensor, *, variances: tuple[float, ...]) -> Tensor:
    """(..., 4) corners of the boxes that changes (..., 4) make of anchors (..., 4), float32."""
    changes = ops.cast(deltas, "float32") * ops.convert_to_tensor(variances, dtype="float32")
    anchor = corners_to_centres(anchors_xyxy)
    centre = anchor[..., :2] + changes[..., :2] * anchor[..., 2:]
    size = anchor[..., 2:] * ops.exp(ops.minimum(changes[..., 2:], LARGEST_GROWTH))
    return centres_to_corners(ops.concatenate([centre, size], axis=-1))
