"""AlexNet's competition between neighbouring maps."""

from typing import Any

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable(package="fovea")
class LocalResponseNormalisation(layers.Layer):
    """Each value divided by a power of the squares around it (Krizhevsky et al., 2012, section 3.3).

    y[c] = x[c] / (bias + alpha sum of x[d]^2)^beta, over the ``size`` channels d around c, at one position. As in the
    paper, alpha is not divided by the size. Sums are computed in float32 under every policy: alpha is too small for
    16 bits.

    Args:
        size: channels that compete, an odd number.
        bias: k of the paper.
        alpha: weight of the squares.
        beta: exponent.
        **kwargs: those of every layer.
    """

    def __init__(
        self, size: int = 5, *, bias: float = 2.0, alpha: float = 1e-4, beta: float = 0.75, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.size = size
        self.bias = bias
        self.alpha = alpha
        self.beta = beta

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return the shape of the input."""
        values = ops.cast(inputs, "float32")
        channels, half = inputs.shape[-1], self.size // 2
        borders = [[0, 0]] * (len(inputs.shape) - 1) + [[half, half]]
        squares = ops.pad(ops.square(values), borders)
        total = sum(squares[..., start : start + channels] for start in range(self.size))
        return ops.cast(values * ops.power(self.bias + self.alpha * total, -self.beta), inputs.dtype)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """Return the shape of the input."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        options = {"size": self.size, "bias": self.bias, "alpha": self.alpha, "beta": self.beta}
        return {**super().get_config(), **options}
