"""The one decoder: everything that shows, trains or exports pixels gets them here.

Content decides and not the name's ending. Reading follows the picture's orientation in every container (EXIF in JPEG,
PNG, WebP and AVIF, the tag of TIFF, XMP), takes the first frame of animations and the first page of documents, and
refuses sizes beyond a limit by the header alone. No file can crash it or hang it, and none makes it warn.
"""

import io
import os
import stat
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, PngImagePlugin, TiffImagePlugin, UnidentifiedImageError

from engine.contract.dataset import ProblemCode
from engine.contract.errors import UserError
from engine.dataset.pictures.colours import is_grey, to_rgb
from engine.dataset.pictures.idx_file import BadIdxFile, picture_as_pnm
from engine.dataset.pictures.signatures import HEAD_BYTES, picture_format

# An explicit list: others of Pillow's readers start programs (EPS), render text, or are rarely met and rarely tested.
FORMATS = ("JPEG", "MPO", "PNG", "GIF", "BMP", "DIB", "TIFF", "WEBP", "AVIF", "JPEG2000", "ICO", "PPM")
# TGA has no signature: almost any bytes could be one, so here alone the ending decides.
TGA_ENDINGS = (".tga", ".icb", ".vda", ".vst")
# Beyond this, Pillow refuses by the header (twice Image.MAX_IMAGE_PIXELS).
LARGEST_MEGAPIXELS = 178
LARGEST_DAMAGED_BYTES = 256 * 1024 * 1024
TURNED_NOTE = "Turned upright as the file says."
JPEG_END = b"\xff\xd9"

