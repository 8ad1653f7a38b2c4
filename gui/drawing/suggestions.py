"""What a run suggests to draw on a picture: objects that it means, and that no label says yet. Free of Qt."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

import numpy as np

from engine.contract.annotations import Box, Polygon
from engine.contract.boxes import SUPPRESSING_IOU
from engine.contract.drawn import AnnotationChange, DrawnAnnotation
from engine.ops.detections.choosing import choose_objects, overlaps_within
from engine.ops.detections.objects import Floats, found_boxes, overlaps_of
from gui.drawing.geometry import Geometry, extent_of
from gui.drawing.shapes import KeyedShape

SAME_IOU: Final = 0.5
"""From which overlap of boxes on an object is labelled already, whatever its class."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One object.

    Attributes:
        number: names it among the candidates of its picture.
        label: its class.
        score: in [0, 1].
        geometry: a box or an outline, in pixels of the upright picture.
    """

    number: int
    label: str
    score: float
    geometry: Geometry

    @property
    def box(self) -> Box:
        """The smallest box around it."""
        return extent_of(self.geometry)

    def change(self, shapes: Sequence[KeyedShape] = ()) -> AnnotationChange:
        """What accepting it does; its key is the same whenever the same object is accepted.

        Args:
            shapes: labels of the picture, of which none is replaced: one that was accepted before may have been moved.
        """
        box = self.box
        corners = "-".join(f"{value:.2f}" for value in (box.x_min, box.y_min, box.x_max, box.y_max))
        taken = {item.key for item in shapes}
        keys = (f"suggested-{self.label}-{corners}{again}" for again in _repetitions())
        after = DrawnAnnotation.of(self.label, self.geometry)
        return AnnotationChange(key=next(key for key in keys if key not in taken), after=after)


def _repetitions() -> Iterator[str]:
    """What is put behind a name until it is a new one."""
    yield ""
    yield from (f"-{number}" for number in count(2))


def suggestions_of(
    candidates: Floats,
    classes: Sequence[str],
    shapes: Sequence[KeyedShape],
    *,
    score: float,
    outlines: Sequence[Polygon | None] = (),
    refused: Collection[int] = (),
) -> tuple[Suggestion, ...]:
    """What is suggested on a picture, best first.

    Args:
        candidates: (n, 6) rows as a prediction attaches them (engine/contract/boxes.py), best first.
        classes: of the network.
        shapes: labels of the picture.
        score: least score.
        outlines: of each candidate; its box is suggested where there is none.
        refused: numbers of those that nobody wants.
    """
    found = found_boxes(candidates[:, :4], candidates[:, 4], candidates[:, 5])
    chosen = choose_objects(found, overlaps_within(found), score_threshold=score, iou_threshold=SUPPRESSING_IOU)
    meant = [
        Suggestion(
            number,
            classes[found.classes[number]],
            float(found.scores[number]),
            (outlines[number] if outlines else None) or Box(*found.boxes_xyxy[number].tolist()),
        )
        for number in np.flatnonzero(chosen.is_kept).tolist()
    ]
    # By what would become a label: an outline may be smaller than the box that was found with it.
    known = overlaps_of(_corners(one.box for one in meant), _labelled(shapes)).max(axis=1, initial=0.0) >= SAME_IOU
    return tuple(one for one, is_known in zip(meant, known, strict=True) if not is_known and one.number not in refused)


def _labelled(shapes: Sequence[KeyedShape]) -> Floats:
    """(n, 4) boxes of the labels that lie in pixels."""
    boxes = (item.shape.box for item in shapes if not item.shape.is_relative and not item.shape.is_dropped)
    return _corners(box for box in boxes if box is not None)


def _corners(boxes: Iterable[Box]) -> Floats:
    """(n, 4): left, upper, right and lower edge of each."""
    corners = [(box.x_min, box.y_min, box.x_max, box.y_max) for box in boxes]
    return np.array(corners, np.float64).reshape(-1, 4)
