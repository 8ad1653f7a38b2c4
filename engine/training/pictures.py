"""What a run learns from, ready for the network."""

from dataclasses import dataclass

import numpy as np

from engine.data.pipeline import PictureSequence
from engine.label_history.stored import LearnedPicture


@dataclass(frozen=True, slots=True)
class PinnedPictures:
    """A few pictures that are looked at after every epoch.

    Attributes:
        images: paths relative to the dataset.
        truths: class names, None where unknown.
        inputs: (N, h, w, c) float32, as the network takes them.
        sizes: (width, height) of the upright pictures in pixels, None where unknown; empty where none is known.
    """

    images: tuple[str, ...]
    truths: tuple[str | None, ...]
    inputs: np.ndarray
    sizes: tuple[tuple[int, int] | None, ...] = ()


@dataclass(frozen=True, slots=True)
class LearningPictures:
    """Batches to learn from, batches to measure on.

    Attributes:
        training: its order is a function of seed and epoch.
        validation: None when nothing is kept aside.
        training_images: number of pictures, not of batches.
        validation_images: number of pictures.
        pinned: None when there is no picture to follow.
        unseen_classes: those of the run that no training picture shows.
        learned: the training pictures by position, with their labels; empty where nobody asks how they are learned.
    """

    training: PictureSequence
    validation: PictureSequence | None
    training_images: int
    validation_images: int
    pinned: PinnedPictures | None
    unseen_classes: tuple[str, ...] = ()
    learned: tuple[LearnedPicture, ...] = ()

    def close(self) -> None:
        """End the threads that make batches."""
        for sequence in (self.training, self.validation):
            if sequence is not None:
                sequence.close()
