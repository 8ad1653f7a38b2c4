"""Nodes of the dense family."""

from typing import Any

from keras import layers

from models import nodes
from models.layers.to_nodes.reading import Readers, activation_name


def _dense(layer: Any) -> nodes.NodeType:
    return nodes.Dense(layer.units, bias=layer.use_bias, activation=activation_name(layer.activation))


DENSE_READERS: Readers = {layers.Dense: _dense}
