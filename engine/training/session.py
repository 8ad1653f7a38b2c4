"""One training from the first batch to the last: everything built, then ``model.fit``."""

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass

import keras

from engine import devices
from engine.callbacks import CloseEpoch, CountBatches, EndPhase, ListenToVerbs, SetRate, ValidateAverage
from engine.checkpoint import Checkpoint
from engine.contract.config import RunConfig
from engine.contract.run_events import PhaseChanged, RunStarted
from engine.data.feed import Feed
from engine.label_history.recording import RecordLabelHistory
from engine.label_history.stored import LabelHistoryLog
from engine.network_plan import graph_of
from engine.previewing.choosing import preview_writer
from engine.recorder import Recorder
from engine.tasks.registry import task_of
from engine.training.averaging import WeightAverage
from engine.training.best_model import BestModel
from engine.training.ending import FinishRequested
from engine.training.epoch_end import EpochEnd, Saver
from engine.training.freezing import Freezing
from engine.training.learner import Learner
from engine.training.optimizers import build_optimizer
from engine.training.pictures import LearningPictures
from engine.training.precision import choose_precision
from engine.training.progress import RunProgress
from engine.training.schedules import RatePlan
from engine.training.side_outputs import side_outputs, without_side_outputs
from engine.training.start_weights import StartWeights
from engine.training.variables import restore_variables
from engine.training.verbs import VerbListener
from models.build import build_model
from models.graph import Graph

MORE_EPOCHS_THAN_ANY_RUN = 10**7  # the number may change while ``fit`` runs, so EpochEnd decides when it is over
BuildWith = Callable[..., keras.Model]


@dataclass(frozen=True, slots=True)
class Collaborators:
    """What the callbacks of ``fit`` work with."""

    learner: Learner
    freezing: Freezing
    average: WeightAverage
    best: BestModel
    saver: Saver
    epoch_end: EpochEnd


