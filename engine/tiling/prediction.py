"""Predicts a picture of any size tile by tile."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.data.mirroring import mirrored
from engine.dataset.pictures.regions.source import Region, RegionSource
from engine.tiling.blending import Blender, FinishedBlock, Scores
from engine.tiling.plan import AxisTile, TilePlan

OnProgress = Callable[[str, int, int], None]
Forward = Callable[[NDArray[np.uint8]], Scores]
PREDICTING = "Predicting tiles"
ROWS_AT_ONCE = 128


class Sink(Protocol):
    """Takes the finished scores of a picture."""

    def add(self, block: FinishedBlock) -> None:
        """Take a block.

        Blocks do not overlap and cover the picture; they come in rows from top to bottom, each from left to right,
        and all of one row have the same height.
        """


def predict_tiled(
    forward: Forward,
    source: RegionSource,
    plan: TilePlan,
    sinks: Sequence[Sink],
    *,
    on_progress: OnProgress,
) -> None:
    """Predict a picture by overlapping tiles.

    In memory are the pixels of one row of tiles, the scores of one tile, and the seam to the next row of tiles.

    Args:
        forward: from a window (1, h, w, 3) uint8 to scores (1, h', w', K) float32, where h' and w' are smaller than
            h and w by the same even number, or equal to them.
        source: the picture.
        plan: its tiles, for its size.
        sinks: what gets the scores.
        on_progress: told (what, done, total) in tiles before each and while pixels are read; may raise to stop.

    Raises:
        ValueError: plan and picture, or windows and scores, differ in size.
        DecodeError: the picture is damaged.
    """
    if (plan.height, plan.width) != (source.height, source.width):
        raise ValueError(
            f"The plan is for another picture. Received: {plan.height} x {plan.width} for "
            f"{source.height} x {source.width}."
        )
    blender: Blender | None = None
    for row, column, scores in _scored(forward, source, plan, on_progress=on_progress):
        blender = blender or Blender(plan, channels=scores.shape[-1])
        block = blender.add(row, column, _used(scores, row, column, plan))
        for sink in sinks:
            sink.add(block)
    on_progress(PREDICTING, plan.count, plan.count)


def _scored(
    forward: Forward, source: RegionSource, plan: TilePlan, *, on_progress: OnProgress
) -> Iterator[tuple[AxisTile, AxisTile, Scores]]:
    """All tiles with the scores (h', w', K) of their windows."""
    done = 0
    for row in plan.rows:
        tell = partial(on_progress, PREDICTING, done, plan.count)
        band = _mirrored_rows(source, row.window_start, plan.tiling.window_px, before_reading=tell)
        for column in plan.columns:
            on_progress(PREDICTING, done, plan.count)
            [scores] = forward(_window(band, column, plan.tiling.window_px)[None])
            yield row, column, scores
            done += 1


def _mirrored_rows(
    source: RegionSource, start: int, count: int, *, before_reading: Callable[[], None]
) -> NDArray[np.uint8]:
    """Whole rows of the picture (count, W, 3), mirrored beyond its borders.

    Read some at a time: a row of tiles may touch hundreds of pieces of a file.
    """
    rows = mirrored(start, start + count, length=source.height)
    top, bottom = int(rows.min()), int(rows.max()) + 1
    band = np.empty((bottom - top, source.width, 3), np.uint8)
    for first in range(top, bottom, ROWS_AT_ONCE):
        before_reading()
        last = min(first + ROWS_AT_ONCE, bottom)
        band[first - top : last - top] = source.read(Region(top=first, bottom=last, left=0, right=source.width))
    return band if np.array_equal(rows, np.arange(top, bottom)) else band[rows - top]


def _window(band: NDArray[np.uint8], column: AxisTile, window_px: int) -> NDArray[np.uint8]:
    start = column.window_start
    return band[:, mirrored(start, start + window_px, length=band.shape[1])]


def _used(scores: Scores, row: AxisTile, column: AxisTile, plan: TilePlan) -> Scores:
    """The pixels of a window's scores that count, as a copy that may be overwritten."""
    lost_rows, lost_columns = (plan.tiling.window_px - side for side in scores.shape[:2])
    if not 0 <= lost_rows == lost_columns <= 2 * plan.tiling.margin_px or lost_rows % 2:
        raise ValueError(
            f"The scores do not fit the windows. Received: scores {scores.shape[0]} x {scores.shape[1]} of windows "
            f"of {plan.tiling.window_px} pixels with margins of {plan.tiling.margin_px}."
        )
    top = row.start - row.window_start - lost_rows // 2
    left = column.start - column.window_start - lost_rows // 2
    used = scores[top : top + row.stop - row.start, left : left + column.stop - column.start]
    return np.array(used, np.float32)
