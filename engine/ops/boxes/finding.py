"""From all boxes that a detector says to the objects of a picture: the best boxes of each class."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from keras import ops

from engine.ops.boxes.soft_suppression import suppress_softly
from models.boxes.suppression import Kept, suppress

Tensor = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which boxes are objects.

    Attributes:
        score: least score.
        iou: of two boxes of a class whose IoU is above it, only the better one is an object.
        candidates: boxes that are looked at, the best of all cells and classes.
        most: objects of a picture.
        is_soft: lower the scores of boxes that lie under better ones (Gaussian soft-NMS), instead of leaving out those
            whose IoU is above the threshold.
    """

    score: float
    iou: float = 0.6
    candidates: int = 400
    most: int = 100
    is_soft: bool = False


class ScoredBoxes(NamedTuple):
    """All boxes that a detector says.

    Attributes:
        boxes_xyxy: (B, a, 4) float32 in pixels of the network's input; (B, a, classes, 4) where each class has its own.
        scores: (B, a, classes) float32 in [0, 1]; several classes of a box can have one.
    """

    boxes_xyxy: Tensor
    scores: Tensor


class FoundObjects(NamedTuple):
    """Objects of pictures, best first, padded to one number.

    Attributes:
        boxes_xyxy: (B, most, 4) float32 in pixels of the network's input.
        classes: (B, most) int32.
        scores: (B, most) float32 in [0, 1].
        is_object: (B, most), false in padding.
        cells: (B, most) int32 which box of all that were said each one is, of a dense detector its cell; -1 in padding.
    """

    boxes_xyxy: Tensor
    classes: Tensor
    scores: Tensor
    is_object: Tensor
    cells: Tensor


def choose_objects(said: ScoredBoxes, choice: Choice) -> FoundObjects:
    """Choose the objects of pictures among the boxes of a detector.

    A box can mean several classes: each of its scores is a candidate of its own.
    """
    classes = said.scores.shape[-1]
    scores = ops.reshape(said.scores, (-1, said.scores.shape[1] * classes))
    count = min(choice.candidates, scores.shape[1])
    best, places = ops.top_k(scores, count)
    cells = ops.cast(places, "int32") // classes
    of_class = ops.cast(places, "int32") % classes
    is_of_class = len(said.boxes_xyxy.shape) == 4
    all_boxes = ops.reshape(said.boxes_xyxy, (-1, scores.shape[1] if is_of_class else said.scores.shape[1], 4))
    boxes = _boxes_at(all_boxes, ops.cast(places, "int32") if is_of_class else cells)
    kept = _suppress(boxes, best, of_class, choice)
    chosen = ops.maximum(kept.indices, 0)
    return FoundObjects(
        boxes_xyxy=ops.where(kept.is_kept[..., None], _boxes_at(boxes, chosen), 0.0),
        classes=ops.where(kept.is_kept, ops.take_along_axis(of_class, chosen, axis=1), 0),
        scores=kept.scores,
        is_object=kept.is_kept,
        cells=ops.where(kept.is_kept, ops.take_along_axis(cells, chosen, axis=1), -1),
    )


def _suppress(boxes: Tensor, scores: Tensor, classes: Tensor, choice: Choice) -> Kept:
    if choice.is_soft:
        return suppress_softly(boxes, scores, classes, decay="gaussian", score_threshold=choice.score, most=choice.most)
    return suppress(
        boxes, scores, classes,
        iou_threshold=choice.iou, score_threshold=choice.score, candidates=scores.shape[1], most=choice.most,
    )  # fmt: skip


def _boxes_at(boxes: Tensor, places: Tensor) -> Tensor:
    return ops.take_along_axis(boxes, ops.repeat(places[..., None], 4, axis=2), axis=1)
