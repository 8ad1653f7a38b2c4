"""Takes the scores of a picture as they come, and keeps of them what its evaluation needs."""

import numpy as np
from numpy.typing import NDArray

from engine.dataset.pictures.regions.code_plane import CodePlane
from engine.evaluating.doubts import DoubtPlanes
from engine.ops.confusion import Indices
from engine.ops.mask_doubts import TrustTally, doubts_of
from engine.ops.pixel_confusion import count_pixel_confusion
from engine.tiling.blending import FinishedBlock

Codes = NDArray[np.uint8]


class MeasuredScores:
    """A sink that compares scores with the truth at once: in memory are some rows, whatever the picture's size.

    Attributes:
        confusion: (classes, classes) pixels so far, of which class, taken for which.
        trust: how probable the network finds the mask.
    """

    def __init__(self, planes: DoubtPlanes, *, classes: int) -> None:
        """For one picture.

        Args:
            planes: the true classes are read; the others are written.
            classes: their number.
        """
        self.confusion: Indices = np.zeros((classes, classes), np.int64)
        self.trust = TrustTally()
        self._true = planes.true
        self._predicted = _Rows(planes.predicted)
        self._doubts = _Rows(planes.doubts)
        self._true_rows = np.zeros((0, planes.true.width), np.uint8)

    def add(self, block: FinishedBlock) -> None:
        # Rounded first, as scores that are kept in files are.
        scores = block.scores.astype(np.float16)
        rows, columns = scores.shape[:2]
        if block.left == 0:
            self._true_rows = self._true.rows(block.top, block.top + rows)
        true = self._true_rows[:, block.left : block.left + columns]
        predicted = scores.argmax(axis=-1).astype(np.uint8)
        self.confusion += count_pixel_confusion(true, predicted, classes=len(self.confusion))
        self.trust.add(true, scores)
        self._predicted.add(block, predicted)
        self._doubts.add(block, doubts_of(true, predicted, scores.max(axis=-1)))


class _Rows:
    """Joins codes of blocks to whole rows of a picture, and writes those."""

    def __init__(self, plane: CodePlane) -> None:
        self._plane = plane
        self._rows = np.zeros((0, plane.width), np.uint8)

    def add(self, block: FinishedBlock, codes: Codes) -> None:
        rows, columns = codes.shape
        if block.left == 0:
            self._rows = np.zeros((rows, self._plane.width), np.uint8)
        self._rows[:, block.left : block.left + columns] = codes
        if block.left + columns == self._plane.width:
            self._plane.write(self._rows, top=block.top)
