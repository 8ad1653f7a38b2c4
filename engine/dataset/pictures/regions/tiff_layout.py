"""Where the pieces of a TIFF picture, its tiles or strips, lie in the file, and each as a small TIFF of its own.

A piece is decoded by the same decoder as whole pictures, in every compression and colour that it knows (TIFF 6.0,
sections 15 and 22; JPEG in TIFF: technical note 2).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, BinaryIO

from PIL import TiffImagePlugin

from engine.dataset.pictures.regions.source import Region

UNCOMPRESSED, OLD_JPEG, YCBCR, SEPARATE_PLANES = 1, 6, 6, 2
WIDTH, LENGTH, BITS, COMPRESSION, PHOTOMETRIC, SAMPLES, PLANES = 256, 257, 258, 259, 262, 277, 284
STRIP_OFFSETS, ROWS_PER_STRIP, STRIP_COUNTS = 273, 278, 279
TILE_WIDTH, TILE_LENGTH, TILE_OFFSETS, TILE_COUNTS = 322, 323, 324, 325
# What says how pixels are stored: fill order, fax options, predictor, palette, inks, extra samples, sample format,
# JPEG tables, and the four of YCbCr.
STORAGE_TAGS = (BITS, COMPRESSION, PHOTOMETRIC, 266, SAMPLES, PLANES, 292, 293, 317, 320, 332, 338, 339, 347, 529, 530,
                531, 532)  # fmt: skip
HEAD_BYTES = 8
LARGEST_PIECE_PIXELS = 32_000_000
WANTED_PIECE_BYTES = 4 * 1024 * 1024
MOST_PIECES = 1_000_000
COMPRESSION_SLACK_BYTES = 65_536


class NotInPieces(Exception):
    """A TIFF picture that can only be decoded as a whole; its text says why."""


@dataclass(frozen=True, slots=True, eq=False)
class TiffLayout:
    """Where the pieces of a picture lie.

    Attributes:
        height: of the stored picture in pixels.
        width: of the stored picture in pixels.
        piece_height: rows of a piece; the last strip has fewer.
        piece_width: columns of a piece.
        offsets: of the pieces in the file, from left to right, from top to bottom, those of each plane after another.
        counts: of their bytes, as ``offsets``.
        is_tiled: tiles, or else strips.
        prefix: byte order of the file, as it begins.
        tags: how pixels are stored.
    """

    height: int
    width: int
    piece_height: int
    piece_width: int
    offsets: Sequence[int]
    counts: Sequence[int]
    is_tiled: bool
    prefix: bytes
    tags: dict[int, Any]

    @property
    def across(self) -> int:
        """Pieces in one row of them."""
        return -(-self.width // self.piece_width)

    @property
    def count(self) -> int:
        """All pieces; those of all planes count once."""
        return self.across * -(-self.height // self.piece_height)

    @property
    def planes(self) -> int:
        """How often the picture is stored: once, or for each channel on its own."""
        return int(self.tags.get(SAMPLES, 1)) if self.tags.get(PLANES, 1) == SEPARATE_PLANES else 1

    @property
    def is_uncompressed(self) -> bool:
        """Whether rows lie in the file as they are."""
        return bool(self.tags.get(COMPRESSION, UNCOMPRESSED) == UNCOMPRESSED)

    @property
    def row_bytes(self) -> int:
        """Bytes of one uncompressed row of a piece, all its channels together or one of separate ones."""
        bits, samples = self.tags.get(BITS, (1,)), int(self.tags.get(SAMPLES, 1))
        per_pixel = sum(bits) if len(bits) == samples else bits[0] * samples
        return int(-(-self.piece_width * (bits[0] if self.planes > 1 else per_pixel) // 8))

    def touching(self, region: Region) -> list[int]:
        """Positions of the pieces that show a part of a region."""
        rows = range(region.top // self.piece_height, (region.bottom - 1) // self.piece_height + 1)
        columns = range(region.left // self.piece_width, (region.right - 1) // self.piece_width + 1)
        return [row * self.across + column for row in rows for column in columns]

    def region(self, position: int) -> Region:
        """What a piece shows, cut at the picture's border."""
        row, column = divmod(position, self.across)
        top, left = row * self.piece_height, column * self.piece_width
        bottom, right = min(top + self.piece_height, self.height), min(left + self.piece_width, self.width)
        return Region(top=top, bottom=bottom, left=left, right=right)


