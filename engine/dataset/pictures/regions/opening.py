"""Opens a picture file of any size for reading by region."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

import numpy as np
from PIL import Image, PngImagePlugin, TiffImagePlugin

from engine.contract.dataset import ProblemCode
from engine.dataset.pictures.brightness_range import Extremes, extremes_of, joined
from engine.dataset.pictures.colours import is_deep_grey, to_rgb
from engine.dataset.pictures.decode import (
    FAILURES,
    LARGEST_MEGAPIXELS,
    DecodeError,
    decode_picture,
    describe_damage,
    opened_in_parts,
    orientation_of,
)
from engine.dataset.pictures.regions.png_file import DamagedPng, PngHeader, read_png_header
from engine.dataset.pictures.regions.png_rows import orientation_twin, png_blocks
from engine.dataset.pictures.regions.source import ArraySource, Pixels, Region, RegionSource, TurnedSource
from engine.dataset.pictures.regions.spool import Spool
from engine.dataset.pictures.regions.tiff import MEASURING, TiffSource
from engine.dataset.pictures.regions.tiff_layout import NotInPieces

WHOLE_MEGAPIXELS = 32
LARGEST_IN_PARTS_MEGAPIXELS = 4_000
LONGEST_SIDE_PX = 1_000_000
UNPACKING = "Unpacking the picture"
WANTED_KINDS = "Save it as a tiled TIFF file, or as a PNG file without interlacing."
TURNED_BY_A_QUARTER = (5, 6, 7, 8)
OnProgress = Callable[[str, int, int], None]
Block = TypeVar("Block")


@dataclass(frozen=True, slots=True)
class _Unpacking:
    """What goes through a whole picture once: who is told, and who closes the file on the disk."""

    stack: ExitStack
    on_progress: OnProgress

    def onto_disk(self, blocks: Iterable[Pixels], *, height: int, width: int) -> Spool:
        spool = self.stack.enter_context(Spool(height=height, width=width))
        done = 0
        for rows in blocks:
            self.on_progress(UNPACKING, done, height)
            spool.append(rows)
            done += len(rows)
        return spool

    def watched(self, blocks: Iterable[Image.Image], what: str, height: int) -> Iterator[Image.Image]:
        done = 0
        for block in blocks:
            self.on_progress(what, done, height)
            done += block.height
            yield block


@contextmanager
def opened_regions(path: Path, *, on_progress: OnProgress) -> Iterator[RegionSource]:
    """A picture upright, its pixels the same as those of ``decode_picture``.

    Up to 32 million pixels are decoded as they always are. Of larger pictures, TIFF files are read by tile or strip,
    and PNG files are unpacked onto the disk row by row: both in bounded memory, so that sizes are let through that are
    refused elsewhere, up to 4,000 million pixels. Other formats keep the ordinary limit.

    Args:
        path: a regular file.
        on_progress: told (what, done, total) while a PNG file is unpacked or deep greys are measured; may raise to
            stop.

    Raises:
        DecodeError: no picture, or damaged; too large for its format.
        UserError: no room on the disk.
    """
    with ExitStack() as stack:
        stream, image = stack.enter_context(_opened(path))
        if image.size[0] * image.size[1] <= WHOLE_MEGAPIXELS * 1_000_000:
            source: RegionSource = ArraySource(decode_picture(path).pixels)
        else:
            source = _large(path, stream, image, _Unpacking(stack, on_progress))
        yield source


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, Image.Image]]:
    with ExitStack() as stack:
        try:
            opened = stack.enter_context(opened_in_parts(path))
        except DecodeError as error:
            if error.code is ProblemCode.TOO_LARGE:
                raise _too_large(path, error.reason) from error
            raise
        yield opened


def _large(path: Path, stream: BinaryIO, image: Image.Image, unpacking: _Unpacking) -> RegionSource:
    """A picture in parts, or as a whole where its kind has none and the ordinary limit allows it."""
    width, height = image.size
    megapixels = width * height // 1_000_000
    if megapixels > LARGEST_IN_PARTS_MEGAPIXELS or max(width, height) > LONGEST_SIDE_PX:
        raise _too_large(path, f"it has {width:,} x {height:,} pixels, beyond all limits")
    try:
        if isinstance(image, TiffImagePlugin.TiffImageFile):
            return _tiff(path, stream, image, unpacking)
        if isinstance(image, PngImagePlugin.PngImageFile):
            return _png(path, stream, image.mode, unpacking)
        reason = f"{image.format} pictures are decoded as a whole"
    except NotInPieces as error:
        reason = str(error)
    if megapixels >= LARGEST_MEGAPIXELS:
        raise _too_large(path, f"it has {megapixels} million pixels, and {reason}")
    return ArraySource(decode_picture(path).pixels)


def _too_large(path: Path, reason: str) -> DecodeError:
    return DecodeError(path, reason, ProblemCode.TOO_LARGE, hint=WANTED_KINDS)


def _tiff(path: Path, stream: BinaryIO, image: TiffImagePlugin.TiffImageFile, unpacking: _Unpacking) -> RegionSource:
    orientation = orientation_of(image)
    source: RegionSource = (tiff := TiffSource(path, stream, image, on_progress=unpacking.on_progress))
    if orientation in TURNED_BY_A_QUARTER and not tiff.is_tiled:
        # Rows of the upright picture are columns of the stored one, and each needs every strip.
        source = unpacking.onto_disk(_bands(tiff), height=tiff.height, width=tiff.width)
    return TurnedSource(source, orientation)


def _bands(source: TiffSource) -> Iterator[Pixels]:
    for top in range(0, source.height, source.piece_height):
        bottom = min(top + source.piece_height, source.height)
        yield source.read(Region(top=top, bottom=bottom, left=0, right=source.width))


def _png(path: Path, stream: BinaryIO, mode: str, unpacking: _Unpacking) -> RegionSource:
    header = read_png_header(stream)
    if header.is_interlaced:
        raise NotInPieces("interlaced PNG pictures are decoded as a whole")
    of_whole: Extremes | None = None
    if is_deep_grey(mode):
        blocks = unpacking.watched(sound(path, png_blocks(stream, header)), MEASURING, header.height)
        of_whole = joined(extremes_of(np.asarray(block)) for block in blocks)
    rows = (np.asarray(to_rgb(block, of_whole=of_whole)[0]) for block in png_blocks(stream, header))
    source = unpacking.onto_disk(sound(path, rows), height=header.height, width=header.width)
    return TurnedSource(source, png_orientation(stream, header))


def png_orientation(stream: BinaryIO, header: PngHeader) -> int:
    """How a PNG picture must be turned to stand upright, as EXIF counts it (1 to 8)."""
    try:
        return orientation_of(orientation_twin(stream, header))
    except FAILURES:  # broken remarks turn nothing
        return 1


def sound(path: Path, blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks as they come; what is wrong with the file is said of the picture.

    Raises:
        DecodeError: the file is damaged.
    """
    try:
        yield from blocks
    except DamagedPng as error:
        raise DecodeError(path, str(error), ProblemCode.DAMAGED) from error
    except FAILURES as error:
        raise DecodeError(path, describe_damage(error), ProblemCode.DAMAGED) from error
