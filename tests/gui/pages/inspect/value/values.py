"""Values of layers as an engine tells them."""

import numpy as np

from engine.contract.seen_inside import PatchDescription, ValueExplained
from gui.pages.inspect.value.told import ToldValue


def convolution_event(**changes: object) -> ValueExplained:
    """A value at the upper edge of a map: 2 x 2 patches of two channels, the first row in the padding."""
    patch = PatchDescription(source="entry", rows=(-1, 0), columns=(0, 1), channels=(0, 1), has_weights=True)
    event = ValueExplained(
        run="/runs/one",
        image="/pictures/a.png",
        layer="conv",
        kind="Conv2D",
        cell=(0, 1, 3),
        shape=(4, 5, 8),
        rule="weighted sum",
        patches=(patch,),
        result=-0.5,
        bias=0.25,
        winner=None,
        numbers={},
        formula="sum of value x weight + bias",
        activation="relu",
        value=0.0,
        network_value=0.0,
        precision="float32",
        tolerance=1e-6,
        source_channel=1,
    )
    return event.model_copy(update=changes)


def convolution_arrays() -> list[np.ndarray]:
    """Values, weights, the map of the source and that of the layer."""
    values = np.array([[[0, 0], [0, 0]], [[1, 2], [3, 4]]], np.float32)
    weights = np.array([[[9, 9], [9, 9]], [[0.25, -0.5], [0.0, 0.0]]], np.float32)
    return [values, weights, np.ones((4, 5), np.float32), np.arange(20, dtype=np.float32).reshape(4, 5)]


def told_convolution() -> ToldValue:
    return ToldValue.of(convolution_event(), convolution_arrays())
