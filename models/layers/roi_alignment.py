"""RoI align as a layer, of one map or of several."""

import math
from typing import Any

import keras
from keras import layers, ops

from models.boxes.areas import box_areas
from models.boxes.roi_align import align_rois

Shape = tuple[int | None, ...]
CORNERS = 4
"""Of a region; what stands behind them does not matter."""
CELLS_OF_FIRST_MAP = 28.0
"""Regions of fewer cells along a side, of the first map, are read in it: 112 px where its stride is 4 (1612.03144)."""


@keras.saving.register_keras_serializable(package="fovea")
class RoiAlignment(layers.Layer):
    """The means of a map at points between its cells, in the bins of every region (Mask R-CNN, 1703.06870).

    Args:
        bins: rows and columns of the answer.
        stride_px: pixels from one cell of the first map to the next; it doubles from map to map.
        samples: points of a bin along each side.
        **kwargs: those of every layer.
    """

    def __init__(self, bins: tuple[int, int] = (7, 7), stride_px: int = 16, samples: int = 2, **kwargs: Any) -> None:
        # Corners keep their precision: maps come as they are, and say the precision of the answer.
        super().__init__(autocast=False, **kwargs)
        self.bins = (bins[0], bins[1])
        self.stride_px = stride_px
        self.samples = samples

    def call(self, inputs: list[keras.KerasTensor]) -> keras.KerasTensor:
        """Return (batch, regions, rows, columns, channels) of maps and, as the last input, corners in pixels."""
        maps, regions = inputs[:-1], inputs[-1][..., :CORNERS]
        aligned = [self._aligned(each, regions, level) for level, each in enumerate(maps)]
        if len(maps) == 1:
            return aligned[0]
        level = self.level_of(regions, len(maps))[..., None, None, None]
        answer = ops.zeros_like(aligned[0])
        for number, each in enumerate(aligned):
            answer = ops.where(level == number, each, answer)
        return answer

    def _aligned(self, maps: keras.KerasTensor, regions: keras.KerasTensor, level: int) -> keras.KerasTensor:
        stride_px = self.stride_px * 2**level
        return align_rois(maps, regions, stride_px=stride_px, bins=self.bins, samples=self.samples)

    def level_of(self, regions: keras.KerasTensor, count: int) -> keras.KerasTensor:
        """Return (batch, regions): the map that a region is read in, one further for each doubling of its side."""
        least = CELLS_OF_FIRST_MAP * self.stride_px
        doublings = ops.log(ops.maximum(box_areas(regions), 1e-6) / least**2) / (2.0 * math.log(2.0))
        return ops.cast(ops.clip(ops.floor(doublings) + 1.0, 0, count - 1), "int32")

    def compute_output_spec(self, inputs: list[keras.KerasTensor]) -> keras.KerasTensor:
        """Return shape and precision of the answer: those of bins, and of the maps."""
        return keras.KerasTensor(self.compute_output_shape([each.shape for each in inputs]), inputs[0].dtype)

    def compute_output_shape(self, input_shape: list[Shape]) -> Shape:
        """Return (batch, regions, rows, columns, channels)."""
        return input_shape[0][0], input_shape[-1][1], *self.bins, input_shape[0][-1]

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        return {**super().get_config(), "bins": self.bins, "stride_px": self.stride_px, "samples": self.samples}
