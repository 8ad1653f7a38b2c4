"""The hooks of ``model.fit``: each tells one collaborator what happened."""

import math
import time
from collections.abc import Mapping

import keras

from engine.contract.run_events import BatchesDone
from engine.data.pipeline import PictureSequence
from engine.recorder import Recorder
from engine.training.averaging import WeightAverage
from engine.training.ending import Diverged
from engine.training.epoch_end import EpochEnd
from engine.training.freezing import Freezing
from engine.training.progress import RunProgress
from engine.training.verbs import VerbListener

Logs = Mapping[str, float]
SECONDS_BETWEEN_EVENTS = 0.05


class SetRate(keras.callbacks.Callback):
    """Gives the optimizer the rate of each step."""

    def __init__(self, progress: RunProgress) -> None:
        super().__init__()
        self._progress = progress
        self._rate = math.nan

    def on_train_begin(self, logs: Logs | None = None) -> None:
        self._rate = math.nan  # The optimizer is a new one once all layers learn.

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        rate = self._progress.rate
        if rate != self._rate:
            self.model.optimizer.learning_rate = rate
            self._rate = rate


class CountBatches(keras.callbacks.Callback):
    """Counts steps, reports losses at most 20 times a second, and stops a run that diverged."""

    def __init__(self, recorder: Recorder, progress: RunProgress, *, batch_size: int) -> None:
        super().__init__()
        self._recorder = recorder
        self._progress = progress
        self._batch_size = batch_size
        self._losses: list[float | None] = []
        self._reported_at = time.monotonic()

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        self._reported_at = time.monotonic()

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        loss = (logs or {})["batch_loss"]
        self._losses.append(loss)
        self._progress.step += 1
        if not math.isfinite(loss):
            self._losses[-1] = None
            self._report()
            raise Diverged(f"a loss at step {self._progress.step}", rate=self._progress.rate)
        if time.monotonic() - self._reported_at >= SECONDS_BETWEEN_EVENTS:
            self._report()

    def on_test_begin(self, logs: Logs | None = None) -> None:
        self._report()

    def _report(self) -> None:
        if not self._losses:
            return
        now = time.monotonic()
        pictures = len(self._losses) * self._batch_size
        self._recorder.append(
            BatchesDone(
                time=time.time(),
                epoch=self._progress.epoch + 1,
                first_step=self._progress.step - len(self._losses),
                losses=tuple(self._losses),
                learning_rate=self._progress.rate,
                images_per_second=round(pictures / max(now - self._reported_at, 1e-6), 1),
            )
        )
        self._losses.clear()
        self._reported_at = now


class ListenToVerbs(keras.callbacks.Callback):
    """Carries out what a person asked for between two batches."""

    def __init__(self, listener: VerbListener) -> None:
        super().__init__()
        self._listener = listener

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self._listener.carry_out(self.model)

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self._listener.carry_out(self.model)


class ValidateAverage(keras.callbacks.Callback):
    """Validates the averaged weights instead of the last ones."""

    def __init__(self, average: WeightAverage) -> None:
        super().__init__()
        self._average = average

    def on_test_begin(self, logs: Logs | None = None) -> None:
        self._average.apply()

    def on_test_end(self, logs: Logs | None = None) -> None:
        self._average.take_back()


class CloseEpoch(keras.callbacks.Callback):
    """Hands every finished epoch to ``EpochEnd``."""

    def __init__(self, epoch_end: EpochEnd) -> None:
        super().__init__()
        self._epoch_end = epoch_end

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        self._epoch_end.begin()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if not self._epoch_end.close(logs or {}, is_last=self.model.stop_training):
            self.model.stop_training = True


class EndPhase(keras.callbacks.Callback):
    """Leaves ``fit`` when frozen layers are to learn, or pictures have another size: both are compiled anew."""

    def __init__(self, freezing: Freezing, progress: RunProgress, pictures: PictureSequence) -> None:
        super().__init__()
        self._freezing = freezing
        self._progress = progress
        self._pictures = pictures

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        following = self._progress.epoch
        has_new_size = self._pictures.size_px(following) != self._pictures.size_px(following - 1)
        if has_new_size or self._freezing.is_over(following):
            self.model.stop_training = True
