"""Instance segmentation: which pixels each single object covers, with its class."""

from dataclasses import dataclass

import keras
import numpy as np

from engine.contract.config import RunConfig, TaskName
from engine.detectors.base import InstanceHead
from engine.metrics.average_precision import AtOneThreshold, MeanAveragePrecision
from engine.metrics.mask_average_precision import MeanMaskAveragePrecision
from engine.tasks.detection import Detection
from engine.tasks.instanced_pictures import InstancedPictures, load_instanced_pictures, pretend_instances
from engine.tasks.samples import SampleSource


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceSegmentation(Detection):
    """A detector whose boxes have masks; targets are truth rows with masks (N, rows, 6 + s²)."""

    head: InstanceHead
    name: TaskName = TaskName.INSTANCE
    monitor: str = "val_mask_map"

    def load(self, source: SampleSource) -> InstancedPictures:
        return load_instanced_pictures(source)

    def pretend(self, config: RunConfig, pixels: np.ndarray) -> InstancedPictures:
        return pretend_instances(config, pixels)

    def metrics(self) -> list[keras.metrics.Metric]:
        """Of masks first, then of boxes."""
        count, head = len(self.classes), self.head
        of_masks = MeanMaskAveragePrecision(count, read=head.read, read_masks=head.read_masks)
        of_boxes = MeanAveragePrecision(count, read=head.read, is_one_class=True)
        return [of_masks, AtOneThreshold(of_masks, name="mask_map50"), of_boxes, AtOneThreshold(of_boxes)]
