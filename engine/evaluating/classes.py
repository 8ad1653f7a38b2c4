"""How good a classifier is: accuracy, loss, calibration, confusion, and what it says of each picture."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.contract.calibration import CALIBRATION_FILE
from engine.contract.config import TaskName
from engine.contract.dataset import ImageRow
from engine.contract.errors import UserError
from engine.contract.predictions import Evaluation
from engine.contract.run_folder import write_atomically
from engine.contract.thresholds import THRESHOLDS_FILE
from engine.data.cache import load_pictures
from engine.data.stored_pictures import PictureSet
from engine.evaluating.calibrating import calibrate
from engine.evaluating.choosing import ChosenPictures, OnProgress, evaluation_folder
from engine.evaluating.class_results import image_results, picture_facts
from engine.evaluating.writing import write_evaluation
from engine.model_store import LoadedRun
from engine.ops.calibration import expected_calibration_error
from engine.ops.confusion import count_confusion, results_by_class
from engine.ops.thresholds import count_at_thresholds
from engine.predicting.classes import BATCH, log_scores

MEASURING = "Measuring"
Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


def evaluate_classes(
    run: LoadedRun, chosen: ChosenPictures, *, on_progress: OnProgress, is_cancelled: Callable[[], bool]
) -> tuple[Evaluation, Path]:
    """Measure a classifier, and write what was found into its folder.

    Returns:
        The evaluation and the folder with ``metrics.json``, ``images.csv``, ``calibration.json`` and
        ``thresholds.json``.

    Raises:
        UserError: no picture has a class of the run.
    """
    rows, truths = match_classes(run, chosen.rows, chosen.place, chosen.split)
    facts = picture_facts(chosen.index, rows, chosen.split_config)
    pictures = load_pictures(
        chosen.root,
        tuple(row.path for row in rows),
        run.input,
        fingerprint=chosen.fingerprint,
        on_progress=on_progress,
        is_cancelled=is_cancelled,
    )
    logs = _measure(run, pictures, on_progress)
    truths = truths[pictures.kept]
    evaluation = summarise(run, logs, truths, dataset=str(chosen.place), split=chosen.split)
    folder = evaluation_folder(run, chosen.split)
    found = calibrate(logs, truths, folder, dataset=str(chosen.place))
    facts = [facts[i] for i in pictures.kept]
    write_evaluation(folder, evaluation, image_results(run.classes, facts, logs, truths, found.scaled_scores))
    write_atomically(folder / CALIBRATION_FILE, found.calibration.model_dump_json(indent=1))
    write_atomically(folder / THRESHOLDS_FILE, count_at_thresholds(np.exp(logs), truths).model_dump_json())
    return evaluation, folder


def summarise(run: LoadedRun, logs: Floats, truths: Indices, *, dataset: str, split: str) -> Evaluation:
    """All numbers of an evaluation from log scores (N, classes) and class indices (N,)."""
    predicted = logs.argmax(axis=1)
    is_correct = predicted == truths
    rows = np.arange(len(truths))
    truth_logs = logs[rows, truths]
    better = (logs > truth_logs[:, None]).sum(axis=1)
    confusion = count_confusion(truths, predicted, classes=len(run.classes))
    return Evaluation(
        run=run.path,
        task=TaskName.CLASSIFICATION,
        dataset=dataset,
        split=split,
        images=len(truths),
        metrics={
            "accuracy": float(is_correct.mean()),
            "top5_accuracy": float((better < 5).mean()),
            "loss": float(-truth_logs.mean()),
            "expected_calibration_error": expected_calibration_error(np.exp(logs[rows, predicted]), is_correct),
        },
        per_class=results_by_class(confusion, run.classes),
        confusion=tuple(tuple(int(count) for count in row) for row in confusion),
    )


def match_classes(run: LoadedRun, rows: Sequence[ImageRow], place: Path, split: str) -> tuple[list[ImageRow], Indices]:
    """The pictures whose class has the name of one of the run's, and that class' index in the run."""
    numbers = {name: number for number, name in enumerate(run.classes)}
    chosen = [row for row in rows if row.label in numbers]
    if chosen:
        return chosen, np.array([numbers[str(row.label)] for row in chosen], np.int64)
    if not rows:
        raise UserError(
            f"There is nothing to measure. Received: {place}, without labelled pictures in {split}.",
            "Choose another split, or 'all'.",
        )
    found = sorted({str(row.label) for row in rows})[:5]
    raise UserError(
        f"No picture has a class of this network. Received: {', '.join(found)}.",
        f"Name the classes as the network does: {', '.join(run.classes[:5])}.",
    )


def _measure(run: LoadedRun, pictures: PictureSet, on_progress: OnProgress) -> Floats:
    total = len(pictures.pixels)
    parts = []
    for start in range(0, total, BATCH):
        on_progress(MEASURING, start, total)
        parts.append(log_scores(run, np.asarray(pictures.pixels[start : start + BATCH])))
    on_progress(MEASURING, total, total)
    return np.concatenate(parts)
