"""Nodes of the shape family."""

from typing import Any

from keras import layers

from models import nodes
from models.layers.channels import ChannelShuffle, ChannelSlice
from models.layers.crop_to import CropTo
from models.layers.to_nodes.reading import Readers, require


def _flatten(_layer: Any) -> nodes.NodeType:
    return nodes.Flatten()


def _zero_padding(layer: Any) -> nodes.NodeType:
    (top, bottom), (left, right) = layer.padding
    return nodes.ZeroPadding((top, bottom, left, right))


def _crop(layer: Any) -> nodes.NodeType:
    (top, bottom), (left, right) = layer.cropping
    return nodes.Crop((top, bottom, left, right))


def _crop_to(layer: Any) -> nodes.NodeType:
    return nodes.CropTo(layer.offset)


def _reshape(layer: Any) -> nodes.NodeType:
    shape = tuple(layer.target_shape)
    require(all(size > 0 for size in shape), "shape with a free size", shape)
    return nodes.Reshape(shape)


def _permute(layer: Any) -> nodes.NodeType:
    return nodes.Permute(tuple(layer.dims))


def _channel_slice(layer: Any) -> nodes.NodeType:
    return nodes.ChannelSlice(layer.first, layer.count)


def _channel_shuffle(layer: Any) -> nodes.NodeType:
    return nodes.ChannelShuffle(layer.groups)


SHAPE_READERS: Readers = {
    layers.Flatten: _flatten,
    layers.ZeroPadding2D: _zero_padding,
    layers.Cropping2D: _crop,
    layers.Reshape: _reshape,
    layers.Permute: _permute,
    CropTo: _crop_to,
    ChannelSlice: _channel_slice,
    ChannelShuffle: _channel_shuffle,
}
