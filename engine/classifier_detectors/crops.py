"""Parts of a picture as a classifier sees them: a box with a little of what is around it, brought to one size.

Girshick et al. 2014 (1311.2524, appendix A): a box is warped to the size of the network whatever its shape, with so
much around it that p = 16 of 227 pixels on each side are context. What lies beyond the picture is grey, as it is in
pictures that were fitted into a letterbox.
"""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.data.fitting import PAD_VALUE

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]

CONTEXT = 16 / 227
"""Share of a crop on each of its sides that lies around the box."""
_LARGEST_STEP = 4.0
"""Pillow reads so much around a part, in pixels of the crop, to shrink it smoothly."""


def with_context(boxes_xyxy: Floats) -> Floats:
    """(n, 4) what a crop of each box shows."""
    return _scaled(boxes_xyxy, 1 / (1 - 2 * CONTEXT))


def without_context(windows_xyxy: Floats) -> Floats:
    """(n, 4) boxes whose crops show windows (n, 4): the other way round."""
    return _scaled(windows_xyxy, 1 - 2 * CONTEXT)


def cut_crops(picture: Pixels, boxes_xyxy: Floats, *, size_px: tuple[int, int]) -> Pixels:
    """(n, rows, columns, channels): each box with its context, warped to one size.

    Args:
        picture: (H, W, channels) of 1 or 3.
        boxes_xyxy: (n, 4) with sides above 0, in pixels of the picture.
        size_px: (rows, columns) of a crop.
    """
    windows = with_context(boxes_xyxy)
    rows, columns = size_px
    height, width, channels = picture.shape
    beyond = max(0.0, -windows.min(initial=0), windows[:, [0, 2]].max(initial=0) - width)
    margin = math.ceil(max(beyond, windows[:, [1, 3]].max(initial=0) - height) + _LARGEST_STEP)
    padded = np.pad(picture, ((margin, margin), (margin, margin), (0, 0)), constant_values=PAD_VALUE)
    image = Image.fromarray(padded[..., 0] if channels == 1 else padded)
    crops = np.empty((len(windows), rows, columns, channels), np.uint8)
    for crop, window in zip(crops, (windows + margin).tolist(), strict=True):
        crop[:] = np.asarray(image.resize((columns, rows), Image.Resampling.BILINEAR, box=tuple(window))).reshape(
            rows, columns, channels
        )
    return crops


def _scaled(boxes_xyxy: Floats, factor: float) -> Floats:
    """Boxes made larger or smaller around their centres."""
    centres = (boxes_xyxy[:, :2] + boxes_xyxy[:, 2:]) / 2
    halves = (boxes_xyxy[:, 2:] - boxes_xyxy[:, :2]) / 2 * factor
    return np.concatenate([centres - halves, centres + halves], axis=1)
