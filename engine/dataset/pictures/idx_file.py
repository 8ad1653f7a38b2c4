"""Reads IDX files, which hold many small pictures of one size (or their labels) in one file, as MNIST does.

Format: yann.lecun.com/exdb/mnist: two zeros, the type of the values, the number of dimensions, the dimensions as
32-bit numbers (high byte first), the values. A picture in such a file has a path of its own: "<file>/00017".
"""

import gzip
import hashlib
import math
import os
import struct
import tempfile
import threading
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from engine.contract.folders import cache_folder

_UNSIGNED_BYTES = 8
_GZIP_START = b"\x1f\x8b"
_LABEL_DIMENSIONS, _GREY_DIMENSIONS, _COLOUR_DIMENSIONS = 1, 3, 4
_COLOUR_CHANNELS = 3
_FEWEST_DIGITS = 5
LARGEST_SIDE_PX = 4096
MOST_ITEMS = 5_000_000
# Unpacked files are kept as long as all of them together are not larger.
LARGEST_CACHE_BYTES = 8 << 30
_PIECE = 1 << 20
_unpacking = threading.Lock()


class BadIdxFile(Exception):
    """A file that is no usable IDX file; the text says why, without its name."""


@dataclass(frozen=True, slots=True)
class IdxHeader:
    """What an IDX file holds.

    Attributes:
        shape: the dimensions as stated, the number of items first.
        offset: of the first value in bytes.
        count: items that are there, which are fewer than stated in a file that was cut.
    """

    shape: tuple[int, ...]
    offset: int
    count: int

    @property
    def is_labels(self) -> bool:
        return len(self.shape) == _LABEL_DIMENSIONS

    @property
    def item_bytes(self) -> int:
        return math.prod(self.shape[1:])


def read_header(path: Path) -> IdxHeader:
    """What the IDX file at ``path`` holds, packed by gzip or not.

    Raises:
        BadIdxFile: it is none, or one of another kind than pictures and labels.
    """
    try:
        found = path.stat()
        return _header(path, found.st_size, found.st_mtime_ns)
    except OSError as error:
        raise BadIdxFile(f"it cannot be opened ({error.strerror or error})") from error


def read_labels(path: Path) -> NDArray[np.uint8]:
    """(N,) class numbers.

    Raises:
        BadIdxFile: it holds no labels, or cannot be unpacked.
    """
    header = read_header(path)
    if not header.is_labels:
        raise BadIdxFile("it holds no labels")
    values = np.frombuffer(_read(path, header.offset, header.count), np.uint8)
    if len(values) != header.count:
        raise BadIdxFile("it ends too early")
    return values


def picture_path(file: str, number: int, count: int) -> str:
    """The path of a picture in an IDX file of ``count`` pictures; paths in order sort as the pictures."""
    return f"{file}/{number:0{max(_FEWEST_DIGITS, len(str(count - 1)))}d}"


def picture_as_pnm(path: Path) -> bytes | None:
    """A picture of an IDX file as a portable pixmap, which every decoder reads; None for any other path.

    Raises:
        BadIdxFile: the path is one of an IDX file, and the picture cannot be read.
    """
    if not _may_be_inside(path):
        return None
    header, number = read_header(path.parent), int(path.name)
    if header.is_labels or number >= header.count:
        raise BadIdxFile(f"the file {path.parent.name} has {header.count} pictures")
    pixels = _read(path.parent, header.offset + number * header.item_bytes, header.item_bytes)
    if len(pixels) != header.item_bytes:
        raise BadIdxFile("the file ends too early")
    rows, columns = header.shape[1:3]
    kind = b"P6" if header.shape[3:] == (_COLOUR_CHANNELS,) else b"P5"
    return b"%b %d %d 255\n" % (kind, columns, rows) + pixels


def _may_be_inside(path: Path) -> bool:
    """Whether a path can only be one of an IDX file: digits inside of something that is no folder."""
    name = path.name
    return len(name) >= _FEWEST_DIGITS and name.isascii() and name.isdecimal() and path.parent.is_file()


