"""The arithmetic of layers that summarise a window, and of the way back."""

from typing import Any

import numpy as np

from engine.inspect.value.parts import (
    OUTSIDE,
    Arithmetic,
    Cell,
    Floats,
    Patch,
    Rule,
    cut_patch,
    map_cell,
    weighted_sum,
)
from engine.inspect.value.windows import pairs, seen_by_window


def maximum_pooling(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """The largest value of the window; what lies in the padding never wins."""
    return largest_of(_window(layer, names[0], inputs[0], cell))


def average_pooling(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """The mean of the window; what lies in the padding does not count."""
    return mean_of(_window(layer, names[0], inputs[0], cell))


def dilated_pooling(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """The largest value, or the mean, of a window with gaps."""
    row, column, channel = map_cell(cell)
    window, dilation = pairs(layer, "window", "dilation")
    rows, columns = (place + dilation[axis] * np.arange(window[axis]) for axis, place in enumerate((row, column)))
    patch = cut_patch(names[0], inputs[0], rows, columns, np.array([channel]))
    return largest_of(patch) if layer.summary == "maximum" else mean_of(patch)


def global_average_pooling(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """The mean of a whole map."""
    return mean_of(_whole_map(names[0], inputs[0], cell))


def global_maximum_pooling(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """The largest value of a whole map."""
    return largest_of(_whole_map(names[0], inputs[0], cell))


def largest_of(patch: Patch) -> Arithmetic:
    """The largest value of a patch, and where it is; of equal ones the first."""
    inside = (patch.rows[:, np.newaxis] != OUTSIDE) & (patch.columns[np.newaxis] != OUTSIDE)
    values = np.where(inside[..., np.newaxis], patch.values, -np.inf)
    row, column, channel = np.unravel_index(int(values.argmax()), values.shape)
    winner = (int(row), int(column), int(channel))
    return Arithmetic(Rule.MAXIMUM, (patch,), float(values[winner]), winner=winner, formula="largest of the window")


def mean_of(patch: Patch) -> Arithmetic:
    """The mean of the values of a patch that lie inside, as a sum with equal weights."""
    inside = (patch.rows[:, np.newaxis] != OUTSIDE) & (patch.columns[np.newaxis] != OUTSIDE)
    weights = np.where(inside[..., np.newaxis], 1.0 / max(int(inside.sum()), 1), 0.0).astype(np.float32)
    weighted = Patch(patch.source, patch.rows, patch.columns, patch.channels, patch.values, weights)
    return weighted_sum((weighted,), formula="mean of the window")


def _window(layer: Any, name: str, values: Floats, cell: Cell) -> Patch:
    row, column, channel = map_cell(cell)
    kernel, stride = pairs(layer, "pool_size", "strides")
    rows, columns = (
        seen_by_window(
            place, values.shape[axis], kernel=kernel[axis], stride=stride[axis], dilation=1, padding=layer.padding
        )
        for axis, place in enumerate((row, column))
    )
    return cut_patch(name, values, rows, columns, np.array([channel]))


def _whole_map(name: str, values: Floats, cell: Cell) -> Patch:
    channels = np.array([map_cell(cell)[2]])
    return cut_patch(name, values, np.arange(values.shape[0]), np.arange(values.shape[1]), channels)
