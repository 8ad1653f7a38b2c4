"""The arithmetic of layers that multiply a patch by a kernel."""

from typing import Any

import numpy as np
from keras import ops

from engine.inspect.value.parts import Arithmetic, Cell, Floats, Patch, as_map, cut_patch, map_cell, weighted_sum
from engine.inspect.value.windows import (
    leading_padding,
    pairs,
    scattered_into,
    seen_by_window,
    spread_under_window,
)


def convolution(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """``sum over u, v, c of w[u, v, c, k] x[s i + d u, s j + d v, c] + b[k]``, of the group of channel k."""
    channel = map_cell(cell)[2]
    kernel = weights_of(layer, layer.kernel)
    size, filters = kernel.shape[2], kernel.shape[3]
    group = channel // (filters // layer.groups)
    patch = _under_window(layer, names[0], inputs[0], cell, kernel)
    return _summed(layer, patch, kernel[..., channel], cell, first=group * size)


def depthwise_convolution(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """``sum over u, v of w[u, v, c] x[s i + d u, s j + d v, c] + b``: every channel for itself."""
    kernel = weights_of(layer, layer.kernel)
    source, copy = divmod(map_cell(cell)[2], kernel.shape[3])
    patch = _under_window(layer, names[0], inputs[0], cell, kernel)
    return _summed(layer, patch, kernel[:, :, source : source + 1, copy], cell, first=source)


def separable_convolution(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """A depthwise convolution and a 1x1 convolution behind it, as the one kernel that both amount to."""
    depthwise, pointwise = weights_of(layer, layer.depthwise_kernel), weights_of(layer, layer.pointwise_kernel)
    channels, copies = depthwise.shape[2:]
    mixed = pointwise[0, 0, :, map_cell(cell)[2]].reshape(channels, copies)
    kernel = np.einsum("uvcm,cm->uvc", depthwise, mixed).astype(np.float32)
    return _summed(layer, _under_window(layer, names[0], inputs[0], cell, kernel), kernel, cell)


def transposed_convolution(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """Every input cell lays its kernel into the output; what meets in one output cell adds up."""
    row, column, channel = map_cell(cell)
    kernel = weights_of(layer, layer.kernel)  # (h, w, filters, channels)
    values = inputs[0]
    stride = pairs(layer, "strides")[0]
    crops = _crops(layer, values.shape, kernel.shape, stride)
    rows, down = scattered_into(row, values.shape[0], kernel=kernel.shape[0], stride=stride[0], crop=crops[0])
    columns, right = scattered_into(column, values.shape[1], kernel=kernel.shape[1], stride=stride[1], crop=crops[1])
    patch = cut_patch(names[0], values, rows, columns, np.arange(values.shape[2]))
    weights = kernel[np.ix_(down, right)][:, :, channel, :]
    return weighted_sum((_with_weights(patch, weights),), bias_of(layer, channel))


def spread_convolution(layer: Any, name: str, values: Floats, cell: Cell) -> Patch:
    """The same sum told otherwise: zeros are put between the input cells, and the turned kernel slides over that.

    Returns:
        A patch of the size of the kernel: 0 and ``OUTSIDE`` where no input cell lies, the turned kernel as weights.
    """
    row, column, channel = map_cell(cell)
    kernel = weights_of(layer, layer.kernel)
    stride = pairs(layer, "strides")[0]
    crops = _crops(layer, values.shape, kernel.shape, stride)
    rows, columns = (
        spread_under_window(place, values.shape[axis], kernel=kernel.shape[axis], stride=stride[axis], crop=crops[axis])
        for axis, place in enumerate((row, column))
    )
    patch = cut_patch(name, values, rows, columns, np.arange(values.shape[2]))
    return _with_weights(patch, kernel[::-1, ::-1, channel, :])


def dense(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """``sum over n of w[n, k] x[n] + b[k]``; on a map at one position."""
    row, column, unit = map_cell(cell)
    values = as_map(inputs[0])
    patch = cut_patch(names[0], values, np.array([row]), np.array([column]), np.arange(values.shape[2]))
    weights = weights_of(layer, layer.kernel)[:, unit].reshape(1, 1, -1)
    return weighted_sum((_with_weights(patch, weights),), bias_of(layer, unit))


def weights_of(layer: Any, variable: Any) -> Floats:
    """A variable as the layer computes with it: rounded to its precision, then as float32."""
    return np.asarray(ops.convert_to_numpy(ops.cast(ops.cast(variable, layer.compute_dtype), "float32")), np.float32)


def bias_of(layer: Any, channel: int) -> float:
    """The bias of a channel; 0 for a layer without."""
    bias = getattr(layer, "bias", None)
    return 0.0 if bias is None else float(weights_of(layer, bias)[channel])


def _under_window(layer: Any, name: str, values: Floats, cell: Cell, kernel: Floats) -> Patch:
    """What the kernel (h, w, c) of a layer covers, all channels of the map."""
    stride, dilation = pairs(layer, "strides", "dilation_rate")
    rows, columns = (
        seen_by_window(
            map_cell(cell)[axis],
            values.shape[axis],
            kernel=kernel.shape[axis],
            stride=stride[axis],
            dilation=dilation[axis],
            padding=layer.padding,
        )
        for axis in (0, 1)
    )
    return cut_patch(name, values, rows, columns, np.arange(values.shape[2]))


def _summed(layer: Any, patch: Patch, kernel: Floats, cell: Cell, first: int = 0) -> Arithmetic:
    """The weighted sum of a patch; of its channels from ``first`` on, as many as the kernel has."""
    chosen = slice(first, first + kernel.shape[2])
    part = Patch(patch.source, patch.rows, patch.columns, patch.channels[chosen], patch.values[..., chosen], kernel)
    return weighted_sum((part,), bias_of(layer, map_cell(cell)[2]))


def _with_weights(patch: Patch, weights: Floats) -> Patch:
    return Patch(patch.source, patch.rows, patch.columns, patch.channels, patch.values, weights.astype(np.float32))


def _crops(layer: Any, size: tuple[int, ...], kernel: tuple[int, ...], stride: tuple[int, int]) -> list[int]:
    """Cells cut away before the first one: by padding "same", or by our own layer's option."""
    if hasattr(layer, "crop"):
        return [int(amount) for amount in (layer.crop[0], layer.crop[-1] if len(layer.crop) == 2 else layer.crop[2])]
    return [
        leading_padding(size[axis] * stride[axis], kernel=kernel[axis], stride=stride[axis], dilation=1, padding="same")
        if layer.padding == "same"
        else 0
        for axis in (0, 1)
    ]
