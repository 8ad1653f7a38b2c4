"""Where the finished scores of a tiled prediction go: into an array, a class mask, a file of scores or of doubt."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from engine.ops.uncertainty import normalised_entropy
from engine.tiling.blending import FinishedBlock, Scores
from engine.tiling.mask_png import MaskPng
from engine.tiling.pending_file import pending_file

STORED = np.dtype(np.float16)
DECISION = 0.5
FULL_SCORE = 255


def class_ids(scores: Scores) -> NDArray[np.uint8]:
    """The class of every pixel: of (..., K) scores the position of the highest; of a single one, 1 from 0.5 on."""
    if scores.shape[-1] == 1:
        return (scores[..., 0] >= DECISION).astype(np.uint8)
    return scores.argmax(axis=-1).astype(np.uint8)


class ScoreArray:
    """Keeps all scores of a picture, for those that fit into memory or a map of it."""

    def __init__(self, scores: NDArray[np.floating]) -> None:
        """Fill an array (H, W, K)."""
        self._scores = scores

    def add(self, block: FinishedBlock) -> None:
        rows, columns = block.scores.shape[:2]
        self._scores[block.top : block.top + rows, block.left : block.left + columns] = block.scores


class ClassArray:
    """Keeps the class of every pixel."""

    def __init__(self, height: int, width: int) -> None:
        self.values = np.zeros((height, width), np.uint8)

    def add(self, block: FinishedBlock) -> None:
        rows, columns = block.scores.shape[:2]
        self.values[block.top : block.top + rows, block.left : block.left + columns] = class_ids(block.scores)


class ScoreGrid:
    """Keeps the scores of the pixel in the middle of every square of some pixels, of those at the edge also smaller.

    Attributes:
        values: (rows, columns, K) float16, one row and one column for every ``step`` pixels that were begun.
    """

    def __init__(self, height: int, width: int, *, classes: int, step: int) -> None:
        self._rows, self._columns = _middles(height, step), _middles(width, step)
        self.values = np.zeros((len(self._rows), len(self._columns), classes), np.float16)

    def add(self, block: FinishedBlock) -> None:
        rows, columns = self._rows - block.top, self._columns - block.left
        down = np.flatnonzero((rows >= 0) & (rows < block.scores.shape[0]))
        across = np.flatnonzero((columns >= 0) & (columns < block.scores.shape[1]))
        self.values[np.ix_(down, across)] = block.scores[np.ix_(rows[down], columns[across])]


def _middles(extent: int, step: int) -> NDArray[np.int64]:
    return np.minimum(np.arange(0, extent, step) + step // 2, extent - 1)


class _PngRows:
    """Joins values of blocks to whole rows of a picture, and writes those."""

    def __init__(self, png: MaskPng, *, width: int) -> None:
        self._png = png
        self._width = width
        self._rows = np.zeros((0, width), np.uint8)

    def add(self, block: FinishedBlock, values: NDArray[np.uint8]) -> None:
        rows, columns = values.shape
        if block.left == 0:
            self._rows = np.zeros((rows, self._width), np.uint8)
        self._rows[:, block.left : block.left + columns] = values
        if block.left + columns == self._width and rows:
            self._png.write(self._rows)


class ClassMaskFile:
    """A class mask as a palette PNG, with the area of each class."""

    def __init__(self, png: MaskPng, *, width: int, classes: int) -> None:
        self._rows = _PngRows(png, width=width)
        self._areas = np.zeros(classes, np.int64)

    @property
    def areas_px(self) -> tuple[int, ...]:
        """Pixels of each class so far."""
        return tuple(int(area) for area in self._areas)

    def add(self, block: FinishedBlock) -> None:
        ids = class_ids(block.scores)
        counts = np.bincount(ids.ravel(), minlength=len(self._areas))
        if len(counts) > len(self._areas):
            raise ValueError(f"Every class needs a colour. Received: class {ids.max()}, {len(self._areas)} colours.")
        self._areas += counts
        self._rows.add(block, ids)


class UncertaintyFile:
    """How undecided the scores are as a grey PNG: 0 where they are sure, 255 where all classes have the same."""

    def __init__(self, png: MaskPng, *, width: int) -> None:
        self._rows = _PngRows(png, width=width)

    def add(self, block: FinishedBlock) -> None:
        self._rows.add(block, np.rint(normalised_entropy(block.scores) * FULL_SCORE).astype(np.uint8))


@contextmanager
def class_mask_file(path: Path, *, height: int, width: int, palette: NDArray[np.uint8]) -> Iterator[ClassMaskFile]:
    """A class mask that stands at ``path`` once all scores are in it, and not at all after an error.

    Args:
        path: of the PNG file.
        height: of the picture in pixels.
        width: of the picture in pixels.
        palette: (classes, 3) uint8 RGB, the colour of every class; two for a single score.
    """
    with pending_file(path) as stream:
        png = MaskPng(stream, height=height, width=width, palette=palette)
        yield ClassMaskFile(png, width=width, classes=len(palette))
        png.finish()


@contextmanager
def uncertainty_file(path: Path, *, height: int, width: int) -> Iterator[UncertaintyFile]:
    """A picture of the normalised entropy of two or more scores, under the same conditions as ``class_mask_file``."""
    greys = np.repeat(np.arange(FULL_SCORE + 1, dtype=np.uint8)[:, None], 3, axis=1)
    with pending_file(path) as stream:
        png = MaskPng(stream, height=height, width=width, palette=greys)
        yield UncertaintyFile(png, width=width)
        png.finish()


class ScoreFile:
    """All scores as an array (H, W, K) float16 in an .npy file.

    Written and not memory-mapped: the pages of a map would count as memory of the process.
    """

    def __init__(self, stream: BinaryIO, *, height: int, width: int) -> None:
        self._stream = stream
        self._height = height
        self._width = width
        self._start = 0

    def add(self, block: FinishedBlock) -> None:
        rows, _, channels = block.scores.shape
        if not self._start:
            shape = (self._height, self._width, channels)
            header = {"descr": npy.dtype_to_descr(STORED), "fortran_order": False, "shape": shape}
            npy.write_array_header_1_0(self._stream, header)
            self._start = self._stream.tell()
        values = block.scores.astype(STORED)
        for i in range(rows):
            place = ((block.top + i) * self._width + block.left) * channels * STORED.itemsize
            self._stream.seek(self._start + place)
            self._stream.write(np.ascontiguousarray(values[i]).data)


@contextmanager
def score_file(path: Path, *, height: int, width: int) -> Iterator[ScoreFile]:
    """A file of all scores that stands at ``path`` once they are in it, and not at all after an error.

    Args:
        path: of the .npy file.
        height: of the picture in pixels.
        width: of the picture in pixels.
    """
    with pending_file(path) as stream:
        yield ScoreFile(stream, height=height, width=width)
