"""True and found objects of pictures as rows of numbers, to be kept in a file, and back."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from engine.contract.boxes import ALL_BOXES_COLUMNS, MASK_OVERLAPS_COLUMNS
from engine.ops.detections.objects import Floats, PictureObjects, found_boxes, true_boxes

Rows = npt.NDArray[np.float32]
_PICTURE, _CLASS, _SCORE, _CROWD = 0, 5, 6, 7
_CORNERS: Final = slice(1, 5)


def rows_of_objects(pictures: Sequence[PictureObjects]) -> Rows:
    """(n, ``ALL_BOXES_COLUMNS``) all objects, picture by picture."""
    rows = [_rows_of(number, picture) for number, picture in enumerate(pictures)]
    return np.concatenate([np.zeros((0, ALL_BOXES_COLUMNS)), *rows]).astype(np.float32)


def rows_of_mask_overlaps(pictures: Sequence[PictureObjects]) -> Rows:
    """(n, ``MASK_OVERLAPS_COLUMNS``) the pairs of objects whose masks have something in common."""
    rows = [_overlapping(number, picture.mask_overlaps) for number, picture in enumerate(pictures)]
    return np.concatenate([np.zeros((0, MASK_OVERLAPS_COLUMNS)), *rows]).astype(np.float32)


def objects_of_rows(rows: Rows, *, pictures: int, mask_overlaps: Rows | None = None) -> tuple[PictureObjects, ...]:
    """The objects of each picture; what decides of true ones whether they are small or large is their box.

    Args:
        rows: of ``rows_of_objects``.
        pictures: how many there are, those without objects included.
        mask_overlaps: of ``rows_of_mask_overlaps``; None where boxes are compared.

    Raises:
        ValueError: the masks are those of other objects.
    """
    objects = tuple(_objects_of(part) for part in _by_picture(rows, pictures))
    if mask_overlaps is None:
        return objects
    pairs = _by_picture(mask_overlaps, pictures)
    return tuple(_with_overlaps(picture, part) for picture, part in zip(objects, pairs, strict=True))


def first_rows(rows: Rows, *, pictures: int) -> npt.NDArray[np.intp]:
    """(pictures + 1,) where the rows of each picture begin, and where the last ones end."""
    return np.searchsorted(rows[:, _PICTURE], np.arange(pictures + 1))


def _by_picture(rows: Rows, pictures: int) -> list[Rows]:
    return [rows[start:end] for start, end in pairwise(first_rows(rows, pictures=pictures))]


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


def _overlapping(number: int, overlaps: Floats | None) -> Floats:
    if overlaps is None:
        return np.zeros((0, MASK_OVERLAPS_COLUMNS))
    found, true = np.nonzero(overlaps)
    return np.column_stack([np.full(len(found), number), found, true, overlaps[found, true]])


def _with_overlaps(picture: PictureObjects, pairs: Rows) -> PictureObjects:
    overlaps = np.zeros((len(picture.found.classes), len(picture.true.classes)))
    found, true = pairs[:, 1].astype(np.intp), pairs[:, 2].astype(np.intp)
    if len(pairs) and (found.max() >= overlaps.shape[0] or true.max() >= overlaps.shape[1]):
        raise ValueError(f"Masks of other objects. Received: places up to {found.max()} and {true.max()}.")
    overlaps[found, true] = pairs[:, 3]
    return PictureObjects(picture.true, picture.found, overlaps)
