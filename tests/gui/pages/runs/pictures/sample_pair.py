"""Two runs of the same pictures with their evaluations, without a training."""

import csv
from collections.abc import Mapping
from pathlib import Path

from engine.contract.dataset import Split
from engine.contract.predictions import Evaluation, ImageResult
from engine.contract.run_folder import RunFolder
from engine.dataset.splits.assigning import write_splits
from gui.pages.runs.pictures.joining import RunAnswers
from tests.gui.sample_pictures import CLASSES
from tests.gui.sample_runs import sample_config, write_run

A, B, C, D, E = "circle/0.png", "circle/1.png", "circle/2.png", "square/0.png", "square/1.png"
SPLITS = dict.fromkeys((A, B, C, D, E), Split.VALIDATION) | {"circle/3.png": Split.TRAIN}


def result(image: str, predicted: str, *, truth_score: float, truth: str | None = None) -> ImageResult:
    """An answer about a picture whose folder is its label."""
    label = truth or image.partition("/")[0]
    score = truth_score if predicted == label else 1 - truth_score
    return ImageResult(
        image=image, truth=label, predicted=predicted, score=score, truth_score=truth_score, loss=1 - truth_score
    )


FIRST = (
    result(A, "circle", truth_score=0.9),
    result(B, "circle", truth_score=0.8),
    result(C, "square", truth_score=0.4),
    result(D, "square", truth_score=0.6),
    result(E, "circle", truth_score=0.3),
)
SECOND = (
    result(A, "circle", truth_score=0.6),
    result(B, "square", truth_score=0.1),
    result(C, "square", truth_score=0.2),
    result(D, "circle", truth_score=0.45),
    result(E, "square", truth_score=0.7),
)


def answers_of(name: str, *results: ImageResult, classes: tuple[str, ...] = CLASSES) -> RunAnswers:
    """What a run said, with the splits of ``SPLITS``."""
    return RunAnswers(name, classes, SPLITS, {Split.VALIDATION: results})


def write_paired_run(name: str, dataset: Path, *, splits: Mapping[str, Split] | None = None) -> RunFolder:
    """A run of a dataset with a network, and without an evaluation."""
    config = sample_config(dataset=str(dataset)).model_copy(update={"classes": CLASSES})
    run = RunFolder(write_run(name, config))
    run.model.write_bytes(b"no network")
    write_splits(run.split, SPLITS if splits is None else splits)
    return run


def write_results(
    run: RunFolder, *results: ImageResult, split: Split = Split.VALIDATION, dataset: str | None = None
) -> None:
    """An evaluation of a run, newer than its network."""
    folder = run.evaluation / split.value
    folder.mkdir(parents=True, exist_ok=True)
    evaluation = Evaluation(
        run=str(run.path),
        task="classification",
        dataset=dataset or run.read_config().dataset.path,
        split=split.value,
        images=len(results),
        metrics={},
        per_class=(),
        confusion=(),
    )
    (folder / "metrics.json").write_text(evaluation.model_dump_json())
    with (folder / "images.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(ImageResult.model_fields))
        writer.writeheader()
        writer.writerows(each.model_dump() for each in results)
