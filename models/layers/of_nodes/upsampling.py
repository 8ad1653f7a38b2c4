"""Keras layers of the upsampling family."""

from keras import layers

from models import nodes
from models.layers.bed_of_nails import BedOfNails
from models.layers.maximum_unpooling import MaximumUnpooling
from models.layers.of_nodes.making import Makers, Making


def _upsampling(operation: nodes.Upsampling, making: Making) -> list[layers.Layer]:
    return [layers.UpSampling2D(operation.factor, interpolation=operation.method, **making.common)]


def _bed_of_nails(operation: nodes.BedOfNails, making: Making) -> list[layers.Layer]:
    return [BedOfNails(operation.factor, **making.common)]


def _maximum_unpooling(operation: nodes.MaximumUnpooling, making: Making) -> list[layers.Layer]:
    return [MaximumUnpooling(operation.window, operation.padding, **making.common)]


UPSAMPLING_MAKERS: Makers = {
    nodes.Upsampling: _upsampling,
    nodes.BedOfNails: _bed_of_nails,
    nodes.MaximumUnpooling: _maximum_unpooling,
}
