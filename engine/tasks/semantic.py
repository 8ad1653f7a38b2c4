"""Semantic segmentation: each pixel belongs to one class."""

from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np
from keras import ops

from engine.contract.config import MaskConfig, RunConfig, TaskName
from engine.contract.dataset import ImageRow
from engine.dataset.index.dataset_index import DatasetIndex
from engine.losses.pixel_loss import PixelLoss
from engine.metrics.pixel_scores import MeanDice, MeanIoU, PixelAccuracy
from engine.tasks.logits import as_logits, logits_of, scores_of
from engine.tasks.mask_truth import mask_classes, rows_with_masks
from engine.tasks.masked_pictures import MaskedPictures, load_masked_pictures, pretend_masks
from engine.tasks.samples import SampleSource

Tensor = Any
_FACTORS = {
    "cross-entropy": PixelLoss(cross_entropy=1.0),
    "Dice": PixelLoss(dice=1.0),
    "focal": PixelLoss(focal=1.0),
    "cross-entropy + Dice": PixelLoss(cross_entropy=1.0, dice=1.0),
    "focal + Dice": PixelLoss(focal=1.0, dice=1.0),
}


@dataclass(frozen=True, slots=True)
class SemanticSegmentation:
    """Softmax over the classes of every pixel; targets are (N, h, w, 2), class code and weight of each pixel."""

    classes: tuple[str, ...]
    masks: MaskConfig = field(default_factory=MaskConfig)
    name: TaskName = TaskName.SEMANTIC
    monitor: str = "val_mean_iou"

    def classes_of(self, index: DatasetIndex) -> tuple[str, ...]:
        return mask_classes(index)

    def rows_of(self, index: DatasetIndex) -> list[ImageRow]:
        return rows_with_masks(index)

    def load(self, source: SampleSource) -> MaskedPictures:
        return load_masked_pictures(source)

    def pretend(self, config: RunConfig, pixels: np.ndarray) -> MaskedPictures:
        return pretend_masks(config, pixels)

    def learning_output(self, network: keras.Model) -> Tensor:
        return logits_of(network)

    def side_output(self, network: keras.Model, name: str) -> Tensor:
        """What the softmax of a side output reads."""
        layer = network.get_layer(name)
        return layer.input if isinstance(layer, keras.layers.Activation | keras.layers.Softmax) else layer.output

    def loss(self, targets: Tensor, outputs: Tensor, *, label_smoothing: float) -> Tensor:
        """The chosen sum of losses over the pixels of each picture."""
        loss = _FACTORS[self.masks.loss]
        return loss(targets[..., 0], outputs, pixel_weights=targets[..., 1], label_smoothing=label_smoothing)

    def side_loss(self, targets: Tensor, outputs: Tensor, *, label_smoothing: float) -> Tensor:
        """Side outputs learn what the output learns."""
        return self.loss(targets, outputs, label_smoothing=label_smoothing)

    def metrics(self) -> list[keras.metrics.Metric]:
        count = len(self.classes)
        return [MeanIoU(count), MeanDice(count), PixelAccuracy(count)]

    def measured_targets(self, targets: Tensor) -> Tensor:
        """The classes, without the weights."""
        return targets[..., 0]

    def mean_with_mirrored(self, outputs: Tensor, mirrored: Tensor) -> Tensor:
        """Logits whose softmax is the mean of the two softmaxes, the second one turned back."""
        return as_logits((scores_of(outputs) + ops.flip(scores_of(mirrored), axis=2)) / 2.0)
