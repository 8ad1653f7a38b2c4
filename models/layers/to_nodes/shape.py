"""Nodes of the shape family."""

from typing import Any

from keras import layers

from models import nodes
from models.layers.to_nodes.reading import Readers


def _flatten(_layer: Any) -> nodes.NodeType:
    return nodes.Flatten()


def _zero_padding(layer: Any) -> nodes.NodeType:
    (top, bottom), (left, right) = layer.padding
    return nodes.ZeroPadding((top, bottom, left, right))


def _crop(layer: Any) -> nodes.NodeType:
    (top, bottom), (left, right) = layer.cropping
    return nodes.Crop((top, bottom, left, right))


SHAPE_READERS: Readers = {layers.Flatten: _flatten, layers.ZeroPadding2D: _zero_padding, layers.Cropping2D: _crop}
