"""The rows of a PNG picture from top to bottom, a block at a time.

Rows are stored as differences to their neighbours (filters; W3C recommendation, section 9), which Pillow can undo in
whole files only. So each block becomes a small file: the last row before it, then its own rows as they were stored.
Filters work on bytes, each on those at the same place of the neighbouring pixels. So a pixel of 1 to 4 bytes is taken
for one of so many 8-bit channels, and one of 6 or 8 bytes for two pixels of 3 or 4 bytes in files of their own.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.dataset.pictures.regions.png_file import (
    OF_ORIENTATION,
    OF_PIXELS,
    PngHeader,
    png_file,
    small_chunks,
    stored_rows,
)

Bytes = NDArray[np.uint8]
BLOCK_BYTES = 8 * 1024 * 1024
COLOUR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}
LANES = {1: 1, 2: 2, 3: 3, 4: 4, 6: 3, 8: 4}


def png_blocks(stream: BinaryIO, header: PngHeader) -> Iterator[Image.Image]:
    """Blocks of whole rows, of about 8 MB before they are decoded, as Pillow decodes the whole picture.

    Args:
        stream: the file.
        header: of the file; not interlaced.

    Raises:
        DamagedPng: the file ends too early, or a checksum is wrong.
    """
    at_once = max(1, BLOCK_BYTES // (header.row_bytes + 1))
    chunks = small_chunks(stream, OF_PIXELS)
    above = np.zeros(header.row_bytes, np.uint8)
    for stored in stored_rows(stream, header, at_once=at_once):
        rows = _unfiltered(np.frombuffer(stored, np.uint8).reshape(-1, header.row_bytes + 1), above, header)
        above = rows[-1]
        block = replace(header, height=len(rows))
        image = Image.open(io.BytesIO(png_file(block, _without_filter(rows), before=chunks)), formats=("PNG",))
        image.load()
        yield image


def orientation_twin(stream: BinaryIO, header: PngHeader) -> Image.Image:
    """A picture of one pixel with the same remarks, of which EXIF can be read without decoding the large one."""
    single = replace(header, width=1, height=1, is_interlaced=False)
    rows = bytes(1 + single.row_bytes)
    remarks = small_chunks(stream, OF_ORIENTATION)
    file = png_file(single, rows, before=small_chunks(stream, OF_PIXELS), behind=remarks)
    image = Image.open(io.BytesIO(file), formats=("PNG",))
    image.load()
    return image


def _unfiltered(stored: Bytes, above: Bytes, header: PngHeader) -> Bytes:
    """Rows (h, row_bytes) of bytes, of rows as they were stored (h, 1 + row_bytes) below the row ``above``."""
    pixel_bytes = max(1, header.pixel_bits // 8)
    lanes = LANES[pixel_bytes]
    filters = np.concatenate([[0], stored[:, 0]]).astype(np.uint8)
    pixels = np.concatenate([above[None], stored[:, 1:]]).reshape(len(filters), -1, pixel_bytes)
    parts = [_undo(filters, pixels[:, :, start : start + lanes]) for start in range(0, pixel_bytes, lanes)]
    return np.concatenate(parts, axis=2)[1:].reshape(len(stored), -1)


def _undo(filters: Bytes, pixels: Bytes) -> Bytes:
    """Undo the filters (h,) of pixels (h, w, 1 to 4 channels)."""
    height, width, channels = pixels.shape
    header = PngHeader(width, height, 8, COLOUR_TYPES[channels], is_interlaced=False)
    rows = np.concatenate([filters[:, None], pixels.reshape(height, -1)], axis=1)
    with Image.open(io.BytesIO(png_file(header, rows.tobytes())), formats=("PNG",)) as image:
        return np.asarray(image).reshape(height, width, channels)


def _without_filter(rows: Bytes) -> bytes:
    return np.pad(rows, ((0, 0), (1, 0))).tobytes()
