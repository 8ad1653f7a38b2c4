"""A picture that is read in parts."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.dataset.pictures.decode import turned

Pixels = NDArray[np.uint8]
_SWAPPING = (5, 6, 7, 8)
_ROWS_REVERSED, _COLUMNS_REVERSED = (3, 4, 7, 8), (2, 3, 6, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of a picture, in pixels; it lies inside it and is not empty.

    Attributes:
        top: the first row.
        bottom: one after the last row.
        left: the first column.
        right: one after the last column.
    """

    top: int
    bottom: int
    left: int
    right: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.bottom - self.top, self.right - self.left


class RegionSource(Protocol):
    """What gives the pixels of a picture by region."""

    @property
    def height(self) -> int:
        """Of the picture in pixels."""

    @property
    def width(self) -> int:
        """Of the picture in pixels."""

    def read(self, region: Region) -> Pixels:
        """Pixels (rows, columns, 3) uint8 RGB of a region, as ``decode_picture`` gives them.

        Raises:
            DecodeError: the file is damaged there.
        """


class ArraySource:
    """A decoded picture (H, W, 3) uint8."""

    def __init__(self, pixels: Pixels) -> None:
        self._pixels = pixels

    @property
    def height(self) -> int:
        return self._pixels.shape[0]

    @property
    def width(self) -> int:
        return self._pixels.shape[1]

    def read(self, region: Region) -> Pixels:
        return self._pixels[region.top : region.bottom, region.left : region.right]


class TurnedSource:
    """A stored picture as it stands upright by an EXIF orientation (1 to 8)."""

    def __init__(self, stored: RegionSource, orientation: int) -> None:
        self._stored = stored
        self._orientation = orientation
        self._is_swapped = orientation in _SWAPPING

    @property
    def height(self) -> int:
        return self._stored.width if self._is_swapped else self._stored.height

    @property
    def width(self) -> int:
        return self._stored.height if self._is_swapped else self._stored.width

    def read(self, region: Region) -> Pixels:
        rows, columns = (region.top, region.bottom), (region.left, region.right)
        if self._orientation in _ROWS_REVERSED:
            rows = (self.height - region.bottom, self.height - region.top)
        if self._orientation in _COLUMNS_REVERSED:
            columns = (self.width - region.right, self.width - region.left)
        if self._is_swapped:
            rows, columns = columns, rows
        stored = Region(top=rows[0], bottom=rows[1], left=columns[0], right=columns[1])
        return np.ascontiguousarray(turned(self._stored.read(stored), self._orientation), dtype=np.uint8)