class Session:
    """Builds the network and everything around it, and lets it learn.

    Attributes:
        progress: how far the run is.
    """

    def __init__(self, config: RunConfig, pictures: LearningPictures, recorder: Recorder) -> None:
        self._config = _without_idle_phase(config)
        self._pictures = pictures
        self._recorder = recorder
        self._task = task_of(config)
        steps = pictures.training.num_batches
        self.progress = RunProgress(RatePlan(self._config.training, steps, config.training.epochs))

    def train(self, listener: VerbListener, checkpoint: Checkpoint | None) -> str:
        """Learn until the end.

        Args:
            listener: brings what a person asks for; shares this session's progress.
            checkpoint: where to go on, as ``progress`` already says; None for the beginning.

        Returns:
            Why it ended before its last epoch; empty when it did not.

        Raises:
            DiscardRequested: the run is to be thrown away.
        """
        keras.utils.set_random_seed(self._config.seed)
        self._report_phase("choosing the precision")
        graph = graph_of(self._config)
        build: BuildWith = functools.partial(build_model, graph, seed=self._config.seed)
        images = self._pictures.training_images
        precision = choose_precision(self._config, build, training_images=images)
        self._report_phase("building the network")
        network = build(dtype_policy=devices.policy_name(precision))
        source = self._config.network.weights
        if source is not None and checkpoint is None:
            StartWeights(source, self._config, self._recorder, listener.report).take(network)
        parts = self._assemble(network, graph)
        if checkpoint:
            restore_variables(parts.learner, checkpoint.arrays)
        self._report_start(precision)
        is_finished_early = self._fit(parts, listener)
        parts.saver.save_best()
        return self._describe_end(parts.epoch_end, is_finished_early=is_finished_early)

    def _assemble(self, learning: keras.Model, graph: Graph) -> Collaborators:
        """Put everything around ``learning``; what is kept and looked at is the network without its side outputs."""
        training = self._config.training
        network = without_side_outputs(learning, graph)
        learner = Learner(network, self._task, training, side_outputs(learning, graph, self._task))
        if self._pictures.learned:
            learner.note_margins(min(training.batch_size, len(self._pictures.learned)))
        frozen = self._config.network.frozen
        freezing = Freezing(learning, frozen, unfreeze_epoch=training.unfreeze_epoch)
        if freezing.holds_after(self.progress.epoch):
            freezing.freeze()
        self._compile(learner)
        average = WeightAverage(learner)
        twin = functools.partial(build_model, graph.for_prediction(), seed=self._config.seed, dtype_policy="float32")
        best = BestModel(self._recorder.folder, network, twin)
        saver = Saver(self._recorder, self.progress, best, learner)
        epoch_end = EpochEnd(
            self._recorder,
            self.progress,
            training,
            best=best,
            saver=saver,
            average=average,
            previewer=preview_writer(
                self._recorder, network, self._task, self._pictures.pinned, shown=self._config.input
            ),
            monitor=self._task.monitor,
        )
        return Collaborators(learner, freezing, average, best, saver, epoch_end)

    def _compile(self, learner: Learner) -> None:
        """Compile what learns now, with a new optimizer that knows these variables only."""
        steps = self.progress.plan.steps_per_epoch
        optimizer = build_optimizer(self._config.training, learner.learning_network, steps_per_epoch=steps)
        learner.compile(optimizer=optimizer, metrics=self._task.metrics(), jit_compile=devices.jit_compile())
        learner.optimizer.build(learner.trainable_variables)

    def _fit(self, parts: Collaborators, listener: VerbListener) -> bool:
        """Let the network learn, in two phases where layers are frozen first; True when somebody ended it early."""
        callbacks = self._callbacks(parts, listener)
        while parts.epoch_end.goes_on() and not listener.is_finishing:
            if parts.freezing.is_over(self.progress.epoch):
                self._report_phase("unfreezing all layers")
                parts.average.adopt()
                parts.freezing.unfreeze()
                self._compile(parts.learner)
            try:
                self._fit_phase(parts.learner, callbacks)
            except FinishRequested:
                return True
        return listener.is_finishing

    def _callbacks(self, parts: Collaborators, listener: VerbListener) -> list[keras.callbacks.Callback]:
        return [
            *self._label_recording(parts.learner),
            SetRate(self.progress),
            CountBatches(self._recorder, self.progress, batch_size=self._config.training.batch_size),
            ListenToVerbs(listener),
            ValidateAverage(parts.average),
            CloseEpoch(parts.epoch_end),
            EndPhase(parts.freezing, self.progress, self._pictures.training),
        ]

    def _label_recording(self, learner: Learner) -> list[keras.callbacks.Callback]:
        """Records how the labels are learned, where that is asked for."""
        learned = self._pictures.learned
        if not learned:
            return []
        log = LabelHistoryLog(self._recorder.folder.label_history, learned, epoch=self.progress.epoch)
        return [RecordLabelHistory(log, learner, self._pictures.training, self.progress)]

    def _fit_phase(self, learner: Learner, callbacks: list[keras.callbacks.Callback]) -> None:
        """Learn until the run or the phase is over."""
        self._report_phase("compiling")
        self._pictures.training.start_at(self.progress.epoch)
        learner.take_size(self._pictures.training.size_px(self.progress.epoch))
        learner.fit(
            Feed(self._pictures.training),
            validation_data=Feed(self._pictures.validation),
            epochs=MORE_EPOCHS_THAN_ANY_RUN,
            initial_epoch=self.progress.epoch,
            callbacks=callbacks,
            shuffle=False,
            verbose=0,
        )

    def _describe_end(self, epoch_end: EpochEnd, *, is_finished_early: bool) -> str:
        if is_finished_early:
            return f"Finished early, after {self.progress.epoch} epochs."
        if epoch_end.is_out_of_patience:
            patience = self._config.training.early_stopping_epochs
            return f"Early stopping: no new best for {patience} epochs."
        return ""

    def _report_start(self, precision: str) -> None:
        self._recorder.update_state(epochs=self.progress.plan.epochs, epoch=self.progress.epoch)
        self._recorder.append(
            RunStarted(
                time=time.time(),
                epochs=self.progress.plan.epochs,
                steps_per_epoch=self.progress.plan.steps_per_epoch,
                from_epoch=self.progress.epoch,
                device=devices.describe_device(),
                precision=precision,
                training_images=self._pictures.training_images,
                validation_images=self._pictures.validation_images,
                unseen_classes=self._pictures.unseen_classes,
            )
        )

    def _report_phase(self, phase: str) -> None:
        self._recorder.append(PhaseChanged(time=time.time(), phase=phase))


def _without_idle_phase(config: RunConfig) -> RunConfig:
    """``config`` without a first phase where nothing is frozen in it."""
    if config.network.frozen:
        return config
    return config.model_copy(update={"training": config.training.model_copy(update={"unfreeze_epoch": 0})})
