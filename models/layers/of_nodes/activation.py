"""Keras layers of the activation family."""

from keras import layers

from models import nodes
from models.layers.of_nodes.making import Makers, Making, activation_function


def _activation(operation: nodes.Activation, making: Making) -> list[layers.Layer]:
    return [layers.Activation(activation_function(operation.function), **making.common)]


ACTIVATION_MAKERS: Makers = {nodes.Activation: _activation}
