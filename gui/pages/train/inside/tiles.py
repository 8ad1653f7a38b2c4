"""Feature maps and filters of one epoch as small pictures."""

import numpy as np
from PySide6.QtGui import QImage

from gui.charts.tile_grid import TileRows, columns_for
from gui.pictures.colour_maps import DEFAULT_MAP, colours, normalised, signed_colours, value_range
from gui.pictures.pixels import image_from_array
from gui.runs.insides import Inside, LayerMaps


def map_rows(maps: LayerMaps) -> TileRows:
    """One row for each pinned picture, one column for each channel, whose colours mean the same in all rows."""
    shades = colours(maps.pixels.astype(np.float32) / 255.0, DEFAULT_MAP)
    images = tuple(image_from_array(np.ascontiguousarray(tile)) for row in shades for tile in row)
    return TileRows(images, len(maps.kept.channels), tuple(str(channel) for channel in maps.kept.channels))


def filter_rows(inside: Inside, *, width: int, height: int) -> TileRows:
    """The filters in as many columns as make them largest: RGB ones in their colours, others signed."""
    told, pixels = inside.told.filters, inside.filters
    if told is None or pixels is None or not len(pixels):
        return TileRows((), 0)
    low, high = told.range
    kernels = (low + pixels.astype(np.float32) / 255.0 * (high - low)).astype(np.float32)
    is_rgb = kernels.shape[-1] == 3 and not told.is_templates
    images = tuple(_picture_of(kernel, is_rgb=is_rgb) for kernel in kernels)
    return TileRows(images, columns_for(len(images), width, height))


def _picture_of(kernel: np.ndarray, *, is_rgb: bool) -> QImage:
    if not is_rgb:
        return image_from_array(signed_colours(kernel.sum(axis=-1)))
    return image_from_array(np.rint(normalised(kernel, value_range(kernel)) * 255).astype(np.uint8))
