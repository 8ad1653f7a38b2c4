"""RoI pooling as a layer."""

from typing import Any

import keras
from keras import layers

from models.boxes.roi_pooling import pool_rois

Shape = tuple[int | None, ...]


@keras.saving.register_keras_serializable(package="fovea")
class RoiPooling(layers.Layer):
    """The maxima of a map in the bins of every region (Fast R-CNN, 1504.08083).

    Args:
        bins: rows and columns of the answer.
        stride_px: pixels from one cell of the map to the next.
        **kwargs: those of every layer.
    """

    def __init__(self, bins: tuple[int, int] = (7, 7), stride_px: int = 16, **kwargs: Any) -> None:
        # Corners keep their precision: the map comes as it is, and says the precision of the answer.
        super().__init__(autocast=False, **kwargs)
        self.bins = (bins[0], bins[1])
        self.stride_px = stride_px

    def call(self, inputs: list[keras.KerasTensor]) -> keras.KerasTensor:
        """Return (batch, regions, rows, columns, channels) of a map and corners in pixels."""
        maps, regions = inputs
        return pool_rois(maps, regions, stride_px=self.stride_px, bins=self.bins)

    def compute_output_spec(self, inputs: list[keras.KerasTensor]) -> keras.KerasTensor:
        """Return shape and precision of the answer: those of bins, and of the map."""
        return keras.KerasTensor(self.compute_output_shape([each.shape for each in inputs]), inputs[0].dtype)

    def compute_output_shape(self, input_shape: list[Shape]) -> Shape:
        """Return (batch, regions, rows, columns, channels)."""
        return input_shape[0][0], input_shape[1][1], *self.bins, input_shape[0][-1]

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        return {**super().get_config(), "bins": self.bins, "stride_px": self.stride_px}
