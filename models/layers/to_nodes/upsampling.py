"""Nodes of the upsampling family."""

from typing import Any

from keras import layers

from models import nodes
from models.layers.to_nodes.reading import Readers, pair


def _upsampling(layer: Any) -> nodes.NodeType:
    return nodes.Upsampling(pair(layer.size), layer.interpolation)


UPSAMPLING_READERS: Readers = {layers.UpSampling2D: _upsampling}
