"""Selective search on pictures of any size: they are brought to one at which regions come out alike."""

import numpy as np
from PIL import Image

from models.selective_search.colour_spaces import Pixels
from models.selective_search.proposing import Floats, SearchMode, propose_boxes

LEAST_SIDE_PX = 4.0
"""Of a box, in pixels of the picture."""
MOST_ENLARGED = 2.0
"""More does not show more."""


def search_boxes(picture: Pixels, *, mode: SearchMode, side_px: int, most: int) -> Floats:
    """(n, 4) proposals in pixels of the picture, the likeliest first.

    Args:
        picture: (H, W, channels) of 1 or 3.
        mode: which groupings.
        side_px: the longer side at which the picture is searched, unless it is much smaller.
        most: boxes.
    """
    height, width = picture.shape[:2]
    factor = min(side_px / max(height, width), MOST_ENLARGED)
    columns, rows = max(1, round(width * factor)), max(1, round(height * factor))
    colours = np.ascontiguousarray(np.broadcast_to(picture, (height, width, 3)))
    resized = np.asarray(Image.fromarray(colours).resize((columns, rows), Image.Resampling.BILINEAR))
    found = propose_boxes(resized, mode=mode, most=most, least_side_px=LEAST_SIDE_PX * factor)
    scale = np.array([width / columns, height / rows] * 2)
    return found * scale
