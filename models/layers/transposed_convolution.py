"""Transposed convolution with a margin that is cut off."""

from typing import Any

import keras
from keras import layers

Shape = tuple[int | None, ...]


@keras.saving.register_keras_serializable(package="fovea")
class CroppedTransposedConvolution(layers.Conv2DTranspose):
    """Keras' transposed convolution without some rows and columns on both sides.

    It is the gradient of a convolution with as many zeros around its input, which Keras' paddings cannot always say.

    Args:
        filters: maps that leave the layer.
        kernel_size: rows and columns of the filters.
        crop: rows and columns that are cut off on both sides.
        **kwargs: those of ``Conv2DTranspose``.
    """

    def __init__(
        self, filters: int, kernel_size: tuple[int, int], *, crop: tuple[int, int] = (0, 0), **kwargs: Any
    ) -> None:
        self.crop = tuple(crop)
        super().__init__(filters, kernel_size, **kwargs)

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return (batch, rows, columns, filters)."""
        whole = super().call(inputs)
        down, right = self.crop
        return whole[:, down : -down or None, right : -right or None]

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, rows, columns, filters)."""
        batch, height, width, filters = super().compute_output_shape(input_shape)
        rows = None if height is None else height - 2 * self.crop[0]
        columns = None if width is None else width - 2 * self.crop[1]
        return batch, rows, columns, filters

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        return {**super().get_config(), "crop": self.crop}
