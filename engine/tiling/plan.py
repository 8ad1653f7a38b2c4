"""Where the tiles of a large picture lie, and how much each of them counts in every pixel.

Overlap-tile strategy (Ronneberger, Fischer, Brox: U-Net, 2015, section 2 and figure 2): each tile is predicted from a
window that is larger by a margin, so that its pixels see what they would see in the whole picture; beyond the
picture's border the window is mirrored. Neighbouring tiles overlap, and their weights cross linearly in a seam.

Rows and columns are planned alike, one axis at a time; the weight of a tile in a pixel is the product of both axes.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Tiling:
    """How a network wants large pictures to be cut.

    Attributes:
        window_px: rows and columns of what the network gets at once.
        margin_px: pixels at each side of the window whose scores are not used. Where it is at least the radius of the
            receptive field, tiles say exactly what the network says of the whole picture. A network that gives fewer
            pixels than it gets, as unpadded convolutions do, needs at least what it loses at one side.
        seam_px: rows or columns in which the weights of two neighbours cross; 0 cuts sharply.
        stride_px: tiles begin at multiples of it. The total stride of a network with pooling: moved by less, its
            pooling windows hold other pixels, and its answers differ.

    Raises:
        ValueError: the window has no room for margins and seams.
    """

    window_px: int
    margin_px: int
    seam_px: int
    stride_px: int = 1

    def __post_init__(self) -> None:
        if min(self.margin_px, self.seam_px) < 0 or self.stride_px < 1:
            raise ValueError(f"Margin and seam are at least 0, the stride at least 1. Received: {self}.")
        # Then three tiles never meet in one pixel of an axis, so that one seam is finished before the next begins.
        if self.core_px < 3 * self.seam_px + self.stride_px:
            raise ValueError(
                "A tile without its margins holds three seams and a stride at least. "
                f"Received: {self}, a tile of {self.core_px}. Use larger windows, or narrower margins and seams."
            )

    @property
    def core_px(self) -> int:
        """Rows and columns of a tile: the window without its margins."""
        return self.window_px - 2 * self.margin_px


def tiling_for(
    *, receptive_field_px: int, stride_px: int, lost_px: int = 0, window_px: int = 512, seam_px: int | None = None
) -> Tiling:
    """The cut that suits a network.

    The margin covers the receptive field where that leaves half of the window's side to the tile; of networks that
    see farther it is a quarter of the window, since all else would be computed four times and more.

    Args:
        receptive_field_px: the side of what one score sees.
        stride_px: the network's total stride.
        lost_px: how many pixels fewer the network gives than it gets, at each side.
        window_px: rows and columns that the network gets at once; it must accept that size.
        seam_px: None takes an eighth of the tile.

    Raises:
        ValueError: the network loses so much that nothing is left of the window.
    """
    covering = -(-(receptive_field_px // 2) // stride_px) * stride_px
    most = window_px // 4 // stride_px * stride_px
    margin = lost_px if lost_px else min(covering, most)
    core = window_px - 2 * margin
    return Tiling(window_px, margin, min(core // 8, 64) if seam_px is None else seam_px, stride_px)


@dataclass(frozen=True, slots=True)
class AxisTile:
    """The rows of one tile, or its columns, in pixels of the picture.

    Attributes:
        window_start: where its window begins; below 0 it is mirrored.
        start: its first pixel that counts.
        stop: one after its last pixel that counts.
        fade_in: pixels from ``start`` on in which it rises, while its predecessor falls.
        fade_out: pixels before ``stop`` in which it falls.
    """

    window_start: int
    start: int
    stop: int
    fade_in: int
    fade_out: int

    @property
    def finished(self) -> int:
        """One after the last pixel that no later tile adds to."""
        return self.stop - self.fade_out

    def weights(self) -> NDArray[np.float32]:
        """How much it counts in each pixel from ``start`` to ``stop``, in (0, 1]; those of all tiles add up to 1."""
        weights = np.ones(self.stop - self.start, np.float32)
        if self.fade_in:
            weights[: self.fade_in] = _rising(self.fade_in)
        if self.fade_out:
            weights[-self.fade_out :] = 1 - _rising(self.fade_out)
        return weights


@dataclass(frozen=True, slots=True)
class TilePlan:
    """All tiles of a picture.

    Attributes:
        tiling: how it was cut.
        rows: of the tiles, from top to bottom.
        columns: of the tiles, from left to right.
    """

    tiling: Tiling
    rows: tuple[AxisTile, ...]
    columns: tuple[AxisTile, ...]

    @property
    def height(self) -> int:
        """Of the picture, in pixels."""
        return self.rows[-1].stop

    @property
    def width(self) -> int:
        """Of the picture, in pixels."""
        return self.columns[-1].stop

    @property
    def count(self) -> int:
        """Number of tiles."""
        return len(self.rows) * len(self.columns)


def plan_tiles(tiling: Tiling, *, height: int, width: int) -> TilePlan:
    """Cover a picture with tiles.

    Tiles are spread evenly, so that the last one need not reach beyond the border except to keep to the stride.

    Args:
        tiling: what the network wants.
        height: of the picture in pixels, at least 1.
        width: of the picture in pixels, at least 1.
    """
    return TilePlan(tiling, _plan_axis(tiling, height), _plan_axis(tiling, width))


def _plan_axis(tiling: Tiling, length: int) -> tuple[AxisTile, ...]:
    starts = _starts(tiling, length)
    core, seam = tiling.core_px, tiling.seam_px
    # A seam lies in the middle of what both neighbours know.
    seams = [(before + core + after - seam) // 2 for before, after in pairwise(starts)]
    begins = [0, *seams]
    ends = [*(place + seam for place in seams), length]
    last = len(starts) - 1
    return tuple(
        AxisTile(
            window_start=starts[i] - tiling.margin_px,
            start=begins[i],
            stop=ends[i],
            fade_in=seam if i > 0 else 0,
            fade_out=seam if i < last else 0,
        )
        for i in range(last + 1)
    )


def _starts(tiling: Tiling, length: int) -> list[int]:
    """Where the tiles without their margins begin; multiples of the stride, evenly spread."""
    stride = tiling.stride_px
    strides_to_last = max(0, -(-(length - tiling.core_px) // stride))
    most_strides = (tiling.core_px - tiling.seam_px) // stride
    steps = -(-strides_to_last // most_strides)
    return [strides_to_last * i // max(steps, 1) * stride for i in range(steps + 1)]


def _rising(count: int) -> NDArray[np.float32]:
    """Weights that rise linearly and are symmetric: those of the falling neighbour are the rest to 1."""
    return ((np.arange(count) + 0.5) / count).astype(np.float32)
