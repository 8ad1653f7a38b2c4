"""Where the mask that a run kept of a pinned picture lies on the picture. Free of Qt."""

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import NO_CLASS
from engine.contract.config import InputConfig
from engine.data.fitting import Box, place

Codes = NDArray[np.uint8]


def mask_over(
    mask: Codes, *, picture_size: tuple[int, int], shown: Box, config: InputConfig, shape: tuple[int, int]
) -> Codes:
    """The class under every pixel of a view of a picture.

    Args:
        mask: (h, w) class of the middle of the network's input, which may be smaller than the input.
        picture_size: (width, height) of the upright picture in pixels.
        shown: the part that is shown, (x_min, y_min, x_max, y_max) in pixels of the picture.
        config: how pictures become inputs.
        shape: (rows, columns) of the view.

    Returns:
        ``shape``; ``NO_CLASS`` where the network says nothing.
    """
    left, top, right, bottom = shown
    across = left + (np.arange(shape[1]) + 0.5) / shape[1] * (right - left)
    down = top + (np.arange(shape[0]) + 0.5) / shape[0] * (bottom - top)
    placement = place(picture_size, config)
    zeros_across, zeros_down = np.zeros_like(across), np.zeros_like(down)
    height, width = mask.shape
    columns = placement.to_input(np.stack([across, zeros_across], axis=-1))[:, 0] - (config.width - width) // 2
    rows = placement.to_input(np.stack([zeros_down, down], axis=-1))[:, 1] - (config.height - height) // 2
    columns, rows = np.floor(columns).astype(int), np.floor(rows).astype(int)
    found = mask[np.clip(rows, 0, height - 1)[:, None], np.clip(columns, 0, width - 1)[None]]
    is_known = ((rows >= 0) & (rows < height))[:, None] & ((columns >= 0) & (columns < width))[None]
    return np.where(is_known, found, NO_CLASS).astype(np.uint8)
