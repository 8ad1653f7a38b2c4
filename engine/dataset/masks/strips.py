"""The numbers of a mask picture that is too large to be decoded as a whole, some rows at a time."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image, PngImagePlugin, TiffImagePlugin

from engine.contract.annotations import MaskReading
from engine.dataset.masks.values import MaskPicture, are_grey, greys_of, mask_of_image, read_mask
from engine.dataset.pictures.decode import opened_in_parts, orientation_of
from engine.dataset.pictures.regions.opening import WHOLE_MEGAPIXELS, png_orientation, sound
from engine.dataset.pictures.regions.png_file import read_png_header
from engine.dataset.pictures.regions.png_rows import png_blocks
from engine.dataset.pictures.regions.tiff_layout import NotInPieces, TiffLayout, as_tiff, read_layout

ROWS_AT_ONCE = 256


def mask_strips(path: Path, reading: MaskReading) -> Iterator[MaskPicture]:
    """The mask at ``path`` from top to bottom, so that ``values_as`` gives of its strips what it gives of the whole.

    PNG files without interlacing and TIFF files in pieces are decoded part by part, whatever their size, where they
    stand upright. All others are decoded as a whole, and keep the ordinary limit.

    Args:
        path: a regular file.
        reading: how its numbers will be read.

    Raises:
        DecodeError: no picture, damaged, too large for its kind, or its pixels are no whole numbers.
    """
    if reading != "grey":
        yield from _strips(path)
        return
    # What a palette means as greys depends on the colours that occur anywhere in the file.
    used = np.zeros(256, bool)
    palette = None
    for strip in _strips(path):
        palette = strip.palette
        if palette is None:
            break
        used |= np.bincount(strip.values.ravel(), minlength=len(used)) > 0
    table = greys_of(palette) if palette is not None and are_grey(palette[used]) else None
    for strip in _strips(path):
        values = strip.values if table is None else table[strip.values]
        yield strip if strip.palette is None else MaskPicture(values, "grey")


def _strips(path: Path) -> Iterator[MaskPicture]:
    with opened_in_parts(path) as (stream, image):
        parts = _parts(path, stream, image)
        if parts is not None:
            yield from sound(path, parts)
            return
    mask = read_mask(path)
    for top in range(0, mask.height, ROWS_AT_ONCE):
        yield replace(mask, values=mask.values[top : top + ROWS_AT_ONCE])


def _parts(path: Path, stream: BinaryIO, image: Image.Image) -> Iterator[MaskPicture] | None:
    """Strips that are decoded one by one; None where the picture is small, or cannot be read so."""
    if image.size[0] * image.size[1] <= WHOLE_MEGAPIXELS * 1_000_000:
        return None
    if isinstance(image, PngImagePlugin.PngImageFile):
        header = read_png_header(stream)
        if header.is_interlaced or png_orientation(stream, header) != 1:
            return None
        return (mask_of_image(path, block) for block in png_blocks(stream, header))
    if isinstance(image, TiffImagePlugin.TiffImageFile) and orientation_of(image) == 1:
        try:
            return _tiff_rows(path, read_layout(image), stream)
        except NotInPieces:
            return None
    return None


def _tiff_rows(path: Path, layout: TiffLayout, stream: BinaryIO) -> Iterator[MaskPicture]:
    """The rows of tiles, or the strips, of a TIFF file."""
    for first in range(0, layout.count, layout.across):
        pieces = []
        for position in range(first, first + layout.across):
            piece = Image.open(as_tiff(layout, position, stream), formats=("TIFF",))
            piece.load()
            rows, columns = layout.region(position).shape
            mask = mask_of_image(path, piece)
            pieces.append(replace(mask, values=mask.values[:rows, :columns]))
        yield replace(pieces[0], values=np.concatenate([piece.values for piece in pieces], axis=1))
