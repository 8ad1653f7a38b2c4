"""Classification: each picture belongs to one class."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import ops

from engine.contract.config import RunConfig, TaskName
from engine.contract.dataset import ImageRow
from engine.contract.predictions import ClassScores, ScoredLabel
from engine.dataset.index.dataset_index import DatasetIndex
from engine.tasks.classified_pictures import ClassifiedPictures, load_classified_pictures, pretend_classes
from engine.tasks.logits import as_logits, logits_of, scores_of
from engine.tasks.samples import SampleSource

Tensor = Any


@dataclass(frozen=True, slots=True)
class Classification:
    """Softmax over classes; learns on logits, since the logarithm of a rounded softmax loses the small scores."""

    classes: tuple[str, ...]
    name: TaskName = TaskName.CLASSIFICATION
    monitor: str = "val_accuracy"

    def classes_of(self, index: DatasetIndex) -> tuple[str, ...]:
        return index.classes()

    def rows_of(self, index: DatasetIndex) -> list[ImageRow]:
        return index.rows()

    def load(self, source: SampleSource) -> ClassifiedPictures:
        return load_classified_pictures(source)

    def pretend(self, config: RunConfig, pixels: np.ndarray) -> ClassifiedPictures:
        return pretend_classes(config, pixels)

    def learning_output(self, network: keras.Model) -> Tensor:
        return logits_of(network)

    def side_output(self, network: keras.Model, name: str) -> Tensor:
        """What the softmax of a side classifier reads; a side classifier without one gives logits."""
        layer = network.get_layer(name)
        is_softmax = getattr(layer, "activation", None) is keras.activations.softmax
        return layer.input if is_softmax and isinstance(layer, keras.layers.Activation) else layer.output

    def loss(self, targets: Tensor, outputs: Tensor, *, label_smoothing: float) -> Tensor:
        """Cross-entropy against one-hot (or mixed) targets, (batch, classes)."""
        targets = ops.cast(targets, outputs.dtype)
        if label_smoothing:
            targets = targets * (1.0 - label_smoothing) + label_smoothing / len(self.classes)
        return ops.categorical_crossentropy(targets, outputs, from_logits=True)

    def side_loss(self, targets: Tensor, outputs: Tensor, *, label_smoothing: float) -> Tensor:
        """Side outputs learn what the output learns."""
        return self.loss(targets, outputs, label_smoothing=label_smoothing)

    def metrics(self) -> list[keras.metrics.Metric]:
        return [keras.metrics.CategoricalAccuracy(name="accuracy")]

    def measured_targets(self, targets: Tensor) -> Tensor:
        return targets

    def mean_with_mirrored(self, outputs: Tensor, mirrored: Tensor) -> Tensor:
        """Logits whose softmax is the mean of the two softmaxes; a class has no left and right."""
        return as_logits((scores_of(outputs) + scores_of(mirrored)) / 2.0)

    def scores(self, outputs: np.ndarray) -> np.ndarray:
        shifted = outputs.astype(np.float64) - outputs.max(axis=-1, keepdims=True)
        exponentials = np.exp(shifted)
        return (exponentials / exponentials.sum(axis=-1, keepdims=True)).astype(np.float32)

    def decode(self, scores: np.ndarray, images: Sequence[tuple[str, int, int]]) -> list[ClassScores]:
        return [
            ClassScores(image=image, width=width, height=height, labels=self._ranked(row))
            for row, (image, width, height) in zip(scores, images, strict=True)
        ]

    def _ranked(self, row: np.ndarray) -> tuple[ScoredLabel, ...]:
        order = np.argsort(-row, kind="stable")
        return tuple(ScoredLabel(label=self.classes[index], score=float(row[index])) for index in order)
