"""From a node type to the Keras layers that compute it."""

from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from keras import initializers, layers

from models import nodes
from models.layers.scaled_tanh import scaled_tanh
from models.layers.sub_sampling import SubSampling
from models.layers.table_convolution import TableConvolution
from models.nodes.base import Shape
from models.options import Padding


@dataclass(frozen=True, slots=True)
class Making:
    """What a layer needs besides the options of its node.

    Attributes:
        name: of the layer.
        seed: for initial weights and randomness.
        dtype: name of the policy.
    """

    name: str
    seed: int
    dtype: str

    @property
    def common(self) -> dict[str, Any]:
        """Arguments of every layer."""
        return {"name": self.name, "dtype": self.dtype}


@singledispatch
def make_layers(operation: nodes.NodeType, making: Making) -> list[layers.Layer]:
    """Return the layers that compute ``operation`` one after the other; the last one carries the node's name."""
    raise TypeError(f"No Keras layer is written for node type {operation.type}.")


@make_layers.register
def _(operation: nodes.Convolution, making: Making) -> list[layers.Layer]:
    convolution = layers.Conv2D(
        operation.filters,
        operation.kernel,
        strides=operation.stride,
        padding=_keras_padding(operation.padding),
        dilation_rate=operation.dilation,
        groups=operation.groups,
        activation=_activation(operation.activation),
        use_bias=operation.bias,
        kernel_initializer=_initial_weights(operation.initial_weights, making.seed),
        **making.common,
    )
    return [*_padding_layers(operation.padding, making), convolution]


@make_layers.register
def _(operation: nodes.TableConvolution, making: Making) -> list[layers.Layer]:
    weights = _initial_weights(operation.initial_weights, making.seed)
    activation = _activation(operation.activation)
    return [TableConvolution(operation.table, operation.kernel, activation, weights, **making.common)]


@make_layers.register
def _(operation: nodes.MaximumPooling, making: Making) -> list[layers.Layer]:
    padding = _keras_padding(operation.padding)
    pooling = layers.MaxPooling2D(operation.window, operation.stride, padding, **making.common)
    return [*_padding_layers(operation.padding, making), pooling]


@make_layers.register
def _(operation: nodes.AveragePooling, making: Making) -> list[layers.Layer]:
    padding = _keras_padding(operation.padding)
    pooling = layers.AveragePooling2D(operation.window, operation.stride, padding, **making.common)
    return [*_padding_layers(operation.padding, making), pooling]


@make_layers.register
def _(operation: nodes.SubSampling, making: Making) -> list[layers.Layer]:
    return [SubSampling(operation.window, _activation(operation.activation), **making.common)]


@make_layers.register
def _(operation: nodes.GlobalAveragePooling, making: Making) -> list[layers.Layer]:
    return [layers.GlobalAveragePooling2D(**making.common)]


@make_layers.register
def _(operation: nodes.Dense, making: Making) -> list[layers.Layer]:
    dense = layers.Dense(
        operation.units,
        activation=_activation(operation.activation),
        use_bias=operation.bias,
        kernel_initializer=_initial_weights(operation.initial_weights, making.seed),
        **making.common,
    )
    return [dense]


@make_layers.register
def _(operation: nodes.Flatten, making: Making) -> list[layers.Layer]:
    return [layers.Flatten(**making.common)]


@make_layers.register
def _(operation: nodes.ZeroPadding, making: Making) -> list[layers.Layer]:
    top, bottom, left, right = operation.amount
    return [layers.ZeroPadding2D(((top, bottom), (left, right)), **making.common)]


@make_layers.register
def _(operation: nodes.Activation, making: Making) -> list[layers.Layer]:
    return [layers.Activation(_activation(operation.function), **making.common)]


@make_layers.register
def _(operation: nodes.BatchNormalisation, making: Making) -> list[layers.Layer]:
    normalisation = layers.BatchNormalization(
        momentum=operation.momentum,
        epsilon=operation.epsilon,
        center=operation.shift,
        scale=operation.scale,
        gamma_initializer=initializers.Constant(operation.initial_scale),
        **making.common,
    )
    return [normalisation]


@make_layers.register
def _(operation: nodes.Dropout, making: Making) -> list[layers.Layer]:
    return [layers.Dropout(operation.rate, seed=making.seed, **making.common)]


@make_layers.register
def _(operation: nodes.GaussianNoise, making: Making) -> list[layers.Layer]:
    return [layers.GaussianNoise(operation.deviation, seed=making.seed, **making.common)]


@make_layers.register
def _(operation: nodes.Add, making: Making) -> list[layers.Layer]:
    return [layers.Add(**making.common)]


def input_layer(shape: Shape, name: str) -> Any:
    """Return the symbolic tensor of pictures with this shape."""
    return layers.Input(shape, name=name, dtype="float32")


def _keras_padding(padding: Padding) -> str:
    return padding if isinstance(padding, str) else "valid"


def _padding_layers(padding: Padding, making: Making) -> list[layers.Layer]:
    if isinstance(padding, str) or not any(padding):
        return []
    return [layers.ZeroPadding2D(padding, name=f"{making.name}_padding", dtype=making.dtype)]


def _activation(name: str) -> Any:
    return scaled_tanh if name == "scaled tanh" else name.replace(" ", "_")


def _initial_weights(name: str, seed: int) -> initializers.Initializer:
    match name:
        case "he normal":
            return initializers.HeNormal(seed=seed)
        case "glorot uniform":
            return initializers.GlorotUniform(seed=seed)
        case _:
            return initializers.Zeros()
