"""Normalisation of every cell of a map by itself."""

from typing import Any

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable(package="fovea")
class ChannelNormalisation(layers.Layer):
    """Each cell's channels divided by their Euclidean length, times a learnt scale per channel (1506.04579).

    Lengths are computed in float32 under every policy.

    Args:
        initial_scale: where the scales start.
        epsilon: smallest square of a length.
        **kwargs: those of every layer.
    """

    def __init__(self, initial_scale: float = 20.0, epsilon: float = 1e-6, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.initial_scale = initial_scale
        self.epsilon = epsilon

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make one scale per channel."""
        initializer = keras.initializers.Constant(self.initial_scale)
        self.scale = self.add_weight(shape=(input_shape[-1],), initializer=initializer, name="scale")

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return the shape of the input."""
        values = ops.cast(inputs, "float32")
        squares = ops.sum(ops.square(values), axis=-1, keepdims=True)
        lengths = ops.cast(ops.rsqrt(ops.maximum(squares, self.epsilon)), inputs.dtype)
        return inputs * lengths * self.scale

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """Return the shape of the input."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        return {**super().get_config(), "initial_scale": self.initial_scale, "epsilon": self.epsilon}
