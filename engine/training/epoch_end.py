"""What happens after every epoch, in its order."""

import logging
import math
import time
from collections.abc import Mapping
from typing import Any, Protocol

import keras

from engine.checkpoint import save_checkpoint
from engine.contract.config import TrainingConfig
from engine.contract.run_events import CheckpointSaved, EpochDone, PhaseChanged
from engine.recorder import Recorder
from engine.training.averaging import WeightAverage
from engine.training.best_model import BestModel
from engine.training.ending import Diverged
from engine.training.progress import RunProgress
from engine.training.variables import collect_variables

MIN_SECONDS_BETWEEN_SAVES = 2.0
SAVING_SHARE = 0.01
logger = logging.getLogger(__name__)


class Previewer(Protocol):
    """Keeps what the network says of a few pictures, and what happens inside it."""

    def save(self, epoch: int, *, best_epoch: int | None) -> None:
        """Look now."""


class Saver:
    """Writes best model and checkpoint, so seldom that saving takes at most a hundredth of the time."""

    def __init__(self, recorder: Recorder, progress: RunProgress, best: BestModel, learner: keras.Model) -> None:
        self._recorder = recorder
        self._progress = progress
        self._best = best
        self._learner = learner
        self._due_at = 0.0

    def save_if_due(self, *, is_last: bool) -> None:
        """Save when enough time has passed or no epoch follows; a full disk stops the saving and not the run."""
        if time.monotonic() < self._due_at and not is_last:
            return
        try:
            self._save()
        except OSError as error:
            logger.warning("Cannot save for now", exc_info=True)
            self._recorder.append(PhaseChanged(time=time.time(), phase=f"cannot save, training goes on: {error}"))

    def save_best(self) -> None:
        """Write the best model, at the end of a run.

        Raises:
            OSError: the disk is full; what was saved before is untouched.
        """
        self._best.write()

    def _save(self) -> None:
        """Save now; the best model comes first, so that a checkpoint never knows of a best epoch that is lost.

        Raises:
            OSError: the disk is full; what was saved before is untouched.
        """
        started = time.monotonic()
        self._best.write()
        state = self._progress.to_checkpoint(self._recorder.positions())
        save_checkpoint(self._recorder.folder.checkpoints, collect_variables(self._learner), state)
        self._recorder.append(CheckpointSaved(time=time.time(), epoch=state.epoch, step=state.step))
        ended = time.monotonic()
        self._due_at = ended + max(MIN_SECONDS_BETWEEN_SAVES, (ended - started) / SAVING_SHARE)


class EpochEnd:
    """Records an epoch, keeps the best weights, previews and checkpoints, and says whether to go on."""

    def __init__(
        self,
        recorder: Recorder,
        progress: RunProgress,
        training: TrainingConfig,
        *,
        best: BestModel,
        saver: Saver,
        average: WeightAverage,
        previewer: Previewer | None,
        monitor: str,
    ) -> None:
        self._recorder = recorder
        self._progress = progress
        self._training = training
        self._best = best
        self._saver = saver
        self._average = average
        self._previewer = previewer
        self._monitor = monitor
        self._began_at = 0.0

    def begin(self) -> None:
        """An epoch begins now."""
        self._began_at = time.monotonic()

    def close(self, logs: Mapping[str, float], *, is_last: bool) -> bool:
        """Do everything that follows an epoch.

        Args:
            logs: what Keras measured.
            is_last: somebody wants the run to end here.

        Returns:
            Whether another epoch follows.

        Raises:
            Diverged: the loss of the validation pictures is no number: nothing that follows could be judged.
        """
        metrics = {name: _finite(value) for name, value in logs.items() if not name.endswith("batch_loss")}
        is_lost = "val_loss" in metrics and metrics["val_loss"] is None
        value = -math.inf if is_lost else metrics.get(self._monitor)
        is_best = self._progress.finish_epoch(value, metrics.get("val_loss"))
        self._record(metrics, is_best=is_best)
        if is_lost:
            loss = f"a loss of the validation pictures of epoch {self._progress.epoch}"
            raise Diverged(loss, rate=self._progress.rate)
        with self._average.applied():
            if is_best:
                self._best.take(metrics)
            if self._previewer:
                self._previewer.save(self._progress.epoch, best_epoch=self._progress.best_epoch)
        goes_on = self.goes_on() and not is_last
        self._saver.save_if_due(is_last=not goes_on)
        return goes_on

    @property
    def is_out_of_patience(self) -> bool:
        """Whether early stopping ends the run; where layers are frozen first, patience begins when they learn."""
        patience = self._training.early_stopping_epochs
        since_unfreezing = self._progress.epoch - self._training.unfreeze_epoch
        return bool(patience) and min(self._progress.epochs_since_best, since_unfreezing) >= patience

    def goes_on(self) -> bool:
        """Whether there is an epoch to come."""
        return self._progress.epoch < self._progress.plan.epochs and not self.is_out_of_patience

    def _record(self, metrics: dict[str, float | None], *, is_best: bool) -> None:
        progress = self._progress
        seconds = round(time.monotonic() - self._began_at, 3)
        self._recorder.append(
            EpochDone(
                time=time.time(),
                epoch=progress.epoch,
                step=progress.step,
                metrics=metrics,
                learning_rate=progress.rate,
                seconds=seconds,
                is_best=is_best,
            )
        )
        row: dict[str, Any] = {"epoch": progress.epoch, "step": progress.step, **metrics}
        self._recorder.append_history({**row, "learning_rate": progress.rate, "seconds": seconds})
        self._recorder.note_state(epoch=progress.epoch, best_epoch=progress.best_epoch, best_value=progress.best_value)


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
