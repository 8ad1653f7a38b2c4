"""Layers that choose or reorder channels."""

from typing import Any

import keras
from keras import layers, ops

Shape = tuple[int | None, ...]


@keras.saving.register_keras_serializable(package="fovea")
class ChannelSlice(layers.Layer):
    """Some neighbouring channels.

    Args:
        first: number of the first one, from 0.
        count: how many.
        **kwargs: those of every layer.
    """

    def __init__(self, first: int = 0, count: int = 1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.first = first
        self.count = count

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return the input with ``count`` channels."""
        return inputs[..., self.first : self.first + self.count]

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of the input with ``count`` channels."""
        return *input_shape[:-1], self.count

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        return {**super().get_config(), "first": self.first, "count": self.count}


@keras.saving.register_keras_serializable(package="fovea")
class ChannelShuffle(layers.Layer):
    """The first channel of every group, then the second of every group, and so on (1707.01083, section 3.1).

    Args:
        groups: parts of the channels.
        **kwargs: those of every layer.
    """

    def __init__(self, groups: int = 2, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.groups = groups

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return the shape of the input."""
        shape = ops.shape(inputs)
        parts = ops.reshape(inputs, (-1, *shape[1:-1], self.groups, shape[-1] // self.groups))
        return ops.reshape(ops.swapaxes(parts, -1, -2), (-1, *shape[1:]))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of the input."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        return {**super().get_config(), "groups": self.groups}
