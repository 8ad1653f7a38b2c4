"""Which cells of a map a window sees: sizes, steps, dilation and padding as Keras places them."""

from typing import Any

import numpy as np

from engine.inspect.value.parts import OUTSIDE, Ints


def seen_by_window(cell: int, size: int, *, kernel: int, stride: int, dilation: int, padding: str) -> Ints:
    """The cells along one axis that the window of an output cell covers, ``OUTSIDE`` for those in the padding.

    Args:
        cell: index of the output cell.
        size: cells of the input.
        kernel: taps of the window.
        stride: step of the window.
        dilation: distance between taps.
        padding: "same" or "valid".
    """
    first = cell * stride - leading_padding(size, kernel=kernel, stride=stride, dilation=dilation, padding=padding)
    places = first + dilation * np.arange(kernel)
    return np.where((places >= 0) & (places < size), places, OUTSIDE)


def leading_padding(size: int, *, kernel: int, stride: int, dilation: int, padding: str) -> int:
    """Cells that "same" adds before the first one, as TensorFlow counts them: the smaller half."""
    if padding != "same":
        return 0
    extent = (kernel - 1) * dilation + 1
    total = max((-(-size // stride) - 1) * stride + extent - size, 0)
    return total // 2


def scattered_into(cell: int, size: int, *, kernel: int, stride: int, crop: int) -> tuple[Ints, Ints]:
    """The input cells of a transposed convolution that reach an output cell, and the tap with which each does.

    Args:
        cell: index of the output cell.
        size: cells of the input.
        kernel: taps.
        stride: distance between the windows that input cells are spread over.
        crop: cells that are cut away before the first output cell.
    """
    places = np.arange(size)
    taps = cell + crop - places * stride
    reaches = (taps >= 0) & (taps < kernel)
    return places[reaches], taps[reaches]


def spread_under_window(cell: int, size: int, *, kernel: int, stride: int, crop: int) -> Ints:
    """The input cells under the taps of a window over the input spread by zeros; ``OUTSIDE`` for zeros and padding.

    Args:
        cell: index of the output cell of a transposed convolution.
        size: cells of the input.
        kernel: taps.
        stride: the input cells lie this far apart; zeros are between them.
        crop: cells that are cut away before the first output cell.
    """
    places, rest = np.divmod(cell + crop - (kernel - 1) + np.arange(kernel), stride)
    return np.where((rest == 0) & (places >= 0) & (places < size), places, OUTSIDE)


def pairs(layer: Any, *names: str) -> tuple[tuple[int, int], ...]:
    """Attributes of a layer as (vertical, horizontal)."""
    found = []
    for name in names:
        value = getattr(layer, name)
        vertical, horizontal = (value, value) if isinstance(value, int) else value
        found.append((int(vertical), int(horizontal)))
    return tuple(found)
