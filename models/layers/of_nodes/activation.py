"""Keras layers of the activation family."""

from keras import initializers, layers

from models import nodes
from models.layers.of_nodes.making import Makers, Making, activation_function


def _activation(operation: nodes.Activation, making: Making) -> list[layers.Layer]:
    return [layers.Activation(activation_function(operation.function), **making.common)]


def _parametric_relu(operation: nodes.ParametricRelu, making: Making) -> list[layers.Layer]:
    relu = layers.PReLU(
        alpha_initializer=initializers.Constant(operation.initial_slope),
        shared_axes=[1, 2] if operation.slopes == "per channel" else None,
        **making.common,
    )
    return [relu]


ACTIVATION_MAKERS: Makers = {nodes.Activation: _activation, nodes.ParametricRelu: _parametric_relu}
