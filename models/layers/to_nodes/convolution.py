"""Nodes of the convolution family."""

from typing import Any

from keras import layers

from models import nodes
from models.layers.table_convolution import TableConvolution
from models.layers.to_nodes.reading import Readers, activation_name, pair


def _convolution(layer: Any) -> nodes.NodeType:
    return nodes.Convolution(
        layer.filters,
        pair(layer.kernel_size),
        pair(layer.strides),
        layer.padding,
        dilation=pair(layer.dilation_rate),
        groups=layer.groups,
        bias=layer.use_bias,
        activation=activation_name(layer.activation),
    )


def _depthwise_convolution(layer: Any) -> nodes.NodeType:
    return nodes.DepthwiseConvolution(
        pair(layer.kernel_size),
        pair(layer.strides),
        layer.padding,
        dilation=pair(layer.dilation_rate),
        multiplier=layer.depth_multiplier,
        bias=layer.use_bias,
        activation=activation_name(layer.activation),
    )


def _table_convolution(layer: Any) -> nodes.NodeType:
    table = tuple(tuple(row) for row in layer.table)
    return nodes.TableConvolution(table, layer.kernel, activation_name(layer.activation))


CONVOLUTION_READERS: Readers = {
    layers.Conv2D: _convolution,
    layers.DepthwiseConv2D: _depthwise_convolution,
    TableConvolution: _table_convolution,
}
