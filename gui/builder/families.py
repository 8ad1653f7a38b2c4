"""Colours and names of the families of layers, the same in the table, in pictures and on the canvas."""

from PySide6.QtGui import QColor

from gui.theme import theme
from models.nodes import NODE_TYPES

_SERIES = {"convolution": 0, "pooling": 3, "dense": 2, "normalisation": 1, "activation": 4}


def family_of(node_type: str) -> str:
    """The family of a node type."""
    return NODE_TYPES[node_type].family


def family_colour(family: str) -> QColor:
    """The colour of a family; families that only move values around are neutral."""
    if family in _SERIES:
        return theme().series(_SERIES[family])
    return theme().colour("line_strong" if family == "input" else "text_secondary")
