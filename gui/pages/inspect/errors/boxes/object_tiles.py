"""Makes single objects of an evaluation into what is shown below the views. Free of Qt."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.contract.annotations import AnnotationKind, Box
from engine.contract.class_colours import ClassColours
from engine.ops.detections.error_kinds import FOREGROUND_IOU
from engine.ops.detections.mask_parts import MaskPart
from engine.ops.detections.objects import PictureObjects
from engine.ops.detections.suspects import NEAR_IOU, BoxDoubt
from engine.ops.mask_difference import Difference
from gui.gallery.shapes import AnnotationShape
from gui.pages.inspect.errors.boxes.compared import compared_of, objects_of
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes
from gui.pages.inspect.errors.boxes.shown_object import LabelledBox, ShownObject, Suggestion
from gui.viewer.mask_layers import DIFFERENCE_TOKENS

_CONTEXT: Final = 2.5
_LEAST_SHARE: Final = 0.4
"""Of a picture's longer side, which is shown at least: thumbnails are small, and more would only be blurred."""
_OUTLINED: Final = (BoxDoubt.MISSED, BoxDoubt.PLACE)
"""What a box cannot put right where objects have outlines: it would be neither right nor wrong in a training."""
_BY_HAND: Final = "If the network is right, draw its outline on the Data page."


@dataclass(frozen=True, slots=True)
class ObjectPlace:
    """A found object, a true one, or both, by their places in a picture."""

    picture: int
    found: int | None
    true: int | None


def shown_object(
    evaluated: EvaluatedBoxes,
    place: ObjectPlace,
    outcome: Difference,
    *,
    caption: str,
    tip: str = "",
    doubt: BoxDoubt | None = None,
) -> ShownObject:
    """An object in the colour of what became of it, and in white what is drawn there.

    Args:
        evaluated: the split.
        place: which objects.
        outcome: of the found one, or of a true one that stands alone.
        caption: words below.
        tip: more lines.
        doubt: what may be corrected, if anything.
    """
    objects = objects_of(evaluated)[place.picture]
    found, true = _found_box(evaluated, objects, place.found), _true_box(evaluated, objects, place.true)
    true_mask, found_mask = _masks(evaluated, place)
    shapes = [] if true is None else [_shape(evaluated, true, "" if found else DIFFERENCE_TOKENS[outcome], true_mask)]
    if found is not None:
        shapes.append(_shape(evaluated, found, DIFFERENCE_TOKENS[outcome], found_mask))
    boxes = [one.box_xyxy for one in (found, true) if one is not None]
    result = evaluated.results[place.picture]
    needs_outline = evaluated.masks is not None and doubt in _OUTLINED
    return ShownObject(
        picture=place.picture,
        shapes=tuple(shapes),
        caption=caption,
        tip="\n".join(words for words in (tip, _BY_HAND if needs_outline else "") if words),
        focus=focus_on(np.array(boxes), width=result.width, height=result.height),
        suggestion=suggestion_of(result.image, doubt, found=found, true=true) if doubt and not needs_outline else None,
    )


def suggestion_of(
    image: str, doubt: BoxDoubt, *, found: LabelledBox | None, true: LabelledBox | None
) -> Suggestion | None:
    """What would put a doubt right; None where the objects for it are not there."""
    match doubt:
        case BoxDoubt.MISSED:
            return None if found is None else Suggestion(image, doubt, None, found)
        case BoxDoubt.DOUBLE:
            return None if true is None else Suggestion(image, doubt, true, None)
        case BoxDoubt.CLASS | BoxDoubt.PLACE:
            if found is None or true is None:
                return None
            after = LabelledBox(found.label, true.box_xyxy) if doubt is BoxDoubt.CLASS else found
            return Suggestion(image, doubt, true, after)


def nearest_true(evaluated: EvaluatedBoxes, picture: int, found: int) -> tuple[int | None, float]:
    """The true object of the same class that a found one overlaps most, else that of any class; with the IoU."""
    compared = compared_of(evaluated)[picture]
    overlaps = np.where(compared.is_crowd, 0.0, compared.overlaps[found])
    is_same = compared.true_classes == compared.found_classes[found]
    for candidates in (np.where(is_same, overlaps, 0.0), overlaps):
        if candidates.size and candidates.max() >= NEAR_IOU:
            return int(candidates.argmax()), float(candidates.max())
    return None, float(overlaps.max(initial=0.0))


def doubt_of_false(evaluated: EvaluatedBoxes, picture: int, found: int) -> BoxDoubt | None:
    """What would make a false object right, were the label wrong; None for one that is found twice."""
    compared = compared_of(evaluated)[picture]
    true, overlap = nearest_true(evaluated, picture, found)
    if true is None:
        return BoxDoubt.MISSED
    if compared.true_classes[true] == compared.found_classes[found]:
        others = compared.overlaps[:, true] > overlap
        is_taken = bool((others & (compared.found_classes == compared.found_classes[found])).any())
        return BoxDoubt.PLACE if not is_taken else None
    return BoxDoubt.CLASS if overlap >= FOREGROUND_IOU else None


def focus_on(boxes_xyxy: np.ndarray, *, width: int, height: int) -> Box | None:
    """The part of a picture around boxes, square where the picture is large enough; None for all of it."""
    if not width or not height:
        return None
    first, last = boxes_xyxy[:, :2].min(axis=0), boxes_xyxy[:, 2:].max(axis=0)
    side = max(_CONTEXT * float((last - first).max()), _LEAST_SHARE * max(width, height))
    if side >= min(width, height):
        return None
    middle = (first + last) / 2
    left = float(np.clip(middle[0] - side / 2, 0, width - side))
    top = float(np.clip(middle[1] - side / 2, 0, height - side))
    return Box(left, top, left + side, top + side)


def _found_box(evaluated: EvaluatedBoxes, objects: PictureObjects, place: int | None) -> LabelledBox | None:
    return None if place is None else _labelled(evaluated, objects.found.boxes_xyxy, objects.found.classes, place)


def _true_box(evaluated: EvaluatedBoxes, objects: PictureObjects, place: int | None) -> LabelledBox | None:
    return None if place is None else _labelled(evaluated, objects.true.boxes_xyxy, objects.true.classes, place)


def _labelled(evaluated: EvaluatedBoxes, boxes: np.ndarray, classes: np.ndarray, place: int) -> LabelledBox:
    left, top, right, bottom = boxes[place].tolist()
    return LabelledBox(evaluated.classes[int(classes[place])], (left, top, right, bottom))


def _masks(evaluated: EvaluatedBoxes, place: ObjectPlace) -> tuple[MaskPart | None, MaskPart | None]:
    """The pixels of the true and of the found object, as far as they are known."""
    masks = evaluated.masks
    if masks is None:
        return None, None
    true = None if place.true is None else masks.true(place.picture, place.true)
    return true, None if place.found is None else masks.found(place.picture, place.found)


def _shape(evaluated: EvaluatedBoxes, one: LabelledBox, token: str, mask: MaskPart | None) -> AnnotationShape:
    colour = ClassColours.of(evaluated.classes).named(one.label) if token else None
    kind = AnnotationKind.BOX if mask is None else AnnotationKind.MASK
    return AnnotationShape(kind, one.label, colour, Box(*one.box_xyxy), token=token, mask=mask)
