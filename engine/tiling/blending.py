"""Joins the scores of neighbouring tiles, keeping no more than the seams that wait for a neighbour."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.tiling.plan import AxisTile, TilePlan

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FinishedBlock:
    """Scores that no later tile changes.

    Attributes:
        top: row of the first pixel in the picture.
        left: column of the first pixel in the picture.
        scores: (rows, columns, K) float32.
    """

    top: int
    left: int
    scores: Scores


class Blender:
    """Takes the tiles of a plan row by row, each from left to right, and gives back what is finished.

    Between two tiles it keeps the seam to the right neighbour, and between two rows of tiles the seam to the row
    below: ``seam_px`` times the picture's width times the channels, whatever the picture's height.
    """

    def __init__(self, plan: TilePlan, *, channels: int) -> None:
        """For the scores of one picture.

        Args:
            plan: its tiles.
            channels: K, the scores of one pixel.
        """
        self._right = np.zeros((0, 0, channels), np.float32)
        self._below = np.zeros((plan.tiling.seam_px if len(plan.rows) > 1 else 0, plan.width, channels), np.float32)

    def add(self, row: AxisTile, column: AxisTile, scores: Scores) -> FinishedBlock:
        """Add the next tile.

        Args:
            row: its rows.
            column: its columns.
            scores: (rows, columns, K) of the pixels from ``start`` to ``stop`` of both; overwritten.
        """
        scores *= row.weights()[:, None, None] * column.weights()[None, :, None]
        if column.fade_in:
            scores[:, : column.fade_in] += self._right
        complete = scores[:, : column.finished - column.start]
        self._right = scores[:, complete.shape[1] :].copy()
        below = self._below[:, column.start : column.finished]
        if row.fade_in:
            complete[: row.fade_in] += below
        finished = row.finished - row.start
        if row.fade_out:
            below[:] = complete[finished:]
        return FinishedBlock(row.start, column.start, complete[:finished])
