"""Makes a detector out of a trained classifier: takes its network, learns what is missing, measures the result."""

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import assert_never

from engine.classifier_detectors.region_learning import BoxedPicture, learn_regions
from engine.contract.classifier_detectors import ClassifierDetector, RegionClassifier, SlidingWindows
from engine.contract.dataset import ImageRow, Split
from engine.contract.errors import UserError
from engine.contract.run_events import EpochDone, PhaseChanged, RunStarted
from engine.contract.run_folder import RunFolder, write_atomically
from engine.dataset.index.dataset_index import DatasetIndex
from engine.evaluate import evaluate
from engine.model_store import LoadedRun, load_run
from engine.recorder import Recorder
from engine.tasks.box_truth import boxes_of
from engine.tasks.registry import task_of
from engine.training.run_dataset import complete, frozen_splits, open_dataset_of

OnProgress = Callable[[str, int, int], None]
ROUND = 1
"""A detector of this kind is finished after one round, which is its only epoch."""


def build_detector(recorder: Recorder, detector: ClassifierDetector, report: OnProgress) -> str:
    """Build the detector of a run's folder, as its config says.

    Args:
        recorder: writes what becomes of the run.
        detector: how the classifier is asked.
        report: told (what, done, total); may raise to stop.

    Returns:
        Why it ended early: never, so nothing.

    Raises:
        UserError: the classifier or the dataset is gone, does not fit, or has nothing to learn from.
    """
    began = time.monotonic()
    folder = recorder.folder
    _take_classifier(folder)
    with open_dataset_of(folder.read_config(), report) as index:
        config = complete(folder.read_config(), index)
        folder.write_config(config)
        rows = task_of(config).rows_of(index)
        splits = frozen_splits(index, rows, config, folder)
        training = [row for row in rows if splits.get(row.path) is Split.TRAIN]
        _report_start(recorder, splits)
        run = load_run(folder.path)
        _learn(run, detector, index, training, report)
    measured = Split.VALIDATION if Split.VALIDATION in splits.values() else Split.TRAIN
    found, _ = evaluate(run, split=measured.value, dataset=None, on_progress=report, is_cancelled=lambda: False)
    _record(recorder, found.metrics, seconds=time.monotonic() - began)
    return ""


def _take_classifier(folder: RunFolder) -> None:
    """Copy network and preparation of the classifier: the run stays whole when that is thrown away."""
    source = folder.read_config().network.weights
    if source is None or source.origin != "run":
        raise UserError("This detector asks a classifier. Received: none.", "Give the folder of a run of a classifier.")
    classifier = RunFolder(Path(source.path))
    classifier.read_config()
    if not classifier.model.exists():
        raise UserError(
            f"The classifier has no network. Received: {source.path}.", "Wait for the end of its first epoch."
        )
    shutil.copyfile(classifier.model, folder.model)
    shutil.copytree(classifier.preparation, folder.preparation, dirs_exist_ok=True)


def _learn(
    run: LoadedRun, detector: ClassifierDetector, index: DatasetIndex, rows: list[ImageRow], report: OnProgress
) -> None:
    match detector:
        case SlidingWindows():
            return  # the classifier knows everything
        case RegionClassifier():
            truth = boxes_of(index, rows, run.object_classes)
            pictures = [BoxedPicture(index.root / row.path, truth[row.path]) for row in rows]
            weights = learn_regions(run, detector, pictures, on_progress=report)
            weights.save(RunFolder(Path(run.path)).detector)
        case _:
            assert_never(detector)


def _report_start(recorder: Recorder, splits: dict[str, Split]) -> None:
    counts = [list(splits.values()).count(split) for split in (Split.TRAIN, Split.VALIDATION)]
    recorder.update_state(epochs=ROUND, epoch=0)
    recorder.append(
        RunStarted(
            time=time.time(), epochs=ROUND, steps_per_epoch=1, training_images=counts[0], validation_images=counts[1]
        )
    )
    recorder.append(PhaseChanged(time=time.time(), phase="looking at objects"))


def _record(recorder: Recorder, found: dict[str, float | None], *, seconds: float) -> None:
    """Write what was measured as the metrics of the one round."""
    metrics = {"val_map": found["mAP"], "val_map50": found["mAP50"]}
    write_atomically(recorder.folder.metrics, json.dumps(metrics, indent=1))
    recorder.append(
        EpochDone(
            time=time.time(), epoch=ROUND, step=0, metrics=metrics, learning_rate=0.0, seconds=round(seconds, 3),
            is_best=True,
        )
    )  # fmt: skip
    recorder.append_history({"epoch": ROUND, "step": 0, **metrics, "learning_rate": 0.0, "seconds": round(seconds, 3)})
    recorder.update_state(epoch=ROUND, best_epoch=ROUND, best_value=metrics["val_map"])
