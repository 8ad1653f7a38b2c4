"""What the second stage of a detector says of every region, and the boxes that follow from it."""

from typing import Any, Final, NamedTuple

from keras import ops

from models.boxes.areas import box_areas
from models.boxes.deltas import SSD_VARIANCES, decode_deltas

Tensor = Any
CORNERS: Final = 4


class RegionAnswers(NamedTuple):
    """The regions of a picture; those without area are missing ones.

    Attributes:
        regions_xyxy: (B, r, 4) float32 corners in pixels of the network's input.
        logits: (B, r, classes + 1) float32, the background last; their softmax are scores.
        changes: (B, r, classes + 1, 4) float32, the code of the box if the region shows that class.
    """

    regions_xyxy: Tensor
    logits: Tensor
    changes: Tensor


def read_regions(rows: Tensor) -> RegionAnswers:
    """Take rows (B, r, 4 + 5 (classes + 1)) of the node of answers apart."""
    rows = ops.cast(rows, "float32")
    regions, values = rows.shape[1:]
    classes = (values - CORNERS) // (1 + CORNERS)
    changes = ops.reshape(rows[..., CORNERS + classes :], (-1, regions, classes, CORNERS))
    return RegionAnswers(ops.stop_gradient(rows[..., :CORNERS]), rows[..., CORNERS : CORNERS + classes], changes)


def region_boxes(answers: RegionAnswers) -> tuple[Tensor, Tensor]:
    """The box that every region means for every class of objects, and how sure it is.

    Returns:
        Corners (B, r, classes, 4) and scores (B, r, classes), 0 for missing regions.
    """
    is_there = box_areas(answers.regions_xyxy)[..., None] > 0
    scores = ops.where(is_there, ops.softmax(answers.logits, axis=-1)[..., :-1], 0.0)
    regions = answers.regions_xyxy[:, :, None]
    return decode_deltas(answers.changes[:, :, :-1], regions, variances=SSD_VARIANCES), scores
