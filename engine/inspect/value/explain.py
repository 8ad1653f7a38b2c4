"""From a click on a value to its arithmetic."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import activations

from engine.contract.errors import UserError
from engine.inspect.probe import Pictures, probe_of
from engine.inspect.program import LayerCall, Program, program_of
from engine.inspect.value import convolutions, functions, normalisations, poolings
from engine.inspect.value.linear import linear_call
from engine.inspect.value.parts import Arithmetic, Cell, ExplainedValue, Floats, map_cell

Explaining = Callable[[Any, list[str], list[Floats], Cell], Arithmetic]

EXPLAINING: dict[str, Explaining] = {
    "Conv2D": convolutions.convolution,
    "DepthwiseConv2D": convolutions.depthwise_convolution,
    "SeparableConv2D": convolutions.separable_convolution,
    "Conv2DTranspose": convolutions.transposed_convolution,
    "CroppedTransposedConvolution": convolutions.transposed_convolution,
    "Dense": convolutions.dense,
    "MaxPooling2D": poolings.maximum_pooling,
    "AveragePooling2D": poolings.average_pooling,
    "DilatedPooling": poolings.dilated_pooling,
    "GlobalAveragePooling2D": poolings.global_average_pooling,
    "GlobalMaxPooling2D": poolings.global_maximum_pooling,
    "BatchNormalization": normalisations.batch_normalisation,
    "LayerNormalization": normalisations.layer_normalisation,
    "GroupNormalization": normalisations.group_normalisation,
    "LocalResponseNormalisation": normalisations.local_response_normalisation,
    "ChannelNormalisation": normalisations.channel_normalisation,
    "Multiply": functions.product,
    "Maximum": functions.largest_source,
    "Softmax": functions.softmax,
    "Activation": functions.function_of_value,
    "ReLU": functions.function_of_value,
    "LeakyReLU": functions.function_of_value,
    "PReLU": functions.function_of_value,
    "ELU": functions.function_of_value,
}
"""How the arithmetic of each kind of layer is told."""

LINEAR = frozenset(
    {
        *("UpSampling2D", "BedOfNails", "MaximumUnpooling", "ZeroPadding2D", "Cropping2D", "CropTo"),
        *("Flatten", "Reshape", "Permute", "ChannelSlice", "ChannelShuffle", "Concatenate", "Add", "Subtract"),
        *("Average", "Rescaling", "Normalization", "Dropout", "SpatialDropout2D", "GaussianNoise", "GaussianDropout"),
        *("TableConvolution", "SubSampling", "Identity", "Cast", "Squeeze", "GetItem", "Transpose"),
    }
)
"""Kinds of layers whose values are weighted sums, whatever their weights are."""


@dataclass(frozen=True, slots=True, eq=False)
class SeenLayer:
    """What goes into one call of a layer and what comes out of it, for one picture.

    Attributes:
        call: the call.
        names: of its sources.
        inputs: their values, without the batch axis.
        output: its own values.
    """

    call: LayerCall
    names: tuple[str, ...]
    inputs: tuple[Floats, ...]
    output: Floats


def see_layer(model: keras.Model, pictures: Pictures, layer: str) -> SeenLayer:
    """Run a network up to a layer and keep what its arithmetic needs.

    Raises:
        UserError: there is no such layer, or it is an input.
    """
    program = program_of(model)
    call = program.producer(program.value_of(layer))
    if call is None:
        raise UserError(f"An input is not computed. Received: {layer}.", "Choose a layer behind it.")
    names = tuple(_name_of(program, number) for number in call.sources)
    wanted = (*dict.fromkeys(names), call.name)
    probed = probe_of(model, wanted, with_gradients=False)(pictures)
    seen = dict(zip(wanted, (activation[0] for activation in probed.activations), strict=True))
    return SeenLayer(call, names, tuple(seen[name] for name in names), seen[call.name])


def explain_value(model: keras.Model, pictures: Pictures, layer: str, cell: Cell) -> ExplainedValue:
    """Tell how one value of a layer comes about.

    Args:
        model: the network.
        pictures: (1, h, w, channels), as the network takes it; several arrays for several inputs.
        layer: its name.
        cell: (row, column, channel), or (place,) in a vector.

    Raises:
        UserError: there is no such layer or cell, or the layer's arithmetic cannot be told.
    """
    return explain_cell(see_layer(model, pictures, layer), cell)


def explain_cell(seen: SeenLayer, cell: Cell) -> ExplainedValue:
    """Tell how one value of a layer that was seen comes about.

    Raises:
        UserError: there is no such cell, or the layer's arithmetic cannot be told.
    """
    call, names, inputs = seen.call, list(seen.names), list(seen.inputs)
    _require_cell(call, seen.output, cell)
    arithmetic = _arithmetic(call, names, inputs, cell)
    activation, value = _activated(call, arithmetic, inputs, cell)
    return ExplainedValue(
        layer=call.name,
        kind=call.kind,
        cell=cell,
        shape=seen.output.shape,
        arithmetic=arithmetic,
        activation=activation,
        value=value,
        network_value=float(seen.output[cell]),
        precision=str(getattr(call.operation, "compute_dtype", None) or "float32"),
    )


def can_explain_value(call: LayerCall) -> bool:
    """Whether the arithmetic of a layer can be told."""
    return call.kind in EXPLAINING or call.kind in LINEAR


def _arithmetic(call: LayerCall, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    if call.kind == "Activation" and call.operation.activation is activations.softmax:
        return functions.softmax(call.operation, names, inputs, cell)
    if call.kind in EXPLAINING:
        return EXPLAINING[call.kind](call.operation, names, inputs, cell)
    if call.kind in LINEAR:
        return linear_call(call, names, inputs, cell)
    raise UserError(
        f"The arithmetic of this layer cannot be told. Received: {call.name}, {call.kind}.",
        "Choose a layer before or behind it.",
    )


def _activated(call: LayerCall, arithmetic: Arithmetic, inputs: list[Floats], cell: Cell) -> tuple[str, float]:
    """Name of the layer's own activation, and the value behind it."""
    activation = getattr(call.operation, "activation", None)
    if call.kind == "Activation" or activation is None or activation is activations.linear:
        return "", arithmetic.result
    name = str(getattr(activation, "__name__", "activation"))
    if activation is activations.softmax:
        names = [patch.source for patch in arithmetic.patches]
        units = range(call.operation.units if call.kind == "Dense" else call.operation.filters)
        logits = [_arithmetic(call, names, inputs, (*cell[:-1], unit)).result for unit in units]
        return name, functions.softmax_of(np.array(logits), map_cell(cell)[2], ()).result
    return name, float(np.asarray(activation(np.array([arithmetic.result], np.float32)))[0])


def _name_of(program: Program, number: int) -> str:
    call = program.producer(number)
    return call.name if call is not None else program.input_names[program.inputs.index(number)]


def _require_cell(call: LayerCall, values: Floats, cell: Cell) -> None:
    fits = len(cell) == values.ndim and all(0 <= place < size for place, size in zip(cell, values.shape, strict=True))
    if not fits:
        raise UserError(
            f"There is no such value. Received: {cell} of {call.name}.",
            f"Its output has the shape {values.shape}, counted from 0.",
        )
