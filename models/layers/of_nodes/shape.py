"""Keras layers of the shape family."""

from keras import layers

from models import nodes
from models.layers.of_nodes.making import Makers, Making


def _flatten(operation: nodes.Flatten, making: Making) -> list[layers.Layer]:
    return [layers.Flatten(**making.common)]


def _zero_padding(operation: nodes.ZeroPadding, making: Making) -> list[layers.Layer]:
    top, bottom, left, right = operation.amount
    return [layers.ZeroPadding2D(((top, bottom), (left, right)), **making.common)]


def _crop(operation: nodes.Crop, making: Making) -> list[layers.Layer]:
    top, bottom, left, right = operation.amount
    return [layers.Cropping2D(((top, bottom), (left, right)), **making.common)]


SHAPE_MAKERS: Makers = {nodes.Flatten: _flatten, nodes.ZeroPadding: _zero_padding, nodes.Crop: _crop}
