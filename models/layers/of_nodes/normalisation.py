"""Keras layers of the normalisation family."""

from keras import initializers, layers

from models import nodes
from models.layers.channel_normalisation import ChannelNormalisation
from models.layers.local_response_normalisation import LocalResponseNormalisation
from models.layers.of_nodes.making import Makers, Making


def _batch_normalisation(operation: nodes.BatchNormalisation, making: Making) -> list[layers.Layer]:
    normalisation = layers.BatchNormalization(
        momentum=operation.momentum,
        epsilon=operation.epsilon,
        center=operation.shift,
        scale=operation.scale,
        gamma_initializer=initializers.Constant(operation.initial_scale),
        **making.common,
    )
    return [normalisation]


def _layer_normalisation(operation: nodes.LayerNormalisation, making: Making) -> list[layers.Layer]:
    normalisation = layers.LayerNormalization(
        epsilon=operation.epsilon, center=operation.shift, scale=operation.scale, **making.common
    )
    return [normalisation]


def _group_normalisation(operation: nodes.GroupNormalisation, making: Making) -> list[layers.Layer]:
    normalisation = layers.GroupNormalization(
        operation.groups, epsilon=operation.epsilon, center=operation.shift, scale=operation.scale, **making.common
    )
    return [normalisation]


def _channel_normalisation(operation: nodes.ChannelNormalisation, making: Making) -> list[layers.Layer]:
    return [ChannelNormalisation(operation.initial_scale, operation.epsilon, **making.common)]


def _local_response_normalisation(operation: nodes.LocalResponseNormalisation, making: Making) -> list[layers.Layer]:
    normalisation = LocalResponseNormalisation(
        operation.size, bias=operation.bias, alpha=operation.alpha, beta=operation.beta, **making.common
    )
    return [normalisation]


def _rescaling(operation: nodes.Rescaling, making: Making) -> list[layers.Layer]:
    return [layers.Rescaling(operation.scale, operation.offset, **making.common)]


NORMALISATION_MAKERS: Makers = {
    nodes.BatchNormalisation: _batch_normalisation,
    nodes.LayerNormalisation: _layer_normalisation,
    nodes.GroupNormalisation: _group_normalisation,
    nodes.ChannelNormalisation: _channel_normalisation,
    nodes.LocalResponseNormalisation: _local_response_normalisation,
    nodes.Rescaling: _rescaling,
}
