"""Notes the logit margins of every batch that a network learns: they come with its loss, without another look."""

from collections.abc import Mapping

import keras
import numpy as np

from engine.data.pipeline import PictureSequence
from engine.label_history.stored import LabelHistoryLog
from engine.training.learner import Learner
from engine.training.progress import RunProgress

Logs = Mapping[str, float]


class RecordLabelHistory(keras.callbacks.Callback):
    """Writes what an epoch said of all training pictures once it is over; an epoch that was left leaves nothing.

    It has to stand before the callback that saves checkpoints: a checkpoint must not know more epochs than the history.

    Args:
        log: keeps the epochs.
        learner: notes the margins of its batches.
        sequence: what it learns from.
        progress: which epoch it is.
    """

    def __init__(
        self, log: LabelHistoryLog, learner: Learner, sequence: PictureSequence, progress: RunProgress
    ) -> None:
        super().__init__()
        self._log = log
        self._learner = learner
        self._sequence = sequence
        self._progress = progress
        self._batches: list[np.ndarray] = []

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        self._batches = []

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self._batches.append(keras.ops.convert_to_numpy(self._learner.batch_margins))

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if len(self._batches) != self._sequence.num_batches:
            return
        order = self._sequence.order(self._progress.epoch)
        noted = np.empty((2, len(order)), np.float32)
        noted[:, order] = np.concatenate(self._batches, axis=1)[:, : len(order)]
        margins, rivals = noted
        margins[self._sequence.blended(self._progress.epoch)] = np.nan
        self._log.write(self._progress.epoch + 1, margins=margins, rivals=rivals.astype(np.int64))
