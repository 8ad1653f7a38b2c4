"""What the trainer, the evaluator and the window need to know of a task, so that none of them knows which it is."""

from collections.abc import Sequence
from typing import Any, Protocol

import keras
import numpy as np

from engine.contract.config import TaskName
from engine.contract.predictions import ClassScores

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

    def learning_output(self, network: keras.Model) -> Tensor:
        """The tensor of the network that losses are computed on; may lie before its output."""

    def side_output(self, network: keras.Model, name: str) -> Tensor:
        """The tensor that the loss of a side output is computed on; ``name`` is that of its layer."""

    def loss(self, targets: Tensor, outputs: Tensor, *, label_smoothing: float) -> Tensor:
        """One loss for each sample, shape (batch,)."""

    def metrics(self) -> list[keras.metrics.Metric]:
        """New metrics of ``learning_output`` against the targets."""

    def mean_of(self, outputs: Tensor, others: Tensor) -> Tensor:
        """The learning output that stands for the mean of two predictions of the same samples."""

    def scores(self, outputs: np.ndarray) -> np.ndarray:
        """What the network says of each sample, as it is shown to a person, from its learning output."""

    def decode(self, scores: np.ndarray, images: Sequence[tuple[str, int, int]]) -> list[ClassScores]:
        """Plain predictions.

        Args:
            scores: output of the network, one row per picture.
            images: path, width and height in pixels of the upright originals.
        """
