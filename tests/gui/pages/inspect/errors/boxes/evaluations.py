"""An evaluation of boxes by hand: two pictures, two classes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from engine.contract.boxes import BoxEvaluation, BoxResult, ClassBoxResult
from engine.evaluating.judged_boxes import judge_boxes
from engine.ops.detections.object_rows import rows_of_objects
from engine.ops.detections.objects import PictureObjects, found_boxes, true_boxes
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes
from gui.pages.inspect.inspected_run import InspectedRun

LEAF, NUT = 0, 1
CLASSES: Final = ("leaf", "nut")
SIDE_PX: Final = 400
HERE, THERE, AWAY = (20, 20, 60, 60), (200, 20, 240, 60), (300, 300, 340, 340)
BESIDE = (30, 20, 70, 60)
"""At an IoU of 0.6 with ``HERE``."""

FIRST: Final = PictureObjects(
    true_boxes([HERE, THERE], [LEAF, NUT]),
    found_boxes([HERE, AWAY, THERE], [LEAF, LEAF, LEAF], [0.9, 0.8, 0.7]),
)
"""A leaf that is right, a leaf where nothing is, and a nut that is found as a leaf."""
SECOND: Final = PictureObjects(true_boxes([HERE, AWAY], [LEAF, NUT]), found_boxes([BESIDE], [LEAF], [0.6]))
"""A leaf that lies beside its box, and a nut that is missed."""


def evaluated_boxes_of(
    pictures: Sequence[PictureObjects] = (FIRST, SECOND), *, split: str = "validation", threshold: float = 0.5
) -> EvaluatedBoxes:
    """An evaluation of these pictures."""
    numbers = {"ap": 0.4, "ap50": 0.5, "ap75": 0.3, "best_threshold": threshold, "best_f1": 0.6}
    evaluation = BoxEvaluation(
        run="run",
        task="detection",
        dataset="pictures",
        split=split,
        images=len(pictures),
        metrics={"mAP": 0.4},
        per_class=tuple(ClassBoxResult(name=name, images=2, objects=2, **numbers) for name in CLASSES),
        confusion=((1, 0, 0), (0, 1, 0), (0, 0, 0)),
        score_threshold=threshold,
        errors={},
        costs={},
    )
    results = tuple(
        BoxResult(
            image=f"{number}.png",
            width=SIDE_PX,
            height=SIDE_PX,
            true_objects=len(picture.true.classes),
            found_objects=len(picture.found.classes),
            hits=1,
            average_precision=0.5,
        )
        for number, picture in enumerate(pictures)
    )
    run = InspectedRun(Path("run"), None, None, "run")
    judged = judge_boxes(pictures, score_threshold=threshold)
    return EvaluatedBoxes(run, split, evaluation, results, judged, rows_of_objects(pictures))
