"""The masks of objects, from what crosses the process boundary. Free of Qt."""

import numpy as np

from engine.dataset.masks.run_lengths import box_of, checked_run_lengths, parse_counts
from engine.ops.detections.mask_parts import MaskPart

_EMPTY = np.zeros((0, 0), np.bool_)


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
        return MaskPart(0, 0, _EMPTY)
    left, top, right, bottom = (int(side) for side in (box.x_min, box.y_min, box.x_max, box.y_max))
    borders = np.concatenate(([0], np.cumsum(runs.counts, dtype=np.int64)))
    within = np.diff(np.clip(borders, left * height, right * height))
    is_inside = np.arange(len(runs.counts)) % 2 == 1
    columns = np.repeat(is_inside, within).reshape(right - left, height).T
    return MaskPart(left, top, columns[top:bottom].copy())