@lru_cache(maxsize=64)
def _header(path: Path, size: int, _modified_ns: int) -> IdxHeader:
    try:
        with _opened(path) as stream:
            start = stream.read(4)
            if len(start) < 4 or start[:2] != b"\0\0" or start[2] != _UNSIGNED_BYTES:
                raise BadIdxFile("it is no IDX file of bytes")
            shape = struct.unpack(f">{start[3]}I", stream.read(4 * start[3]))
    except (OSError, EOFError, zlib.error, struct.error) as error:
        raise BadIdxFile("its header cannot be read") from error
    _check_shape(shape)
    offset = 4 + 4 * len(shape)
    there = (_unpacked_size(path) if _is_packed(path) else size) - offset
    return IdxHeader(shape, offset, max(0, min(shape[0], there // math.prod(shape[1:]))))


def _check_shape(shape: tuple[int, ...]) -> None:
    if len(shape) not in (_LABEL_DIMENSIONS, _GREY_DIMENSIONS, _COLOUR_DIMENSIONS):
        raise BadIdxFile(f"it has {len(shape)} dimensions; pictures have 3 or 4, labels 1")
    if shape[0] > MOST_ITEMS or any(not 1 <= side <= LARGEST_SIDE_PX for side in shape[1:3]):
        raise BadIdxFile(f"it states a size of {' × '.join(map(str, shape))}, which is not read")
    if len(shape) == _COLOUR_DIMENSIONS and shape[3] not in (1, _COLOUR_CHANNELS):
        raise BadIdxFile(f"its pictures have {shape[3]} channels; 1 or 3 are read")


def _is_packed(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(_GZIP_START)) == _GZIP_START


def _opened(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path)) if _is_packed(path) else path.open("rb")


def _unpacked_size(path: Path) -> int:
    """The size that gzip notes at the end of a file (RFC 1952, ISIZE)."""
    with path.open("rb") as stream:
        stream.seek(-4, os.SEEK_END)
        return int.from_bytes(stream.read(4), "little")


def _read(path: Path, start: int, number: int) -> bytes:
    try:
        with (_unpacked(path) if _is_packed(path) else path).open("rb") as stream:
            stream.seek(start)
            return stream.read(number)
    except OSError as error:
        raise BadIdxFile(f"it cannot be read ({error.strerror or error})") from error


def _unpacked(path: Path) -> Path:
    """A copy of a packed file as plain bytes in Fovea's cache, made once."""
    found = path.stat()
    key = hashlib.sha256(f"{path.absolute()}\0{found.st_size}\0{found.st_mtime_ns}".encode(errors="surrogatepass"))
    copy = cache_folder() / "idx" / f"{key.hexdigest()[:24]}.idx"
    with _unpacking:
        if not copy.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            header = read_header(path)
            _make_room(copy.parent, header.offset + header.count * header.item_bytes)
            _unpack(path, copy, header.offset + header.count * header.item_bytes)
    return copy


def _unpack(path: Path, copy: Path, size: int) -> None:
    """Write at most ``size`` bytes of a packed file under a temporary name, then rename it."""
    handle, name = tempfile.mkstemp(dir=copy.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as target, gzip.open(path) as source:
            left = size
            while left and (piece := source.read(min(left, _PIECE))):
                target.write(piece)
                left -= len(piece)
            source.read(1)  # at the end of the file, gzip compares its checksum
        os.replace(name, copy)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadIdxFile("it cannot be unpacked") from error
    finally:
        Path(name).unlink(missing_ok=True)


def _make_room(folder: Path, size: int) -> None:
    """Delete the copies that were made first until another one of ``size`` bytes fits."""
    if size > LARGEST_CACHE_BYTES:
        raise BadIdxFile(f"it is {size:,} bytes unpacked, too large for the cache")
    copies = sorted(folder.glob("*.idx"), key=lambda file: file.stat().st_mtime_ns)
    total = sum(file.stat().st_size for file in copies)
    for file in copies:
        if total + size <= LARGEST_CACHE_BYTES:
            return
        total -= file.stat().st_size
        file.unlink(missing_ok=True)
