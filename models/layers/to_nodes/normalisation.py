"""Nodes of the normalisation family."""

from typing import Any

from keras import layers

from models import nodes
from models.layers.channel_normalisation import ChannelNormalisation
from models.layers.local_response_normalisation import LocalResponseNormalisation
from models.layers.to_nodes.reading import Readers, require, require_last_axis


def _batch_normalisation(layer: Any) -> nodes.NodeType:
    require_last_axis(layer, "normalisation")
    return nodes.BatchNormalisation(layer.momentum, layer.epsilon, layer.scale, layer.center)


def _layer_normalisation(layer: Any) -> nodes.NodeType:
    require_last_axis(layer, "normalisation")
    return nodes.LayerNormalisation(layer.epsilon, layer.scale, layer.center)


def _group_normalisation(layer: Any) -> nodes.NodeType:
    require_last_axis(layer, "normalisation")
    return nodes.GroupNormalisation(layer.groups, layer.epsilon, layer.scale, layer.center)


def _channel_normalisation(layer: Any) -> nodes.NodeType:
    return nodes.ChannelNormalisation(layer.initial_scale, layer.epsilon)


def _local_response_normalisation(layer: Any) -> nodes.NodeType:
    return nodes.LocalResponseNormalisation(layer.size, layer.bias, layer.alpha, layer.beta)


def _rescaling(layer: Any) -> nodes.NodeType:
    is_single = isinstance(layer.scale, int | float) and isinstance(layer.offset, int | float)
    require(is_single, "scale", layer.scale)
    return nodes.Rescaling(layer.scale, layer.offset)


NORMALISATION_READERS: Readers = {
    layers.BatchNormalization: _batch_normalisation,
    layers.LayerNormalization: _layer_normalisation,
    layers.GroupNormalization: _group_normalisation,
    ChannelNormalisation: _channel_normalisation,
    LocalResponseNormalisation: _local_response_normalisation,
    layers.Rescaling: _rescaling,
}
