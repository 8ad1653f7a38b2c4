"""The same pictures scored by the tools of COCO."""

import contextlib
import io

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from engine.ops.detections.objects import FoundBoxes, TrueBoxes
from tests.engine.ops.detections.drawn_pictures import CLASSES


def coco_scores(pictures: list[tuple[TrueBoxes, FoundBoxes]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(classes, 4, t, 101) precisions, (classes, 4, t, 3) recalls, NaN where nothing is true, and the summary."""
    with contextlib.redirect_stdout(io.StringIO()):
        truth = _document(pictures)
        coco = _opened({**truth, "annotations": _true(pictures)})
        found = _opened({**truth, "annotations": _found(pictures)})
        scores = COCOeval(coco, found, "bbox")
        scores.evaluate()
        scores.accumulate()
        scores.summarize()
    precision, recall = scores.eval["precision"], scores.eval["recall"]
    by_class = np.where(precision > -1, precision, np.nan)[..., -1].transpose(2, 3, 0, 1)
    return by_class, np.where(recall > -1, recall, np.nan).transpose(1, 2, 0, 3), scores.stats


def _document(pictures: list[tuple[TrueBoxes, FoundBoxes]]) -> dict:
    return {
        "images": [{"id": number} for number in range(len(pictures))],
        "categories": [{"id": one} for one in range(CLASSES)],
    }


def _true(pictures: list[tuple[TrueBoxes, FoundBoxes]]) -> list[dict]:
    entries = [
        {"image_id": number, "category_id": int(one), "bbox": _xywh(box), "area": float(area), "iscrowd": int(crowd)}
        for number, (truth, _) in enumerate(pictures)
        for box, one, area, crowd in zip(truth.boxes_xyxy, truth.classes, truth.areas_px, truth.is_crowd, strict=True)
    ]
    # The tools take an object with the number 0 for one that is not found.
    return [{**entry, "id": number} for number, entry in enumerate(entries, start=1)]


def _found(pictures: list[tuple[TrueBoxes, FoundBoxes]]) -> list[dict]:
    entries = [
        {"image_id": number, "category_id": int(one), "bbox": _xywh(box), "score": float(score), "iscrowd": 0}
        for number, (_, found) in enumerate(pictures)
        for box, one, score in zip(found.boxes_xyxy, found.classes, found.scores, strict=True)
    ]
    return [
        {**entry, "id": number, "area": entry["bbox"][2] * entry["bbox"][3]}
        for number, entry in enumerate(entries, start=1)
    ]


def _xywh(box: np.ndarray) -> list[float]:
    return [float(box[0]), float(box[1]), float(box[2] - box[0]), float(box[3] - box[1])]


def _opened(document: dict) -> COCO:
    coco = COCO()
    coco.dataset = document
    coco.createIndex()
    return coco
