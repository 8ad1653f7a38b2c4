"""Which pictures excite every unit of a network most, and where in them."""

from collections.abc import Iterable
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
from keras import ops

from engine.inspect.gradients import value_and_gradients
from engine.inspect.program import LayerCall, execute, program_of

KEPT = 9
NO_PICTURE = -1

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Tensor = Any


class TopActivations:
    """The strongest values of the channels of one layer over any number of pictures, in bounded memory.

    Attributes:
        values: (KEPT, channels) the strongest first, -inf where there were fewer pictures.
        pictures: (KEPT, channels) number of the picture; ``NO_PICTURE`` where there were fewer.
        places: (KEPT, channels) where in the map: row times columns plus column.
    """

    def __init__(self, channels: int) -> None:
        self.values: Floats = np.full((KEPT, channels), -np.inf, np.float32)
        self.pictures: Ints = np.full((KEPT, channels), NO_PICTURE, np.int32)
        self.places: Ints = np.zeros((KEPT, channels), np.int32)

    def add(self, values: Floats, places: Ints, *, first: int) -> None:
        """Take in the strongest value (N, channels) of each picture and its place; the first has number ``first``."""
        numbers = np.broadcast_to(np.arange(first, first + len(values), dtype=np.int32)[:, np.newaxis], values.shape)
        all_values = np.concatenate([self.values, np.where(np.isfinite(values), values, -np.inf)])
        order = np.argsort(-all_values, axis=0, kind="stable")[:KEPT]
        self.values = np.take_along_axis(all_values, order, axis=0)
        self.pictures = np.take_along_axis(np.concatenate([self.pictures, numbers]), order, axis=0)
        self.places = np.take_along_axis(np.concatenate([self.places, places]), order, axis=0)


def units_of(model: keras.Model) -> tuple[LayerCall, ...]:
    """The calls that have units: maps or vectors of a known number of channels."""
    return tuple(call for call in program_of(model).calls if len(call.shape) in (1, 3) and call.shape[-1] is not None)


def find_exciting(model: keras.Model, batches: Iterable[Floats]) -> dict[str, TopActivations]:
    """The pictures that excite every unit most.

    Only the strongest value of each map leaves the compiled call, so memory does not grow with the layers' sizes.

    Args:
        model: a network with one input.
        batches: prepared pictures (N, h, w, channels), counted through from 0.

    Returns:
        For every layer with units, by name, its strongest activations.
    """
    program, calls = program_of(model), units_of(model)

    def forward(_points: list[Tensor], inputs: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        values = execute(program, inputs, _unchanged)
        found = [part for call in calls for part in _strongest(values[call.writes[0]])]
        return ops.sum(found[0]), found

    run = value_and_gradients(forward, model.variables)
    tops = {call.name: TopActivations(int(call.shape[-1] or 0)) for call in calls}
    first = 0
    for batch in batches:
        results, _ = run([], [batch])
        arrays = [ops.convert_to_numpy(result) for result in results]
        for number, top in enumerate(tops.values()):
            top.add(arrays[2 * number].astype(np.float32), arrays[2 * number + 1].astype(np.int32), first=first)
        first += len(batch)
    return tops


def _strongest(values: Tensor) -> tuple[Tensor, Tensor]:
    """The strongest value (N, channels) of each map and its place."""
    shape = ops.shape(values)
    flat = ops.reshape(ops.cast(values, "float32"), (shape[0], -1, shape[-1]))
    return ops.max(flat, axis=1), ops.argmax(flat, axis=1)


def _unchanged(_number: int, tensor: Tensor) -> Tensor:
    return tensor
