"""Keras layers of the upsampling family."""

from keras import layers

from models import nodes
from models.layers.of_nodes.making import Makers, Making


def _upsampling(operation: nodes.Upsampling, making: Making) -> list[layers.Layer]:
    return [layers.UpSampling2D(operation.factor, interpolation=operation.method, **making.common)]


UPSAMPLING_MAKERS: Makers = {nodes.Upsampling: _upsampling}
