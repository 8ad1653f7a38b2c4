"""What a run suggests to draw on a picture: boxes that it means, and that no label says yet. Free of Qt."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.contract.annotations import Box
from engine.contract.boxes import SUPPRESSING_IOU
from engine.contract.drawn import AnnotationChange, DrawnAnnotation
from engine.ops.detections.choosing import choose_objects, overlaps_within
from engine.ops.detections.objects import Floats, found_boxes, overlaps_of
from gui.drawing.shapes import KeyedShape

SAME_IOU: Final = 0.5
"""From which overlap on a box means an object that is labelled already, whatever its class."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One box.

    Attributes:
        number: names it among the candidates of its picture.
        label: its class.
        score: in [0, 1].
        box: in pixels of the upright picture.
    """

    number: int
    label: str
    score: float
    box: Box

    def change(self) -> AnnotationChange:
        """What accepting it does; its key is the same whenever the same box is accepted."""
        corners = "-".join(f"{value:.2f}" for value in (self.box.x_min, self.box.y_min, self.box.x_max, self.box.y_max))
        after = DrawnAnnotation.of(self.label, self.box)
        return AnnotationChange(key=f"suggested-{self.label}-{corners}", after=after)


def suggestions_of(
    candidates: Floats,
    classes: Sequence[str],
    shapes: Sequence[KeyedShape],
    *,
    score: float,
    refused: Collection[int] = (),
) -> tuple[Suggestion, ...]:
    """What is suggested on a picture, best first.

    Args:
        candidates: (n, 6) rows as a prediction attaches them (engine/contract/boxes.py), best first.
        classes: of the network.
        shapes: labels of the picture.
        score: least score.
        refused: numbers of those that nobody wants.
    """
    found = found_boxes(candidates[:, :4], candidates[:, 4], candidates[:, 5])
    chosen = choose_objects(found, overlaps_within(found), score_threshold=score, iou_threshold=SUPPRESSING_IOU)
    is_known = overlaps_of(found.boxes_xyxy, _labelled(shapes)).max(axis=1, initial=0.0) >= SAME_IOU
    wanted = [int(number) for number in np.flatnonzero(chosen.is_kept & ~is_known) if number not in refused]
    return tuple(
        Suggestion(number, classes[found.classes[number]], float(found.scores[number]), Box(*found.boxes_xyxy[number]))
        for number in wanted
    )


def _labelled(shapes: Sequence[KeyedShape]) -> Floats:
    """(n, 4) boxes of the labels that lie in pixels."""
    boxes = [item.shape.box for item in shapes if not item.shape.is_relative and not item.shape.is_dropped]
    corners = [(box.x_min, box.y_min, box.x_max, box.y_max) for box in boxes if box is not None]
    return np.array(corners, np.float64).reshape(-1, 4)
