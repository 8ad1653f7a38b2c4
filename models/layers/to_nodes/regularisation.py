"""Nodes of the regularisation family."""

from typing import Any

from keras import layers

from models import nodes
from models.layers.to_nodes.reading import Readers, require


def _dropout(layer: Any) -> nodes.NodeType:
    require(layer.noise_shape is None, "noise shape", layer.noise_shape)
    return nodes.Dropout(layer.rate)


def _gaussian_noise(layer: Any) -> nodes.NodeType:
    return nodes.GaussianNoise(layer.stddev)


def _spatial_dropout(layer: Any) -> nodes.NodeType:
    return nodes.SpatialDropout(layer.rate)


REGULARISATION_READERS: Readers = {
    layers.Dropout: _dropout,
    layers.SpatialDropout2D: _spatial_dropout,
    layers.GaussianNoise: _gaussian_noise,
}
