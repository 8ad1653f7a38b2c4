"""Keras layers of the pooling family."""

from keras import layers

from models import nodes
from models.layers.dilated_pooling import DilatedPooling
from models.layers.of_nodes.making import Makers, Making, activation_function, keras_padding, padding_layers
from models.layers.sub_sampling import SubSampling


def _maximum_pooling(operation: nodes.MaximumPooling, making: Making) -> list[layers.Layer]:
    padding = keras_padding(operation.padding)
    pooling = layers.MaxPooling2D(operation.window, operation.stride, padding, **making.common)
    return [*padding_layers(operation.padding, making), pooling]


def _average_pooling(operation: nodes.AveragePooling, making: Making) -> list[layers.Layer]:
    padding = keras_padding(operation.padding)
    pooling = layers.AveragePooling2D(operation.window, operation.stride, padding, **making.common)
    return [*padding_layers(operation.padding, making), pooling]


def _dilated_pooling(operation: nodes.DilatedPooling, making: Making) -> list[layers.Layer]:
    return [DilatedPooling(operation.window, operation.dilation, operation.summary, **making.common)]


def _sub_sampling(operation: nodes.SubSampling, making: Making) -> list[layers.Layer]:
    return [SubSampling(operation.window, activation_function(operation.activation), **making.common)]


def _global_average_pooling(operation: nodes.GlobalAveragePooling, making: Making) -> list[layers.Layer]:
    return [layers.GlobalAveragePooling2D(**making.common)]


def _global_maximum_pooling(operation: nodes.GlobalMaximumPooling, making: Making) -> list[layers.Layer]:
    return [layers.GlobalMaxPooling2D(**making.common)]


POOLING_MAKERS: Makers = {
    nodes.MaximumPooling: _maximum_pooling,
    nodes.AveragePooling: _average_pooling,
    nodes.DilatedPooling: _dilated_pooling,
    nodes.SubSampling: _sub_sampling,
    nodes.GlobalAveragePooling: _global_average_pooling,
    nodes.GlobalMaximumPooling: _global_maximum_pooling,
}
