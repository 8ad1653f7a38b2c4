"""The single objects of one kind of error. Free of Qt."""

from typing import Final

import numpy as np

from engine.contract.boxes import MISSED, OUTCOME_COLUMN, OUTCOMES
from engine.ops.detections.suspects import BoxDoubt
from gui.pages.inspect.errors.boxes.compared import objects_of
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes, Judged, ShownBoxPictures, difference_of
from gui.pages.inspect.errors.boxes.object_tiles import ObjectPlace, nearest_true, shown_object
from gui.pages.inspect.errors.boxes.picture_shapes import place_of
from gui.pages.inspect.errors.boxes.shown_object import ShownObject
from gui.words import count

MOST_SHOWN: Final = 600
_CLASS, _SCORE, _OVERLAP = 5, 6, 8
_DOUBTS: Final = {
    "classification": BoxDoubt.CLASS,
    "localisation": BoxDoubt.PLACE,
    "background": BoxDoubt.MISSED,
}
"""What would be wrong with what is drawn, were the network right."""


def objects_of_kind(evaluated: EvaluatedBoxes, outcome: str, title: str) -> ShownBoxPictures:
    """The objects with an outcome, the surest first.

    Args:
        evaluated: the split.
        outcome: as it is kept.
        title: what they have in common.
    """
    rows = evaluated.of_kind(outcome, None)
    order = np.argsort(-np.nan_to_num(rows[:, _SCORE]), kind="stable")[:MOST_SHOWN]
    shown = tuple(one for row in rows[order] if (one := _shown(evaluated, row)) is not None)
    return ShownBoxPictures(
        title,
        objects=shown,
        note=f"the surest {count(MOST_SHOWN)} of {count(len(rows))}" if len(rows) > MOST_SHOWN else "",
        can_be_undone=True,
        nothing=nothing_of(evaluated, title),
    )


def nothing_of(evaluated: EvaluatedBoxes, title: str) -> str:
    """What is said of a kind of error that was never made."""
    return f"No {evaluated.noun} is wrong in this way: {title}."


def _shown(evaluated: EvaluatedBoxes, row: Judged) -> ShownObject | None:
    """None where the object is not among those that were kept."""
    picture, outcome = int(row[0]), int(row[OUTCOME_COLUMN])
    objects, name = objects_of(evaluated)[picture], evaluated.classes[int(row[_CLASS])]
    if outcome == MISSED:
        true = place_of(objects.true.boxes_xyxy, objects.true.classes, row)
        place = ObjectPlace(picture, None, true)
        return (
            None if true is None else shown_object(evaluated, place, difference_of(outcome), caption=f"missed {name}")
        )
    found = place_of(objects.found.boxes_xyxy, objects.found.classes, row)
    if found is None:
        return None
    true, _ = nearest_true(evaluated, picture, found)
    return shown_object(
        evaluated,
        ObjectPlace(picture, found, true),
        difference_of(outcome),
        caption=f"{name} {row[_SCORE]:.2f} · IoU {row[_OVERLAP]:.2f}",
        tip="White: what is drawn.",
        doubt=_DOUBTS.get(OUTCOMES[outcome]),
    )
