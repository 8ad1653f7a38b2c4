"""A decoded picture on disk, of which any region is read at once."""

import shutil
import tempfile
from io import BufferedRandom
from types import TracebackType
from typing import Self

import numpy as np

from engine.contract.errors import UserError
from engine.contract.folders import cache_folder
from engine.dataset.pictures.regions.source import Pixels, Region

CHANNELS = 3
LEFT_FREE_BYTES = 512 * 1024 * 1024
_NEED_NOT_UNPACK = "Make room there, or save the picture as a tiled TIFF file, which need not be unpacked."


def file_with_room(needed_bytes: int, *, hint: str) -> BufferedRandom:
    """A temporary file in Fovea's cache, without a name where the system can; it goes when it is closed.

    Raises:
        UserError: the disk has no room for it; ``hint`` says what helps.
    """
    folder = cache_folder()  # not among the system's temporary files, which may lie in memory
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free - LEFT_FREE_BYTES
    if needed_bytes > free:
        raise UserError(
            "Cannot unpack the large picture. "
            f"Received: {needed_bytes / 1e9:.1f} GB of pixels, {max(free, 0) / 1e9:.1f} GB free in {folder}.",
            hint,
        )
    return tempfile.TemporaryFile(dir=folder)


class Spool:
    """Rows of a picture in a temporary file, without a name where the system can, in 3 bytes a pixel.

    Read and not memory-mapped: the pages of a map would count as memory of the process.
    """

    def __init__(self, *, height: int, width: int) -> None:
        """Make the file, for rows that are appended from top to bottom.

        Raises:
            UserError: the disk has no room for it.
        """
        self.height = height
        self.width = width
        self._file = file_with_room(height * width * CHANNELS, hint=_NEED_NOT_UNPACK)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def append(self, rows: Pixels) -> None:
        """Add rows (h, W, 3)."""
        self._file.write(np.ascontiguousarray(rows).data)

    def read(self, region: Region) -> Pixels:
        """Pixels (rows, columns, 3) of a region whose rows have been appended."""
        rows, columns = region.shape
        pixels = np.empty((rows, columns, CHANNELS), np.uint8)
        if columns == self.width:
            self._read_into(pixels, region.top, 0)
            return pixels
        for i in range(rows):
            self._read_into(pixels[i], region.top + i, region.left)
        return pixels

    def _read_into(self, pixels: Pixels, top: int, left: int) -> None:
        self._file.seek((top * self.width + left) * CHANNELS)
        self._file.readinto(pixels.reshape(-1).data)
