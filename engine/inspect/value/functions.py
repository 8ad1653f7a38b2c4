"""The arithmetic of functions of single values, of softmax, and of values multiplied or compared with each other."""

from typing import Any

import numpy as np

from engine.inspect.value.parts import Arithmetic, Cell, Floats, Rule, as_map, cut_patch, map_cell


def function_of_value(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """``f(x)`` of the one value at the same place; the layer itself is asked for f, channel by channel."""
    row, column, channel = map_cell(cell)
    patch = cut_patch(names[0], as_map(inputs[0]), np.array([row]), np.array([column]), np.array([channel]))
    result = float(np.asarray(layer(inputs[0][np.newaxis]), np.float32)[0][cell])
    x = float(patch.values[0, 0, 0])
    return Arithmetic(Rule.FUNCTION, (patch,), result, numbers={"x": x}, formula=f"{_name_of(layer)}(x)")


def _name_of(layer: Any) -> str:
    """What the function of a layer is called."""
    return str(getattr(getattr(layer, "activation", None), "__name__", type(layer).__name__))


def softmax(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """``exp(x_k) / sum of exp(x_j)`` over the channels of one position."""
    row, column, channel = map_cell(cell)
    values = as_map(inputs[0])
    patch = cut_patch(names[0], values, np.array([row]), np.array([column]), np.arange(values.shape[2]))
    return softmax_of(patch.values[0, 0].astype(np.float64), channel, (patch,))


def softmax_of(logits: np.ndarray, place: int, patches: tuple[Any, ...]) -> Arithmetic:
    """Softmax of a vector at one place; the largest logit is subtracted first, which changes nothing but overflow."""
    largest = float(logits.max())
    exponentials = np.exp(logits - largest)
    total = float(exponentials.sum())
    numbers = {"x": float(logits[place]), "largest": largest, "sum of exponentials": total}
    return Arithmetic(
        Rule.FUNCTION,
        patches,
        float(exponentials[place]) / total,
        numbers=numbers,
        formula="exp(x - largest) / sum of exponentials",
    )


def product(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """The product of the values at one place; a source of one position counts everywhere."""
    patches = tuple(_at(name, values, cell) for name, values in zip(names, inputs, strict=True))
    result = float(np.prod([float(patch.values[0, 0, 0]) for patch in patches]))
    return Arithmetic(Rule.PRODUCT, patches, result, formula="product of the values")


def largest_source(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """The largest of the values at one place."""
    patches = tuple(_at(name, values, cell) for name, values in zip(names, inputs, strict=True))
    found = [float(patch.values[0, 0, 0]) for patch in patches]
    winner = (int(np.argmax(found)), 0, 0)
    return Arithmetic(Rule.MAXIMUM, patches, max(found), winner=winner, formula="largest of the sources")


def _at(name: str, values: Floats, cell: Cell) -> Any:
    maps = as_map(values)
    places = [min(place, size - 1) for place, size in zip(map_cell(cell), maps.shape, strict=True)]
    return cut_patch(name, maps, *(np.array([place]) for place in places))
