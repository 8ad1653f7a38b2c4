"""Script calls of the families dense, activation, regularisation and other."""

from models import nodes
from models.script.calls import Argument, Call, Kept
from models.script.layer_calls.writing import (
    Writers,
    activation_argument,
    activation_value,
    bias_argument,
    constant_argument,
    required,
    weights_argument,
)


def _dense(operation: nodes.Dense) -> tuple[Call, ...]:
    arguments = (
        required("units", operation.units),
        activation_argument(operation.activation),
        bias_argument(operation.bias),
        weights_argument(operation.initial_weights),
    )
    return (Call("layers.Dense", arguments),)


def _activation(operation: nodes.Activation) -> tuple[Call, ...]:
    return (Call("layers.Activation", (required("activation", activation_value(operation.function)),)),)


def _parametric_relu(operation: nodes.ParametricRelu) -> tuple[Call, ...]:
    arguments = (
        constant_argument("alpha_initializer", operation.initial_slope, "zeros"),
        Argument("shared_axes", (1, 2) if operation.slopes == "per channel" else None, None),
    )
    return (Call("layers.PReLU", arguments),)


def _dropout(operation: nodes.Dropout) -> tuple[Call, ...]:
    return (Call("layers.Dropout", (required("rate", operation.rate),)),)


def _spatial_dropout(operation: nodes.SpatialDropout) -> tuple[Call, ...]:
    return (Call("layers.SpatialDropout2D", (required("rate", operation.rate),)),)


def _gaussian_noise(operation: nodes.GaussianNoise) -> tuple[Call, ...]:
    return (Call("layers.GaussianNoise", (required("stddev", operation.deviation),)),)


def _opaque(operation: nodes.Opaque) -> tuple[Call, ...]:
    return (Call("", kept=Kept(operation.layer, operation.arguments, operation.output)),)


POINTWISE_WRITERS: Writers = {
    nodes.Dense: _dense,
    nodes.Activation: _activation,
    nodes.ParametricRelu: _parametric_relu,
    nodes.Dropout: _dropout,
    nodes.SpatialDropout: _spatial_dropout,
    nodes.GaussianNoise: _gaussian_noise,
    nodes.Opaque: _opaque,
}
