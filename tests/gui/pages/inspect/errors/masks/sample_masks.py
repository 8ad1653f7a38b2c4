"""A small evaluation of masks: three pictures, three classes, their confusions known."""

import io

import numpy as np

from engine.contract.config import TaskName
from engine.contract.masks import CONFUSIONS_FILE, ClassMaskResult, MaskEvaluation, MaskResult
from engine.contract.run_folder import RunFolder
from engine.evaluating.writing import write_evaluation
from engine.ops.picture_confusions import PictureConfusions, confusion_entries
from engine.ops.segmentation_scores import score_confusion

CLASSES = ("background", "leaf", "nut")
TABLES = {
    "circle/0.png": np.array([[80, 0, 0], [5, 15, 0], [0, 0, 0]]),
    "circle/1.png": np.array([[60, 10, 0], [0, 10, 0], [10, 0, 10]]),
    "circle/2.png": np.array([[50, 0, 0], [2, 8, 20], [0, 0, 20]]),
}
BOUNDARIES = {"circle/0.png": 0.2, "circle/1.png": 0.9, "circle/2.png": 0.5}


def write_mask_evaluation(run: RunFolder, *, split: str = "validation") -> None:
    """Write what an evaluation of masks keeps of its pictures, but for the masks themselves."""
    folder = run.evaluation / split
    results = [_result(image, table, number) for number, (image, table) in enumerate(TABLES.items())]
    write_evaluation(folder, _evaluation(run), results)
    entries = [confusion_entries(table, picture=number) for number, table in enumerate(TABLES.values())]
    stream = io.BytesIO()
    np.save(stream, PictureConfusions.of(entries, classes=3).entries)
    (folder / CONFUSIONS_FILE).write_bytes(stream.getvalue())


def _result(image: str, table: np.ndarray, number: int) -> MaskResult:
    scores = score_confusion(table)
    return MaskResult(
        image=image,
        width=10,
        height=10,
        mean_iou=scores.mean_iou,
        mean_dice=scores.mean_dice,
        pixel_accuracy=scores.pixel_accuracy,
        boundary_f1=BOUNDARIES[image],
        object_score=None,
        true_objects=None,
        predicted_objects=None,
        worst_class="leaf",
        mask=f"masks/{number:06d}.png",
        truth=f"truths/{number:06d}.png",
    )


def _evaluation(run: RunFolder) -> MaskEvaluation:
    confusion = np.sum(list(TABLES.values()), axis=0)
    scores = score_confusion(confusion)
    return MaskEvaluation(
        run=str(run.path),
        task=TaskName.SEMANTIC,
        dataset="pictures",
        split="validation",
        images=3,
        metrics={"mIoU": scores.mean_iou, "dice": 0.5, "pixel_accuracy": scores.pixel_accuracy, "boundary_f1": 0.4},
        per_class=tuple(
            ClassMaskResult(
                name=name,
                images=int(sum(table[number].any() for table in TABLES.values())),
                true_pixels=one.true_pixels,
                predicted_pixels=one.predicted_pixels,
                iou=one.iou,
                dice=one.dice,
                boundary_f1=None,
            )
            for number, (name, one) in enumerate(zip(CLASSES, scores.classes, strict=True))
        ),
        confusion=tuple(tuple(int(count) for count in row) for row in confusion),
    )
