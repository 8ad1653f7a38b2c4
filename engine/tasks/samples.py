"""What a task's samples are: where they come from, and what training asks of them once they were read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from numpy import uint8
from numpy.typing import NDArray

from engine.contract.config import RunConfig
from engine.contract.dataset import ImageRow
from engine.data.batches import Batches
from engine.data.preparation import Preparation
from engine.label_history.stored import LearnedPicture

Pixels = NDArray[uint8]
OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class SampleSource:
    """Pictures that samples are made of, not read yet.

    Attributes:
        index: the dataset's index file, which knows what is drawn on them.
        root: the dataset's folder.
        rows: the pictures of one split.
        config: of the run.
        on_progress: told (what, done, total) while they are read; may raise to stop.
    """

    index: Path
    root: Path
    rows: tuple[ImageRow, ...]
    config: RunConfig
    on_progress: OnProgress


class Samples(Protocol):
    """The samples of one split, in memory or mapped from disk."""

    @property
    def rows(self) -> tuple[ImageRow, ...]:
        """The pictures that could be used."""

    def measured_pixels(self) -> Pixels:
        """Pictures (N, height, width, channels) of the network's size that its preparation is computed from."""

    def fitted(self, position: int) -> Pixels:
        """One picture (height, width, channels) as the network sees it; ``position`` is that of its row."""

    def learned_labels(self) -> tuple[LearnedPicture, ...]:
        """The pictures with their labels, whose learning is recorded; none where a picture has no label of its own."""

    def unseen_classes(self) -> tuple[str, ...]:
        """Classes of the run that none of the pictures shows."""

    def batches(self, preparation: Preparation, *, is_training: bool) -> Batches:
        """Makes the batches: shuffled and changed at random while training, else in their order."""
