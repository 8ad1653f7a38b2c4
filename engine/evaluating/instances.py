"""How good the masks of found objects are, beside their boxes: average precision, and how objects are told apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from engine.contract.annotations import AnnotationKind, Box
from engine.contract.boxes import BoxEvaluation, ClassBoxResult
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.masks.found_masks import mask_counts_of
from engine.dataset.masks.kept_masks import Lines, pack_masks
from engine.evaluating.choosing import ChosenPictures
from engine.evaluating.objects import match_objects
from engine.model_store import LoadedRun
from engine.ops.detections.average_precision import DetectionScores, score_detections
from engine.ops.detections.mask_parts import (
    FoundMasks,
    MaskPart,
    TrueMasks,
    compare_masks,
    number_objects,
    part_of,
)
from engine.ops.detections.objects import ComparedObjects, PictureObjects
from engine.ops.means import mean_of_given
from engine.predicting.boxes import FoundInPicture
from engine.tasks.box_truth import number_of_classes
from engine.tasks.mask_truth import OBJECT_KINDS, MaskTruth

OBJECT_SCORE_THRESHOLD: Final = 0.5
"""Score of objects that are painted to be counted: a fixed one, so that nothing is chosen by what is measured."""


@dataclass(frozen=True, slots=True)
class MeasuredMasks:
    """The masks of some pictures, in their order.

    Attributes:
        compared: found ones laid over true ones.
        counts: packed, of each picture the true ones, then the found ones.
        told_apart: the score of the Data Science Bowl 2018 of each picture; None where there is nothing to score.
    """

    compared: tuple[ComparedObjects, ...]
    counts: tuple[tuple[str, ...], ...]
    told_apart: tuple[float | None, ...]

    def judging(self, pictures: Sequence[PictureObjects]) -> list[PictureObjects]:
        """The objects of the same pictures, of which the IoU of masks says now what is right."""
        return [
            PictureObjects(replace(one.true, is_crowd=each.is_crowd), one.found, each.overlaps)
            for one, each in zip(pictures, self.compared, strict=True)
        ]

    def packed(self) -> Lines:
        """What is kept of them."""
        return pack_masks(one for each in self.counts for one in each)


def measure_masks(run: LoadedRun, chosen: ChosenPictures, found: Mapping[str, FoundInPicture]) -> MeasuredMasks:
    """Lay the masks of found objects over true ones.

    Args:
        run: the network.
        chosen: what is measured on.
        found: in each picture, by its path in the dataset.

    Raises:
        UserError: a true mask cannot be read any more.
    """
    with DatasetIndex(chosen.index) as index:
        truth = MaskTruth.of(index, [row for row in chosen.rows if row.path in found])
    compared, counts, told_apart = [], [], []
    for name, each in found.items():
        true = true_masks(truth, name, run.object_classes)
        compared.append(compare_masks(true, FoundMasks(each.masks, each.found.classes, each.found.scores)))
        width, height = each.size
        counts.append(tuple(mask_counts_of(one, height=height, width=width) for one in (*true.parts, *each.masks)))
        told_apart.append(_object_score(truth, name, each))
    return MeasuredMasks(tuple(compared), tuple(counts), tuple(told_apart))


def with_masks(evaluation: BoxEvaluation, masks: MeasuredMasks) -> BoxEvaluation:
    """What was measured, with what masks add: mask AP first, and the score of the Data Science Bowl 2018."""
    scores = score_detections(masks.compared, classes=len(evaluation.per_class))
    return evaluation.model_copy(
        update={
            "metrics": _metrics(scores) | {"object_score": mean_of_given(masks.told_apart)} | evaluation.metrics,
            "per_class": tuple(_of_class(one, scores, number) for number, one in enumerate(evaluation.per_class)),
            "notes": (
                *evaluation.notes,
                "What is right is told by the IoU of masks; mAP without more words is that of boxes.",
                f"object_score counts objects with a score of {OBJECT_SCORE_THRESHOLD} and more.",
            ),
        }
    )


def true_masks(truth: MaskTruth, path: str, classes: Sequence[str]) -> TrueMasks:
    """The masks that are drawn on a picture; an object of which only a box is known counts as a crowd does.

    Raises:
        UserError: a mask cannot be read any more.
    """
    numbers, picture = number_of_classes(classes), truth.pictures[path]
    parts: list[MaskPart] = []
    kept: list[tuple[int, bool]] = []
    for one in picture.annotations:
        if one.label not in numbers or one.box is None or one.is_relative:
            continue
        if one.kind in OBJECT_KINDS:
            parts.append(part_of(truth.pixels(path, one)))
        elif one.kind is AnnotationKind.BOX:
            parts.append(_filled(one.box, height=picture.height, width=picture.width))
        else:
            continue
        kept.append((numbers[one.label or ""], one.is_crowd or one.kind not in OBJECT_KINDS))
    return TrueMasks(parts, np.array([each[0] for each in kept], np.int64), np.array([each[1] for each in kept], bool))


def _filled(box: Box, *, height: int, width: int) -> MaskPart:
    left, top = max(0, round(box.x_min)), max(0, round(box.y_min))
    right, bottom = min(width, round(box.x_max)), min(height, round(box.y_max))
    return MaskPart(left, top, np.ones((max(0, bottom - top), max(0, right - left)), np.bool_))


def _object_score(truth: MaskTruth, path: str, each: FoundInPicture) -> float | None:
    picture = truth.pictures[path]
    is_sure = each.found.scores >= OBJECT_SCORE_THRESHOLD
    parts = [part for part, kept in zip(each.masks, is_sure, strict=True) if kept]
    return match_objects(truth, path, number_objects(parts, picture_px=(picture.height, picture.width))).score


def _metrics(scores: DetectionScores) -> dict[str, float | None]:
    return {
        "mask_mAP": scores.mean,
        "mask_mAP50": scores.at(0.5),
        "mask_mAP75": scores.at(0.75),
        "mask_mAP_small": scores.small,
        "mask_mAP_medium": scores.medium,
        "mask_mAP_large": scores.large,
    }


def _of_class(one: ClassBoxResult, scores: DetectionScores, number: int) -> ClassBoxResult:
    precisions = scores.precisions[number, 0]
    is_known = not np.isnan(precisions).all()
    return one.model_copy(
        update={
            "mask_ap": scores.of_classes[number],
            "mask_ap50": float(precisions[0].mean()) if is_known else None,
            "mask_ap75": float(precisions[5].mean()) if is_known else None,
        }
    )
