"""Where the maxima are that pooling keeps: the positions that SegNet passes on (1511.00561, section 3)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.nodes import DilatedPooling, MaximumPooling
from models.nodes.windows import SlidingWindow
from models.options import Pair

Floats = npt.NDArray[np.float32]
BESIDE = -1


@dataclass(frozen=True, slots=True)
class Winners:
    """The winner of every window of a map.

    Attributes:
        places: (rows, columns, 2) int32, row and column in the map; ``BESIDE`` where an added zero won.
        are_tied: (rows, columns), true where all values of the window are equal, so that the first one counts.
    """

    places: npt.NDArray[np.int32]
    are_tied: npt.NDArray[np.bool_]


def window_of_pooling(operation: object) -> SlidingWindow | None:
    """How the window of a maximum pooling moves; None for any other operation."""
    match operation:
        case MaximumPooling():
            return SlidingWindow(operation.window, operation.stride, operation.padding)
        case DilatedPooling(summary="maximum"):
            return SlidingWindow(operation.window, (1, 1), "valid", operation.dilation)
        case _:
            return None


def pooling_winners(values: Floats, window: SlidingWindow) -> Winners:
    """Find the maximum of every window; of equal values the first one in rows counts, as in ``MaximumUnpooling``.

    Args:
        values: (h, w), one channel of the map that is pooled.
        window: how it moves.
    """
    height, width = values.shape
    rows, columns = window.output_size((height, width))
    (top, bottom), (left, right) = window.borders((height, width))
    filler = -np.inf if window.padding == "same" else 0.0
    padded = np.pad(values, ((top, bottom), (left, right)), constant_values=filler)
    taps = np.stack([_tap(padded, window, (i, j), (rows, columns)) for i, j in np.ndindex(*window.kernel)], axis=-1)
    down, right_ = np.divmod(taps.argmax(axis=-1), window.kernel[1])
    row = np.arange(rows)[:, None] * window.stride[0] + down * window.dilation[0] - top
    column = np.arange(columns) * window.stride[1] + right_ * window.dilation[1] - left
    is_beside = (row < 0) | (row >= height) | (column < 0) | (column >= width)
    places = np.where(is_beside[..., None], BESIDE, np.stack([row, column], axis=-1)).astype(np.int32)
    seen = np.isfinite(taps)
    least = np.where(seen, taps, np.inf).min(axis=-1)
    return Winners(places, least == taps.max(axis=-1))


def _tap(padded: Floats, window: SlidingWindow, offset: Pair, size: Pair) -> Floats:
    """One value of every window."""
    down, right = (at * step for at, step in zip(offset, window.dilation, strict=True))
    part = padded[down :: window.stride[0], right :: window.stride[1]]
    return part[: size[0], : size[1]]
