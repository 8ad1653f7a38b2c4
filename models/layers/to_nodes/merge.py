"""Nodes of the merge family."""

from collections.abc import Mapping
from typing import Any

from keras import layers

from models import nodes
from models.layers.to_nodes.reading import Reader, Readers, require_last_axis


def _add(_layer: Any) -> nodes.NodeType:
    return nodes.Add()


def _subtract(_layer: Any) -> nodes.NodeType:
    return nodes.Subtract()


def _multiply(_layer: Any) -> nodes.NodeType:
    return nodes.Multiply()


def _average(_layer: Any) -> nodes.NodeType:
    return nodes.Average()


def _maximum(_layer: Any) -> nodes.NodeType:
    return nodes.Maximum()


def _concatenate(layer: Any) -> nodes.NodeType:
    require_last_axis(layer, "concatenation")
    return nodes.Concatenate()


MERGE_READERS: Readers = {
    layers.Add: _add,
    layers.Subtract: _subtract,
    layers.Multiply: _multiply,
    layers.Average: _average,
    layers.Maximum: _maximum,
    layers.Concatenate: _concatenate,
}

OPERATOR_READERS: Mapping[str, Reader] = {
    "Add": _add,
    "Subtract": _subtract,
    "Multiply": _multiply,
    "Maximum": _maximum,
}
"""What Keras' operators become, as in ``x + y``: by the names of their classes, which are not public."""
