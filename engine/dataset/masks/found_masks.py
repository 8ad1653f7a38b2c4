"""The pixels of objects that a network has found, as they cross the process boundary and back."""

import numpy as np
from numpy.typing import NDArray

from engine.contract.boxes import PictureBoxes
from engine.dataset.masks.run_lengths import (
    box_of,
    checked_run_lengths,
    compress_counts,
    parse_counts,
    run_lengths_within,
)
from engine.ops.detections.mask_parts import MaskPart, number_objects

_NOTHING = MaskPart(0, 0, np.zeros((0, 0), np.bool_))


def mask_counts_of(part: MaskPart, *, height: int, width: int) -> str:
    """A mask as it crosses the process boundary, for a picture of that size."""
    runs = run_lengths_within(part.pixels, left=part.left, top=part.top, height=height, width=width)
    return compress_counts(runs.counts)


def part_of_counts(counts: str, *, width: int, height: int) -> MaskPart:
    """The pixels of an object, of which only the columns that hold some are decoded.

    Args:
        counts: compressed run lengths of COCO.
        width: of the upright original in pixels.
        height: likewise.

    Raises:
        ValueError: the run lengths are none of a picture of that size.
    """
    runs = checked_run_lengths(height, width, parse_counts(counts))
    box = box_of(runs)
    if box is None:
        return _NOTHING
    left, top, right, bottom = (int(side) for side in (box.x_min, box.y_min, box.x_max, box.y_max))
    borders = np.concatenate(([0], np.cumsum(runs.counts, dtype=np.int64)))
    within = np.diff(np.clip(borders, left * height, right * height))
    is_inside = np.arange(len(runs.counts)) % 2 == 1
    columns = np.repeat(is_inside, within).reshape(right - left, height).T
    return MaskPart(left, top, columns[top:bottom].copy())


def number_found(said: PictureBoxes) -> NDArray[np.int32]:
    """(H, W) the number of the object of each pixel from 1 on, in their order, 0 where there is none.

    Where masks overlap, the better object keeps the pixel; one of which only the box is said has none.
    """
    parts = [
        _NOTHING if box.mask_counts is None else part_of_counts(box.mask_counts, width=said.width, height=said.height)
        for box in said.boxes
    ]
    return number_objects(parts, picture_px=(said.height, said.width))
