"""Nodes of the upsampling family."""

from typing import Any

from keras import layers

from models import nodes
from models.layers.bed_of_nails import BedOfNails
from models.layers.maximum_unpooling import MaximumUnpooling
from models.layers.to_nodes.reading import Readers, pair


def _upsampling(layer: Any) -> nodes.NodeType:
    return nodes.Upsampling(pair(layer.size), layer.interpolation)


def _bed_of_nails(layer: Any) -> nodes.NodeType:
    return nodes.BedOfNails(layer.factor)


def _maximum_unpooling(layer: Any) -> nodes.NodeType:
    return nodes.MaximumUnpooling(layer.window, layer.padding)


UPSAMPLING_READERS: Readers = {
    layers.UpSampling2D: _upsampling,
    BedOfNails: _bed_of_nails,
    MaximumUnpooling: _maximum_unpooling,
}
