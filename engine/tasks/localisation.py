"""Classification with localisation: the class of a picture, and one box."""

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from engine.contract.config import LocalisationConfig, RunConfig, TaskName
from engine.contract.dataset import ImageRow
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.detectors.picture_box import PictureBoxHead
from engine.metrics.picture_boxes import ClassAccuracy, LocalisationAccuracy, MeanBoxIoU
from engine.network_plan import graph_of
from engine.ops.boxes.truth_rows import unpack_truth
from engine.tasks.box_truth import box_classes
from engine.tasks.boxed_pictures import BoxedPictures, load_boxed_pictures, pretend_boxes
from engine.tasks.main_objects import main_object_of, rows_with_one_box
from engine.tasks.samples import SampleSource
from models.nodes import PictureBox

Tensor = Any


@dataclass(frozen=True, slots=True)
class Localisation:
    """One class and one box; targets are truth rows (N, rows, 6), of which the largest object counts.

    Attributes:
        classes: of objects.
        head: what the answer of the network means.
        settings: which pictures teach.
        name: of the task.
        monitor: likewise as for every task.
    """

    classes: tuple[str, ...]
    head: PictureBoxHead
    settings: LocalisationConfig
    name: TaskName = TaskName.LOCALISATION
    monitor: str = "val_localisation_accuracy"

    def classes_of(self, index: DatasetIndex) -> tuple[str, ...]:
        return box_classes(index)

    def rows_of(self, index: DatasetIndex) -> list[ImageRow]:
        return rows_with_one_box(index, self.settings.objects)

    def load(self, source: SampleSource) -> BoxedPictures:
        _require_one_box(source.config)
        return load_boxed_pictures(source, keep=main_object_of)

    def pretend(self, config: RunConfig, pixels: np.ndarray) -> BoxedPictures:
        return pretend_boxes(config, pixels)

    def learning_output(self, network: keras.Model) -> Tensor:
        return network.output

    def side_output(self, network: keras.Model, name: str) -> Tensor:
        """What a side output says, as the network does: class and box."""
        return network.get_layer(name).output

    def loss(self, targets: Tensor, outputs: Tensor, *, label_smoothing: float) -> Tensor:
        """Cross-entropy of the class and a weight times the loss of the box, (batch,)."""
        truth = unpack_truth(targets)
        return self.head.costs(truth, outputs, picture_px=self.head.picture_px, label_smoothing=label_smoothing)

    def side_loss(self, targets: Tensor, outputs: Tensor, *, label_smoothing: float) -> Tensor:
        """Side outputs learn what the output learns."""
        return self.loss(targets, outputs, label_smoothing=label_smoothing)

    def metrics(self) -> list[keras.metrics.Metric]:
        size = self.head.picture_px
        return [
            LocalisationAccuracy(size, name="localisation_accuracy"),
            ClassAccuracy(size, name="accuracy"),
            MeanBoxIoU(size, name="box_iou"),
        ]

    def measured_targets(self, targets: Tensor) -> Tensor:
        return targets

    def mean_with_mirrored(self, outputs: Tensor, mirrored: Tensor) -> Tensor:
        return self.head.mean_with_mirrored(outputs, mirrored)


def _require_one_box(config: RunConfig) -> None:
    """Raise unless the network ends in one class and one box."""
    graph = graph_of(config)
    last = graph.node(graph.outputs[0]).operation
    if not isinstance(last, PictureBox):
        raise UserError(
            f"This network says no single box of a picture. Received: {config.network.name}, which ends in "
            f"{last.title}.",
            "Choose a network for one box, as localiser.",
        )
