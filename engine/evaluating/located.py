"""How good one class and one box of each picture are, beside the boxes of class activation maps."""

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.contract.boxes import (
    ALL_BOXES_FILE,
    BOXES_FILE,
    HIT,
    JUDGED_COLUMNS,
    MISSED,
    OUTCOMES,
    BoxEvaluation,
    BoxResult,
    BoxXYXY,
    ClassBoxResult,
)
from engine.contract.config import LocalisationConfig, TaskName
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.evaluating.choosing import ChosenPictures, OnProgress, evaluation_folder
from engine.evaluating.writing import write_evaluation
from engine.inspect.localisation import box_iou
from engine.metrics.picture_boxes import RIGHT_IOU
from engine.model_store import LoadedRun
from engine.ops.detections.average_precision import score_detections
from engine.ops.detections.object_rows import rows_of_objects
from engine.ops.detections.objects import PictureObjects, true_boxes
from engine.predicting.located import LocatedInPicture, locate_in_pictures
from engine.tasks.box_truth import PictureBoxes, boxes_of, rows_with_truth
from engine.tasks.main_objects import left_out, main_object_of

KINDS = ("classification", "localisation", "both")
"""How one class and one box can be wrong: the class, the box, or both."""


@dataclass(frozen=True, slots=True)
class ComparedPicture:
    """What is said of a picture beside what is true.

    Attributes:
        path: relative to the dataset.
        said: of it.
        label: number of the true class.
        box: the true one in pixels of the original.
        overlap: IoU of the box that is said with it.
        cam_overlap: IoU of the box of the class activation map with it.
    """

    path: str
    said: LocatedInPicture
    label: int
    box: BoxXYXY
    overlap: float
    cam_overlap: float

    @classmethod
    def of(cls, path: str, said: LocatedInPicture, truth: PictureBoxes) -> "ComparedPicture":
        left, top, right, bottom = truth.boxes_xyxy[0].tolist()
        box = (left, top, right, bottom)
        cam_overlap = 0.0 if said.cam_box is None else box_iou(said.cam_box, box)
        return cls(path, said, int(truth.classes[0]), box, box_iou(said.box, box), cam_overlap)

    @property
    def has_class(self) -> bool:
        """Whether the class is right."""
        return self.said.label == self.label

    @property
    def outcome(self) -> str:
        """One of ``OUTCOMES``: ``hit``, or in which way it is wrong."""
        match self.has_class, self.overlap >= RIGHT_IOU:
            case True, True:
                return "hit"
            case False, True:
                return "classification"
            case True, False:
                return "localisation"
        return "both"

    def objects(self) -> PictureObjects:
        """The same as objects of a detector."""
        return PictureObjects(true_boxes([self.box], [self.label]), self.said.found)


def evaluate_location(
    run: LoadedRun, chosen: ChosenPictures, *, on_progress: OnProgress, is_cancelled: Callable[[], bool]
) -> tuple[BoxEvaluation, Path]:
    """Measure classes and boxes of pictures in their original size, and write what was said into the run's folder.

    Returns:
        The evaluation and the folder with ``metrics.json`` and ``images.csv``.

    Raises:
        UserError: no picture can be measured.
    """
    settings = LocalisationConfig() if run.config is None else run.config.localisation
    with DatasetIndex(chosen.index) as index:
        truth = boxes_of(index, chosen.rows, run.object_classes)
        notes = list(left_out(index, rows_with_truth(index), settings.objects).sentences())
    truth = {path: main_object_of(boxes) for path, boxes in truth.items() if len(boxes.classes)}

    def report(what: str, done: int, total: int) -> None:
        on_progress(what, done, total)
        if is_cancelled():
            raise CancelledError

    paths = {str(chosen.root / path): path for path, boxes in truth.items() if len(boxes.classes)}
    found, problems = locate_in_pictures(run, [Path(path) for path in paths], on_progress=report) if paths else ([], {})
    if not found:
        raise UserError(
            f"No picture can be measured. Received: {chosen.place}, of which {len(paths)} pictures in {chosen.split} "
            "show an object to find.",
            f"Choose another split, or pictures with one of: {', '.join(run.object_classes[:5])}.",
        )
    notes += [f"{paths[path]} was left out: {reason}" for path, reason in problems.items()]
    compared = [ComparedPicture.of(paths[each.image], each, truth[paths[each.image]]) for each in found]
    evaluation = _summarise(run, chosen, compared, notes)
    folder = evaluation_folder(run, chosen.split)
    arrays = {BOXES_FILE: _judged(compared), ALL_BOXES_FILE: rows_of_objects([one.objects() for one in compared])}
    write_evaluation(folder, evaluation, [_of_picture(one) for one in compared], arrays=arrays)
    return evaluation, folder


