"""The pictures of an evaluation: read, and chosen by a cell of the confusion matrix. Free of Qt."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from engine.contract.base import Value
from engine.contract.boxes import (
    ALL_BOXES_COLUMNS,
    ALL_BOXES_FILE,
    BOXES_FILE,
    JUDGED_COLUMNS,
    MASK_OVERLAPS_COLUMNS,
    MASK_OVERLAPS_FILE,
    OBJECT_MASKS_FILE,
    OUTCOME_COLUMN,
    OUTCOMES,
    BoxEvaluation,
    BoxResult,
)
from engine.contract.calibration import CALIBRATION_FILE, Calibration
from engine.contract.class_colours import ClassColours
from engine.contract.mask_doubts import DOUBTS_FILE, MaskDoubts
from engine.contract.masks import CONFUSIONS_FILE, OBJECTS_FILE, MaskEvaluation, MaskResult, ObjectEvaluation
from engine.contract.predictions import Evaluation, ImageResult
from engine.contract.thresholds import THRESHOLDS_FILE, ThresholdCounts
from engine.dataset.labels.relocated import RelocatedPictures, relocated_pictures
from engine.dataset.masks.kept_masks import KeptMasks
from engine.ops.picture_confusions import PictureConfusions
from gui.gallery.items import PictureItem
from gui.words import percent, plural

Kept = TypeVar("Kept", bound=Value)
_METRIC_WORDS: Final = {
    "mIoU": "mean IoU",
    "dice": "Dice",
    "pixel_accuracy": "pixels right",
    "boundary_f1": "boundary F1",
    "object_score": "object score",
}


def read_evaluation(folder: Path) -> Evaluation | None:
    """The numbers of an evaluation; None where there is none."""
    return _read(folder / "metrics.json", Evaluation)


def read_mask_evaluation(folder: Path) -> MaskEvaluation | None:
    """The numbers of an evaluation of masks; None where there is none."""
    return _read(folder / "metrics.json", MaskEvaluation)


def read_box_evaluation(folder: Path) -> BoxEvaluation | None:
    """The numbers of an evaluation of boxes; None where there is none."""
    return _read(folder / "metrics.json", BoxEvaluation)


def read_judged_boxes(folder: Path, *, pictures: int, classes: int) -> NDArray[np.float32] | None:
    """What became of each object (``BOXES_FILE``); None where that was not kept, or of other pictures."""
    judged = _read_rows_of_numbers(folder / BOXES_FILE, columns=JUDGED_COLUMNS)
    limits = ((0, pictures), (5, classes), (OUTCOME_COLUMN, len(OUTCOMES)))
    return judged if judged is not None and _lie_within(judged, limits) else None


def read_all_boxes(folder: Path, *, pictures: int, classes: int) -> NDArray[np.float32] | None:
    """All objects of an evaluation (``ALL_BOXES_FILE``); None for an older one, or that of other pictures."""
    rows = _read_rows_of_numbers(folder / ALL_BOXES_FILE, columns=ALL_BOXES_COLUMNS)
    if rows is None or not _lie_within(rows, ((0, pictures), (5, classes))):
        return None
    return rows if bool((np.diff(rows[:, 0]) >= 0).all()) else None


def read_object_masks(folder: Path) -> KeptMasks | None:
    """The masks of all objects of an evaluation (``OBJECT_MASKS_FILE``); None where boxes were said."""
    lines = _read_array(folder / OBJECT_MASKS_FILE)
    return None if lines is None or lines.ndim != 1 or lines.dtype != np.uint8 else KeptMasks(lines)


def read_mask_overlaps(folder: Path, *, pictures: int) -> NDArray[np.float32] | None:
    """How masks lie over each other (``MASK_OVERLAPS_FILE``); None where boxes were said, or of other pictures."""
    rows = _read_rows_of_numbers(folder / MASK_OVERLAPS_FILE, columns=MASK_OVERLAPS_COLUMNS)
    if rows is None or not _lie_within(rows, ((0, pictures),)) or (rows < 0).any():
        return None
    return rows if bool((np.diff(rows[:, 0]) >= 0).all()) else None


def read_box_results(folder: Path) -> tuple[BoxResult, ...]:
    """The pictures of an evaluation of boxes in their order; rows that somebody damaged are passed over."""
    return tuple(result for row in _read_rows(folder) if (result := _checked(row, BoxResult)) is not None)


def read_confusions(folder: Path, *, pictures: int, classes: int) -> PictureConfusions | None:
    """Which pixels of which picture are taken for what; None for an older evaluation, or another one."""
    try:
        entries = np.load(folder / CONFUSIONS_FILE, allow_pickle=False)
        return PictureConfusions.checked(entries, pictures=pictures, classes=classes)
    except (OSError, ValueError, EOFError):
        return None


def read_objects(folder: Path, *, pictures: int) -> ObjectEvaluation | None:
    """How single objects are found; None where none are told apart, or those of other pictures."""
    objects = _read(folder / OBJECTS_FILE, ObjectEvaluation)
    if objects is None or not objects.pictures:
        return None
    is_whole = all(0 <= one.row < pictures and len(one.hits) == len(objects.thresholds) for one in objects.pictures)
    return objects if is_whole else None


def read_doubts(folder: Path, *, pictures: int) -> MaskDoubts | None:
    """What speaks against masks; None for an older evaluation, or that of other pictures."""
    doubts = _read(folder / DOUBTS_FILE, MaskDoubts)
    is_whole = doubts is not None and [one.row for one in doubts.pictures] == list(range(pictures))
    return doubts if is_whole else None


def read_thresholds(folder: Path) -> ThresholdCounts | None:
    """What an evaluation counted at each threshold; None for an older one."""
    return _read(folder / THRESHOLDS_FILE, ThresholdCounts)


def read_calibration(folder: Path) -> Calibration | None:
    """How far the scores of an evaluation can be taken as probabilities; None for an older one."""
    return _read(folder / CALIBRATION_FILE, Calibration)


def _read_rows_of_numbers(path: Path, *, columns: int) -> NDArray[np.float32] | None:
    rows = _read_array(path)
    is_sound = rows is not None and rows.ndim == 2 and rows.shape[1] == columns and rows.dtype == np.float32
    return rows if is_sound else None


def _read_array(path: Path) -> NDArray[Any] | None:
    try:
        array: NDArray[Any] = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return array


def _lie_within(rows: NDArray[np.float32], limits: Sequence[tuple[int, int]]) -> bool:
    """Whether the values of some columns lie where they must.

    Args:
        rows: of numbers.
        limits: a column, and the number below which its values lie, from 0 on.
    """
    return all(((rows[:, column] >= 0) & (rows[:, column] < limit)).all() for column, limit in limits)


def _read(path: Path, kind: type[Kept]) -> Kept | None:
    try:
        return kind.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def read_results(folder: Path) -> tuple[ImageResult, ...]:
    """The pictures of an evaluation in their order, with the paths where they lie now.

    Rows that somebody damaged are passed over.
    """
    rows = _read_rows(folder)
    if not rows:
        return ()
    relocated = _relocated(folder)
    return tuple(result for row in rows if (result := _result_of(row, relocated)) is not None)


def read_mask_results(folder: Path) -> tuple[MaskResult, ...]:
    """The pictures of an evaluation of masks in their order; rows that somebody damaged are passed over."""
    return tuple(result for row in _read_rows(folder) if (result := _checked(row, MaskResult)) is not None)


def _read_rows(folder: Path) -> list[dict[str, str]]:
    try:
        with (folder / "images.csv").open(newline="", encoding="utf-8", errors="surrogateescape") as stream:
            return list(csv.DictReader(stream))
    except (OSError, csv.Error):
        return []


def _checked(row: dict[str, str], kind: type[Kept]) -> Kept | None:
    try:
        return kind.model_validate({name: value or None for name, value in row.items()})
    except ValidationError:
        return None


def _relocated(folder: Path) -> RelocatedPictures:
    """Finds pictures that saving of labels has moved since the evaluation."""
    evaluation = read_evaluation(folder)
    if evaluation is None:
        return RelocatedPictures(folder)
    place = Path(evaluation.dataset)
    return relocated_pictures(place if place.is_dir() else place.parent)


def _result_of(row: dict[str, str], relocated: RelocatedPictures) -> ImageResult | None:
    """One row. It is built without pydantic's checks, which would take most of the time of reading thousands."""
    try:
        return ImageResult.model_construct(
            image=relocated.present(row["image"]),
            truth=row["truth"],
            predicted=row["predicted"],
            score=float(row["score"]),
            truth_score=float(row["truth_score"]),
            loss=float(row["loss"]),
            margin=_number(row, "margin"),
            width=_whole(row, "width"),
            height=_whole(row, "height"),
            brightness=_number(row, "brightness"),
            contrast=_number(row, "contrast"),
            source=row.get("source") or None,
            scaled_score=_number(row, "scaled_score"),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _number(row: dict[str, str], name: str) -> float | None:
    """A cell that is empty, or missing altogether, in older evaluations."""
    return float(row[name]) if row.get(name) else None


def _whole(row: dict[str, str], name: str) -> int | None:
    return int(row[name]) if row.get(name) else None


def mistakes(results: Sequence[ImageResult]) -> tuple[ImageResult, ...]:
    """The pictures whose prediction is not their label."""
    return tuple(result for result in results if result.truth != result.predicted)


def of_cell(results: Sequence[ImageResult], *, truth: str, predicted: str) -> tuple[ImageResult, ...]:
    """The pictures of one cell of the confusion matrix."""
    return tuple(result for result in results if (result.truth, result.predicted) == (truth, predicted))


def item_of(result: ImageResult, colours: ClassColours, *, shows_score: bool) -> PictureItem:
    """A result as an item of a gallery or strip: what the network says, and whether that is wrong."""
    words = f"{result.predicted}  {percent(result.score)}" if shows_score else result.predicted
    return PictureItem(
        path=result.image,
        label=words,
        colour=colours.named(result.predicted),
        is_wrong=result.truth != result.predicted,
    )


def item_of_mask(result: MaskResult) -> PictureItem:
    """A result as an item of a gallery or strip: how much of what is true and what is said is the same."""
    return PictureItem(path=result.image, label=f"IoU {percent(result.mean_iou)}")


def item_of_boxes(result: BoxResult) -> PictureItem:
    """A result as an item of a gallery or strip: how many of the true objects are found."""
    return PictureItem(path=result.image, label=f"{result.hits} of {result.true_objects} found")


def summary_of_masks(evaluation: MaskEvaluation | None) -> str:
    """How good masks are, in a sentence; empty where they were not measured."""
    if evaluation is None:
        return ""
    found = ", ".join(
        f"{_METRIC_WORDS[name]} {percent(value)}"
        for name, value in evaluation.metrics.items()
        if name in _METRIC_WORDS and value is not None
    )
    return f"{found[:1].upper()}{found[1:]}, on {plural(evaluation.images, 'picture')}."
