"""A dense answer from a coarse network: all shifts of the picture, their answers interleaved.

Sermanet et al., OverFeat, 2013 (1312.6229), section 3.3; Long, Shelhamer, Darrell, 2015 (1411.4038), section 3.2: a
network that steps by s pixels is asked s x s times, with the picture moved by 0 to s - 1 pixels each way, and the cells
of the answers take turns. That equals the network in its a trous form (``models/dilated_form.py``) and the network on
every window, at the cost of s x s passes. Knows no Keras.
"""

from collections.abc import Callable, Iterator
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Forward = Callable[[Floats], Floats]
"""From pictures (batch, height, width, channels) to maps (batch, rows, columns, values)."""
Pair = tuple[int, int]

_PAD_MODES = {"zeros": "constant", "mirror": "symmetric"}


def shift_and_stitch(
    forward: Forward,
    pictures: Floats,
    *,
    stride: Pair,
    lead: Pair = (0, 0),
    border: Literal["zeros", "mirror"] = "zeros",
) -> Floats:
    """Return what a network says at every pixel instead of every ``stride``.

    The pictures that are given to the network are as large as the originals: what a shift leaves open is filled.

    Args:
        forward: the network up to its coarse map.
        pictures: (batch, height, width, channels), prepared as the network takes them.
        stride: pixels between neighbouring cells of the map, down and right.
        lead: pixels that are put before the first row and column. With 0 the first cell is that of the network; with
            ``middle_of_window`` cell (i, j) has seen a window around pixel (i, j).
        border: what lies around the picture.

    Returns:
        (batch, rows times stride, columns times stride, values).
    """
    height, width = pictures.shape[1:3]
    around = [(0, 0), *((before, max(step - 1 - before, 0)) for before, step in zip(lead, stride, strict=True)), (0, 0)]
    padded = np.pad(pictures, around, mode=_PAD_MODES[border])  # type: ignore[call-overload]  # the mode is a variable
    stitched: Floats | None = None
    for down, right in shifts(stride):
        answer = forward(padded[:, down : down + height, right : right + width])
        if stitched is None:
            batch, rows, columns, values = answer.shape
            stitched = np.empty((batch, rows * stride[0], columns * stride[1], values), answer.dtype)
        stitched[:, down :: stride[0], right :: stride[1]] = answer
    assert stitched is not None
    return stitched


def shifts(stride: Pair) -> Iterator[Pair]:
    """Yield every shift (down, right) in pixels, row by row."""
    yield from ((down, right) for down in range(stride[0]) for right in range(stride[1]))


def middle_of_window(offset: Pair, size: Pair) -> Pair:
    """Return the pixel in the middle of the window of the first cell: the ``lead`` that puts it over pixel (0, 0).

    Args:
        offset: pixel where the window of the first cell begins, down and right; negative in the padding.
        size: pixels that a cell sees.
    """
    rows, columns = (max(0, first + (seen - 1) // 2) for first, seen in zip(offset, size, strict=True))
    return rows, columns
