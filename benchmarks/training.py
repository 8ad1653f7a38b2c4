"""A whole training through Fovea against bare ``fit`` on arrays that are ready in memory.

Run ``python -m benchmarks.training`` in the repository. Both train the same network from the same start with the same
optimizer, batches, metrics and validation, in the same process and in turns. Fovea also does everything that belongs to
a run: events, history, heartbeat, control, pinned pictures with maps, best model, checkpoints. Wanted: 0.97 of bare
``fit`` without augmentation, 0.85 with the default augmentation. Measured from the end of the first epoch, which
compiles, to the end of the run.
"""

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np

from benchmarks.ratios import Timings, print_speeds
from engine import devices, train
from engine.contract.config import RunConfig
from engine.contract.dataset import Split
from engine.contract.event_log import EventLogReader
from engine.contract.run_events import CheckpointSaved, RunStatus
from engine.contract.run_folder import RunFolder
from engine.data.batches import one_hot
from engine.data.cache import load_pictures
from engine.data.preparation import Preparation
from engine.data.synthetic.writing import write_sample
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.network_plan import graph_of
from engine.tasks.proposing import propose_config
from engine.tasks.wishes import Wishes
from models.build import build_model

WANTED = {"plain": 0.97, "augmented": 0.85}
POLL_SECONDS = 0.01
SAMPLE_PICTURES = 1600  # 1,280 for training: whole batches, as a last small batch would cost bare fit less


class Moment(NamedTuple):
    """Wall and processor time in seconds."""

    wall: float
    processor: float


class EpochClock(keras.callbacks.Callback):
    """Remembers wall and processor time at the end of the first epoch."""

    def __init__(self) -> None:
        super().__init__()
        self.started: Moment | None = None

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self.started = self.started or now()


def ready_arrays(index: DatasetIndex, config: RunConfig, split: Split) -> tuple[np.ndarray, np.ndarray]:
    """Pixels and one-hot targets of a split."""
    rows = index.rows(split)
    fitted = load_pictures(index.root, [row.path for row in rows], config.input, fingerprint=None)
    classes = np.array([rows[position].class_index for position in fitted.kept])
    return fitted.pixels, one_hot(classes, len(config.classes))


def bare_fit(index: DatasetIndex, config: RunConfig) -> Callable[[], Moment]:
    """Training with Keras alone, from the end of its first epoch on."""
    pixels, targets = ready_arrays(index, config, Split.TRAIN)
    validation_pixels, validation_targets = ready_arrays(index, config, Split.VALIDATION)
    preparation = Preparation.fit(pixels, config.input)
    pictures, validation = preparation.apply(pixels), (preparation.apply(validation_pixels), validation_targets)

    def learn() -> Moment:
        keras.utils.set_random_seed(config.seed)
        network = build_model(graph_of(config), seed=config.seed)
        optimizer = keras.optimizers.AdamW(config.training.learning_rate, weight_decay=config.training.weight_decay)
        network.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"], jit_compile=devices.jit_compile())
        clock, training = EpochClock(), config.training
        network.fit(
            pictures,
            targets,
            batch_size=training.batch_size,
            epochs=training.epochs,
            validation_data=validation,
            callbacks=[clock],
            verbose=0,
        )
        return since(clock.started)

    return learn


def fovea(config: RunConfig) -> Callable[[], Moment]:
    """A run with everything that belongs to it, from the end of its first epoch on."""

    def learn() -> Moment:
        with tempfile.TemporaryDirectory() as folder:
            run = train.create_run(config, Path(folder) / "run")
            clock = EpochClock()
            with watching(run, clock):
                state = train.train(run)
            if state.status is not RunStatus.FINISHED:
                raise RuntimeError(f"The run did not finish. Received: {state.reason}")
            return since(clock.started)

    return learn


@contextmanager
def watching(run: RunFolder, clock: EpochClock) -> Iterator[None]:
    """Set the clock when the first epoch is over and saved; preview and saving make something once, too."""
    is_over = threading.Event()

    def follow() -> None:
        reader = EventLogReader(run.events)
        while clock.started is None and not is_over.wait(POLL_SECONDS):
            if any(isinstance(event, CheckpointSaved) for event in reader.read().events):
                clock.on_epoch_end(0)

    thread = threading.Thread(target=follow)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def now() -> Moment:
    """Wall and processor time of this process."""
    return Moment(time.perf_counter(), time.process_time())


def since(start: Moment | None) -> Moment:
    """What has passed since a moment."""
    if start is None:
        raise RuntimeError("No epoch ended.")
    current = now()
    return Moment(current.wall - start.wall, current.processor - start.processor)


def compare(title: str, index: DatasetIndex, config: RunConfig, *, turns: int) -> None:
    """Train in turns and print the ratios."""
    plain = config.model_copy(update={"augmentation": config.augmentation.model_copy(update={"enabled": False})})
    alternatives = {"bare fit": bare_fit(index, config), "plain": fovea(plain), "augmented": fovea(config)}
    measured: dict[str, list[Moment]] = {name: [] for name in alternatives}
    load_before = os.getloadavg()[0]
    for turn in range(turns):
        for name in sorted(alternatives, reverse=bool(turn % 2)):
            measured[name].append(alternatives[name]())
    timings = Timings(
        {name: tuple(moment.wall for moment in moments) for name, moments in measured.items()},
        {name: tuple(moment.processor for moment in moments) for name, moments in measured.items()},
        (load_before, os.getloadavg()[0]),
    )
    print_speeds(title, timings, against="bare fit", wanted=WANTED)


def proposed(folder: Path, *, network: str | None, epochs: int) -> tuple[DatasetIndex, RunConfig]:
    """The dataset and what Fovea proposes for it, in float32 as bare ``fit`` computes."""
    index = DatasetIndex(open_dataset(folder, on_progress=lambda *_: None, is_cancelled=lambda: False))
    config, _ = propose_config(index, Wishes(network=network))
    changes = {"precision": "float32", "epochs": epochs}
    return index, config.model_copy(update={"training": config.training.model_copy(update=changes)})


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--dataset", type=Path, help="a folder of pictures instead of the sample")
    parser.add_argument("--network", help="name in the catalogue; chosen by Fovea where not given")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["FOVEA_HOME"] = home
        folder = given.dataset
        if folder is None:
            folder = Path(home) / "sample"
            write_sample("classification", folder, count=SAMPLE_PICTURES, seed=1)
        index, config = proposed(folder, network=given.network, epochs=given.epochs)
        compare(f"{config.network.name} on {folder.name}, {given.epochs} epochs", index, config, turns=given.turns)
        index.close()


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    main()
