"""How good masks are: IoU, Dice and boundaries of classes, single objects, and what was said of each picture."""

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from engine.contract.annotations import BACKGROUND, NO_CLASS
from engine.contract.class_colours import ClassColours
from engine.contract.config import TaskName
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.mask_doubts import MaskDoubt
from engine.contract.masks import ClassMaskResult, MaskEvaluation, MaskResult, ObjectResult
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.pictures.decode import DecodeError
from engine.evaluating.choosing import ChosenPictures, OnProgress, evaluation_folder
from engine.evaluating.mask_files import (
    make_mask_folders,
    write_confusions,
    write_doubts,
    write_masks,
    write_objects,
)
from engine.evaluating.measuring import LARGEST_WITH_OBJECTS_PIXELS, MeasuredPicture, measured_picture
from engine.evaluating.writing import write_evaluation
from engine.model_store import LoadedRun
from engine.ops.confusion import Indices
from engine.ops.means import mean_of_given, means_by_place
from engine.ops.picture_confusions import PictureConfusions, confusion_entries
from engine.ops.segmentation_scores import SegmentationScores, score_confusion
from engine.tasks.mask_truth import (
    MaskTruth,
    absent_classes,
    codes_among,
    mask_classes,
    rows_with_masks,
)

MEASURING = "Measuring"


@dataclass(slots=True)
class _Tally:
    """What was counted so far.

    Attributes:
        confusion: pixels of all pictures, (classes, classes).
        confusions: entries of each picture.
        images: pictures in whose truth each class occurs, (classes,).
        dices: Dice of each class in each picture.
        boundaries: boundary F1 of each class in each picture.
        results: one for each picture.
        objects: one for each picture on which objects are drawn, where they are told apart.
        doubts: one for each picture.
    """

    confusion: Indices
    images: Indices
    confusions: list[Indices] = field(default_factory=list)
    dices: list[tuple[float | None, ...]] = field(default_factory=list)
    boundaries: list[tuple[float | None, ...]] = field(default_factory=list)
    results: list[MaskResult] = field(default_factory=list)
    objects: list[ObjectResult] = field(default_factory=list)
    doubts: list[MaskDoubt] = field(default_factory=list)


def evaluate_masks(
    run: LoadedRun, chosen: ChosenPictures, *, on_progress: OnProgress, is_cancelled: Callable[[], bool]
) -> tuple[MaskEvaluation, Path]:
    """Measure a network on whole pictures in their original size, and write what was found into its folder.

    Returns:
        The evaluation and the folder with ``metrics.json``, ``images.csv``, ``confusions.npy`` and both masks.

    Raises:
        UserError: no picture has a mask with a class of the run.
    """
    with DatasetIndex(chosen.index) as index:
        truth = MaskTruth.of(index, chosen.rows)
        codes = codes_among(run.classes, mask_classes(index))
        notes = _notes_on_training(run, chosen, index)
    if not chosen.rows or (codes == NO_CLASS).all():
        raise UserError(
            f"There is nothing to measure. Received: {chosen.place}, without masks of its classes in {chosen.split}.",
            f"Choose another split, or masks with a class of: {', '.join(run.classes[:5])}.",
        )
    folder = evaluation_folder(run, chosen.split)
    make_mask_folders(folder)
    count, colours = len(run.classes), ClassColours.of(run.classes)
    tally = _Tally(np.zeros((count, count), np.int64), np.zeros(count, np.int64))

    def step() -> None:
        if is_cancelled():
            raise CancelledError

    for number, row in enumerate(chosen.rows):
        on_progress(MEASURING, number, len(chosen.rows))
        step()
        try:
            with measured_picture(run, chosen.root, row.path, truth, codes=codes, step=step) as found:
                true, predicted = found.planes.true, found.planes.predicted
                files = write_masks(folder, number, predicted=predicted, true=true, colours=colours, step=step)
        except UserError as error:
            notes.append(f"{row.path} was left out: {error.reason if isinstance(error, DecodeError) else error}")
            continue
        notes += _notes_on_size(row.path, found)
        _count(run, tally, row.path, found, files=files)
    on_progress(MEASURING, len(chosen.rows), len(chosen.rows))
    if not tally.results:
        raise UserError(f"No picture can be measured. Received: {chosen.place}: {notes[-1]}", "Look at its problems.")
    evaluation = _summarise(run, chosen, tally, notes)
    write_confusions(folder, PictureConfusions.of(tally.confusions, classes=len(run.classes)))
    write_objects(folder, tally.objects)
    write_doubts(folder, tally.doubts)
    write_evaluation(folder, evaluation, tally.results)
    return evaluation, folder


