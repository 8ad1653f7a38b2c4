"""True and found objects of pictures as rows of numbers, to be kept in a file, and back."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from engine.contract.boxes import ALL_BOXES_COLUMNS
from engine.ops.detections.objects import Floats, PictureObjects, found_boxes, true_boxes

Rows = npt.NDArray[np.float32]
_PICTURE, _CLASS, _SCORE, _CROWD = 0, 5, 6, 7
_CORNERS: Final = slice(1, 5)


def rows_of_objects(pictures: Sequence[PictureObjects]) -> Rows:
    """(n, ``ALL_BOXES_COLUMNS``) all objects, picture by picture."""
    rows = [_rows_of(number, picture) for number, picture in enumerate(pictures)]
    return np.concatenate([np.zeros((0, ALL_BOXES_COLUMNS)), *rows]).astype(np.float32)


def objects_of_rows(rows: Rows, *, pictures: int) -> tuple[PictureObjects, ...]:
    """The objects of each picture; what decides of true ones whether they are small or large is their box.

    Args:
        rows: of ``rows_of_objects``.
        pictures: how many there are, those without objects included.
    """
    ends = np.searchsorted(rows[:, _PICTURE], np.arange(pictures + 1))
    return tuple(_objects_of(rows[start:end]) for start, end in pairwise(ends))


def _rows_of(number: int, picture: PictureObjects) -> Floats:
    true, found = picture.true, picture.found
    parts = (
        (true.boxes_xyxy, true.classes, np.full(len(true.classes), np.nan), true.is_crowd),
        (found.boxes_xyxy, found.classes, found.scores, np.zeros(len(found.classes))),
    )
    return np.concatenate([np.column_stack([np.full(len(part[1]), number), *part]) for part in parts])


def _objects_of(rows: Rows) -> PictureObjects:
    is_true = np.isnan(rows[:, _SCORE])
    true, found = rows[is_true], rows[~is_true]
    return PictureObjects(
        true_boxes(true[:, _CORNERS], true[:, _CLASS], is_crowd=true[:, _CROWD] > 0),
        found_boxes(found[:, _CORNERS], found[:, _CLASS], found[:, _SCORE]),
    )
