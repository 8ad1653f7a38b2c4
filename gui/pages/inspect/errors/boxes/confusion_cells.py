"""The matrix of confusion of boxes with the background, and the objects of its cells. Free of Qt."""

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from engine.ops.detections.confusion import PairedObjects
from engine.ops.detections.pairing import ALONE
from engine.ops.detections.suspects import BoxDoubt
from engine.ops.mask_difference import Difference
from gui.pages.inspect.errors.boxes.compared import compared_of, counts_of, objects_of, pairs_of
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes, ShownBoxPictures
from gui.pages.inspect.errors.boxes.object_tiles import ObjectPlace, doubt_of_false, shown_object
from gui.pages.inspect.errors.boxes.shown_object import ShownObject
from gui.words import count

BACKGROUND: Final = "background"
MOST_SHOWN: Final = 600
"""Objects of a cell, the surest ones."""


@dataclass(frozen=True, slots=True, eq=False)
class SplitConfusion:
    """A split at a score and an IoU.

    Attributes:
        evaluated: the split.
        score: from which on an object counts as found.
        iou: from which on a found and a true one are a pair.
        pairs: of each picture.
        counts: entry (i, j) counts true objects of class i found as class j; the background is last.
    """

    evaluated: EvaluatedBoxes
    score: float
    iou: float
    pairs: tuple[PairedObjects, ...]
    counts: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, evaluated: EvaluatedBoxes, score: float, iou: float) -> "SplitConfusion":
        """Pair the objects of a split."""
        pairs = pairs_of(evaluated, score=score, iou=iou)
        return cls(evaluated, score, iou, pairs, counts_of(pairs, len(evaluated.classes)))

    @property
    def names(self) -> tuple[str, ...]:
        """What stands at the rows and columns."""
        return (*self.evaluated.classes, self.background)

    @property
    def background(self) -> str:
        """What the background is called: another name where a class has that one."""
        return BACKGROUND if BACKGROUND not in self.evaluated.classes else f"({BACKGROUND})"

    def objects_of(self, row: int, column: int) -> ShownBoxPictures:
        """The objects of a cell, the surest found ones first."""
        places = self._places(self._class_at(row), self._class_at(column))
        places.sort(key=self._by_score)
        shown = tuple(map(partial(self._shown, row, column), places[:MOST_SHOWN]))
        is_cut = len(places) > MOST_SHOWN
        return ShownBoxPictures(
            self.title(row, column),
            objects=shown,
            note=f"the surest {count(MOST_SHOWN)} of {count(len(places))}" if is_cut else "",
            can_be_undone=True,
            nothing="There is no such object.",
        )

    def title(self, row: int, column: int) -> str:
        """What a cell counts."""
        names, background = self.names, len(self.evaluated.classes)
        if row == background:
            return f"Found as {names[column]} where nothing is drawn"
        if column == background:
            return f"{names[row]}, missed"
        return f"{names[row]}, right" if row == column else f"{names[row]} found as {names[column]}"

    def _class_at(self, place: int) -> int:
        return ALONE if place == len(self.evaluated.classes) else place

    def _places(self, true_class: int, found_class: int) -> list[ObjectPlace]:
        places = []
        for picture, pairs in enumerate(self.pairs):
            for one in np.flatnonzero((pairs.true_classes == true_class) & (pairs.found_classes == found_class)):
                places.append(ObjectPlace(picture, _place(pairs.found[one]), _place(pairs.true[one])))
        return places

    def _by_score(self, place: ObjectPlace) -> float:
        return (
            0.0 if place.found is None else -float(objects_of(self.evaluated)[place.picture].found.scores[place.found])
        )

    def _shown(self, row: int, column: int, place: ObjectPlace) -> ShownObject:
        background = len(self.evaluated.classes)
        if place.found is None:
            return shown_object(self.evaluated, place, Difference.MISS, caption=f"missed {self.names[row]}")
        score = -self._by_score(place)
        if row == background:
            doubt = doubt_of_false(self.evaluated, place.picture, place.found)
            caption = f"{self.names[column]} {score:.2f}"
            return shown_object(self.evaluated, place, Difference.FALSE, caption=caption, doubt=doubt)
        overlap = compared_of(self.evaluated)[place.picture].overlaps[place.found, place.true]
        is_right = row == column
        return shown_object(
            self.evaluated,
            place,
            Difference.HIT if is_right else Difference.WRONG_CLASS,
            caption=f"{self.names[column]} {score:.2f} · IoU {overlap:.2f}",
            tip="White: what is drawn.",
            doubt=None if is_right else BoxDoubt.CLASS,
        )


def _place(place: int) -> int | None:
    return None if place == ALONE else int(place)
