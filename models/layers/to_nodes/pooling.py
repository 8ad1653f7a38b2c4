"""Nodes of the pooling family."""

from typing import Any

from keras import layers

from models import nodes
from models.layers.dilated_pooling import DilatedPooling
from models.layers.sub_sampling import SubSampling
from models.layers.to_nodes.reading import Readers, activation_name, pair, require


def _maximum_pooling(layer: Any) -> nodes.NodeType:
    return nodes.MaximumPooling(pair(layer.pool_size), pair(layer.strides), layer.padding)


def _average_pooling(layer: Any) -> nodes.NodeType:
    return nodes.AveragePooling(pair(layer.pool_size), pair(layer.strides), layer.padding)


def _dilated_pooling(layer: Any) -> nodes.NodeType:
    return nodes.DilatedPooling(layer.window, layer.dilation, layer.summary)


def _sub_sampling(layer: Any) -> nodes.NodeType:
    return nodes.SubSampling(layer.window, activation_name(layer.activation))


def _global_average_pooling(layer: Any) -> nodes.NodeType:
    require(not layer.keepdims, "global pooling that keeps its axes", layer.keepdims)
    return nodes.GlobalAveragePooling()


def _global_maximum_pooling(layer: Any) -> nodes.NodeType:
    require(not layer.keepdims, "global pooling that keeps its axes", layer.keepdims)
    return nodes.GlobalMaximumPooling()


POOLING_READERS: Readers = {
    layers.MaxPooling2D: _maximum_pooling,
    layers.AveragePooling2D: _average_pooling,
    DilatedPooling: _dilated_pooling,
    SubSampling: _sub_sampling,
    layers.GlobalAveragePooling2D: _global_average_pooling,
    layers.GlobalMaxPooling2D: _global_maximum_pooling,
}
