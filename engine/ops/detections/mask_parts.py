"""Masks of single objects as the part of the picture that holds them, and how much they lie over each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.ops.detections.objects import ComparedObjects, Flags, Floats, Numbers

Pixels = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class MaskPart:
    """The pixels of one object.

    Attributes:
        left: where the first column of the part lies in the picture.
        top: where its first row lies.
        pixels: (h, w) of the part; beyond it there is nothing of the object.
    """

    left: int
    top: int
    pixels: Pixels

    @property
    def area_px(self) -> int:
        """Pixels of the object."""
        return int(np.count_nonzero(self.pixels))

    def holds(self, column: int, row: int) -> bool:
        """Whether a pixel of the picture is one of the object."""
        height, width = self.pixels.shape
        x, y = column - self.left, row - self.top
        return 0 <= x < width and 0 <= y < height and bool(self.pixels[y, x])

    def cut(self, *, top: int, bottom: int, left: int, right: int) -> "MaskPart":
        """What of it lies within a part of the picture."""
        first_row, first_column = max(top, self.top), max(left, self.left)
        rows = slice(first_row - self.top, max(bottom - self.top, 0))
        columns = slice(first_column - self.left, max(right - self.left, 0))
        return MaskPart(first_column, first_row, self.pixels[rows, columns])

    def within(self, picture_px: tuple[int, int]) -> Pixels:
        """(height, width) the whole mask, for a picture of that size."""
        whole = np.zeros(picture_px, np.bool_)
        height, width = self.pixels.shape
        whole[self.top : self.top + height, self.left : self.left + width] = self.pixels
        return whole


@dataclass(frozen=True, slots=True, eq=False)
class TrueMasks:
    """What is true of a picture.

    Attributes:
        parts: n masks.
        classes: (n,) their numbers.
        is_crowd: (n,), whether it stands for many objects, of which any number may be found.
    """

    parts: Sequence[MaskPart]
    classes: Numbers
    is_crowd: Flags


@dataclass(frozen=True, slots=True, eq=False)
class FoundMasks:
    """What a network has found in a picture: m masks, with classes (m,) and scores (m,) in [0, 1]."""

    parts: Sequence[MaskPart]
    classes: Numbers
    scores: Floats


def part_of(mask: Pixels) -> MaskPart:
    """The part of a whole mask (H, W) that holds all of its pixels."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return MaskPart(0, 0, np.zeros((0, 0), np.bool_))
    return MaskPart(int(columns[0]), int(rows[0]), mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].copy())


def compare_masks(truth: TrueMasks, found: FoundMasks) -> ComparedObjects:
    """Lay found masks over true ones, pixel by pixel."""
    true_areas, found_areas = (np.array([one.area_px for one in each.parts], np.float64) for each in (truth, found))
    common = np.zeros((len(found.parts), len(truth.parts)))
    for one, other in _near_pairs(found.parts, truth.parts):
        common[one, other] = common_pixels(found.parts[one], truth.parts[other])
    whole = np.where(truth.is_crowd[None], found_areas[:, None], found_areas[:, None] + true_areas[None] - common)
    return ComparedObjects(
        overlaps=np.divide(common, whole, out=np.zeros_like(common), where=whole > 0),
        true_classes=truth.classes,
        is_crowd=truth.is_crowd,
        true_areas_px=true_areas,
        found_classes=found.classes,
        scores=found.scores,
        found_areas_px=found_areas,
    )


def _near_pairs(parts: Sequence[MaskPart], others: Sequence[MaskPart]) -> list[tuple[int, int]]:
    """The pairs whose parts of the picture lie over each other: of hundreds of objects few do."""
    first, second = _corners(parts)[:, None], _corners(others)[None]
    sides = np.minimum(first[..., 2:], second[..., 2:]) - np.maximum(first[..., :2], second[..., :2])
    return [(int(one), int(other)) for one, other in np.argwhere((sides > 0).all(axis=-1))]


def _corners(parts: Sequence[MaskPart]) -> Numbers:
    """(n, 4) left, top, right and bottom."""
    sides = [(one.left, one.top, one.left + one.pixels.shape[1], one.top + one.pixels.shape[0]) for one in parts]
    return np.array(sides, np.int64).reshape(-1, 4)


def common_pixels(one: MaskPart, other: MaskPart) -> int:
    """How many pixels two masks of one picture have in common."""
    top, left = max(one.top, other.top), max(one.left, other.left)
    bottom = min(one.top + one.pixels.shape[0], other.top + other.pixels.shape[0])
    right = min(one.left + one.pixels.shape[1], other.left + other.pixels.shape[1])
    if bottom <= top or right <= left:
        return 0
    first, second = (
        each.pixels[top - each.top : bottom - each.top, left - each.left : right - each.left] for each in (one, other)
    )
    return int(np.count_nonzero(first & second))


def number_objects(parts: Sequence[MaskPart], *, picture_px: tuple[int, int]) -> npt.NDArray[np.int32]:
    """(height, width) the number of the object of each pixel from 1 on, 0 where there is none.

    Args:
        parts: best first: where masks overlap, the better one keeps the pixel.
        picture_px: height and width.
    """
    numbers = np.zeros(picture_px, np.int32)
    for number, part in reversed(list(enumerate(parts, start=1))):
        height, width = part.pixels.shape
        numbers[part.top : part.top + height, part.left : part.left + width][part.pixels] = number
    return numbers
