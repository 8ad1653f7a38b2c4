"""Anchors: boxes of chosen sizes and shapes at every position of a map, which a network only has to move a little."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
FASTER_RCNN_SIZES_PX: Final = (128.0, 256.0, 512.0)
FASTER_RCNN_RATIOS: Final = (0.5, 1.0, 2.0)
"""Ren et al. 2015 (1506.01497, section 3.1.1): nine anchors at each position."""


def anchor_shapes(sizes_px: Sequence[float], ratios: Sequence[float]) -> Floats:
    """(sizes x ratios, 2) widths and heights in pixels, size after size.

    Args:
        sizes_px: roots of the areas, which all shapes of a size share.
        ratios: heights divided by widths.
    """
    root = np.sqrt(np.asarray(ratios, np.float64))
    sides = np.asarray(sizes_px, np.float64)[:, None]
    return np.stack([sides / root, sides * root], axis=-1).reshape(-1, 2).astype(np.float32)


def anchor_grid(shapes_px: npt.ArrayLike, *, rows: int, columns: int, stride_px: float) -> Floats:
    """(rows x columns x k, 4) corners in pixels of the picture: row by row, cell by cell, all shapes of a cell.

    Anchors lie around the centre of their cell, ``(i + 1/2) stride``, and may reach beyond the picture.

    Args:
        shapes_px: (k, 2) widths and heights.
        rows: of the map.
        columns: of the map.
        stride_px: pixels from one cell to the next.
    """
    centres = cell_centres(rows=rows, columns=columns, stride_px=stride_px)[:, None]
    half = np.asarray(shapes_px, np.float32)[None] / 2
    return np.concatenate([centres - half, centres + half], axis=-1).reshape(-1, 4)


def cell_centres(*, rows: int, columns: int, stride_px: float) -> Floats:
    """(rows x columns, 2) x and y of the centres of the cells of a map in pixels of the picture, row by row."""
    y, x = np.meshgrid(np.arange(rows) + 0.5, np.arange(columns) + 0.5, indexing="ij")
    return (np.stack([x, y], axis=-1).reshape(-1, 2) * stride_px).astype(np.float32)
