"""The chunks of a PNG file: header, rows as they were stored, remarks (W3C recommendation, sections 5 and 11)."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
READ_BYTES = 1024 * 1024
# Palette, transparency; orientation in EXIF, and in texts as older programs write it.
OF_PIXELS = (b"PLTE", b"tRNS")
OF_ORIENTATION = (b"eXIf", b"tEXt", b"zTXt", b"iTXt")
MOST_KEPT_BYTES = 1024 * 1024


class DamagedPng(Exception):
    """A file that is not as it should be; its text says how."""


@dataclass(frozen=True, slots=True)
class PngHeader:
    """What IHDR says.

    Attributes:
        width: in pixels.
        height: in pixels.
        depth: bits of a channel, or of an index into the palette.
        colour_type: 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha.
        is_interlaced: rows are stored in seven passes.
    """

    width: int
    height: int
    depth: int
    colour_type: int
    is_interlaced: bool

    @property
    def pixel_bits(self) -> int:
        """Bits of one pixel."""
        return CHANNELS[self.colour_type] * self.depth

    @property
    def row_bytes(self) -> int:
        """Bytes of a row, without the one that names its filter."""
        return -(-self.width * self.pixel_bits // 8)


def read_png_header(stream: BinaryIO) -> PngHeader:
    """Read IHDR from the beginning of a file."""
    stream.seek(len(SIGNATURE) + 8)
    width, height, depth, colour_type, _, _, interlace = struct.unpack(">IIBBBBB", stream.read(13))
    return PngHeader(width, height, depth, colour_type, interlace != 0)


def small_chunks(stream: BinaryIO, names: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Whole chunks with these names, wherever they stand in the file; what exceeds 1 MB in all is passed over."""
    stream.seek(len(SIGNATURE))
    found: list[bytes] = []
    kept_bytes = 0
    while len(head := stream.read(8)) == 8:
        length, name = struct.unpack(">I4s", head)
        if name in names and kept_bytes + length <= MOST_KEPT_BYTES:
            found.append(head + stream.read(length + 4))
            kept_bytes += length
        else:
            stream.seek(length + 4, 1)
    return tuple(found)


def stored_rows(stream: BinaryIO, header: PngHeader, *, at_once: int) -> Iterator[bytes]:
    """Rows as they were stored, each with its filter byte before it, ``at_once`` at a time, fewer at the end.

    Raises:
        DamagedPng: the file ends too early, or a checksum is wrong.
    """
    block, left = at_once * (header.row_bytes + 1), header.height * (header.row_bytes + 1)
    rows = bytearray()
    for unpacked in _unpacked(stream):
        rows += unpacked
        while len(rows) >= min(block, left) > 0:
            count = min(block, left)
            yield bytes(rows[:count])
            del rows[:count]
            left -= count
        if not left:
            return
    raise DamagedPng("the file ends too early")


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk with its length and checksum."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(content, zlib.crc32(name)))


def header_chunk(header: PngHeader) -> bytes:
    """Signature and IHDR."""
    fields = (header.width, header.height, header.depth, header.colour_type, 0, 0, int(header.is_interlaced))
    return SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", *fields))


def png_file(
    header: PngHeader, rows: bytes, *, before: tuple[bytes, ...] = (), behind: tuple[bytes, ...] = ()
) -> bytes:
    """A PNG file, not compressed.

    Args:
        header: its size and colours.
        rows: all rows, each with its filter byte.
        before: whole chunks that stand before the rows.
        behind: whole chunks that stand behind them.
    """
    data = chunk(b"IDAT", zlib.compress(rows, 0))
    return b"".join((header_chunk(header), *before, data, *behind, chunk(b"IEND", b"")))


def _unpacked(stream: BinaryIO) -> Iterator[bytes]:
    """What the IDAT chunks hold, at most 1 MB at a time."""
    unpacker = zlib.decompressobj()
    for packed in _packed(stream):
        while packed:
            try:
                unpacked = unpacker.decompress(packed, READ_BYTES)
            except zlib.error as error:
                raise DamagedPng(f"its data is damaged ({error})") from error
            yield unpacked
            packed = unpacker.unconsumed_tail
    yield unpacker.flush()


def _packed(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(len(SIGNATURE))
    while len(head := stream.read(8)) == 8:
        length, name = struct.unpack(">I4s", head)
        if name == b"IEND":
            return
        if name == b"IDAT":
            yield from _checked(stream, length)
        else:
            stream.seek(length + 4, 1)


def _checked(stream: BinaryIO, length: int) -> Iterator[bytes]:
    checksum = zlib.crc32(b"IDAT")
    while length:
        part = stream.read(min(length, READ_BYTES))
        if not part:
            return
        checksum, length = zlib.crc32(part, checksum), length - len(part)
        yield part
    if stream.read(4) != struct.pack(">I", checksum):
        raise DamagedPng("its data is damaged (wrong checksum)")