def _notes_on_size(path: str, found: MeasuredPicture) -> list[str]:
    if not found.has_untold_objects:
        return []
    most = LARGEST_WITH_OBJECTS_PIXELS // 1_000_000
    return [f"Single objects of {path} were not told apart: it has more than {most} million pixels."]


def _notes_on_training(run: LoadedRun, chosen: ChosenPictures, index: DatasetIndex) -> list[str]:
    """Which classes the network cannot know; nothing about a dataset that it did not learn from."""
    splits = run.kept_splits()
    is_own = run.config is not None and Path(run.config.dataset.path).resolve() == chosen.place.resolve()
    if not is_own or splits is None:
        return []
    learned = [row for row in rows_with_masks(index) if splits.get(row.path) is Split.TRAIN]
    return [f"No training picture shows {name}: it could not be learned." for name in absent_classes(index, learned)]


def _count(run: LoadedRun, tally: _Tally, path: str, found: MeasuredPicture, *, files: tuple[str, str]) -> None:
    confusion = found.confusion
    tally.confusion += confusion
    tally.confusions.append(confusion_entries(confusion, picture=len(tally.confusions)))
    tally.images += confusion.sum(axis=1) > 0
    scores = score_confusion(confusion)
    tally.dices.append(tuple(one.dice for one in scores.classes))
    tally.boundaries.append(found.boundaries)
    if found.objects.matches is not None:
        tally.objects.append(found.objects.result(len(tally.results)))
    tally.doubts.append(MaskDoubt(row=len(tally.results), trust=found.trust, areas=found.areas))
    tally.results.append(
        MaskResult(
            image=path,
            width=found.width,
            height=found.height,
            mean_iou=scores.mean_iou,
            mean_dice=scores.mean_dice,
            pixel_accuracy=scores.pixel_accuracy,
            boundary_f1=mean_of_given(found.boundaries),
            object_score=found.objects.score,
            true_objects=found.objects.true_objects,
            predicted_objects=found.predicted_objects,
            worst_class=_worst(run.classes, scores),
            mask=files[0],
            truth=files[1],
        )
    )


def _worst(names: Sequence[str], scores: SegmentationScores) -> str:
    ious = [(one.iou, name) for one, name in zip(scores.classes, names, strict=True) if one.iou is not None]
    return min(ious, key=lambda pair: pair[0], default=(0.0, ""))[1]


def _summarise(run: LoadedRun, chosen: ChosenPictures, tally: _Tally, notes: Sequence[str]) -> MaskEvaluation:
    scores = score_confusion(tally.confusion)
    dices, boundaries = means_by_place(tally.dices), means_by_place(tally.boundaries)
    return MaskEvaluation(
        run=run.path,
        task=TaskName.SEMANTIC,
        dataset=str(chosen.place),
        split=chosen.split,
        images=len(tally.results),
        metrics={
            "mIoU": scores.mean_iou,
            "dice": _mean_of_foreground(run.classes, dices),
            "pooled_dice": _mean_of_foreground(run.classes, [one.dice for one in scores.classes]),
            "pixel_accuracy": scores.pixel_accuracy,
            "boundary_f1": mean_of_given(boundaries),
            "image_mIoU": mean_of_given(one.mean_iou for one in tally.results),
            "object_score": mean_of_given(one.object_score for one in tally.results),
        },
        per_class=tuple(
            ClassMaskResult(
                name=name,
                images=int(tally.images[number]),
                true_pixels=one.true_pixels,
                predicted_pixels=one.predicted_pixels,
                iou=one.iou,
                dice=dices[number],
                pooled_dice=one.dice,
                boundary_f1=boundaries[number],
            )
            for number, (name, one) in enumerate(zip(run.classes, scores.classes, strict=True))
        ),
        confusion=tuple(tuple(int(count) for count in row) for row in tally.confusion),
        notes=(*notes, *_notes_on_absent(run, scores)),
    )


def _mean_of_foreground(names: Sequence[str], values: Sequence[float | None]) -> float | None:
    """The mean over all classes but the background, which is easy to find and would hide what is not."""
    return mean_of_given(value for name, value in zip(names, values, strict=True) if name != BACKGROUND)


def _notes_on_absent(run: LoadedRun, scores: SegmentationScores) -> list[str]:
    absent = [name for name, one in zip(run.classes, scores.classes, strict=True) if not one.true_pixels]
    return [f"No measured picture shows {name}: what is said of it can only be wrong." for name in absent]
