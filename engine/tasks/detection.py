"""Detection: a box around every object, with its class."""

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import ops

from engine.contract.config import RunConfig, TaskName
from engine.contract.dataset import ImageRow
from engine.dataset.index.dataset_index import DatasetIndex
from engine.losses.dense_detection import DenseDetectionLoss
from engine.metrics.average_precision import AtOneThreshold, MeanAveragePrecision
from engine.ops.boxes.dense_boxes import SIDES, read_boxes
from engine.ops.boxes.truth_rows import unpack_truth
from engine.tasks.box_truth import box_classes, rows_with_truth
from engine.tasks.boxed_pictures import BoxedPictures, load_boxed_pictures, pretend_boxes
from engine.tasks.samples import SampleSource
from models.architectures.dense_detector import STRIDE_PX

Tensor = Any


@dataclass(frozen=True, slots=True)
class Detection:
    """A map that says a box for each of its cells; targets are truth rows (N, rows, 6)."""

    classes: tuple[str, ...]
    name: TaskName = TaskName.DETECTION
    monitor: str = "val_map"

    def classes_of(self, index: DatasetIndex) -> tuple[str, ...]:
        return box_classes(index)

    def rows_of(self, index: DatasetIndex) -> list[ImageRow]:
        return rows_with_truth(index)

    def load(self, source: SampleSource) -> BoxedPictures:
        return load_boxed_pictures(source)

    def pretend(self, config: RunConfig, pixels: np.ndarray) -> BoxedPictures:
        return pretend_boxes(config, pixels)

    def learning_output(self, network: keras.Model) -> Tensor:
        return network.output

    def side_output(self, network: keras.Model, name: str) -> Tensor:
        """The map of a side output, as that of the network."""
        return network.get_layer(name).output

    def loss(self, targets: Tensor, outputs: Tensor, *, label_smoothing: float) -> Tensor:
        """Scores and sides of all cells by task-aligned assignment; its targets are soft, smoothing adds nothing."""
        return DenseDetectionLoss()(unpack_truth(targets), read_boxes(outputs, stride_px=STRIDE_PX))

    def metrics(self) -> list[keras.metrics.Metric]:
        mean = MeanAveragePrecision(len(self.classes), stride_px=STRIDE_PX)
        return [mean, AtOneThreshold(mean)]

    def measured_targets(self, targets: Tensor) -> Tensor:
        return targets

    def mean_with_mirrored(self, outputs: Tensor, mirrored: Tensor) -> Tensor:
        """The mean of logits and of logarithms of distances, left and right changing places."""
        back = ops.flip(mirrored, axis=2)
        logits, sides = back[..., :-SIDES], back[..., -SIDES:]
        swapped = ops.take(sides, np.array([2, 1, 0, 3]), axis=-1)
        return (outputs + ops.concatenate([logits, swapped], axis=-1)) / 2.0
