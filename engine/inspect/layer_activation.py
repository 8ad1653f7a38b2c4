"""A layer without the activation that it ends in, for as long as it takes to look."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from keras import activations


@contextmanager
def without_activation(layer: Any) -> Iterator[None]:
    """Let a layer compute without its activation while it is called; a layer that has none stays as it is."""
    if getattr(layer, "activation", None) is None:
        yield
        return
    before = layer.activation
    layer.activation = activations.linear
    try:
        yield
    finally:
        layer.activation = before
