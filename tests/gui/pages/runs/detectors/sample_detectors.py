"""Two detectors of the same pictures with their evaluations, without a training."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from engine.contract.boxes import ALL_BOXES_FILE, BOXES_FILE, JUDGED_COLUMNS, BoxEvaluation, BoxResult, ClassBoxResult
from engine.contract.config import TaskName
from engine.contract.dataset import Split
from engine.contract.run_folder import RunFolder
from engine.dataset.splits.assigning import write_splits
from engine.ops.detections.object_rows import rows_of_objects
from engine.ops.detections.objects import PictureObjects, found_boxes, true_boxes
from gui.pages.runs.detectors.joining import BoxAnswers
from tests.gui.sample_runs import sample_config, write_run

CLASSES = ("nut", "leaf")
A, B, C = "circle/0.png", "circle/1.png", "square/0.png"
SPLITS = dict.fromkeys((A, B, C), Split.VALIDATION) | {"circle/3.png": Split.TRAIN}
THRESHOLD = 0.5
NUT, LEAF, OTHER_NUT = (0.0, 0.0, 10.0, 10.0), (12.0, 0.0, 22.0, 10.0), (0.0, 12.0, 10.0, 22.0)
NOWHERE = (24.0, 12.0, 30.0, 20.0)

Box = tuple[float, float, float, float]
Found = Sequence[tuple[Box, int, float]]
TRUTH: Mapping[str, Sequence[tuple[Box, int]]] = {
    A: ((NUT, 0), (LEAF, 1), (OTHER_NUT, 0)),
    B: ((NUT, 0),),
    C: (),
}
FIRST: Mapping[str, Found] = {
    A: ((NUT, 0, 0.9), (LEAF, 1, 0.4)),
    B: ((NUT, 0, 0.8), (NOWHERE, 0, 0.6)),
    C: ((NOWHERE, 1, 0.3),),
}
SECOND: Mapping[str, Found] = {
    A: ((NUT, 0, 0.7), (LEAF, 1, 0.7), (OTHER_NUT, 0, 0.55)),
    B: ((NUT, 0, 0.2),),
    C: (),
}


def objects(image: str, found: Found, *, truth: Sequence[tuple[Box, int]] | None = None) -> PictureObjects:
    """What is true of a picture, and what was found on it."""
    true = TRUTH[image] if truth is None else truth
    ranked = sorted(found, key=lambda one: -one[2])
    return PictureObjects(
        true_boxes([box for box, _ in true], [one for _, one in true]),
        found_boxes([box for box, _, _ in ranked], [one for _, one, _ in ranked], [score for _, _, score in ranked]),
    )


def result(image: str) -> BoxResult:
    """A picture of 32 x 24 pixels."""
    return BoxResult(image=image, width=32, height=24, true_objects=0, found_objects=0, hits=0, average_precision=None)


def answers(name: str, found: Mapping[str, Found], *, classes: tuple[str, ...] = CLASSES) -> BoxAnswers:
    """What a run found."""
    return BoxAnswers(
        name, classes, THRESHOLD, {image: (result(image), objects(image, each)) for image, each in found.items()}
    )


def write_detector(name: str, dataset: Path) -> RunFolder:
    """A run of a dataset with a network, and without an evaluation."""
    config = sample_config(dataset=str(dataset)).model_copy(update={"classes": CLASSES, "task": TaskName.DETECTION})
    run = RunFolder(write_run(name, config))
    run.model.write_bytes(b"no network")
    write_splits(run.split, SPLITS)
    return run


def write_found(run: RunFolder, found: Mapping[str, Found], *, keeps_all: bool = True) -> None:
    """An evaluation of a run on the validation pictures; an older one did not keep all boxes."""
    folder = run.evaluation / Split.VALIDATION.value
    folder.mkdir(parents=True, exist_ok=True)
    evaluation = BoxEvaluation(
        run=str(run.path),
        task="detection",
        dataset=run.read_config().dataset.path,
        split="validation",
        images=len(found),
        metrics={},
        per_class=tuple(_class(one) for one in CLASSES),
        confusion=(),
        score_threshold=THRESHOLD,
        errors={},
        costs={},
    )
    (folder / "metrics.json").write_text(evaluation.model_dump_json())
    with (folder / "images.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(BoxResult.model_fields))
        writer.writeheader()
        writer.writerows(result(image).model_dump() for image in found)
    np.save(folder / BOXES_FILE, np.zeros((0, JUDGED_COLUMNS), np.float32))
    if keeps_all:
        np.save(folder / ALL_BOXES_FILE, rows_of_objects([objects(image, each) for image, each in found.items()]))


def _class(name: str) -> ClassBoxResult:
    return ClassBoxResult(
        name=name, images=0, objects=0, ap=None, ap50=None, ap75=None, best_threshold=None, best_f1=None
    )
