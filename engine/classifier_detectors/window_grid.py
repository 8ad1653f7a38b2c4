"""Which windows of a picture are asked about: all places of a grid, at a size of the picture for each shape.

A window shows a box of the wanted shape with its context. So the picture is resized until such a window has the size of
the network's input; then the windows that a network made fully convolutional sees at once are the crops of a grid.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.classifier_detectors.crops import CONTEXT, Floats, Pixels, without_context
from engine.data.fitting import PAD_VALUE
from models.options import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowGrid:
    """The windows of one shape.

    Attributes:
        window_px: rows and columns of a window, which are those of the network's input.
        stride_px: distance of neighbouring windows, down and right.
        resized_px: rows and columns of the resized picture.
        margin_px: grey rows above and columns to the left of it, so that windows can have the border in their middle.
        counts: windows, down and right.
        scale: from pixels of the original to those of the resized picture, along x and y.
    """

    window_px: Pair
    stride_px: Pair
    resized_px: Pair
    margin_px: Pair
    counts: Pair
    scale: tuple[float, float]

    @property
    def canvas_px(self) -> Pair:
        """Rows and columns of all that windows cover."""
        rows, columns = (
            window + (count - 1) * stride
            for window, count, stride in zip(self.window_px, self.counts, self.stride_px, strict=True)
        )
        return rows, columns

    @property
    def windows(self) -> int:
        """How many there are."""
        return self.counts[0] * self.counts[1]

    def boxes(self) -> Floats:
        """(windows, 4) the box that each window is for, row by row, in pixels of the original."""
        top = np.arange(self.counts[0]) * self.stride_px[0] - self.margin_px[0]
        left = np.arange(self.counts[1]) * self.stride_px[1] - self.margin_px[1]
        y, x = (each.ravel().astype(np.float64) for each in np.meshgrid(top, left, indexing="ij"))
        windows = np.stack([x, y, x + self.window_px[1], y + self.window_px[0]], axis=1)
        return without_context(windows) / np.array([*self.scale, *self.scale])

    def canvas(self, picture: Pixels) -> Pixels:
        """The resized picture (H, W, channels) with what is around it."""
        channels = picture.shape[2]
        image = Image.fromarray(picture[..., 0] if channels == 1 else picture)
        rows, columns = self.resized_px
        resized = np.asarray(image.resize((columns, rows), Image.Resampling.BILINEAR)).reshape(rows, columns, channels)
        canvas = np.full((*self.canvas_px, channels), PAD_VALUE, np.uint8)
        top, left = self.margin_px
        seen = resized[: self.canvas_px[0] - top, : self.canvas_px[1] - left]
        canvas[top : top + seen.shape[0], left : left + seen.shape[1]] = seen
        return canvas

    def crops(self, canvas: NDArray[np.uint8]) -> Pixels:
        """(windows, rows, columns, channels) of a canvas, row by row."""
        rows, columns = self.window_px
        views = np.lib.stride_tricks.sliding_window_view(canvas, (rows, columns), axis=(0, 1))
        chosen = views[:: self.stride_px[0], :: self.stride_px[1]]
        return np.moveaxis(chosen.reshape(-1, canvas.shape[2], rows, columns), 1, -1)


def window_grid(size_px: Pair, shape_px: tuple[float, float], *, window_px: Pair, stride_px: Pair) -> WindowGrid:
    """The windows for boxes of one shape.

    Args:
        size_px: rows and columns of the picture.
        shape_px: width and height of a box.
        window_px: rows and columns of the network's input.
        stride_px: distance of neighbouring windows at that size, down and right.
    """
    axes = [
        _axis(size, side / (1 - 2 * CONTEXT), window=window, stride=stride)
        for size, side, window, stride in zip(size_px, shape_px[::-1], window_px, stride_px, strict=True)
    ]
    (rows, top, down), (columns, left, right) = axes
    return WindowGrid(
        window_px=window_px,
        stride_px=stride_px,
        resized_px=(rows, columns),
        margin_px=(top, left),
        counts=(down, right),
        scale=(columns / size_px[1], rows / size_px[0]),
    )


def _axis(size: int, shown: float, *, window: int, stride: int) -> tuple[int, int, int]:
    """Resized pixels, margin and windows along one axis, for windows that show so many pixels of the original."""
    resized = max(1, round(size * window / shown))
    # A box may touch the border: its context lies beyond, and a stride more, since windows come in steps.
    margin = round(window * CONTEXT) + stride
    count = max(1, -(-(resized + 2 * margin - window) // stride) + 1)
    return resized, margin, count
