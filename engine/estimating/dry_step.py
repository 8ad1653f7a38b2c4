"""A few steps of a real training on pictures of chance, in a process of its own: what it needed is what it costs.

Everything that belongs to a run takes part (optimizer, augmentation, validation, best network, checkpoint, maps of
pinned pictures), so that the peak of memory is that of the run. The first steps take a quarter of the batch: the
difference of the two peaks is what a picture adds.
"""

import os
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np

from engine import devices
from engine.contract.config import RunConfig
from engine.contract.estimates import DryStepMeasured, DryStepRequest
from engine.contract.run_events import RunState, RunStatus
from engine.contract.run_folder import RunFolder
from engine.control import ControlReader
from engine.data.batches import Batch, Batches
from engine.data.memory import peak_memory_bytes
from engine.data.picture_sizes import training_sizes
from engine.data.pipeline import PictureSequence
from engine.data.preparation import Preparation
from engine.network_plan import graph_of, with_graph
from engine.recorder import Recorder
from engine.tasks.registry import task_of
from engine.training.pictures import LearningPictures, PinnedPictures
from engine.training.precision import choose_precision
from engine.training.session import Session
from engine.training.verbs import VerbListener
from models.build import build_model
from models.fully_convolutional import with_input_shape

SMALL_STEPS = 2
SMALL_SHARE = 4
VALIDATION_BATCHES = 2
PINNED = 6
LIGHT_STEP_SECONDS = 0.7
LIGHT_SECONDS = 2.0
LIGHT_EPOCHS, HEAVY_EPOCHS = 3, 1
LEAST_FULL_STEPS, MOST_FULL_STEPS = 3, 200


def run_dry_step(request: DryStepRequest) -> DryStepMeasured:
    """Train for some steps, and return what they needed. Call it in a new process: its peak is the measurement."""
    devices.prepare_devices()
    devices.lower_priority()
    plan = Plan.of(request)
    config = _dry_config(request, plan.epochs)
    with tempfile.TemporaryDirectory(prefix="fovea-dry-") as place:
        folder = RunFolder(Path(place) / "run")
        folder.path.mkdir()
        folder.write_config(config)
        recorder = Recorder(folder, RunState(status=RunStatus.RUNNING, epochs=plan.epochs))
        pictures = _pictures(config, plan)
        with closing(pictures):
            session = Session(config, pictures, recorder)
            clock = StepClock(ControlReader(folder.control, _ignore), recorder, session.progress)
            base = peak_memory_bytes()
            session.train(clock, None)
            clock.stop()
        return _measured(clock, config, base, plan)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is tried.

    Attributes:
        epochs: several where steps are short; what is compiled once does not count then.
        steps: steps of an epoch, the small ones included.
        validation_batch: pictures of each of the two batches that are only looked at.
    """

    epochs: int
    steps: int
    validation_batch: int

    @classmethod
    def of(cls, request: DryStepRequest) -> "Plan":
        """Return what is worth trying for a step as long as expected."""
        seconds = max(request.expected_step_seconds, 1e-6)
        batch = min(request.config.training.batch_size, max(1, request.training_samples))
        if seconds > LIGHT_STEP_SECONDS:
            return cls(HEAVY_EPOCHS, SMALL_STEPS + LEAST_FULL_STEPS, max(1, batch // SMALL_SHARE))
        full = min(max(round(LIGHT_SECONDS / seconds), LEAST_FULL_STEPS), MOST_FULL_STEPS)
        return cls(LIGHT_EPOCHS, SMALL_STEPS + full, batch)


class StepClock(VerbListener):
    """Notes time and peak memory after every batch, where a real run listens for verbs.

    Attributes:
        seconds: when each batch was over, of training and validation, epoch after epoch.
        peaks: peak memory at these moments, in bytes.
    """

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.seconds: list[float] = []
        self.peaks: list[int] = []
        self._parent = os.getppid()

    def carry_out(self, learner: keras.Model | None = None) -> None:
        """Note the moment."""
        self.stop()

    def stop(self) -> None:
        """Note a last moment; end this process when the one that asked is gone."""
        if os.getppid() != self._parent:
            sys.exit("Nobody waits for this dry step any more.")
        self.seconds.append(time.perf_counter())
        self.peaks.append(peak_memory_bytes())


class DryPictures(PictureSequence):
    """Batches of which the first ones are small."""

    def __getitem__(self, index: int) -> Batch:
        batch = super().__getitem__(index)
        if index >= SMALL_STEPS:
            return batch
        small = max(1, len(batch[0]) // SMALL_SHARE)
        return tuple(part[:small] for part in batch)  # type: ignore[return-value]  # as many parts as before


def _dry_config(request: DryStepRequest, epochs: int) -> RunConfig:
    """Return the run's config, short, with the precision that the run will choose, and without weights to fetch."""
    config = with_largest_pictures(request.config)
    network = config.network.model_copy(update={"weights": None})
    build = partial(build_model, graph_of(config), seed=config.seed)
    precision = choose_precision(config, build, training_images=request.training_samples)
    keras.utils.clear_session()
    training = {"epochs": epochs, "precision": precision, "early_stopping_epochs": 0, "unfreeze_epoch": 0}
    batch_size = min(config.training.batch_size, max(1, request.training_samples))
    changed = config.training.model_copy(update={**training, "batch_size": batch_size})
    return config.model_copy(update={"training": changed, "network": network, "pinned": ()})


