"""Which object each place of a detector learns, where objects choose their places."""

from typing import Any

from keras import ops

from engine.ops.boxes.threshold_matching import BACKGROUND
from models.boxes.anchors import cell_centres

Tensor = Any


def first_in_place(places: Tensor, is_object: Tensor, *, count: int) -> Tensor:
    """(B, count) int32: the object that a place learns, the first of several that chose it, or ``BACKGROUND``.

    Args:
        places: (B, n), which of the ``count`` places each object chose.
        is_object: (B, n), which of them are there.
        count: of the places.
    """
    wants = (places[:, None, :] == ops.arange(count, dtype=places.dtype)[None, :, None]) & is_object[:, None, :]
    first = ops.cast(ops.argmax(ops.cast(wants, "int32"), axis=2), "int32")
    return ops.where(ops.any(wants, axis=2), first, BACKGROUND)


def rows_at(values: Tensor, matches: Tensor) -> Tensor:
    """(B, places, k) the values (B, n, k) of the objects that places learn; those of the first one for background."""
    wanted = ops.repeat(ops.maximum(matches, 0)[..., None], values.shape[-1], axis=2)
    return ops.take_along_axis(values, wanted, axis=1)


def grid_centres(rows: int, columns: int, picture_px: tuple[int, int]) -> Tensor:
    """(rows x columns, 2) x and y of the centres of the cells of a grid over a picture (height, width), row by row."""
    height, width = picture_px
    unit = ops.convert_to_tensor([width / columns, height / rows], dtype="float32")
    return ops.convert_to_tensor(cell_centres(rows=rows, columns=columns, stride_px=1.0)) * unit
