"""Keras layers of the convolution family."""

from keras import layers

from models import nodes
from models.layers.of_nodes.making import (
    Makers,
    Making,
    activation_function,
    depthwise_initializer,
    keras_padding,
    padding_layers,
    weights_initializer,
)
from models.layers.table_convolution import TableConvolution
from models.layers.transposed_convolution import CroppedTransposedConvolution


def _convolution(operation: nodes.Convolution, making: Making) -> list[layers.Layer]:
    convolution = layers.Conv2D(
        operation.filters,
        operation.kernel,
        strides=operation.stride,
        padding=keras_padding(operation.padding),
        dilation_rate=operation.dilation,
        groups=operation.groups,
        activation=activation_function(operation.activation),
        use_bias=operation.bias,
        kernel_initializer=weights_initializer(operation.initial_weights, making.seed),
        **making.common,
    )
    return [*padding_layers(operation.padding, making), convolution]


def _table_convolution(operation: nodes.TableConvolution, making: Making) -> list[layers.Layer]:
    weights = weights_initializer(operation.initial_weights, making.seed)
    activation = activation_function(operation.activation)
    return [TableConvolution(operation.table, operation.kernel, activation, weights, **making.common)]


def _depthwise_convolution(operation: nodes.DepthwiseConvolution, making: Making) -> list[layers.Layer]:
    convolution = layers.DepthwiseConv2D(
        operation.kernel,
        strides=operation.stride,
        padding=keras_padding(operation.padding),
        depth_multiplier=operation.multiplier,
        dilation_rate=operation.dilation,
        activation=activation_function(operation.activation),
        use_bias=operation.bias,
        depthwise_initializer=depthwise_initializer(operation.initial_weights, making.seed),
        **making.common,
    )
    return [*padding_layers(operation.padding, making), convolution]


def _separable_convolution(operation: nodes.SeparableConvolution, making: Making) -> list[layers.Layer]:
    convolution = layers.SeparableConv2D(
        operation.filters,
        operation.kernel,
        strides=operation.stride,
        padding=keras_padding(operation.padding),
        dilation_rate=operation.dilation,
        depth_multiplier=operation.multiplier,
        activation=activation_function(operation.activation),
        use_bias=operation.bias,
        depthwise_initializer=depthwise_initializer(operation.initial_weights, making.seed),
        pointwise_initializer=weights_initializer(operation.initial_weights, making.seed ^ 1),
        **making.common,
    )
    return [*padding_layers(operation.padding, making), convolution]


def _transposed_convolution(operation: nodes.TransposedConvolution, making: Making) -> list[layers.Layer]:
    options = {
        "strides": operation.stride,
        "padding": keras_padding(operation.padding),
        "activation": activation_function(operation.activation),
        "use_bias": operation.bias,
        "kernel_initializer": weights_initializer(operation.initial_weights, making.seed),
        **making.common,
    }
    if isinstance(operation.padding, str):
        return [layers.Conv2DTranspose(operation.filters, operation.kernel, **options)]
    return [CroppedTransposedConvolution(operation.filters, operation.kernel, crop=operation.padding, **options)]


CONVOLUTION_MAKERS: Makers = {
    nodes.Convolution: _convolution,
    nodes.TableConvolution: _table_convolution,
    nodes.DepthwiseConvolution: _depthwise_convolution,
    nodes.SeparableConvolution: _separable_convolution,
    nodes.TransposedConvolution: _transposed_convolution,
}
