"""The samples of classification: a picture of the network's size, and its class."""

import logging
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import RunConfig
from engine.contract.dataset import ImageRow
from engine.data.batches import BatchMaker, BatchSettings, balanced_weights, one_hot
from engine.data.cache import load_pictures
from engine.data.preparation import Preparation
from engine.label_history.stored import LearnedPicture
from engine.tasks.augmentation_fit import require_fitting_augmentation
from engine.tasks.samples import SampleSource

Pixels = NDArray[np.uint8]
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ClassifiedPictures:
    """Pictures of one split and their classes.

    Attributes:
        config: of the run.
        rows: the pictures that could be read.
        pixels: (N, height, width, channels) uint8.
        class_indices: (N,) class of each picture.
    """

    config: RunConfig
    rows: tuple[ImageRow, ...]
    pixels: Pixels
    class_indices: NDArray[np.int64]

    def measured_pixels(self) -> Pixels:
        """All of them."""
        return self.pixels

    def fitted(self, position: int) -> Pixels:
        """One picture as the network sees it."""
        picture: Pixels = self.pixels[position]
        return picture

    def learned_labels(self) -> tuple[LearnedPicture, ...]:
        """All of them; with a single class there is nothing that a label could be ahead of."""
        if len(self.config.classes) < 2:
            return ()
        return tuple(LearnedPicture(row.path, row.label or "") for row in self.rows)

    def unseen_classes(self) -> tuple[str, ...]:
        """Classes that no picture has."""
        seen = set(self.class_indices.tolist())
        return tuple(name for index, name in enumerate(self.config.classes) if index not in seen)

    def batches(self, preparation: Preparation, *, is_training: bool) -> BatchMaker:
        """Batches of pictures, one-hot targets and, where rare classes are to count more, weights."""
        classes, training = len(self.config.classes), self.config.training
        is_balanced = is_training and training.class_weights == "balanced"
        return BatchMaker(
            self.pixels,
            one_hot(self.class_indices, classes),
            preparation,
            BatchSettings.of_run(self.config, is_training=is_training),
            weights=balanced_weights(self.class_indices, classes) if is_balanced else None,
        )


def load_classified_pictures(source: SampleSource) -> ClassifiedPictures:
    """Read the pictures of a split; those that are broken are left out and named in the log.

    Raises:
        UserError: no picture can be read, there is no room for them, or the augmentation is for boxes.
    """
    config = source.config
    require_fitting_augmentation(config)
    paths = [row.path for row in source.rows]
    fitted = load_pictures(
        source.root, paths, config.input, fingerprint=config.dataset.fingerprint, on_progress=source.on_progress
    )
    for dropped in fitted.dropped:
        logger.warning("Left out %s: %s", dropped.path, dropped.reason)
    rows = tuple(source.rows[position] for position in fitted.kept)
    return ClassifiedPictures(config, rows, fitted.pixels, np.array([row.class_index for row in rows], np.int64))


def pretend_classes(config: RunConfig, pixels: Pixels) -> ClassifiedPictures:
    """Pictures (N, height, width, channels) that have one class after the other."""
    return ClassifiedPictures(config, (), pixels, np.arange(len(pixels)) % max(1, len(config.classes)))
