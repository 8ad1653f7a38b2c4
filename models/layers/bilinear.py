"""Weights with which a transposed convolution starts as bilinear upsampling."""

from typing import Any

import keras
import numpy as np
from keras import ops


@keras.saving.register_keras_serializable(package="fovea")
class Bilinear(keras.initializers.Initializer):
    """A tent over the kernel from every map to itself, zero between maps (FCN, 1411.4038, section 3.3)."""

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Any:
        """Return weights of shape (rows, columns, filters, channels), as transposed convolutions have them."""
        rows, columns, filters, channels = shape
        tent = tent_weights(rows)[:, None] * tent_weights(columns)
        kernel = tent[:, :, None, None] * np.eye(filters, channels)
        return ops.convert_to_tensor(kernel.astype("float32"), dtype=dtype)

    def get_config(self) -> dict[str, Any]:
        """Return that there is nothing to choose."""
        return {}


def tent_weights(size: int) -> np.ndarray:
    """Return the weights of linear interpolation between cells that are (size + 1) // 2 apart.

    Example:
        >>> tent_weights(4).tolist()
        [0.25, 0.75, 0.75, 0.25]
    """
    distance = (size + 1) // 2
    return 1 - np.abs(np.arange(size) - (size - 1) / 2) / distance