def _summarise(
    run: LoadedRun, chosen: ChosenPictures, compared: Sequence[ComparedPicture], notes: Sequence[str]
) -> BoxEvaluation:
    count = len(run.object_classes)
    confusion = np.zeros((count + 1, count + 1), np.int64)
    for one in compared:
        confusion[one.label, one.said.label] += 1
    outcomes = [one.outcome for one in compared]
    errors = {kind: outcomes.count(kind) for kind in KINDS}
    return BoxEvaluation(
        run=run.path,
        task=TaskName.LOCALISATION,
        dataset=str(chosen.place),
        split=chosen.split,
        images=len(compared),
        metrics=_metrics(compared, classes=count),
        per_class=tuple(_of_class(name, one, compared) for one, name in enumerate(run.object_classes)),
        confusion=tuple(tuple(int(number) for number in row) for row in confusion),
        score_threshold=0.0,
        errors=errors,
        costs={kind: number / len(compared) for kind, number in errors.items()},
        cost_of="localisation accuracy",
        notes=(*notes, *_notes(compared)),
    )


def _metrics(compared: Sequence[ComparedPicture], *, classes: int) -> dict[str, float | None]:
    scores = score_detections([one.objects().compared() for one in compared], classes=classes)
    return {
        "localisation_accuracy": _share([one.outcome == "hit" for one in compared]),
        "accuracy": _share([one.has_class for one in compared]),
        "box_iou": _share([one.overlap for one in compared]),
        "cam_iou": _share([one.cam_overlap for one in compared]),
        "cam_localisation_accuracy": _share([one.has_class and one.cam_overlap >= RIGHT_IOU for one in compared]),
        "mAP": scores.mean,
        "mAP50": scores.at(0.5),
        "mAP75": scores.at(0.75),
    }


def _of_class(name: str, number: int, compared: Sequence[ComparedPicture]) -> ClassBoxResult:
    of_class = [one for one in compared if one.label == number]
    return ClassBoxResult(
        name=name,
        images=len(of_class),
        objects=len(of_class),
        ap=None,
        ap50=None,
        ap75=None,
        best_threshold=None,
        best_f1=None,
        located=_share([one.outcome == "hit" for one in of_class]),
        accuracy=_share([one.has_class for one in of_class]),
        box_iou=_share([one.overlap for one in of_class]),
    )


def _share(values: Sequence[float]) -> float | None:
    """The mean; None of nothing."""
    return float(np.mean(values)) if values else None


def _judged(compared: Sequence[ComparedPicture]) -> NDArray[np.float32]:
    """(n, ``JUDGED_COLUMNS``) the box of each picture, and behind a wrong one the true object as missed."""
    rows: list[list[float]] = []
    for number, one in enumerate(compared):
        outcome = OUTCOMES.index(one.outcome)
        overlap = one.overlap if one.has_class else 0.0
        rows.append([number, *one.said.box, one.said.label, float(one.said.found.scores[0]), outcome, overlap])
        if outcome != HIT:
            rows.append([number, *one.box, one.label, float("nan"), MISSED, 0.0])
    return np.array(rows, np.float32).reshape(-1, JUDGED_COLUMNS)


def _of_picture(one: ComparedPicture) -> BoxResult:
    width, height = one.said.size
    is_hit = one.outcome == "hit"
    return BoxResult(
        image=one.path,
        width=width,
        height=height,
        true_objects=1,
        found_objects=1,
        hits=int(is_hit),
        average_precision=float(is_hit),
    )


def _notes(compared: Sequence[ComparedPicture]) -> list[str]:
    said, cam = (float(np.mean([getattr(one, name) for one in compared])) for name in ("overlap", "cam_overlap"))
    return [
        f"The box that was learned overlaps the true one by {said:.2f}, that of the class activation map by {cam:.2f}."
    ]
