"""What the trainer, the evaluator and the window need to know of a task, so that none of them knows which it is."""

from typing import Any, Protocol

import keras
import numpy as np

from engine.contract.config import RunConfig, TaskName
from engine.contract.dataset import ImageRow
from engine.dataset.index.dataset_index import DatasetIndex
from engine.tasks.samples import Samples, SampleSource

Tensor = Any


class Task(Protocol):
    """One thing that a network can be asked to do."""

    @property
    def name(self) -> TaskName:
        """The task as on the command line."""

    @property
    def monitor(self) -> str:
        """The metric that says which epoch was best; greater is better."""

    @property
    def classes(self) -> tuple[str, ...]:
        """What the outputs stand for, in their order."""

    def classes_of(self, index: DatasetIndex) -> tuple[str, ...]:
        """What a network for a dataset tells apart, in the order of its outputs."""

    def rows_of(self, index: DatasetIndex) -> list[ImageRow]:
        """The pictures of a dataset that can be learned from, whatever split they are in."""

    def load(self, source: SampleSource) -> Samples:
        """Read the samples of a split.

        Raises:
            UserError: nothing can be read, or there is no room for it.
        """

    def pretend(self, config: RunConfig, pixels: np.ndarray) -> Samples:
        """Samples of pictures (N, height, width, channels) uint8 with targets of chance: what a training costs."""

    def learning_output(self, network: keras.Model) -> Tensor:
        """The tensor of the network that losses are computed on; may lie before its output."""

    def side_output(self, network: keras.Model, name: str) -> Tensor:
        """The tensor that the loss of a side output is computed on; ``name`` is that of its layer."""

    def loss(self, targets: Tensor, outputs: Tensor, *, label_smoothing: float) -> Tensor:
        """One loss for each sample, shape (batch,)."""

    def side_loss(self, targets: Tensor, outputs: Tensor, *, label_smoothing: float) -> Tensor:
        """One loss for each sample of what the network says at the side, shape (batch,)."""

    def metrics(self) -> list[keras.metrics.Metric]:
        """New metrics of ``learning_output`` against the targets."""

    def measured_targets(self, targets: Tensor) -> Tensor:
        """What metrics compare with: the targets of a batch without what only the loss needs."""

    def mean_with_mirrored(self, outputs: Tensor, mirrored: Tensor) -> Tensor:
        """The learning output for the mean of two predictions, the second one of the mirrored pictures."""
