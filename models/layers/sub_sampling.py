"""LeNet-5's trainable average pooling."""

from typing import Any

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable(package="fovea")
class SubSampling(layers.Layer):
    """Mean of each window times a coefficient plus a bias, both per channel (LeCun et al., 1998, section II.B).

    Args:
        window: rows and columns of a window, which is also the step.
        activation: function of the result; a name or a callable.
        **kwargs: those of every layer.
    """

    def __init__(self, window: tuple[int, int] = (2, 2), activation: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.window = tuple(window)
        self.activation = keras.activations.get(activation)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make coefficient and bias for the last axis."""
        shape = (input_shape[-1],)
        self.coefficient = self.add_weight(shape=shape, initializer="ones", name="coefficient")
        self.bias = self.add_weight(shape=shape, initializer="zeros", name="bias")

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return (batch, rows, columns, channels)."""
        means = ops.average_pool(inputs, self.window, self.window, "valid", "channels_last")
        return self.activation(means * self.coefficient + self.bias)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """Return (batch, rows, columns, channels)."""
        batch, height, width, channels = input_shape
        rows = None if height is None else height // self.window[0]
        columns = None if width is None else width // self.window[1]
        return batch, rows, columns, channels

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        activation = keras.activations.serialize(self.activation)
        return {**super().get_config(), "window": self.window, "activation": activation}
