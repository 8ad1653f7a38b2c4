"""From a Keras layer to the node type that says the same: one file per family."""

from typing import Any

import keras

from models import nodes
from models.layers.to_nodes.activation import ACTIVATION_READERS
from models.layers.to_nodes.convolution import CONVOLUTION_READERS
from models.layers.to_nodes.dense import DENSE_READERS
from models.layers.to_nodes.grids import GRID_READERS
from models.layers.to_nodes.merge import MERGE_READERS, OPERATOR_READERS
from models.layers.to_nodes.normalisation import NORMALISATION_READERS
from models.layers.to_nodes.pooling import POOLING_READERS
from models.layers.to_nodes.reading import Reader, Readers, require
from models.layers.to_nodes.regions import REGION_READERS
from models.layers.to_nodes.regularisation import REGULARISATION_READERS
from models.layers.to_nodes.shape import SHAPE_READERS
from models.layers.to_nodes.upsampling import UPSAMPLING_READERS

__all__ = ["node_type_of"]

READERS: Readers = {
    **ACTIVATION_READERS,
    **CONVOLUTION_READERS,
    **DENSE_READERS,
    **GRID_READERS,
    **MERGE_READERS,
    **NORMALISATION_READERS,
    **POOLING_READERS,
    **REGION_READERS,
    **REGULARISATION_READERS,
    **SHAPE_READERS,
    **UPSAMPLING_READERS,
}
"""How the options of each Keras layer are read."""


def node_type_of(layer: Any) -> nodes.NodeType:
    """Return the node type that computes what ``layer`` does; how its weights started is not kept.

    Raises:
        RuleError: there is none, or it cannot say one of the layer's options.
    """
    reader = _reader_of(layer)
    require(reader is not None, "a layer of class", type(layer).__name__)
    require(getattr(layer, "data_format", "channels_last") == "channels_last", "layout", "channels first")
    require(getattr(layer, "quantization_mode", None) is None, "quantised weights", type(layer).__name__)
    require(not getattr(layer, "lora_enabled", False), "low-rank weights", type(layer).__name__)
    assert reader is not None
    return reader(layer)


def _reader_of(layer: Any) -> Reader | None:
    if isinstance(layer, keras.Layer):
        return READERS.get(type(layer))
    return OPERATOR_READERS.get(type(layer).__name__)
