"""A convolution as the one sparse matrix that it is, beside the full matrix of a dense layer."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.contract.errors import UserError
from engine.inspect.value.convolutions import weights_of
from engine.inspect.value.explain import SeenLayer
from engine.inspect.value.parts import OUTSIDE, Floats, Ints, as_map
from engine.inspect.value.windows import pairs, seen_by_window

LARGEST_ENTRIES = 128 * 128
CORNER_CELLS = 36
CORNER_UNITS = 64
NO_WEIGHT = -1
MATRIX_KINDS = frozenset({"Conv2D", "Dense"})
"""Kinds of layers that can be seen as a matrix."""


@dataclass(frozen=True, slots=True)
class LayerMatrix:
    """A layer as a matrix: matrix times flattened input is the layer's output before bias and activation.

    Attributes:
        values: (outputs, inputs) the entries.
        weights: (outputs, inputs) which of the layer's weights stands there; equal numbers are one shared weight,
            ``NO_WEIGHT`` where an input takes no part.
        input: (inputs,) the flattened input.
        input_shape: (h, w, c) of it.
        output_shape: (h, w, c) of what comes out.
        is_corner: whether only some cells and channels of the layer are shown.
    """

    values: Floats
    weights: Ints
    input: Floats
    input_shape: tuple[int, int, int]
    output_shape: tuple[int, int, int]
    is_corner: bool

    @property
    def output(self) -> Floats:
        """(outputs,) what comes out before bias and activation."""
        return self.values @ self.input

    @property
    def weight_count(self) -> int:
        """How many different weights there are."""
        return len(np.unique(self.weights[self.weights != NO_WEIGHT]))


def matrix_of(seen: SeenLayer, *, channel: int = 0, source_channel: int = 0) -> LayerMatrix:
    """A layer as a matrix; of a large one a corner of one map, from one channel to another.

    Raises:
        UserError: the layer is none that multiplies by a matrix.
    """
    if seen.call.kind not in MATRIX_KINDS:
        raise UserError(
            f"This layer is not shown as a matrix. Received: {seen.call.name}, {seen.call.kind}.",
            "Choose a convolution or a dense layer.",
        )
    if seen.call.kind == "Dense":
        return _dense(seen)
    return _convolution(seen, channel, source_channel)


def _dense(seen: SeenLayer) -> LayerMatrix:
    kernel = weights_of(seen.call.operation, seen.call.operation.kernel).T
    numbers = np.arange(kernel.size, dtype=np.int64).reshape(kernel.shape)
    source = as_map(seen.inputs[0])[0, 0]
    rows, columns = kernel.shape
    if kernel.size > LARGEST_ENTRIES:
        rows, columns = min(rows, CORNER_UNITS), min(columns, CORNER_UNITS)
    cut = (slice(rows), slice(columns))
    is_corner = (rows, columns) != kernel.shape
    return LayerMatrix(kernel[cut], numbers[cut], source[:columns], (1, 1, columns), (1, 1, rows), is_corner)


def _convolution(seen: SeenLayer, channel: int, source_channel: int) -> LayerMatrix:
    layer, source, output = seen.call.operation, seen.inputs[0], seen.output
    kernel = _without_groups(layer, source.shape[2])
    if source.size * output.size <= LARGEST_ENTRIES:
        rows, columns = np.arange(output.shape[0]), np.arange(output.shape[1])
        return _laid_out(layer, source, kernel, (rows, columns), is_corner=False)
    side = max(int(np.sqrt(CORNER_CELLS)), 1)
    channel, source_channel = min(channel, kernel.shape[3] - 1), min(source_channel, kernel.shape[2] - 1)
    one_map = source[..., source_channel : source_channel + 1]
    one_kernel = kernel[:, :, source_channel : source_channel + 1, channel : channel + 1]
    cells = (np.arange(min(side, output.shape[0])), np.arange(min(side, output.shape[1])))
    return _laid_out(layer, one_map, one_kernel, cells, is_corner=True)


def _laid_out(layer: Any, source: Floats, kernel: Floats, cells: tuple[Ints, Ints], *, is_corner: bool) -> LayerMatrix:
    """Write for every output cell the kernel where its window lies, into one row of the matrix for each filter."""
    windows = [_windows(layer, cells[axis], source.shape[axis], kernel.shape[axis], axis) for axis in (0, 1)]
    height, width = (int(window.max()) + 1 for window in windows) if is_corner else source.shape[:2]
    seen = source[:height, :width]
    filters = kernel.shape[3]
    shape = (len(cells[0]), len(cells[1]), filters, *seen.shape)
    numbers = np.full(shape, NO_WEIGHT, np.int64)
    taps = np.arange(kernel.size).reshape(kernel.shape)
    for tap_row, tap_column in np.ndindex(*kernel.shape[:2]):
        rows, columns = windows[0][:, tap_row], windows[1][:, tap_column]
        down, right = np.flatnonzero(rows != OUTSIDE), np.flatnonzero(columns != OUTSIDE)
        grid = np.ix_(down, right)
        numbers[grid[0], grid[1], :, rows[down][:, None], columns[right][None]] = taps[tap_row, tap_column].T
    flat = numbers.reshape(-1, seen.size)
    flat[_is_zero_by_groups(layer, kernel, flat)] = NO_WEIGHT
    values = np.where(flat == NO_WEIGHT, 0.0, kernel.reshape(-1)[flat]).astype(np.float32)
    output_shape = (len(cells[0]), len(cells[1]), filters)
    return LayerMatrix(values, flat, seen.reshape(-1), tuple(seen.shape), output_shape, is_corner)


def _windows(layer: Any, cells: Ints, size: int, taps: int, axis: int) -> Ints:
    """(cells, taps): what each tap of the window of each output cell lies on."""
    stride, dilation = pairs(layer, "strides", "dilation_rate")
    return np.stack(
        [
            seen_by_window(
                int(cell), size, kernel=taps, stride=stride[axis], dilation=dilation[axis], padding=layer.padding
            )
            for cell in cells
        ]
    )


def _without_groups(layer: Any, channels: int) -> Floats:
    """The kernel (h, w, channels, filters), with NaN where a group does not see a channel."""
    kernel = weights_of(layer, layer.kernel)
    if layer.groups == 1:
        return kernel
    size, filters = kernel.shape[2], kernel.shape[3]
    full = np.full((*kernel.shape[:2], channels, filters), np.nan, np.float32)
    for number in range(filters):
        first = number // (filters // layer.groups) * size
        full[:, :, first : first + size, number] = kernel[..., number]
    return full


def _is_zero_by_groups(layer: Any, kernel: Floats, numbers: Ints) -> np.ndarray:
    return (numbers != NO_WEIGHT) & np.isnan(kernel.reshape(-1)[numbers]) if layer.groups > 1 else numbers == NO_WEIGHT
