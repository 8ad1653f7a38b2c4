"""What it costs to record how labels are learned: epochs of a training with and without, in turns.

Run ``python -m benchmarks.label_history`` in the repository. Two learners train the network that Fovea proposes for the
sample, with its augmentation, an epoch each in turn, in the same process; one of them notes the margins of its batches
and writes them to its run's folder. Validation, previews and checkpoints, of which recording is an even smaller part,
are left out. Wanted: recording keeps 0.98 of the speed.
"""

import argparse
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import keras

from benchmarks.ratios import print_speeds, time_alternately
from benchmarks.training import proposed
from engine import devices, train
from engine.contract.config import RunConfig
from engine.data.cache import ignore_progress
from engine.data.feed import Feed
from engine.data.synthetic.writing import write_sample
from engine.label_history.recording import RecordLabelHistory
from engine.label_history.stored import LabelHistoryLog
from engine.network_plan import graph_of
from engine.tasks.classification import Classification
from engine.training.learner import Learner
from engine.training.loading import load_pictures
from engine.training.optimizers import build_optimizer
from engine.training.progress import RunProgress
from engine.training.schedules import RatePlan
from models.build import build_model

WANTED: Final = 0.98
PICTURES: Final = 1600


class ReadLosses(keras.callbacks.Callback):
    """Waits for the loss of every batch, as every run does; without such a callback Keras would run ahead."""

    def on_train_batch_end(self, batch: int, logs: Mapping[str, float] | None = None) -> None:
        self.last = float((logs or {})["batch_loss"])


def training(config: RunConfig, folder: Path, *, is_recorded: bool) -> Callable[[], None]:
    """A training of which each call learns one more epoch."""
    run = train.create_run(config, folder)
    config, pictures = load_pictures(run, ignore_progress)
    task, sequence = Classification(config.classes), pictures.training
    network = build_model(graph_of(config), seed=config.seed)
    learner = Learner(network, task, config.training)
    progress = RunProgress(RatePlan(config.training, sequence.num_batches, config.training.epochs))
    callbacks: list[keras.callbacks.Callback] = [ReadLosses()]
    if is_recorded:
        learner.note_margins(config.training.batch_size)
        log = LabelHistoryLog(run.label_history, pictures.learned, epoch=0)
        callbacks.append(RecordLabelHistory(log, learner, sequence, progress))
    optimizer = build_optimizer(config.training, network, steps_per_epoch=sequence.num_batches)
    learner.compile(optimizer=optimizer, metrics=task.metrics(), jit_compile=devices.jit_compile())

    def learn_an_epoch() -> None:
        sequence.start_at(progress.epoch)
        span = {"initial_epoch": progress.epoch, "epochs": progress.epoch + 1}
        learner.fit(Feed(sequence), callbacks=callbacks, shuffle=False, verbose=0, **span)
        progress.epoch += 1

    return learn_an_epoch


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["FOVEA_HOME"] = home
        folder = Path(home) / "sample"
        write_sample("classification", folder, count=PICTURES, seed=1)
        index, config = proposed(folder, network=None, epochs=given.turns + 1)
        index.close()
        alternatives = {
            "without": training(config, Path(home) / "without", is_recorded=False),
            "recorded": training(config, Path(home) / "recorded", is_recorded=True),
        }
        timings = time_alternately(alternatives, turns=given.turns)
        title = f"{config.network.name}, {given.turns} epochs"
        print_speeds(title, timings, against="without", wanted={"recorded": WANTED})


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    main()
