"""The pixels of all objects of an evaluation, packed into one array, and taken out of it one by one."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from engine.dataset.masks.found_masks import part_of_counts
from engine.ops.detections.mask_parts import MaskPart

Lines = NDArray[np.uint8]
_LINE_END = ord("\n")
"""Run lengths are written with digits, letters and a few signs from "0" to "o"."""


def pack_masks(counts: Iterable[str]) -> Lines:
    """(bytes,) a line for each mask, given as its compressed run lengths."""
    return np.frombuffer("".join(f"{one}\n" for one in counts).encode("ascii"), np.uint8)


class KeptMasks:
    """Masks in the order in which they were packed; of a large array on the disk only what is asked for is decoded.

    Args:
        lines: of ``pack_masks``.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._ends = np.flatnonzero(lines == _LINE_END)

    def __len__(self) -> int:
        return len(self._ends)

    def part(self, place: int, *, width: int, height: int) -> MaskPart:
        """The pixels of a mask.

        Args:
            place: of the mask.
            width: of its picture in pixels.
            height: likewise.

        Raises:
            IndexError: there is no such mask.
            ValueError: it is none of a picture of that size.
        """
        if not 0 <= place < len(self._ends):
            raise IndexError(place)
        start = int(self._ends[place - 1]) + 1 if place else 0
        counts = self._lines[start : int(self._ends[place])].tobytes().decode("latin-1")
        return part_of_counts(counts, width=width, height=height)
