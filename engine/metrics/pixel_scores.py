"""Mean IoU, mean Dice and accuracy of pixels, as one looks at them while a network learns.

After a training, ``engine/ops/segmentation_scores.py`` gives the same of whole pictures in their original size.
"""

from typing import Any

import keras
from keras import ops

from engine.metrics.pixel_confusion import PixelConfusion

Tensor = Any


@keras.saving.register_keras_serializable(package="fovea")
class MeanIoU(PixelConfusion):
    """The mean over classes of hits / (hits + misses + false alarms), in [0, 1].

    Classes that occur neither in the truth nor among the predictions are left out; 0 without any pixel.
    """

    def __init__(self, classes: int, *, name: str = "mean_iou") -> None:
        super().__init__(classes, name=name)

    def result(self) -> Tensor:
        hits, true, claimed = _margins(self.confusion)
        return _mean_ratio(hits, true + claimed - hits)


@keras.saving.register_keras_serializable(package="fovea")
class MeanDice(PixelConfusion):
    """The mean over classes of 2 hits / (2 hits + misses + false alarms), in [0, 1]; classes as in ``MeanIoU``."""

    def __init__(self, classes: int, *, name: str = "mean_dice") -> None:
        super().__init__(classes, name=name)

    def result(self) -> Tensor:
        hits, true, claimed = _margins(self.confusion)
        return _mean_ratio(2.0 * hits, true + claimed)


@keras.saving.register_keras_serializable(package="fovea")
class PixelAccuracy(PixelConfusion):
    """The share of known pixels that have the class they are taken for, in [0, 1]; 0 without any pixel."""

    def __init__(self, classes: int, *, name: str = "pixel_accuracy") -> None:
        super().__init__(classes, name=name)

    def result(self) -> Tensor:
        hits, true, _ = _margins(self.confusion)
        return ops.sum(hits) / ops.maximum(ops.sum(true), 1.0)


def _margins(confusion: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Hits, true pixels and claimed pixels of each class."""
    return ops.diagonal(confusion), ops.sum(confusion, axis=1), ops.sum(confusion, axis=0)


def _mean_ratio(parts: Tensor, wholes: Tensor) -> Tensor:
    """The mean of those ratios whose denominator is not 0; 0 where there are none."""
    occurs = ops.cast(wholes > 0, "float32")
    ratios = occurs * parts / ops.where(wholes > 0, wholes, 1.0)
    return ops.sum(ratios) / ops.maximum(ops.sum(occurs), 1.0)
