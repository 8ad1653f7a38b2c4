"""Detection: a box around every object, with its class."""

from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np

from engine.contract.config import RunConfig, TaskName
from engine.contract.dataset import ImageRow
from engine.dataset.index.dataset_index import DatasetIndex
from engine.detectors.base import DetectorHead
from engine.detectors.dense import DenseHead
from engine.detectors.sides import stage_loss
from engine.metrics.average_precision import AtOneThreshold, MeanAveragePrecision
from engine.ops.boxes.truth_rows import unpack_truth
from engine.tasks.box_truth import box_classes, rows_with_truth
from engine.tasks.boxed_pictures import BoxedPictures, load_boxed_pictures, pretend_boxes
from engine.tasks.samples import SampleSource

Tensor = Any


@dataclass(frozen=True, slots=True)
class Detection:
    """Boxes of any family of detectors; targets are truth rows (N, rows, 6).

    Attributes:
        classes: of objects.
        head: what the answers of the network mean.
        name: of the task.
        monitor: likewise as for every task.
    """

    classes: tuple[str, ...]
    head: DetectorHead = field(default_factory=DenseHead)
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
        """That of the head; labels are not smoothed: what is soft in the targets of boxes is the head's own."""
        return self.head.loss(unpack_truth(targets), outputs)

    def side_loss(self, targets: Tensor, outputs: Tensor, *, label_smoothing: float) -> Tensor:
        """What a detector says at the side is what its earlier stages say."""
        return stage_loss(unpack_truth(targets), outputs)

    def metrics(self) -> list[keras.metrics.Metric]:
        mean = MeanAveragePrecision(len(self.classes), read=self.head.read)
        return [mean, AtOneThreshold(mean)]

    def measured_targets(self, targets: Tensor) -> Tensor:
        return targets

    def mean_with_mirrored(self, outputs: Tensor, mirrored: Tensor) -> Tensor:
        return self.head.mean_with_mirrored(outputs, mirrored)
