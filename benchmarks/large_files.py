"""Writes pictures that are too large for memory: tiled TIFF and PNG files, piece by piece."""

import io
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, TiffImagePlugin

from engine.dataset.pictures.regions.png_file import PngHeader, chunk, header_chunk

Pixels = NDArray[np.uint8]
WIDTH, LENGTH, STRIP_OFFSETS, ROWS_PER_STRIP, STRIP_COUNTS = 256, 257, 273, 278, 279
TILE_WIDTH, TILE_LENGTH, TILE_OFFSETS, TILE_COUNTS = 322, 323, 324, 325
ORIENTATION = 274
ONE_STRIP = 2**31
FAST = 1
RGB = 2


def write_tiled_tiff(
    path: Path,
    tiles: Iterable[Image.Image],
    *,
    height: int,
    width: int,
    compression: str = "tiff_adobe_deflate",
    orientation: int = 1,
) -> None:
    """Write a tiled TIFF file; Pillow writes strips only, so each tile is written by it and put in its place.

    Args:
        path: of the file.
        tiles: all of one size, a multiple of 16, from left to right, from top to bottom; those at the right and at
            the bottom reach beyond the picture.
        height: of the picture in pixels.
        width: of the picture in pixels.
        compression: Pillow's name of it.
        orientation: EXIF, how the picture must be turned to stand upright.
    """
    offsets, counts = [], []
    with path.open("wb") as stream:
        stream.write(b"II\x2a\x00\x00\x00\x00\x00")
        for tile in tiles:
            content, tags = _packed(tile, compression)
            offsets.append(stream.tell())
            counts.append(len(content))
            stream.write(content)
        for tag in (STRIP_OFFSETS, ROWS_PER_STRIP, STRIP_COUNTS):
            del tags[tag]
        tags[WIDTH], tags[LENGTH], tags[TILE_WIDTH], tags[TILE_LENGTH] = width, height, tile.width, tile.height
        tags[ORIENTATION] = orientation
        tags[TILE_OFFSETS], tags[TILE_COUNTS] = tuple(offsets), tuple(counts)
        _write_directory(stream, tags)


def write_png(path: Path, blocks: Iterable[Pixels], *, height: int, width: int) -> None:
    """Write an RGB PNG file from blocks of rows (h, width, 3), each row filtered by its upper neighbour."""
    packer = zlib.compressobj(FAST)
    above = np.zeros((1, width, 3), np.uint8)
    with path.open("wb") as stream:
        stream.write(header_chunk(PngHeader(width, height, 8, RGB, is_interlaced=False)))
        for block in blocks:
            differences = np.diff(block, axis=0, prepend=above).reshape(len(block), -1)
            above = block[-1:]
            rows = np.pad(differences, ((0, 0), (1, 0)), constant_values=2)
            stream.write(chunk(b"IDAT", packer.compress(rows.tobytes())))
        stream.write(chunk(b"IDAT", packer.flush()))
        stream.write(chunk(b"IEND", b""))


def cut_into_tiles(blocks: Iterable[Pixels], tile_px: int) -> Iterator[Image.Image]:
    """Tiles of rows of them (tile_px or fewer, W, 3), padded at the right and at the bottom."""
    for block in blocks:
        rows, columns = block.shape[0], block.shape[1]
        padded = np.pad(block, ((0, tile_px - rows), (0, -columns % tile_px), (0, 0)))
        for left in range(0, padded.shape[1], tile_px):
            yield Image.fromarray(np.ascontiguousarray(padded[:, left : left + tile_px]))


def _packed(tile: Image.Image, compression: str) -> tuple[bytes, TiffImagePlugin.ImageFileDirectory_v2]:
    """The one strip of a tile, and its tags."""
    file = io.BytesIO()
    tile.save(file, "TIFF", compression=compression, strip_size=ONE_STRIP)
    with Image.open(file) as image:
        assert isinstance(image, TiffImagePlugin.TiffImageFile)
        (offset,), (count,) = image.tag_v2[STRIP_OFFSETS], image.tag_v2[STRIP_COUNTS]
        tags = TiffImagePlugin.ImageFileDirectory_v2()
        for tag in image.tag_v2:
            tags[tag] = image.tag_v2[tag]
    return file.getvalue()[offset : offset + count], tags


def _write_directory(stream: BinaryIO, tags: TiffImagePlugin.ImageFileDirectory_v2) -> None:
    place = stream.tell() + stream.tell() % 2
    stream.seek(place)
    stream.write(tags.tobytes(place))
    stream.seek(4)
    stream.write(struct.pack("<I", place))
