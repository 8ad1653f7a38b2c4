"""True boxes of pictures as rows of numbers of one size, as batches carry them."""

import math
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from keras import ops

Tensor = Any
COLUMNS: Final = 6
NOTHING, OBJECT, CROWD = 0.0, 1.0, 2.0
"""What a row is: padding, one object, or many of them that are left out."""


class TruthRows(NamedTuple):
    """The rows of a batch, taken apart.

    Attributes:
        boxes_xyxy: (B, n, 4) float32.
        classes: (B, n) int32, 0 in padding.
        is_object: (B, n).
        is_crowd: (B, n).
        masks: (B, n, s, s) float32, which part of its box each object covers (``pack_masks``); None where boxes are all
            that is known.
    """

    boxes_xyxy: Tensor
    classes: Tensor
    is_object: Tensor
    is_crowd: Tensor
    masks: Tensor | None = None


def pack_truth(
    boxes_xyxy: npt.ArrayLike, classes: npt.ArrayLike, is_crowd: npt.ArrayLike, *, rows: int
) -> npt.NDArray[np.float32]:
    """(rows, 6) float32: corners, class, and what the row is.

    Raises:
        ValueError: there are more boxes than rows.
    """
    boxes = np.asarray(boxes_xyxy, np.float32).reshape(-1, 4)
    if len(boxes) > rows:
        raise ValueError(f"There are more boxes than rows. Received: {len(boxes)} boxes, {rows} rows.")
    packed = np.zeros((rows, COLUMNS), np.float32)
    packed[: len(boxes), :4] = boxes
    packed[: len(boxes), 4] = np.asarray(classes).reshape(-1)
    packed[: len(boxes), 5] = np.where(np.asarray(is_crowd, np.bool_).reshape(-1), CROWD, OBJECT)
    return packed


def pack_masks(packed: npt.NDArray[np.float32], masks: npt.ArrayLike) -> npt.NDArray[np.float32]:
    """(rows, 6 + s²) rows of ``pack_truth`` with the masks of the objects behind them.

    Args:
        packed: (rows, 6).
        masks: (n, s, s) of the first n rows: what of the box of each is the object, stretched to a square.
    """
    drawn = np.asarray(masks, np.float32)
    whole = np.zeros((len(packed), COLUMNS + drawn.shape[1] * drawn.shape[2]), np.float32)
    whole[:, :COLUMNS] = packed
    whole[: len(drawn), COLUMNS:] = drawn.reshape(len(drawn), drawn.shape[1] * drawn.shape[2])
    return whole


def unpack_truth(rows: Tensor) -> TruthRows:
    """Rows (B, n, 6) of ``pack_truth`` or (B, n, 6 + s²) of ``pack_masks``, taken apart."""
    rows = ops.cast(rows, "float32")
    kind = rows[..., 5]
    return TruthRows(rows[..., :4], ops.cast(rows[..., 4], "int32"), kind == OBJECT, kind == CROWD, _masks_behind(rows))


def _masks_behind(rows: Tensor) -> Tensor | None:
    objects, columns = rows.shape[1:]
    if columns == COLUMNS:
        return None
    side = math.isqrt(columns - COLUMNS)
    return ops.reshape(rows[..., COLUMNS:], (-1, objects, side, side))