def read_layout(image: TiffImagePlugin.TiffImageFile) -> TiffLayout:
    """The pieces of the first page.

    Raises:
        NotInPieces: they are of unknown or extreme size or number, or cannot be decoded one by one.
    """
    tags = image.tag_v2
    is_tiled = STRIP_OFFSETS not in tags
    height, width = int(tags[LENGTH]), int(tags[WIDTH])
    layout = TiffLayout(
        height=height,
        width=width,
        piece_height=int(tags.get(TILE_LENGTH, 0)) if is_tiled else min(int(tags.get(ROWS_PER_STRIP, height)), height),
        piece_width=int(tags.get(TILE_WIDTH, 0)) if is_tiled else width,
        offsets=tags.get(TILE_OFFSETS if is_tiled else STRIP_OFFSETS, ()),
        counts=tags.get(TILE_COUNTS if is_tiled else STRIP_COUNTS, ()),
        is_tiled=is_tiled,
        prefix=tags.prefix,
        tags={tag: tags[tag] for tag in STORAGE_TAGS if tag in tags},
    )
    if layout.is_uncompressed and not layout.counts and len(layout.offsets) == 1:
        layout = replace(layout, counts=(height * layout.row_bytes,))
    _check(layout)
    return _cut_strip(layout) if _is_large(layout) else layout


def as_tiff(layout: TiffLayout, position: int, stream: BinaryIO) -> BytesIO:
    """A piece as a TIFF file of its own."""
    planes = [_read(layout, place, stream) for place in range(position, layout.planes * layout.count, layout.count)]
    counts = tuple(map(len, planes))
    starts = tuple(sum(counts[:i]) for i in range(len(counts)))
    directory = TiffImagePlugin.ImageFileDirectory_v2(prefix=layout.prefix)
    for tag, value in layout.tags.items():
        directory[tag] = value
    height = layout.piece_height if layout.is_tiled else layout.region(position).shape[0]
    directory[WIDTH], directory[LENGTH] = layout.piece_width, height
    if layout.is_tiled:
        directory[TILE_WIDTH], directory[TILE_LENGTH], directory[TILE_COUNTS] = layout.piece_width, height, counts
        directory[TILE_OFFSETS] = starts
        behind = HEAD_BYTES + len(directory.tobytes(HEAD_BYTES))
        directory[TILE_OFFSETS] = tuple(start + behind for start in starts)
    else:
        # Pillow counts offsets of strips, and of them alone, from the end of the directory.
        directory[ROWS_PER_STRIP], directory[STRIP_COUNTS], directory[STRIP_OFFSETS] = height, counts, starts
    file = BytesIO()
    directory.save(file)
    file.write(b"".join(planes))
    file.seek(0)
    return file


def _read(layout: TiffLayout, place: int, stream: BinaryIO) -> bytes:
    # No compression makes a piece more than a little larger.
    most = 2 * layout.piece_height * layout.row_bytes + COMPRESSION_SLACK_BYTES
    stream.seek(layout.offsets[place])
    return stream.read(min(layout.counts[place], most))


def _check(layout: TiffLayout) -> None:
    if layout.tags.get(COMPRESSION, UNCOMPRESSED) == OLD_JPEG:
        raise NotInPieces("its JPEG compression is of the old kind")
    if min(layout.piece_width, layout.piece_height) < 1:
        raise NotInPieces("its tiles have no size")
    needed = layout.count * layout.planes
    if needed > MOST_PIECES or not needed == len(layout.offsets) == len(layout.counts):
        raise NotInPieces(f"it tells of {len(layout.offsets)} parts where {needed} are needed")


def _is_large(layout: TiffLayout) -> bool:
    return layout.piece_width * layout.piece_height > LARGEST_PIECE_PIXELS


def _cut_strip(layout: TiffLayout) -> TiffLayout:
    """Cut one long uncompressed strip, as microscopes write them, into many."""
    is_plain = layout.is_uncompressed and layout.tags.get(PHOTOMETRIC) != YCBCR
    if layout.is_tiled or len(layout.offsets) != 1 or not is_plain:
        raise NotInPieces(f"its parts have {layout.piece_width} x {layout.piece_height} pixels, too many at once")
    rows = max(1, WANTED_PIECE_BYTES // layout.row_bytes)
    starts = range(0, layout.height, rows)
    return replace(
        layout,
        piece_height=rows,
        offsets=[layout.offsets[0] + start * layout.row_bytes for start in starts],
        counts=[min(rows, layout.height - start) * layout.row_bytes for start in starts],
    )
