"""Writes a class mask of any size as a palette PNG, some rows at a time (W3C recommendation, sections 9 to 11)."""

import zlib
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from engine.dataset.pictures.regions.png_file import PngHeader, chunk, header_chunk

PALETTE = 3
COMPRESSION = 6
MOST_COLOURS = 256


class MaskPng:
    """A palette PNG that is being written."""

    def __init__(self, stream: BinaryIO, *, height: int, width: int, palette: NDArray[np.uint8]) -> None:
        """Write what stands before the rows.

        Args:
            stream: where it is written to.
            height: in pixels.
            width: in pixels.
            palette: (classes, 3) uint8 RGB, the colour of every class; 1 to 256.
        """
        if not 1 <= len(palette) <= MOST_COLOURS:
            raise ValueError(f"A palette has 1 to {MOST_COLOURS} colours. Received: {len(palette)}.")
        self._stream = stream
        self._packer = zlib.compressobj(COMPRESSION)
        stream.write(header_chunk(PngHeader(width, height, 8, PALETTE, is_interlaced=False)))
        stream.write(chunk(b"PLTE", np.ascontiguousarray(palette, np.uint8).tobytes()))

    def write(self, rows: NDArray[np.uint8]) -> None:
        """Write the next rows (h, width) of class ids, each of which has a colour."""
        # Unfiltered: neighbouring ids are equal or have nothing to do with each other.
        self._put(self._packer.compress(np.pad(rows, ((0, 0), (1, 0))).tobytes()))

    def finish(self) -> None:
        """Write what stands behind the rows."""
        self._put(self._packer.flush())
        self._stream.write(chunk(b"IEND", b""))

    def _put(self, packed: bytes) -> None:
        if packed:
            self._stream.write(chunk(b"IDAT", packed))
