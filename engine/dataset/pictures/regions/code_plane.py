"""A number from 0 to 255 for each pixel of a picture, on disk, so that the picture's size costs no memory."""

from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from engine.dataset.pictures.regions.source import Region
from engine.dataset.pictures.regions.spool import file_with_room

Codes = NDArray[np.uint8]


class CodePlane:
    """Codes of a picture in a temporary file, of which any part is read and written at once; 0 where none was written.

    Read and not memory-mapped: the pages of a map would count as memory of the process.
    """

    def __init__(self, *, height: int, width: int) -> None:
        """Make the file.

        Raises:
            UserError: the disk has no room for it.
        """
        self.height = height
        self.width = width
        self._file = file_with_room(height * width, hint="Make room there.")
        self._file.truncate(height * width)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, rows: Codes, *, top: int) -> None:
        """Set whole rows (h, W) from ``top`` on."""
        self._file.seek(top * self.width)
        self._file.write(np.ascontiguousarray(rows).data)

    def rows(self, top: int, bottom: int) -> Codes:
        """Whole rows (bottom - top, W), which may be written to."""
        return self.read(Region(top=top, bottom=bottom, left=0, right=self.width))

    def read(self, region: Region) -> Codes:
        """Codes (rows, columns) of a region, which may be written to."""
        codes = np.empty(region.shape, np.uint8)
        if region.shape[1] == self.width:
            self._read_into(codes, region.top, 0)
            return codes
        for i in range(len(codes)):
            self._read_into(codes[i], region.top + i, region.left)
        return codes

    def _read_into(self, codes: Codes, top: int, left: int) -> None:
        self._file.seek(top * self.width + left)
        self._file.readinto(codes.reshape(-1).data)