# Everything that Pillow raises for files that are not as they should be.
FAILURES = (
    OSError, ValueError, SyntaxError, TypeError, LookupError, EOFError, ArithmeticError, AttributeError, RuntimeError,
    AssertionError, MemoryError, struct.error, zlib.error, Image.DecompressionBombError,
)  # fmt: skip
# How Pillow brings a picture upright, by EXIF orientation; 5 to 8 swap width and height.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SWAPPING = (5, 6, 7, 8)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A picture as a person sees it.

    Attributes:
        pixels: (H, W, 3) uint8 RGB, upright.
        width: of the original upright picture in pixels, also where ``pixels`` are fewer.
        height: as ``width``.
        notes: what was done to it, in sentences.
        is_grey: red, green and blue agree everywhere.
        damage: why a part is missing; empty for a sound picture.
        orientation: EXIF, 1 to 8: how the stored picture was turned to stand upright.
    """

    pixels: NDArray[np.uint8]
    width: int
    height: int
    notes: tuple[str, ...]
    is_grey: bool
    damage: str = ""
    orientation: int = 1


class DecodeError(UserError):
    """A picture that cannot be used.

    Attributes:
        reason: why, without the name of the file: "the file is empty".
        code: the problem it makes in a dataset.
    """

    def __init__(
        self,
        path: Path,
        reason: str,
        code: ProblemCode = ProblemCode.UNREADABLE,
        *,
        hint: str = "Replace the file, or leave it out.",
    ) -> None:
        super().__init__(f"Cannot read the picture. Received: {path.name}: {reason}.", hint)
        self.reason = reason
        self.code = code


def decode_picture(path: Path, *, max_side: int | None = None, accept_damaged: bool = False) -> Decoded:
    """Read a picture upright in 8-bit RGB. Safe to call from several threads at once.

    Args:
        path: a regular file.
        max_side: longest side of the result in pixels; smaller pictures are not enlarged. JPEG files are then
            decoded at a fraction of their size, which is several times faster.
        accept_damaged: give what can be seen of a damaged picture, with ``damage`` set, in place of an error.

    Raises:
        DecodeError: no picture, too large, or damaged.
    """
    _silence_pillow()
    with _open_regular(path) as stream:
        image = _open_image(path, stream)
        size = image.size
        if max_side is not None and image.format in ("JPEG", "MPO"):
            image.draft(image.mode, _bounded(size, max_side))
        is_draft = image.size != size
        turned_already = orientation_of(image) if image.format == "TIFF" else 1  # Loading it turns it and forgets this.
        image, damage = _load(path, image, stream)
        if damage and not accept_damaged:
            raise DecodeError(path, damage, ProblemCode.DAMAGED)
        try:
            finished = _finish(image, size=size if is_draft else image.size, max_side=max_side, damage=damage)
            return finished if turned_already == 1 else replace(finished, orientation=turned_already)
        except FAILURES as error:
            raise DecodeError(path, f"its pixels cannot be converted ({_words(error)})") from error


def turned(pixels: NDArray[np.generic], orientation: int) -> NDArray[np.generic]:
    """Stored pixels (H, W, ...) brought upright by an EXIF orientation, as ``decode_picture`` does."""
    if orientation in _SWAPPING:
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return pixels[:, ::-1] if orientation in (2, 3, 6, 7) else pixels


@dataclass(frozen=True, slots=True)
class Header:
    """What a picture's header says.

    Attributes:
        format: Pillow's name of it.
        mode: Pillow's name of how its pixels are stored.
        size: width and height of the upright picture in pixels.
    """

    format: str
    mode: str
    size: tuple[int, int]


def load_stored(path: Path) -> Image.Image:
    """A picture upright, its pixels as they are stored: palette indices stay indices, deep greys stay deep.

    For masks, whose numbers mean something else than brightness. Safe to call from several threads at once.

    Raises:
        DecodeError: no picture, too large, or damaged.
    """
    _silence_pillow()
    with _open_regular(path) as stream:
        image, damage = _load(path, _open_image(path, stream), stream)
        if damage:
            raise DecodeError(path, damage, ProblemCode.DAMAGED)
        turn = _TURNS.get(orientation_of(image))
        return image if turn is None else image.transpose(turn)


@contextmanager
def opened_picture(path: Path) -> Iterator[Image.Image]:
    """A picture whose header is read and whose pixels are not.

    Raises:
        DecodeError: no picture, or too large.
    """
    _silence_pillow()
    with _open_regular(path) as stream:
        yield _open_image(path, stream)


@contextmanager
def opened_in_parts(path: Path) -> Iterator[tuple[BinaryIO, Image.Image]]:
    """A picture of any size whose header is read: its file, and what the header says.

    For readers that decode it in parts of bounded size (``regions``): of PNG and TIFF, sizes beyond the limit are let
    through here, and here alone. The picture must not be decoded as a whole.

    Raises:
        DecodeError: no picture, or too large in another format.
    """
    _silence_pillow()
    with _open_regular(path) as stream:
        try:
            image = _header_of_any_size(path, stream)
        except FAILURES as error:
            raise DecodeError(path, f"its header cannot be read ({_words(error)})") from error
        yield stream, image


def read_header(path: Path) -> Header:
    """What a picture's header says, without decoding it.

    Raises:
        DecodeError: no picture, or too large.
    """
    with opened_picture(path) as image:
        # Of TIFF files Pillow gives the upright size itself.
        is_swapped = image.format != "TIFF" and orientation_of(image) in _SWAPPING
        return Header(str(image.format), image.mode, image.size[::-1] if is_swapped else image.size)


def _silence_pillow() -> None:
    """Keep Pillow's remarks about odd files off the terminal: what matters becomes a note or an error.

    A filter of the process and not ``catch_warnings``, which is not safe with threads.
    """
    if not any(entry[0] == "ignore" and getattr(entry[3], "pattern", "") == r"PIL\." for entry in warnings.filters):
        warnings.filterwarnings("ignore", module=r"PIL\.")


@contextmanager
def _open_regular(path: Path) -> Iterator[BinaryIO]:
    """Open a file that is neither folder, pipe nor device, or a picture in an IDX file; never waits for a writer."""
    try:
        inside = picture_as_pnm(path)
    except BadIdxFile as error:
        raise DecodeError(path, str(error)) from error
    if inside is not None:
        yield io.BytesIO(inside)
        return
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        stream = os.fdopen(os.open(path, flags), "rb")
    except (OSError, ValueError) as error:
        raise DecodeError(path, f"the file cannot be opened ({_words(error)})") from error
    with stream:
        found = os.fstat(stream.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise DecodeError(path, "it is not an ordinary file", ProblemCode.NOT_A_FILE)
        if found.st_size == 0:
            raise DecodeError(path, "the file is empty")
        yield stream


@cache
def _formats() -> tuple[str, ...]:
    """The formats of the list that this Pillow was built with."""
    Image.init()
    return tuple(name for name in FORMATS if name in Image.OPEN)


def _open_image(path: Path, stream: BinaryIO) -> Image.Image:
    formats = _formats()
    if path.suffix.lower() in TGA_ENDINGS:
        formats = (*formats, "TGA")
    try:
        image = Image.open(stream, formats=formats)
    except Image.DecompressionBombError as error:
        reason = f"it has more than {LARGEST_MEGAPIXELS} million pixels"
        raise DecodeError(path, reason, ProblemCode.TOO_LARGE) from error
    except UnidentifiedImageError as error:
        stream.seek(0)
        known = picture_format(stream.read(HEAD_BYTES))
        reason = f"the header of the {known} file is damaged" if known else "it holds no picture format that is known"
        raise DecodeError(path, reason) from error
    except FAILURES as error:
        raise DecodeError(path, f"its header cannot be read ({_words(error)})") from error
    return image


def _header_of_any_size(path: Path, stream: BinaryIO) -> Image.Image:
    known = picture_format(stream.read(HEAD_BYTES))
    stream.seek(0)
    # Pillow's limit stands in Image.open.
    match known:
        case "PNG":
            return PngImagePlugin.PngImageFile(stream)
        case "TIFF":
            return TiffImagePlugin.TiffImageFile(stream)
        case _:
            return _open_image(path, stream)


def _load(path: Path, image: Image.Image, stream: BinaryIO) -> tuple[Image.Image, str]:
    """Decode the pixels; of a damaged file those before the damage, with the reason."""
    try:
        image.load()
    except FAILURES as error:
        reason = describe_damage(error)
        part = _decoded_part(image, stream)
        if part is None:
            raise DecodeError(path, reason) from error
        return part, reason
    return image, ""


def _decoded_part(image: Image.Image, stream: BinaryIO) -> Image.Image | None:
    """What can be decoded before the damage; None where nothing can.

    Pillow fills the picture from top to bottom and leaves the rest at zero; of a JPEG file it needs to see an end.
    Its own switch for damaged files, ``LOAD_TRUNCATED_IMAGES``, counts for the whole process and hides the damage.
    """
    try:
        if image.format in ("JPEG", "MPO"):
            stream.seek(0)
            part: Image.Image = Image.open(io.BytesIO(stream.read(LARGEST_DAMAGED_BYTES) + JPEG_END), formats=("JPEG",))
            part.load()
        else:
            image.tile = []  # type: ignore[attr-defined]  # of ImageFile: no part is left to decode
            part = image.copy()
        return part if part.getbbox(alpha_only=False) else None
    except FAILURES:
        return None


def _finish(image: Image.Image, *, size: tuple[int, int], max_side: int | None, damage: str) -> Decoded:
    """Colours, size and orientation, in the order that costs least; ``size`` is that of the file."""
    orientation = orientation_of(image)
    notes = _frame_notes(image)
    rgb, colour_notes = to_rgb(image)
    if max_side is not None and max(rgb.size) > max_side:
        rgb = rgb.resize(_bounded(rgb.size, max_side), Image.Resampling.BICUBIC, reducing_gap=3.0)
    turn = _TURNS.get(orientation)
    if turn is not None:
        rgb = rgb.transpose(turn)
        notes = (*notes, TURNED_NOTE)
    width, height = size[::-1] if orientation in _SWAPPING else size
    pixels = np.asarray(rgb)
    damage_notes = (f"Damaged: {damage}. Shown as far as it can be read.",) if damage else ()
    return Decoded(
        pixels=pixels,
        width=width,
        height=height,
        notes=(*damage_notes, *notes, *colour_notes),
        is_grey=is_grey(pixels),
        damage=damage,
        orientation=orientation,
    )


def orientation_of(image: Image.Image) -> int:
    """EXIF orientation that is still to be applied (Pillow has turned TIFF pictures itself while loading)."""
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
        return int(value)
    except FAILURES:
        return 1


def _frame_notes(image: Image.Image) -> tuple[str, ...]:
    try:
        if image.format != "MPO" and getattr(image, "is_animated", False):
            return ("The first of several frames or pages.",)
    except FAILURES:
        pass
    return ()


def _bounded(size: tuple[int, int], max_side: int) -> tuple[int, int]:
    factor = min(1.0, max_side / max(size))
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def describe_damage(error: BaseException) -> str:
    """Why a picture cannot be decoded, in one line, by what was raised."""
    words = _words(error)
    return "the file ends too early" if "truncated" in words.lower() else f"its data is damaged ({words})"


def _words(error: BaseException) -> str:
    """What an exception says, in one short line."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(text.split())[:120] or type(error).__name__