def with_largest_pictures(config: RunConfig) -> RunConfig:
    """``config`` with all pictures in the largest size that its training shows: the one that needs most memory."""
    shown, training = config.input, config.training
    if not training.multi_scale:
        return config
    height, width = training_sizes(shown.height, shown.width, training.multi_scale)[-1]
    resized = config.model_copy(
        update={
            "input": shown.model_copy(update={"height": height, "width": width}),
            "training": training.model_copy(update={"multi_scale": 0.0}),
        }
    )
    return with_graph(resized, with_input_shape(graph_of(config), (height, width, shown.channels)))


def _pictures(config: RunConfig, plan: Plan) -> LearningPictures:
    batch = config.training.batch_size
    random = np.random.default_rng(config.seed)
    shape = (config.input.height, config.input.width, config.input.channels)
    sample = random.integers(0, 256, (min(32, batch), *shape), dtype=np.uint8)
    preparation = Preparation.fit(sample, config.input)
    pinned = preparation.apply(sample[:PINNED])
    names = tuple(f"picture{number}.png" for number in range(len(pinned)))
    return LearningPictures(
        training=DryPictures(_batches(config, sample, preparation, batch=batch, count=plan.steps, is_training=True)),
        validation=PictureSequence(
            _batches(
                config,
                sample,
                preparation,
                batch=plan.validation_batch,
                count=VALIDATION_BATCHES,
                is_training=False,
            )
        ),
        training_images=plan.steps * batch,
        validation_images=VALIDATION_BATCHES * plan.validation_batch,
        pinned=PinnedPictures(names, (None,) * len(names), pinned),
    )


def _batches(
    config: RunConfig, sample: np.ndarray, preparation: Preparation, *, batch: int, count: int, is_training: bool
) -> Batches:
    """Return a maker of batches of the same few pictures again and again, as a training makes them."""
    training = config.training.model_copy(update={"batch_size": batch})
    chosen = config.model_copy(update={"training": training})
    samples = task_of(config).pretend(chosen, sample[np.arange(batch * count) % len(sample)])
    return samples.batches(preparation, is_training=is_training)


def _measured(clock: StepClock, config: RunConfig, base: int, plan: Plan) -> DryStepMeasured:
    """Read the clock: everything is compiled in the last epoch, where there are several."""
    batch = config.training.batch_size
    first = (plan.epochs - 1) * (plan.steps + VALIDATION_BATCHES)
    durations = np.diff(clock.seconds)
    step = float(np.mean(durations[first + SMALL_STEPS - 1 : first + plan.steps - 1]))
    end = durations[-1] if first else 0.0  # in a single epoch it would be what is compiled there
    return DryStepMeasured(
        precision=config.training.precision,
        batch_size=batch,
        small_batch_size=max(1, batch // SMALL_SHARE),
        base_bytes=base,
        small_peak_bytes=clock.peaks[SMALL_STEPS - 1],
        full_peak_bytes=clock.peaks[plan.steps - 1],
        peak_bytes=clock.peaks[-1],
        seconds_per_step=step,
        seconds_per_validation_image=durations[first + plan.steps] / plan.validation_batch,
        seconds_per_epoch_end=end,
    )


def _ignore(_control: object) -> None:
    """Nobody controls a dry step but by ending its process."""
