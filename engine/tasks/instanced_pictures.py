"""The samples of instance segmentation: a picture of the network's size, and the mask of each object on it."""

import logging
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import IndexedAnnotation
from engine.contract.config import RunConfig
from engine.contract.dataset import ImageRow
from engine.contract.errors import UserError
from engine.data.batches import BatchSettings
from engine.data.fitting import Placement, place
from engine.data.instance_batches import InstanceBatchMaker, InstanceLabels
from engine.data.label_fitting import fit_mask
from engine.data.object_planes import lay_out
from engine.data.preparation import Preparation
from engine.dataset.index.dataset_index import DatasetIndex
from engine.detectors.registry import instance_head_of
from engine.network_plan import graph_of
from engine.tasks.augmentation_fit import require_fitting_augmentation
from engine.tasks.box_truth import BOX_KINDS, number_of_classes
from engine.tasks.boxed_pictures import BoxedPictures, pretend_boxes, read_pictures
from engine.tasks.mask_truth import OBJECT_KINDS, MaskTruth
from engine.tasks.samples import SampleSource

Pixels = NDArray[np.uint8]
READING = "Reading masks"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InstancedPictures(BoxedPictures):
    """Pictures of one split with the boxes and masks of their objects."""

    labels: tuple[InstanceLabels, ...]

    def batches(self, preparation: Preparation, *, is_training: bool) -> InstanceBatchMaker:
        """Batches of pictures and truth rows with masks."""
        settings = BatchSettings.of_run(self.config, is_training=is_training)
        return InstanceBatchMaker(self.pixels, self.labels, preparation, settings)


def load_instanced_pictures(source: SampleSource) -> InstancedPictures:
    """Read the pictures of a split and the masks on them; those that are broken are left out and named in the log.

    Raises:
        UserError: no picture can be read, there is no room for them, the network says no masks, or pictures
            are to be mixed.
    """
    instance_head_of(graph_of(source.config))
    require_fitting_augmentation(source.config)
    rows, pixels = read_pictures(source)
    with DatasetIndex(source.index) as index:
        truth = MaskTruth.of(index, rows)
    kept: list[int] = []
    labels: list[InstanceLabels] = []
    for number, row in enumerate(rows):
        source.on_progress(READING, number, len(rows))
        try:
            labels.append(fit_instances(truth, row, source.config))
        except UserError as error:
            logger.warning("Left out %s: %s", row.path, error)
            continue
        kept.append(number)
    source.on_progress(READING, len(rows), len(rows))
    if not kept:
        raise UserError(
            f"None of the {len(rows)} pictures can be used with its masks. Received: {source.root}.",
            "Look at the problems of the dataset on the Data page.",
        )
    chosen = pixels if len(kept) == len(rows) else pixels[kept]
    return InstancedPictures(source.config, tuple(rows[number] for number in kept), chosen, tuple(labels))


def fit_instances(truth: MaskTruth, row: ImageRow, config: RunConfig) -> InstanceLabels:
    """Masks of a picture at the size of the network's input; what a crop has cut away is left out.

    Crowds, and objects of which only a box is known, are left out of learning as crowds are.

    Raises:
        UserError: a mask cannot be read any more.
    """
    placement = place((row.width or 1, row.height or 1), config.input)
    width, height = placement.input_size
    numbers = number_of_classes(config.classes)
    drawn = [one for one in truth.pictures[row.path].annotations if one.kind in BOX_KINDS and one.label in numbers]
    single = [one for one in drawn if one.kind in OBJECT_KINDS and not one.is_crowd]
    masks = [fit_mask(truth.pixels(row.path, one).astype(np.uint8), placement, outside=0) > 0 for one in single]
    seen = [number for number, mask in enumerate(masks) if mask.any()]
    objects = lay_out((masks[number] for number in seen), size=(height, width))
    crowds = [one for one in drawn if one not in single and one.box is not None and not one.is_relative]
    around = _fitted_boxes(crowds, placement)
    there = np.flatnonzero((around[:, 2:] > around[:, :2]).all(axis=1)).tolist()
    labelled = [single[number] for number in seen] + [crowds[number] for number in there]
    return InstanceLabels(
        np.concatenate([objects.boxes(), around[there]]),
        np.array([numbers[one.label or ""] for one in labelled], np.int64),
        np.arange(len(labelled)) >= len(seen),
        objects,
    )


def _fitted_boxes(annotations: list[IndexedAnnotation], placement: Placement) -> NDArray[np.float32]:
    boxes = [(box.x_min, box.y_min, box.x_max, box.y_max) for one in annotations if (box := one.box) is not None]
    return np.asarray(placement.boxes_to_input(np.array(boxes, np.float64).reshape(-1, 4)), np.float32)


def pretend_instances(config: RunConfig, pixels: Pixels) -> InstancedPictures:
    """Pictures (N, height, width, channels) with objects of one class after the other that fill their boxes."""
    boxed = pretend_boxes(config, pixels)
    height, width = pixels.shape[1:3]
    labels: list[InstanceLabels] = []
    for one in boxed.labels[:1]:
        masks = [_filled(box, height, width) for box in one.boxes_xyxy.astype(int).tolist()]
        objects = lay_out(masks, size=(height, width))
        labels = [InstanceLabels(objects.boxes(), one.classes, one.is_crowd, objects)] * len(pixels)
    return InstancedPictures(config, (), pixels, tuple(labels))


def _filled(box: list[int], height: int, width: int) -> NDArray[np.bool_]:
    left, top, right, bottom = box
    mask = np.zeros((height, width), np.bool_)
    mask[top:bottom, left:right] = True
    return mask
