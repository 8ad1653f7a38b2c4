"""The samples of detection: a picture of the network's size, and the boxes on it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import RunConfig
from engine.contract.dataset import ImageRow
from engine.contract.errors import UserError
from engine.data.augmented_boxes import BoxedLabels
from engine.data.batches import Batches, BatchSettings
from engine.data.box_batches import BoxBatchMaker
from engine.data.cache import load_pictures
from engine.data.fitting import place
from engine.data.preparation import Preparation
from engine.dataset.index.dataset_index import DatasetIndex
from engine.label_history.stored import LearnedPicture
from engine.tasks.augmentation_fit import require_fitting_augmentation
from engine.tasks.box_truth import PictureBoxes, boxes_of
from engine.tasks.samples import SampleSource
from models.box_answers import told_classes
from models.graph import Graph

Pixels = NDArray[np.uint8]
PRETENDED_BOXES = 8
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BoxedPictures:
    """Pictures of one split with the boxes of their objects.

    Attributes:
        config: of the run.
        rows: the pictures that could be read.
        pixels: (N, height, width, channels) uint8.
        labels: of each picture, in pixels of the network's input.
    """

    config: RunConfig
    rows: tuple[ImageRow, ...]
    pixels: Pixels
    labels: tuple[BoxedLabels, ...]

    def measured_pixels(self) -> Pixels:
        """All of them."""
        return self.pixels

    def fitted(self, position: int) -> Pixels:
        """One picture as the network sees it."""
        picture: Pixels = self.pixels[position]
        return picture

    def learned_labels(self) -> tuple[LearnedPicture, ...]:
        """None: it is boxes that have a class."""
        return ()

    def unseen_classes(self) -> tuple[str, ...]:
        """Classes of which no picture has an object."""
        shown = {int(one) for each in self.labels for one in each.classes[~each.is_crowd]}
        return tuple(name for number, name in enumerate(self.config.classes) if number not in shown)

    def batches(self, preparation: Preparation, *, is_training: bool) -> Batches:
        """Batches of pictures and truth rows."""
        settings = BatchSettings.of_run(self.config, is_training=is_training)
        return BoxBatchMaker(self.pixels, self.labels, preparation, settings)


def load_boxed_pictures(
    source: SampleSource, *, keep: Callable[[PictureBoxes], PictureBoxes] | None = None
) -> BoxedPictures:
    """Read the pictures of a split and their boxes; those that are broken are left out and named in the log.

    Args:
        source: the pictures.
        keep: chooses among the objects of a picture; None keeps all of them.

    Raises:
        UserError: no picture can be read, there is no room for them, or the network says no boxes.
    """
    config = source.config
    rows, pixels = read_pictures(source)
    with DatasetIndex(source.index) as index:
        truth = boxes_of(index, rows, config.classes)
    chosen = truth if keep is None else {path: keep(boxes) for path, boxes in truth.items()}
    return BoxedPictures(config, rows, pixels, tuple(fit_boxes(chosen[row.path], row, config) for row in rows))


def read_pictures(source: SampleSource) -> tuple[tuple[ImageRow, ...], Pixels]:
    """The pictures of a split that can be read, and their pixels (N, height, width, channels).

    Raises:
        UserError: as ``load_boxed_pictures``.
    """
    config = source.config
    _require_boxes(config)
    require_fitting_augmentation(config)
    paths = [row.path for row in source.rows]
    fitted = load_pictures(
        source.root, paths, config.input, fingerprint=config.dataset.fingerprint, on_progress=source.on_progress
    )
    for dropped in fitted.dropped:
        logger.warning("Left out %s: %s", dropped.path, dropped.reason)
    return tuple(source.rows[position] for position in fitted.kept), fitted.pixels


def _require_boxes(config: RunConfig) -> None:
    graph = Graph.from_json(config.network.graph)
    shapes = graph.shapes()
    if told_classes(graph, shapes) != len(config.classes):
        said = shapes[graph.outputs[0]]
        raise UserError(
            f"This network says no boxes of {len(config.classes)} classes. Received: {config.network.name}, which ends "
            f"in {' x '.join(map(str, said))} values.",
            "Choose a network for boxes, as dense-detector.",
        )


def fit_boxes(boxes: PictureBoxes, row: ImageRow, config: RunConfig) -> BoxedLabels:
    """Boxes of a picture in pixels of the network's input; what a crop has cut away is left out."""
    placement = place((row.width or 1, row.height or 1), config.input)
    fitted = np.asarray(placement.boxes_to_input(boxes.boxes_xyxy), np.float32).reshape(-1, 4)
    is_there = (fitted[:, 2:] > fitted[:, :2]).all(axis=1)
    return BoxedLabels(fitted[is_there], boxes.classes[is_there], boxes.is_crowd[is_there])


def pretend_boxes(config: RunConfig, pixels: Pixels) -> BoxedPictures:
    """Pictures (N, height, width, channels) with boxes of one class after the other along their diagonal."""
    height, width = pixels.shape[1:3]
    steps = np.arange(PRETENDED_BOXES, dtype=np.float32)[:, None] / PRETENDED_BOXES
    first = steps * np.array([width, height], np.float32)
    boxes = np.concatenate([first, first + np.array([width, height]) / PRETENDED_BOXES], axis=1).astype(np.float32)
    classes = np.arange(PRETENDED_BOXES) % max(1, len(config.classes))
    labels = BoxedLabels(boxes, classes, np.zeros(PRETENDED_BOXES, np.bool_))
    return BoxedPictures(config, (), pixels, (labels,) * len(pixels))
