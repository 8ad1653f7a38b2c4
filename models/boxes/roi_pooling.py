"""RoI pooling: the maximum of a map in each bin of a region, whatever its size (Fast R-CNN).

Girshick 2015 (1504.08083, section 2.1), with the bins of its program: corners are rounded to cells, both belong to the
region, and bin i of n of a region of h cells reaches from ``floor(i h / n)`` to ``ceil((i + 1) h / n)``: bins of small
regions overlap. The quotients are taken in whole numbers, so that no rounding moves a bin.
"""

from typing import Any

import numpy as np
from keras import ops

Tensor = Any
Span = tuple[Tensor, Tensor]


def pool_rois(maps: Tensor, rois_xyxy: Tensor, *, stride_px: float, bins: tuple[int, int]) -> Tensor:
    """(B, r, rows, columns, channels), the maxima of the bins of every region; 0 in a bin beyond the map.

    Maxima over all windows whose sides are powers of two are made once; any bin is the maximum of four of them.

    Args:
        maps: (B, h, w, channels).
        rois_xyxy: (B, r, 4) corners in pixels of the picture.
        stride_px: pixels from one cell of the map to the next.
        bins: rows and columns of the answer.
    """
    height, width, channels = maps.shape[1:]
    rows, columns = bins_of_rois(rois_xyxy, stride_px=stride_px, bins=bins, cells=(height, width))
    tables = _window_maxima(maps)  # (B, row powers, column powers, h, w, channels)
    flat = ops.reshape(tables, (-1, int(np.prod(tables.shape[1:-1])), channels))
    found = None
    for row_powers, first_row in _two_windows(rows, height):
        for column_powers, first_column in _two_windows(columns, width):
            row = (row_powers[..., :, None] * tables.shape[2] + column_powers[..., None, :]) * height
            places = (row + first_row[..., :, None]) * width + first_column[..., None, :]
            taken = _take(flat, places)
            found = taken if found is None else ops.maximum(found, taken)
    is_there = (rows[1] > rows[0])[..., :, None] & (columns[1] > columns[0])[..., None, :]
    return ops.where(is_there[..., None], found, ops.zeros_like(found))


def bins_of_rois(
    rois_xyxy: Tensor, *, stride_px: float, bins: tuple[int, int], cells: tuple[int, int]
) -> tuple[Span, Span]:
    """Rows and columns of the bins of regions: (B, r, count) first cells and those after the last ones, each.

    Args:
        rois_xyxy: (B, r, 4) corners in pixels of the picture.
        stride_px: pixels from one cell of the map to the next.
        bins: rows and columns.
        cells: rows and columns of the map.
    """
    corners = _round(ops.cast(rois_xyxy, "float32") / stride_px)
    rows = _bins(corners[..., 1], corners[..., 3], count=bins[0], limit=cells[0])
    return rows, _bins(corners[..., 0], corners[..., 2], count=bins[1], limit=cells[1])


def _round(values: Tensor) -> Tensor:
    """Halves away from zero, as in C: ``ops.round`` takes them to the even side."""
    return ops.cast(ops.sign(values) * ops.floor(ops.abs(values) + 0.5), "int32")


def _bins(first: Tensor, last: Tensor, *, count: int, limit: int) -> Span:
    """(B, r, count) first cells and those after the last ones of all bins, within the map."""
    size = ops.maximum(last - first + 1, 1)[..., None]
    step = ops.arange(count, dtype="int32")
    starts = first[..., None] + step * size // count
    stops = first[..., None] - (-(step + 1) * size) // count
    return ops.clip(starts, 0, limit), ops.clip(stops, 0, limit)


def _window_maxima(maps: Tensor) -> Tensor:
    rows = _maxima_along(maps, axis=1)
    return ops.stack([_maxima_along(each, axis=2) for each in ops.unstack(rows, axis=1)], axis=1)


def _maxima_along(maps: Tensor, *, axis: int) -> Tensor:
    """(B, powers, h, w, channels): the maximum from each cell on along an axis, over 1, 2, 4, ... cells."""
    size, tables, span = maps.shape[axis], [maps], 1
    while 2 * span <= size:
        later = ops.take(tables[-1], np.minimum(np.arange(size) + span, size - 1), axis=axis)
        tables.append(ops.maximum(tables[-1], later))
        span *= 2
    return ops.stack(tables, axis=1)


def _two_windows(span: Span, size: int) -> tuple[Span, Span]:
    """The powers and first cells of the two windows that cover a span together."""
    powers = np.floor(np.log2(np.maximum(np.arange(size + 1), 1))).astype(np.int32)
    first, stop = span
    power = ops.take(powers, ops.maximum(stop - first, 0))
    first = ops.minimum(first, size - 1)
    return (power, first), (power, ops.maximum(stop - ops.take(2**powers, ops.maximum(stop - first, 0)), 0))


def _take(flat: Tensor, places: Tensor) -> Tensor:
    """(B, r, rows, columns, channels) of cells (B, n, channels) at places (B, r, rows, columns).

    All pictures are one list of rows, since whole rows are taken several times faster than values along an axis.
    """
    cells, channels = flat.shape[1:]
    first = ops.arange(ops.shape(flat)[0], dtype="int32") * cells
    return ops.take(ops.reshape(flat, (-1, channels)), places + ops.reshape(first, (-1, 1, 1, 1)), axis=0)
