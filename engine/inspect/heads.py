"""What a network ends in: average pooling and a dense layer (exact CAM), or a linear classifier (templates)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
from keras import activations, layers, ops

from engine.contract.errors import UserError
from engine.inspect.logits import find_logits, is_passing
from engine.inspect.program import LayerCall, Program, program_of

Floats = npt.NDArray[np.float32]
UNBOUNDED = 2**15  # A side that depends on the picture.
LEAST_CELLS = 4
"""Of a side of a map on which it can be told where something is."""
_POOLING = {"MaxPooling2D", "AveragePooling2D", "Dropout", "SpatialDropout2D"}


@dataclass(frozen=True, slots=True)
class Head:
    """The linear end of a network.

    Attributes:
        layer: name of the layer that the head reads; empty where it reads the picture itself.
        dense: the layer with the weights; None where the averages themselves are the logits (network in network).
    """

    layer: str
    dense: Any

    def kernel(self, channels: int) -> Floats:
        """The weights of the moment, (channels, classes)."""
        if self.dense is None:
            return np.eye(channels, dtype=np.float32)
        kernel = np.asarray(ops.convert_to_numpy(self.dense.kernel), np.float32)
        return kernel.reshape(-1, kernel.shape[-1])

    def bias(self, classes: int) -> Floats:
        """The biases of the moment, (classes,)."""
        if self.dense is None or self.dense.bias is None:
            return np.zeros(classes, np.float32)
        return np.asarray(ops.convert_to_numpy(self.dense.bias), np.float32)


@lru_cache(maxsize=8)
def find_cam_head(model: keras.Model) -> Head | None:
    """The end of a network with an exact CAM: average over all positions, dropout at most, one linear layer."""
    program = program_of(model)
    dense, value = _linear_end(program)
    pooling = _skip_passing(program, value)
    if pooling is None or pooling.kind != "GlobalAveragePooling2D":
        return None
    source = program.producer(pooling.sources[0])
    if source is None or not source.has_positions:
        return None
    return Head(source.name, dense)


@lru_cache(maxsize=8)
def find_linear_head(model: keras.Model) -> Head | None:
    """The one layer of a linear classifier, which reads every pixel of the picture; None for other networks."""
    program = program_of(model)
    dense, value = _linear_end(program)
    is_linear = isinstance(dense, layers.Dense) and _skip_passing(program, value) is None
    return Head("", dense) if is_linear else None


@lru_cache(maxsize=8)
def find_features(model: keras.Model) -> Any:
    """The symbolic value that the last linear layer reads: (batch, features), or a map that is averaged behind it.

    Raises:
        UserError: the network does not end in a linear layer of its own.
    """
    layer, _ = _linear_end(program_of(model))
    if layer is None or layer not in model.layers:
        raise UserError(
            f"This network does not end in a linear layer, before which its features are. Received: {model.name}.",
            "Choose another network.",
        )
    return layer.input


@lru_cache(maxsize=8)
def find_default_layer(model: keras.Model) -> str | None:
    """The last layer with positions, pooling skipped: what Grad-CAM looks at unless told otherwise.

    In a network that says something of every pixel or cell the last ones say just that; there it is the end of the
    coarsest maps, the bottleneck, which Vinogradova et al. 2020 (2002.11434, section 4) found to tell most. Coarse
    scores of the classes, as FCN adds them up, are no features: the layer before them is taken.
    """
    program = program_of(model)
    positioned = [call for call in program.calls if call.has_positions]
    if not positioned:
        return None
    if says_boxes(model):
        return _end_of_coarsest(_fine_enough(positioned), classes=positioned[-1].shape[-1])
    if find_class_map(model) is not None:
        return _end_of_coarsest(positioned, classes=positioned[-1].shape[-1])
    needed = _needed_for(program, find_logits(program).value)
    call = ([call for call in positioned if call.name in needed] or positioned)[-1]
    source = program.producer(call.sources[0]) if call.kind in _POOLING else None
    while source is not None and source.has_positions:
        call = source
        source = program.producer(call.sources[0]) if call.kind in _POOLING else None
    return call.name


@lru_cache(maxsize=8)
def find_class_map(model: keras.Model) -> str | None:
    """The layer that gives the logits of every pixel; None for a network that speaks of whole pictures only."""
    program = program_of(model)
    logits = find_logits(program)
    call = program.producer(logits.value)
    is_map = call is not None and call.has_positions and not logits.is_of_cells
    return call.name if call is not None and is_map else None


@lru_cache(maxsize=8)
def says_boxes(model: keras.Model) -> bool:
    """Whether each cell of the answer is a box of its own, whose classes have scores that do not sum to 1."""
    return find_logits(program_of(model)).is_of_cells


def _fine_enough(positioned: Sequence[LayerCall]) -> Sequence[LayerCall]:
    """The layers on whose maps places can be told apart, if there are any: SSD goes on until a single cell is left."""
    fine = [call for call in positioned if min(side or UNBOUNDED for side in call.shape[:2]) >= LEAST_CELLS]
    return fine or positioned


def _end_of_coarsest(positioned: Sequence[LayerCall], *, classes: int | None) -> str:
    """The last of the layers with the fewest positions that is no class map, if there is another."""
    areas = [int(np.prod([side or UNBOUNDED for side in call.shape[:2]])) for call in positioned]
    coarsest = [call for call, area in zip(positioned, areas, strict=True) if area == min(areas)]
    features = [call for call in coarsest if call.shape[-1] != classes and not is_passing(call)]
    return (features or coarsest)[-1].name


def _needed_for(program: Program, value: int) -> frozenset[str]:
    """The names of the calls that a value depends on."""
    wanted, names = {value}, set()
    for call in reversed(program.calls):
        if wanted.intersection(call.writes):
            wanted.update(call.sources)
            names.add(call.name)
    return frozenset(names)


def _linear_end(program: Program) -> tuple[Any, int]:
    """The last linear layer and the number of the value that it reads; (None, logits) where there is none."""
    logits = find_logits(program)
    if logits.fused is not None:
        return logits.fused.operation, logits.value
    call = _skip_passing(program, logits.value)
    if call is not None and _is_linear(call.operation):
        return call.operation, call.sources[0]
    return None, logits.value


def _is_linear(layer: Any) -> bool:
    is_weighted = isinstance(layer, layers.Dense) or (
        isinstance(layer, layers.Conv2D) and tuple(layer.kernel_size) == (1, 1) and layer.groups == 1
    )
    return is_weighted and layer.activation is activations.linear


def _skip_passing(program: Program, value: int) -> LayerCall | None:
    call = program.producer(value)
    while call is not None and is_passing(call):
        call = program.producer(call.sources[0])
    return call
