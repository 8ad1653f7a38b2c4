"""What is drawn on pictures now, and the change of it that a suggestion asks for. Free of Qt."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.contract.annotations import Box, IndexedAnnotation, Polygon
from engine.contract.drawn import AnnotationChange, DrawnAnnotation
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.labels.drawing import can_draw
from engine.dataset.opening import index_of_opened
from engine.ops.detections.suspects import BoxDoubt
from gui.drawing.hand import new_key
from gui.labels.editor import LabelledDataset
from gui.pages.inspect.errors.boxes.reviews import SAME_IOU, overlaps_with
from gui.pages.inspect.errors.boxes.shown_object import LabelledBox, Suggestion

NOT_OPENED = "Open the dataset on the Data page first."
_NOT_HERE = "Boxes cannot be drawn in a dataset of this format; save it as COCO first."
_CHANGED = "What is drawn there has changed since the evaluation. Evaluate again."
_OUTLINED = "It is outlined, and a box would lose the outline. Draw it on the Data page."
_MASKED = "It is drawn as a mask, which is corrected in the program that drew it."


@dataclass(frozen=True, slots=True)
class DrawnNow:
    """What an index says of pictures.

    Attributes:
        boxes: of each picture.
        why_not: why boxes cannot be corrected there; empty where they can.
    """

    boxes: dict[str, tuple[LabelledBox, ...]]
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class PreparedChange:
    """A change that can be asked for.

    Attributes:
        suggestion: that it follows from.
        state: of what the files say, in which the key counts.
        change: None where there is none.
        why_not: why there is none.
    """

    suggestion: Suggestion
    state: str = ""
    change: AnnotationChange | None = None
    why_not: str = ""


def read_drawn(dataset: LabelledDataset, images: Sequence[str]) -> DrawnNow:
    """What is drawn on pictures now; nothing where the dataset is not known any more."""
    try:
        with DatasetIndex(index_of_opened(Path(dataset.path), dataset.reading)) as index:
            wanted = set(images)
            ids = {row.id: row.path for row in index.rows(labelled=False) if row.path in wanted}
            drawn = index.annotations_of(list(ids))
            boxes = {path: tuple(_boxes(drawn.get(one, []))) for one, path in ids.items()}
            return DrawnNow(boxes, "" if can_draw(index.summary().reading) else _NOT_HERE)
    except (UserError, sqlite3.Error):
        return DrawnNow({}, NOT_OPENED)


def prepare_change(dataset: LabelledDataset, suggestion: Suggestion) -> PreparedChange:
    """Find what a suggestion is about among what is drawn on its picture now."""
    try:
        with DatasetIndex(index_of_opened(Path(dataset.path), dataset.reading)) as index:
            row = index.image(suggestion.image)
            if row is None or not row.width or not row.height:
                return PreparedChange(suggestion, why_not=_CHANGED)
            state, keys = index.given_state(row.id), index.annotation_keys(row.id)
            drawn = index.annotations(row.id)
    except (UserError, sqlite3.Error):
        return PreparedChange(suggestion, why_not=NOT_OPENED)
    if suggestion.given is None:
        after = _new_box(suggestion, width=row.width, height=row.height)
        return PreparedChange(suggestion, state, AnnotationChange(key=new_key(), after=after))
    found = _find(suggestion.given, drawn)
    if found is None:
        return PreparedChange(suggestion, why_not=_CHANGED)
    after, why_not = _after(suggestion, found)
    if why_not:
        return PreparedChange(suggestion, why_not=why_not)
    return PreparedChange(suggestion, state, AnnotationChange(key=keys[found.id], after=after))


def _boxes(drawn: Sequence[IndexedAnnotation]) -> list[LabelledBox]:
    return [
        LabelledBox(one.label, (one.box.x_min, one.box.y_min, one.box.x_max, one.box.y_max))
        for one in drawn
        if one.box is not None and one.label is not None and not one.is_relative and not one.is_crowd
    ]


def _find(given: LabelledBox, drawn: Sequence[IndexedAnnotation]) -> IndexedAnnotation | None:
    """The annotation that was this box when the split was evaluated."""
    known = [one for one in drawn if _boxes([one]) and one.label == given.label]
    if not known:
        return None
    overlaps = overlaps_with(given, tuple(_boxes(known)))
    best = int(overlaps.argmax())
    return known[best] if overlaps[best] >= SAME_IOU else None


def _after(suggestion: Suggestion, found: IndexedAnnotation) -> tuple[DrawnAnnotation | None, str]:
    """What an annotation becomes, or why it cannot."""
    geometry = found.geometry
    if not isinstance(geometry, Box | Polygon):
        return None, _MASKED
    match suggestion.doubt:
        case BoxDoubt.CLASS if suggestion.after is not None:
            return DrawnAnnotation.of(suggestion.after.label, geometry), ""
        case BoxDoubt.PLACE if isinstance(geometry, Polygon):
            return None, _OUTLINED
        case BoxDoubt.PLACE if suggestion.after is not None:
            return DrawnAnnotation.of(suggestion.after.label, Box(*suggestion.after.box_xyxy)), ""
        case _:
            return None, ""


def _new_box(suggestion: Suggestion, *, width: int, height: int) -> DrawnAnnotation | None:
    if suggestion.after is None:
        return None
    left, top, right, bottom = suggestion.after.box_xyxy
    box = Box(max(left, 0.0), max(top, 0.0), min(right, float(width)), min(bottom, float(height)))
    return DrawnAnnotation.of(suggestion.after.label, box)
