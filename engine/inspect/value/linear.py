"""The arithmetic of any layer whose outputs are weighted sums of its inputs: the weights are its gradient.

Upsampling, cropping, padding, adding, joining, moving: none of them has to be known one by one. The gradient of an
output with respect to the inputs is the weight of each; what it does not touch takes no part.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from keras import ops, tree

from engine.inspect.gradients import Compiled, value_and_gradients
from engine.inspect.layer_activation import without_activation
from engine.inspect.program import LayerCall
from engine.inspect.value.convolutions import bias_of
from engine.inspect.value.parts import Arithmetic, Cell, Floats, Patch, as_map, map_cell, weighted_sum


def linear_call(call: LayerCall, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """The weighted sum that an output of a linear call is."""
    selection = np.zeros((1, *_known(call.shape, inputs, cell)), np.float32)
    selection[(0, *cell)] = 1.0
    batch = [values[np.newaxis].astype(np.float32) for values in inputs]
    _, gradients = _weights_of_call(call)(batch, [selection])
    patches = tuple(
        _touched(name, values, np.asarray(ops.convert_to_numpy(gradient), np.float32)[0])
        for name, values, gradient in zip(names, inputs, gradients, strict=True)
    )
    taking_part = tuple(patch for patch in patches if patch.values.size)
    return weighted_sum(taking_part, _bias(call, map_cell(cell)[2]), formula="sum of value x weight")


@lru_cache(maxsize=64)
def _weights_of_call(call: LayerCall) -> Compiled:
    variables = list(getattr(call.operation, "variables", []))

    def forward(points: list[Any], others: list[Any]) -> tuple[Any, list[Any]]:
        by_number = dict(zip(call.sources, points, strict=True))
        arguments, options = call.node.arguments.fill_in({key: by_number[n] for key, n in call.reads.items()})
        with without_activation(call.operation):
            made = tree.flatten(call.operation(*arguments, **options))[0]
        return ops.sum(ops.cast(made, "float32") * others[0]), []

    return value_and_gradients(forward, variables)


def _known(shape: tuple[int | None, ...], inputs: list[Floats], cell: Cell) -> tuple[int, ...]:
    """The output's shape, where the layer says it; otherwise that of the first input."""
    return tuple(side if side is not None else inputs[0].shape[axis] for axis, side in enumerate(shape))


def _touched(name: str, values: Floats, weights: Floats) -> Patch:
    """The smallest patch that holds every weight but zeros; empty where there is none."""
    values, weights = as_map(values), as_map(weights)
    rows, columns, channels = (np.flatnonzero(np.abs(weights).max(axis=others)) for others in ((1, 2), (0, 2), (0, 1)))
    cut = np.ix_(rows, columns, channels)
    return Patch(name, rows, columns, channels, values[cut].astype(np.float32), weights[cut])


def _bias(call: LayerCall, channel: int) -> float:
    offset = getattr(call.operation, "offset", 0.0) if call.kind == "Rescaling" else None
    if offset is not None:
        return float(np.broadcast_to(np.asarray(offset, np.float32), (channel + 1,))[channel])
    return bias_of(call.operation, channel)
