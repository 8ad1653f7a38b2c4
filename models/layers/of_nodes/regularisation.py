"""Keras layers of the regularisation family."""

from keras import layers

from models import nodes
from models.layers.of_nodes.making import Makers, Making


def _dropout(operation: nodes.Dropout, making: Making) -> list[layers.Layer]:
    return [layers.Dropout(operation.rate, seed=making.seed, **making.common)]


def _gaussian_noise(operation: nodes.GaussianNoise, making: Making) -> list[layers.Layer]:
    return [layers.GaussianNoise(operation.deviation, seed=making.seed, **making.common)]


def _spatial_dropout(operation: nodes.SpatialDropout, making: Making) -> list[layers.Layer]:
    return [layers.SpatialDropout2D(operation.rate, seed=making.seed, **making.common)]


REGULARISATION_MAKERS: Makers = {
    nodes.Dropout: _dropout,
    nodes.SpatialDropout: _spatial_dropout,
    nodes.GaussianNoise: _gaussian_noise,
}
