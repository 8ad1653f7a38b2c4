"""What the folders of two detectors tell, so that their boxes can be laid beside each other. Free of Qt."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.contract.boxes import BoxResult
from engine.contract.dataset import Split
from engine.ops.detections.object_rows import objects_of_rows
from engine.ops.detections.objects import PictureObjects
from gui.pages.inspect.errors.boxes.object_masks import ObjectMasks, PictureMasks
from gui.pages.inspect.results import read_all_boxes, read_box_evaluation, read_box_results
from gui.pages.runs.detectors.joining import BoxAnswers, JoinedDetectors, join_detectors
from gui.pages.runs.pictures.reading import PairedRun, PairWay, RunsToCompare
from gui.runs.comparable import Comparison

_USUAL_THRESHOLD: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class ComparedDetectors:
    """Two runs with what they found, and this joined picture by picture."""

    runs: RunsToCompare
    first: BoxAnswers
    second: BoxAnswers
    joined: JoinedDetectors


def compare_detectors(runs: RunsToCompare) -> ComparedDetectors:
    """Join what both runs found."""
    (first, first_splits), (second, second_splits) = runs.needed()
    one, other = _answers(first, first_splits), _answers(second, second_splits)
    return ComparedDetectors(runs, one, other, join_detectors(one, other, sorted(runs.chosen)))


def boxes_evaluated_on(folder: Path) -> str | None:
    """The dataset of an evaluation of boxes that kept all of them; None where there is none."""
    evaluation = read_box_evaluation(folder)
    if evaluation is None:
        return None
    rows = read_all_boxes(folder, pictures=evaluation.images, classes=len(evaluation.per_class))
    return None if rows is None else evaluation.dataset


BOXES: Final = PairWay(
    Comparison.BOXES,
    "Two detectors that learned from the same pictures can be compared here. Train another one.",
    "compared_detectors",
    boxes_evaluated_on,
    compare_detectors,
)


def _answers(run: PairedRun, splits: Iterable[Split]) -> BoxAnswers:
    """What a run found on the pictures of some splits; of several, the threshold of the first one counts."""
    found: dict[str, tuple[BoxResult, PictureObjects]] = {}
    kept: dict[str, PictureMasks] = {}
    threshold, classes = None, run.config.classes
    for split in splits:
        folder = run.evaluation(split)
        evaluation, results = read_box_evaluation(folder), read_box_results(folder)
        if evaluation is None or len(results) != evaluation.images:
            continue
        classes = tuple(each.name for each in evaluation.per_class)
        rows = read_all_boxes(folder, pictures=len(results), classes=len(classes))
        if rows is None:
            continue
        threshold = evaluation.score_threshold if threshold is None else threshold
        masks = ObjectMasks.read(folder, evaluation, rows, results)
        objects = objects_of_rows(rows, pictures=len(results), mask_overlaps=None if masks is None else masks.overlaps)
        if masks is not None:
            kept |= {result.image: PictureMasks(masks, number) for number, result in enumerate(results)}
        found |= {result.image: (result, each) for result, each in zip(results, objects, strict=True)}
    return BoxAnswers(run.name, classes, _USUAL_THRESHOLD if threshold is None else threshold, found, kept)
