"""Keras layers of the dense family."""

from keras import layers

from models import nodes
from models.layers.of_nodes.making import Makers, Making, activation_function, weights_initializer


def _dense(operation: nodes.Dense, making: Making) -> list[layers.Layer]:
    dense = layers.Dense(
        operation.units,
        activation=activation_function(operation.activation),
        use_bias=operation.bias,
        kernel_initializer=weights_initializer(operation.initial_weights, making.seed),
        **making.common,
    )
    return [dense]


DENSE_MAKERS: Makers = {nodes.Dense: _dense}
