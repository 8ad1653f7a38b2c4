"""Regions of a TIFF picture, of which only the tiles or strips that are needed are decoded."""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image, TiffImagePlugin

from engine.contract.dataset import ProblemCode
from engine.dataset.pictures.brightness_range import Extremes, extremes_of, joined
from engine.dataset.pictures.colours import is_deep_grey, to_rgb
from engine.dataset.pictures.decode import FAILURES, DecodeError, describe_damage
from engine.dataset.pictures.regions.source import Pixels, Region
from engine.dataset.pictures.regions.tiff_layout import TiffLayout, as_tiff, read_layout

KEPT_BYTES = 192 * 1024 * 1024
MEASURING = "Measuring brightness"
OnProgress = Callable[[str, int, int], None]


class TiffSource:
    """A stored TIFF picture, not turned.

    The pieces of the last rows are kept, for regions that overlap.
    """

    def __init__(
        self, path: Path, stream: BinaryIO, image: TiffImagePlugin.TiffImageFile, *, on_progress: OnProgress
    ) -> None:
        """Read where the pieces lie; of deep greys, read all pieces once, since their extremes decide the scale.

        Args:
            path: of the file, for errors.
            stream: the open file; it must stay open.
            image: its header.
            on_progress: told (what, done, total); may raise to stop.

        Raises:
            NotInPieces: it can only be decoded as a whole.
            DecodeError: damaged.
        """
        self._path = path
        self._stream = stream
        try:
            self._layout: TiffLayout = read_layout(image)
        except FAILURES as error:
            raise self._damaged(error) from error
        self._recent: OrderedDict[int, Pixels] = OrderedDict()
        self._of_whole = self._extremes(on_progress) if is_deep_grey(image.mode) else None

    @property
    def height(self) -> int:
        return self._layout.height

    @property
    def width(self) -> int:
        return self._layout.width

    @property
    def is_tiled(self) -> bool:
        """Tiles, or else strips."""
        return self._layout.is_tiled

    @property
    def piece_height(self) -> int:
        """Rows of a tile or strip."""
        return self._layout.piece_height

    def read(self, region: Region) -> Pixels:
        pixels = np.empty((*region.shape, 3), np.uint8)
        for position in self._layout.touching(region):
            shown = self._layout.region(position)
            top, bottom = max(shown.top, region.top), min(shown.bottom, region.bottom)
            left, right = max(shown.left, region.left), min(shown.right, region.right)
            part = self._piece(position)[top - shown.top : bottom - shown.top, left - shown.left : right - shown.left]
            pixels[top - region.top : bottom - region.top, left - region.left : right - region.left] = part
        return pixels

    def _piece(self, position: int) -> Pixels:
        if position in self._recent:
            self._recent.move_to_end(position)
            return self._recent[position]
        image = self._decoded(position)
        try:
            pixels = np.asarray(to_rgb(image, of_whole=self._of_whole)[0])
        except FAILURES as error:
            raise self._damaged(error) from error
        self._recent[position] = pixels
        while len(self._recent) * pixels.nbytes > KEPT_BYTES:
            self._recent.popitem(last=False)
        return pixels

    def _decoded(self, position: int) -> Image.Image:
        try:
            image = Image.open(as_tiff(self._layout, position, self._stream), formats=("TIFF",))
            image.load()
        except FAILURES as error:
            raise self._damaged(error) from error
        return image

    def _damaged(self, error: BaseException) -> DecodeError:
        return DecodeError(self._path, describe_damage(error), ProblemCode.DAMAGED)

    def _extremes(self, on_progress: OnProgress) -> Extremes:
        found = []
        for position in range(self._layout.count):
            on_progress(MEASURING, position, self._layout.count)
            rows, columns = self._layout.region(position).shape
            found.append(extremes_of(np.asarray(self._decoded(position))[:rows, :columns]))
        return joined(found)
