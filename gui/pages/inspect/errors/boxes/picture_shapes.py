"""What is drawn on a whole picture of an evaluation: every object in the colour of what became of it. Free of Qt."""

from typing import Final

import numpy as np

from engine.contract.annotations import AnnotationKind, Box
from engine.contract.boxes import MISSED, OUTCOME_COLUMN
from engine.contract.class_colours import ClassColours
from engine.ops.detections.mask_parts import MaskPart
from engine.ops.mask_difference import Difference
from gui.gallery.shapes import AnnotationShape
from gui.pages.inspect.errors.boxes.compared import objects_of
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes, Judged, difference_of
from gui.viewer.mask_layers import DIFFERENCE_TOKENS

_PICTURE, _CLASS = 0, 5
_CORNERS: Final = slice(1, 5)

Shapes = tuple[AnnotationShape, ...]


def shapes_of_pictures(
    evaluated: EvaluatedBoxes, objects: Judged, places: tuple[int, ...], kinds: frozenset[Difference]
) -> dict[int, Shapes]:
    """The objects of some pictures, by the places of these.

    Args:
        evaluated: the split.
        objects: those that count, as ``BOXES_FILE`` keeps them.
        places: of the pictures.
        kinds: of right and wrong that are drawn.
    """
    return {place: _shapes_of(evaluated, objects[objects[:, _PICTURE] == place], kinds) for place in places}


def place_of(boxes_xyxy: np.ndarray, classes: np.ndarray, row: np.ndarray) -> int | None:
    """Which of a picture's true or found objects a row of ``BOXES_FILE`` is about; None where it is none of them."""
    is_it = (boxes_xyxy.astype(np.float32) == row[_CORNERS]).all(axis=1) & (classes == int(row[_CLASS]))
    return int(is_it.argmax()) if is_it.any() else None


def _shapes_of(evaluated: EvaluatedBoxes, rows: Judged, kinds: frozenset[Difference]) -> Shapes:
    colours = ClassColours.of(evaluated.classes)
    shapes = []
    for row in rows:
        kind = difference_of(int(row[OUTCOME_COLUMN]))
        label = evaluated.classes[int(row[_CLASS])]
        if kind in kinds:
            mask = _mask_of(evaluated, row)
            shapes.append(
                AnnotationShape(
                    AnnotationKind.BOX if mask is None else AnnotationKind.MASK,
                    label,
                    colours.named(label),
                    Box(*row[_CORNERS].tolist()),
                    token=DIFFERENCE_TOKENS[kind],
                    mask=mask,
                )
            )
    return tuple(shapes)


def _mask_of(evaluated: EvaluatedBoxes, row: np.ndarray) -> MaskPart | None:
    if evaluated.masks is None:
        return None
    picture = int(row[_PICTURE])
    objects = objects_of(evaluated)[picture]
    if int(row[OUTCOME_COLUMN]) == MISSED:
        place = place_of(objects.true.boxes_xyxy, objects.true.classes, row)
        return None if place is None else evaluated.masks.true(picture, place)
    place = place_of(objects.found.boxes_xyxy, objects.found.classes, row)
    return None if place is None else evaluated.masks.found(picture, place)
