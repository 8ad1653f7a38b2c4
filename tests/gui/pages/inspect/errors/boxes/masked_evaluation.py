"""An evaluation of masks on the disk: pictures on which two objects share a square, parted by its diagonal."""

from pathlib import Path
from typing import Final

import numpy as np

from engine.contract.boxes import ALL_BOXES_FILE, BOXES_FILE, MASK_OVERLAPS_FILE, OBJECT_MASKS_FILE
from engine.dataset.masks.found_masks import mask_counts_of
from engine.dataset.masks.kept_masks import pack_masks
from engine.evaluating.judged_boxes import judge_boxes
from engine.evaluating.writing import write_evaluation
from engine.ops.detections.mask_parts import FoundMasks, MaskPart, TrueMasks, compare_masks
from engine.ops.detections.object_rows import rows_of_mask_overlaps, rows_of_objects
from engine.ops.detections.objects import PictureObjects, found_boxes, true_boxes
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes, evaluated_boxes
from gui.pages.inspect.inspected_run import InspectedRun
from tests.gui.pages.inspect.errors.boxes.evaluations import SIDE_PX, evaluated_boxes_of

LEFT_PX, TOP_PX, SQUARE_PX = 100, 60, 80
SQUARE: Final = (LEFT_PX, TOP_PX, LEFT_PX + SQUARE_PX, TOP_PX + SQUARE_PX)
_ROWS, _COLUMNS = np.mgrid[:SQUARE_PX, :SQUARE_PX]
UPPER: Final = MaskPart(LEFT_PX, TOP_PX, _ROWS + _COLUMNS < SQUARE_PX - 1)
LOWER: Final = MaskPart(LEFT_PX, TOP_PX, _ROWS + _COLUMNS > SQUARE_PX - 1)
IN_UPPER, IN_LOWER = (LEFT_PX + 12, TOP_PX + 12), (LEFT_PX + 68, TOP_PX + 68)
"""Pixels of the objects, column and row."""


def masked_picture() -> PictureObjects:
    """Two leaves in one box, of which the lower one is found."""
    true, found = TrueMasks([UPPER, LOWER], np.zeros(2, np.int64), np.zeros(2, bool)), FoundMasks([LOWER], [0], [0.9])
    overlaps = compare_masks(true, found).overlaps
    return PictureObjects(true_boxes([SQUARE] * 2, [0, 0]), found_boxes([SQUARE], [0], [0.9]), overlaps)


def write_masked_evaluation(run: Path, *, pictures: int = 1) -> Path:
    """The folder of an evaluation of such pictures."""
    objects = [masked_picture() for _ in range(pictures)]
    plain = evaluated_boxes_of(objects)
    metrics = {"mask_mAP": 0.4, "mask_mAP50": 0.5, "mask_mAP75": 0.3, "object_score": 0.2, "mAP": 0.6}
    classes = tuple(one.model_copy(update={"mask_ap": 0.4, "mask_ap50": 0.5}) for one in plain.evaluation.per_class)
    update = {"judged_by": "masks", "metrics": metrics, "per_class": classes}
    counts = [mask_counts_of(one, height=SIDE_PX, width=SIDE_PX) for one in (UPPER, LOWER, LOWER)]
    folder = run / "evaluation" / "validation"
    arrays = {
        BOXES_FILE: judge_boxes(objects, score_threshold=0.5),
        ALL_BOXES_FILE: rows_of_objects(objects),
        OBJECT_MASKS_FILE: pack_masks(counts * pictures),
        MASK_OVERLAPS_FILE: rows_of_mask_overlaps(objects),
    }
    write_evaluation(folder, plain.evaluation.model_copy(update=update), plain.results, arrays=arrays)
    return folder


def read_masked(run: Path) -> EvaluatedBoxes:
    """What the Errors tab reads of it."""
    evaluated = evaluated_boxes(InspectedRun(run, None, None, "run"), "validation")
    assert evaluated is not None
    return evaluated
