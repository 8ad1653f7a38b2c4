"""From a node type to the Keras layers that compute it: one file per family."""

from typing import Any

from keras import layers

from models import nodes
from models.layers.of_nodes.activation import ACTIVATION_MAKERS
from models.layers.of_nodes.convolution import CONVOLUTION_MAKERS
from models.layers.of_nodes.dense import DENSE_MAKERS
from models.layers.of_nodes.grids import GRID_MAKERS
from models.layers.of_nodes.making import Makers, Making
from models.layers.of_nodes.merge import MERGE_MAKERS
from models.layers.of_nodes.normalisation import NORMALISATION_MAKERS
from models.layers.of_nodes.opaque import OPAQUE_MAKERS
from models.layers.of_nodes.pooling import POOLING_MAKERS
from models.layers.of_nodes.regions import REGION_MAKERS
from models.layers.of_nodes.regularisation import REGULARISATION_MAKERS
from models.layers.of_nodes.shape import SHAPE_MAKERS
from models.layers.of_nodes.upsampling import UPSAMPLING_MAKERS
from models.nodes.base import Shape

__all__ = ["Making", "input_layer", "make_layers"]

MAKERS: Makers = {
    **ACTIVATION_MAKERS,
    **CONVOLUTION_MAKERS,
    **DENSE_MAKERS,
    **GRID_MAKERS,
    **MERGE_MAKERS,
    **NORMALISATION_MAKERS,
    **POOLING_MAKERS,
    **REGION_MAKERS,
    **REGULARISATION_MAKERS,
    **SHAPE_MAKERS,
    **UPSAMPLING_MAKERS,
    **OPAQUE_MAKERS,
}
"""How the layers of every node type are made."""


def make_layers(operation: nodes.NodeType, making: Making) -> list[layers.Layer]:
    """Return the layers that compute ``operation`` one after the other; the last one carries the node's name."""
    maker = MAKERS.get(type(operation))
    if maker is None:
        raise TypeError(f"No Keras layer is written for node type {operation.type}.")
    return maker(operation, making)


def input_layer(shape: Shape, name: str) -> Any:
    """Return the symbolic tensor of pictures with this shape."""
    return layers.Input(shape, name=name, dtype="float32")
