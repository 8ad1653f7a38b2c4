"""Keras' convolutions of what was read in every region: regions are pictures of a larger batch."""

from typing import Any

import keras
from keras import layers, ops

Shape = tuple[int | None, ...]


@keras.saving.register_keras_serializable(package="fovea")
class RegionConvolution(layers.Conv2D):
    """A convolution of the map of every region, each for itself; takes what ``Conv2D`` does."""

    def build(self, input_shape: Shape) -> None:
        """Make the weights for maps (batch, regions, rows, columns, channels)."""
        super().build((None, *input_shape[2:]))

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return (batch, regions, rows, columns, filters)."""
        return _apart(super().call(_together(inputs)), regions=inputs.shape[1])

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, regions, rows, columns, filters); Keras also asks for the shape of one region alone."""
        return *input_shape[:-3], *super().compute_output_shape((None, *input_shape[-3:]))[1:]


@keras.saving.register_keras_serializable(package="fovea")
class RegionEnlarging(layers.Conv2DTranspose):
    """A transposed convolution of the map of every region; takes what ``Conv2DTranspose`` does."""

    def build(self, input_shape: Shape) -> None:
        """Make the weights for maps (batch, regions, rows, columns, channels)."""
        super().build((None, *input_shape[2:]))

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return (batch, regions, rows, columns, filters)."""
        return _apart(super().call(_together(inputs)), regions=inputs.shape[1])

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, regions, rows, columns, filters); Keras also asks for the shape of one region alone."""
        return *input_shape[:-3], *super().compute_output_shape((None, *input_shape[-3:]))[1:]


def _together(maps: Any) -> Any:
    return ops.reshape(maps, (-1, *maps.shape[2:]))


def _apart(maps: Any, *, regions: int) -> Any:
    return ops.reshape(maps, (-1, regions, *maps.shape[1:]))
