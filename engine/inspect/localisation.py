"""From a heat map to a box: what is above a threshold, and of that the largest connected part.

Zhou 2016, 1512.04150, section 3.2: 20 % of the map's maximum, then the box around the largest component.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

Floats = npt.NDArray[np.float32]
Box = tuple[float, float, float, float]
DEFAULT_THRESHOLD = 0.2


@dataclass(frozen=True, slots=True)
class Localised:
    """A box found in a map.

    Attributes:
        box_xyxy: (x_min, y_min, x_max, y_max) in pixels of the map.
        share: part of the map's area that the component covers.
    """

    box_xyxy: Box
    share: float


def localise(values: Floats, *, threshold: float = DEFAULT_THRESHOLD) -> Localised | None:
    """Return the box around the largest component of ``values >= threshold * maximum``; None for an empty map.

    Args:
        values: (h, w), not normalised; only positive values count.
        threshold: share of the maximum, in (0, 1].
    """
    highest = float(values.max())
    if highest <= 0:
        return None
    labels, count = ndimage.label(values >= threshold * highest)
    sizes = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    largest = int(sizes.argmax()) + 1
    rows, columns = ndimage.find_objects(labels, max_label=largest)[-1]
    box = (float(columns.start), float(rows.start), float(columns.stop), float(rows.stop))
    return Localised(box, float(sizes.max()) / values.size)


def points_into(values: Floats, boxes: npt.ArrayLike) -> bool:
    """Whether the maximum of a map lies inside one of the boxes (n, 4): the pointing game (Zhang 2016, 1608.00507)."""
    row, column = np.unravel_index(int(values.argmax()), values.shape)
    x, y = column + 0.5, row + 0.5
    inside = [x_min <= x <= x_max and y_min <= y <= y_max for x_min, y_min, x_max, y_max in np.asarray(boxes)]
    return any(inside)


def box_iou(first: Box, second: Box) -> float:
    """Intersection over union of two boxes."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    common = max(width, 0.0) * max(height, 0.0)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (first, second)]
    return common / (sum(areas) - common) if common > 0 else 0.0
