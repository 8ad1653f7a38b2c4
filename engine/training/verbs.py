"""Carry out what a person asks of a running training."""

import logging
from typing import assert_never

import keras

from engine.contract.run_events import Control, RunStatus
from engine.control import ControlReader
from engine.recorder import Recorder
from engine.training.ending import DiscardRequested, FinishRequested
from engine.training.loading import LoadingReporter
from engine.training.progress import RunProgress
from engine.training.schedules import with_epochs, with_rate

logger = logging.getLogger(__name__)


class VerbListener:
    """Pause, continue, finish, discard, another rate, another number of epochs: between two batches.

    Attributes:
        is_finishing: the run ends after the epoch that is being closed.
        report: says how far something is that comes before the first batch, and ends it when somebody wants that.
    """

    def __init__(self, reader: ControlReader, recorder: Recorder, progress: RunProgress) -> None:
        self._reader = reader
        self._recorder = recorder
        self._progress = progress
        self._is_paused = False
        self.is_finishing = False
        self.report = LoadingReporter(recorder, reader)

    def carry_out(self, learner: keras.Model | None = None) -> None:
        """Carry out what was asked since the last call; returns only when the run may go on.

        Args:
            learner: the model in ``fit``; None before the training began.

        Raises:
            FinishRequested: there is a best epoch to keep, or nothing has been learned yet.
            DiscardRequested: the run is to be thrown away.
        """
        for control in self._reader.take():
            self._apply(control, learner)
        while self._is_paused:
            for control in self._reader.wait():
                self._apply(control, learner)

    def _apply(self, control: Control, learner: keras.Model | None) -> None:
        match control.verb:
            case "pause":
                self._set_paused(is_paused=True)
            case "continue":
                self._set_paused(is_paused=False)
            case "finish":
                self._finish(learner)
            case "discard":
                raise DiscardRequested
            case "set_learning_rate":
                self._set_rate(control.value)
            case "set_epochs":
                self._set_epochs(control.value)
            case _:
                assert_never(control.verb)

    def _set_paused(self, *, is_paused: bool) -> None:
        if is_paused != self._is_paused:
            self._is_paused = is_paused
            self._recorder.enter(RunStatus.PAUSED if is_paused else RunStatus.RUNNING)

    def _finish(self, learner: keras.Model | None) -> None:
        """Leave at once when there is a best epoch; else validate what was learned so far, and keep that."""
        self._is_paused = False
        if learner is None or self._progress.best_epoch is not None:
            raise FinishRequested
        self.is_finishing = True
        learner.stop_training = True

    def _set_rate(self, rate: float | None) -> None:
        if rate is None or rate <= 0:
            logger.warning("Not a learning rate: %s", rate)
            return
        self._progress.plan = with_rate(self._progress.plan, rate=rate, step=self._progress.step)

    def _set_epochs(self, epochs: float | None) -> None:
        if epochs is None or epochs <= self._progress.epoch:
            logger.warning("Not a number of epochs that is still to come: %s", epochs)
            return
        self._progress.plan = with_epochs(self._progress.plan, epochs=int(epochs), step=self._progress.step)
        self._recorder.update_state(epochs=int(epochs))
