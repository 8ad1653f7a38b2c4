"""Nodes of the convolution family."""

from typing import Any

from keras import layers

from models import nodes
from models.layers.table_convolution import TableConvolution
from models.layers.to_nodes.reading import Readers, activation_name, pair, require
from models.layers.transposed_convolution import CroppedTransposedConvolution


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


def _separable_convolution(layer: Any) -> nodes.NodeType:
    return nodes.SeparableConvolution(
        layer.filters,
        pair(layer.kernel_size),
        pair(layer.strides),
        layer.padding,
        dilation=pair(layer.dilation_rate),
        multiplier=layer.depth_multiplier,
        bias=layer.use_bias,
        activation=activation_name(layer.activation),
    )


def _transposed_convolution(layer: Any) -> nodes.NodeType:
    require(pair(layer.dilation_rate) == (1, 1), "dilation", layer.dilation_rate)
    require(layer.output_padding is None, "padding of the output", layer.output_padding)
    return nodes.TransposedConvolution(
        layer.filters,
        pair(layer.kernel_size),
        pair(layer.strides),
        pair(layer.crop) if isinstance(layer, CroppedTransposedConvolution) else layer.padding,
        bias=layer.use_bias,
        activation=activation_name(layer.activation),
    )


def _table_convolution(layer: Any) -> nodes.NodeType:
    table = tuple(tuple(row) for row in layer.table)
    return nodes.TableConvolution(table, layer.kernel, activation_name(layer.activation))


CONVOLUTION_READERS: Readers = {
    layers.Conv2D: _convolution,
    layers.DepthwiseConv2D: _depthwise_convolution,
    layers.SeparableConv2D: _separable_convolution,
    layers.Conv2DTranspose: _transposed_convolution,
    CroppedTransposedConvolution: _transposed_convolution,
    TableConvolution: _table_convolution,
}
