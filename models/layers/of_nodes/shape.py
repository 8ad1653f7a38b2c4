"""Keras layers of the shape family."""

from keras import layers

from models import nodes
from models.layers.channels import ChannelShuffle, ChannelSlice
from models.layers.crop_to import CropTo
from models.layers.of_nodes.making import Makers, Making


def _flatten(operation: nodes.Flatten, making: Making) -> list[layers.Layer]:
    return [layers.Flatten(**making.common)]


def _zero_padding(operation: nodes.ZeroPadding, making: Making) -> list[layers.Layer]:
    top, bottom, left, right = operation.amount
    return [layers.ZeroPadding2D(((top, bottom), (left, right)), **making.common)]


def _crop(operation: nodes.Crop, making: Making) -> list[layers.Layer]:
    top, bottom, left, right = operation.amount
    return [layers.Cropping2D(((top, bottom), (left, right)), **making.common)]


def _crop_to(operation: nodes.CropTo, making: Making) -> list[layers.Layer]:
    return [CropTo(operation.offset, **making.common)]


def _reshape(operation: nodes.Reshape, making: Making) -> list[layers.Layer]:
    return [layers.Reshape(operation.shape, **making.common)]


def _permute(operation: nodes.Permute, making: Making) -> list[layers.Layer]:
    return [layers.Permute(operation.axes, **making.common)]


def _channel_slice(operation: nodes.ChannelSlice, making: Making) -> list[layers.Layer]:
    return [ChannelSlice(operation.first, operation.count, **making.common)]


def _channel_shuffle(operation: nodes.ChannelShuffle, making: Making) -> list[layers.Layer]:
    return [ChannelShuffle(operation.groups, **making.common)]


SHAPE_MAKERS: Makers = {
    nodes.Flatten: _flatten,
    nodes.ZeroPadding: _zero_padding,
    nodes.Crop: _crop,
    nodes.CropTo: _crop_to,
    nodes.Reshape: _reshape,
    nodes.Permute: _permute,
    nodes.ChannelSlice: _channel_slice,
    nodes.ChannelShuffle: _channel_shuffle,
}
