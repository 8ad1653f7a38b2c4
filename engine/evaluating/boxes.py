"""How good boxes are: average precision, thresholds, confusion, kinds of errors, and what was found in each picture."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.classifier_detectors.effort import describe_efforts
from engine.contract.boxes import (
    ALL_BOXES_FILE,
    BOXES_FILE,
    HIT,
    MASK_OVERLAPS_FILE,
    MISSED,
    OBJECT_MASKS_FILE,
    OUTCOME_COLUMN,
    BoxEvaluation,
    BoxResult,
    ClassBoxResult,
)
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.evaluating.choosing import ChosenPictures, OnProgress, evaluation_folder
from engine.evaluating.instances import measure_masks, with_masks
from engine.evaluating.judged_boxes import judge_boxes
from engine.evaluating.writing import write_evaluation
from engine.model_store import LoadedRun
from engine.ops.detections.average_precision import DetectionScores, score_detections
from engine.ops.detections.confusion import confuse_objects
from engine.ops.detections.curves import DetectionCurve, detection_curve
from engine.ops.detections.error_costs import ErrorCosts, cost_errors
from engine.ops.detections.error_kinds import FOREGROUND_IOU
from engine.ops.detections.object_rows import rows_of_mask_overlaps, rows_of_objects
from engine.ops.detections.objects import ComparedObjects, PictureObjects, true_boxes
from engine.predicting.boxes import FoundInPicture, find_in_pictures
from engine.predicting.finder import says_masks
from engine.tasks.box_truth import PictureBoxes, boxes_of

USUAL_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class MeasuredObjects:
    """What an evaluation writes.

    Attributes:
        evaluation: its numbers.
        results: its pictures.
        arrays: single objects, by the names of their files.
    """

    evaluation: BoxEvaluation
    results: Sequence[BoxResult]
    arrays: Mapping[str, NDArray[Any]]


def evaluate_boxes(
    run: LoadedRun, chosen: ChosenPictures, *, on_progress: OnProgress, is_cancelled: Callable[[], bool]
) -> tuple[BoxEvaluation, Path]:
    """Measure a detector on pictures in their original size, and write what was found into its folder.

    Returns:
        The evaluation and the folder with ``metrics.json`` and ``images.csv``.

    Raises:
        UserError: no picture can be measured.
    """
    with DatasetIndex(chosen.index) as index:
        truth = boxes_of(index, chosen.rows, run.object_classes)
    if not any(len(one.classes) for one in truth.values()):
        raise UserError(
            f"There is nothing to measure. Received: {chosen.place}, without boxes of its classes in {chosen.split}.",
            f"Choose another split, or boxes with a class of: {', '.join(run.object_classes[:5])}.",
        )

    def report(what: str, done: int, total: int) -> None:
        on_progress(what, done, total)
        if is_cancelled():
            raise CancelledError

    paths = {str(chosen.root / row.path): row.path for row in chosen.rows}
    found, problems = find_in_pictures(run, [Path(path) for path in paths], on_progress=report)
    if not found:
        raise UserError(f"No picture can be measured. Received: {chosen.place}.", "Look at its problems.")
    notes = [f"{paths[path]} was left out: {reason}" for path, reason in problems.items()] + _effort_notes(found)
    notes += ["Pictures were looked at in tiles of their own size, and as a whole."] if run.looking.in_tiles else []
    measured = _measure(run, chosen, {paths[each.image]: each for each in found}, truth, notes)
    folder = evaluation_folder(run, chosen.split)
    write_evaluation(folder, measured.evaluation, measured.results, arrays=measured.arrays)
    return measured.evaluation, folder


def _measure(
    run: LoadedRun,
    chosen: ChosenPictures,
    found: Mapping[str, FoundInPicture],
    truth: Mapping[str, PictureBoxes],
    notes: Sequence[str],
) -> MeasuredObjects:
    """Measure what was found in pictures, by their paths in the dataset."""
    objects = [_objects(truth[name], each) for name, each in found.items()]
    boxes = [one.compared() for one in objects]
    masks = measure_masks(run, chosen, found) if says_masks(run) else None
    objects = objects if masks is None else masks.judging(objects)
    evaluation = _summarise(run, chosen, boxes, objects, notes)
    evaluation = evaluation if masks is None else with_masks(evaluation, masks)
    judged = judge_boxes(objects, score_threshold=evaluation.score_threshold)
    results = [
        _of_picture(name, each, objects[number], judged[judged[:, 0] == number], classes=len(run.object_classes))
        for number, (name, each) in enumerate(found.items())
    ]
    arrays: dict[str, NDArray[Any]] = {BOXES_FILE: judged, ALL_BOXES_FILE: rows_of_objects(objects)}
    if masks is not None:
        arrays |= {OBJECT_MASKS_FILE: masks.packed(), MASK_OVERLAPS_FILE: rows_of_mask_overlaps(objects)}
    return MeasuredObjects(evaluation, tuple(results), arrays)


def _objects(truth: PictureBoxes, each: FoundInPicture) -> PictureObjects:
    true = true_boxes(truth.boxes_xyxy, truth.classes, is_crowd=truth.is_crowd, areas_px=truth.areas_px)
    return PictureObjects(true, each.found)


def _summarise(
    run: LoadedRun,
    chosen: ChosenPictures,
    boxes: Sequence[ComparedObjects],
    objects: Sequence[PictureObjects],
    notes: Sequence[str],
) -> BoxEvaluation:
    """Metrics of boxes; everything else by what the objects are judged by."""
    count = len(run.object_classes)
    pictures = [one.compared() for one in objects]
    has_masks = any(one.mask_overlaps is not None for one in objects)
    cost_of = "mask mAP50" if has_masks else "mAP50"
    scores = score_detections(boxes, classes=count)
    curves = [detection_curve(pictures, one, iou_threshold=FOREGROUND_IOU) for one in range(count)]
    threshold = _threshold(curves)
    costs = cost_errors(pictures, classes=count)
    confusion = confuse_objects(pictures, classes=count, score_threshold=threshold, iou_threshold=FOREGROUND_IOU)
    return BoxEvaluation(
        run=run.path,
        task=run.task,
        dataset=str(chosen.place),
        split=chosen.split,
        images=len(pictures),
        metrics=_metrics(scores),
        per_class=tuple(_of_class(run, pictures, scores, one, curves[one]) for one in range(count)),
        confusion=tuple(tuple(int(number) for number in row) for row in confusion),
        score_threshold=threshold,
        errors={kind.value: count for kind, count in costs.counts.items()},
        costs={kind.value: cost for kind, cost in costs.costs.items()},
        cost_of=cost_of,
        judged_by="masks" if has_masks else "boxes",
        notes=(*notes, *_notes(costs, cost_of)),
    )


def _metrics(scores: DetectionScores) -> dict[str, float | None]:
    return {
        "mAP": scores.mean,
        "mAP50": scores.at(0.5),
        "mAP75": scores.at(0.75),
        "mAP_small": scores.small,
        "mAP_medium": scores.medium,
        "mAP_large": scores.large,
        "recall": scores.recall(100),
    }


def _threshold(curves: Sequence[DetectionCurve]) -> float:
    """The score at which the mean F1 of the classes that occur is best, the highest of several."""
    known = [curve for curve in curves if curve.truths]
    candidates = np.unique(np.concatenate([np.array([USUAL_THRESHOLD]), *(curve.scores for curve in known)]))[::-1]
    return float(candidates[np.argmax(np.mean([curve.f1(candidates) for curve in known], axis=0))])


def _of_class(
    run: LoadedRun, pictures: Sequence[ComparedObjects], scores: DetectionScores, one: int, curve: DetectionCurve
) -> ClassBoxResult:
    best = curve.best_threshold
    precisions = scores.precisions[one, 0]
    is_known = bool(curve.truths)
    return ClassBoxResult(
        name=run.object_classes[one],
        images=sum(bool(((each.true_classes == one) & ~each.is_crowd).any()) for each in pictures),
        objects=curve.truths,
        ap=scores.of_classes[one],
        ap50=float(precisions[0].mean()) if is_known else None,
        ap75=float(precisions[5].mean()) if is_known else None,
        best_threshold=best,
        best_f1=None if best is None else float(curve.f1([best])[0]),
    )


def _of_picture(
    name: str, each: FoundInPicture, objects: PictureObjects, judged: NDArray[np.float32], *, classes: int
) -> BoxResult:
    width, height = each.size
    outcomes = judged[:, OUTCOME_COLUMN]
    alone = score_detections([objects.compared()], classes=classes, thresholds=(FOREGROUND_IOU,))
    return BoxResult(
        image=name,
        width=width,
        height=height,
        true_objects=int((~objects.true.is_crowd).sum()),
        found_objects=int((outcomes != MISSED).sum()),
        hits=int((outcomes == HIT).sum()),
        average_precision=alone.mean,
    )


def _notes(costs: ErrorCosts, cost_of: str) -> list[str]:
    if costs.mean is None or not any(costs.costs.values()):
        return []
    worst = max(costs.costs, key=lambda kind: costs.costs[kind])
    return [f"What costs most {cost_of} is the kind '{worst.value}': {costs.costs[worst]:.3f}."]


def _effort_notes(found: Sequence[FoundInPicture]) -> list[str]:
    efforts = [each.effort for each in found if each.effort is not None]
    return [describe_efforts(efforts)] if efforts else []
