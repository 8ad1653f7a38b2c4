"""The boxes of a picture as a viewer lays them over it: found, suppressed by better ones, and true. Free of Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

import numpy as np

from engine.contract.annotations import Ring
from engine.contract.boxes import SHOWN_SCORE, SUPPRESSING_IOU, BoxXYXY, PictureBoxes, TrueBox
from engine.contract.class_colours import ClassColour, ClassColours
from engine.dataset.masks.found_masks import part_of_counts
from engine.ops.detections.choosing import choose_objects, overlaps_within
from engine.ops.detections.error_kinds import FOREGROUND_IOU, ErrorKind, JudgedPicture, judge_pictures
from engine.ops.detections.mask_parts import FoundMasks, MaskPart, TrueMasks, compare_masks
from engine.ops.detections.matching import NOBODY
from engine.ops.detections.objects import (
    ComparedObjects,
    Floats,
    FoundBoxes,
    TrueBoxes,
    compare_boxes,
    found_boxes,
    overlaps_of,
    true_boxes,
)
from engine.ops.mask_difference import Difference

_PLACE: Final = 6
OUTCOME_OF_KIND: Final = {ErrorKind.CLASSIFICATION: Difference.WRONG_CLASS, ErrorKind.BOTH: Difference.WRONG_CLASS}
"""All other kinds of a found box are false ones."""


class BoxRole(Enum):
    """What a drawn box is."""

    KEPT = "kept"
    SUPPRESSED = "suppressed"
    TRUE = "true"
    SEEN = "seen"
    """Where a class activation map sees the class, without having learned a box."""


@dataclass(frozen=True, slots=True)
class BoxThresholds:
    """Which candidates are objects.

    Attributes:
        score: least score.
        iou: of two of a class that overlap more, the better one is kept.
        hit_iou: from which on a found object is a true one.
        of_classes: the least score of each class by its name, in place of one for all.
    """

    score: float = SHOWN_SCORE
    iou: float = SUPPRESSING_IOU
    hit_iou: float = FOREGROUND_IOU
    of_classes: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class ShownBox:
    """One box.

    Attributes:
        box_xyxy: in pixels of the upright original.
        label: name of its class.
        colour: of its class.
        role: what it is.
        score: in [0, 1]; None for a true one.
        outcome: whether it is right; ``UNKNOWN`` where nobody knows, and of a box that was suppressed.
        overlap: IoU with the true box of its class that it overlaps most, of a suppressed box that with the better one,
            of the one box of a picture that with the largest true one; None where there is none.
        is_crowd: it stands for many objects.
        place: which of all boxes that the network says it is; -1 where nobody knows.
        mask: its pixels; None where only the box is known.
        rings: its outline in pixels of the original, which is drawn in place of the box; empty where there is none.
    """

    box_xyxy: BoxXYXY
    label: str
    colour: ClassColour | None
    role: BoxRole
    score: float | None = None
    outcome: Difference = Difference.UNKNOWN
    overlap: float | None = None
    is_crowd: bool = False
    place: int = -1
    mask: MaskPart | None = None
    rings: tuple[Ring, ...] = ()

    @property
    def area_px(self) -> float:
        """In square pixels: of the mask, where it is known."""
        if self.mask is not None:
            return float(self.mask.area_px)
        left, top, right, bottom = self.box_xyxy
        return max(right - left, 0.0) * max(bottom - top, 0.0)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the picture lies in it: on the mask, where that is known."""
        if self.mask is not None:
            return self.mask.holds(int(x), int(y))
        left, top, right, bottom = self.box_xyxy
        return left <= x < right and top <= y < bottom


@dataclass(frozen=True, slots=True, eq=False)
class PictureObjects:
    """What a network can mean in a picture, and what is true of it.

    Attributes:
        classes: of the network.
        candidates: best first.
        overlaps: of candidates of one class with each other.
        truth: None where nobody knows.
        seen_xyxy: where a class activation map sees the class of the first candidate; None where nobody looked.
        masks: of each candidate; none where only boxes are said.
        true_masks: of each true object; none where only boxes are known.
    """

    classes: tuple[str, ...]
    candidates: FoundBoxes
    overlaps: Floats
    truth: tuple[TrueBox, ...] | None = None
    seen_xyxy: BoxXYXY | None = None
    masks: tuple[MaskPart, ...] = ()
    true_masks: tuple[MaskPart, ...] = ()

    @classmethod
    def of(cls, classes: Sequence[str], rows: Floats, truth: Sequence[TrueBox] | None) -> "PictureObjects":
        """Candidates as rows of numbers (engine/contract/boxes.py), with what is true."""
        found = found_boxes(rows[:, :4], rows[:, 4], rows[:, 5])
        if rows.shape[1] > _PLACE:
            found = replace(found, places=rows[:, _PLACE].astype(np.int64))
        known = None if truth is None else tuple(one for one in truth if one.label in classes)
        return cls(tuple(classes), found, overlaps_within(found), known)

    def with_masks(self, said: PictureBoxes) -> "PictureObjects":
        """The same with the pixels of the objects, as far as they are told."""
        size = {"width": said.width, "height": said.height}
        counts = [one.mask_counts for one in self.truth or () if one.mask_counts is not None]
        true = tuple(part_of_counts(one, **size) for one in counts)
        return replace(
            self,
            masks=tuple(part_of_counts(one, **size) for one in said.candidate_masks),
            true_masks=true if len(true) == len(self.truth or ()) else (),
        )

    def the_one(self) -> tuple[ShownBox, ...]:
        """The box of a network that says one of a picture, where the class is seen, and what is true."""
        found = self.choose(BoxThresholds(0.0, 1.0))
        said, true = ([box for box in found if box.role is role] for role in (BoxRole.KEPT, BoxRole.TRUE))
        largest = max(true, key=_area, default=None)
        shown = [*said[:1]]
        if said and self.seen_xyxy is not None:
            shown.append(
                replace(said[0], box_xyxy=self.seen_xyxy, role=BoxRole.SEEN, score=None, outcome=Difference.UNKNOWN)
            )
        measured = [replace(box, overlap=_overlap(box, largest)) for box in shown]
        return (*measured, *true)

    def choose(self, thresholds: BoxThresholds) -> tuple[ShownBox, ...]:
        """All boxes at these thresholds: kept ones best first, then suppressed ones, then true ones."""
        if thresholds.of_classes is not None:
            reaching = self._reaching(thresholds.of_classes)
            return reaching.choose(replace(thresholds, score=0.0, of_classes=None))
        chosen = choose_objects(
            self.candidates, self.overlaps, score_threshold=thresholds.score, iou_threshold=thresholds.iou
        )
        colours = ClassColours.of(self.classes)
        kept: list[int] = np.flatnonzero(chosen.is_kept).tolist()
        suppressed: list[int] = np.flatnonzero(chosen.suppressor != NOBODY).tolist()
        judged, overlaps = self._judge(kept, hit_iou=thresholds.hit_iou)
        outcomes = _outcomes(judged) if judged is not None else {}
        boxes = [
            self._shown(place, colours, BoxRole.KEPT, outcome=outcomes.get(number), overlap=_at(overlaps, number))
            for number, place in enumerate(kept)
        ]
        for place in suppressed:
            over = float(self.overlaps[place, chosen.suppressor[place]])
            boxes.append(self._shown(place, colours, BoxRole.SUPPRESSED, outcome=None, overlap=over))
        return (*boxes, *self._true(colours, judged))

    def _reaching(self, scores: Mapping[str, float]) -> "PictureObjects":
        """Without the candidates whose score is below that of their class."""
        least = np.array([scores.get(name, SHOWN_SCORE) for name in self.classes])
        kept = np.flatnonzero(self.candidates.scores >= least[self.candidates.classes])
        return replace(
            self,
            candidates=self.candidates.at(kept),
            overlaps=self.overlaps[np.ix_(kept, kept)],
            masks=tuple(self.masks[place] for place in kept) if self.masks else (),
        )

    def _shown(
        self, place: int, colours: ClassColours, role: BoxRole, *, outcome: Difference | None, overlap: float | None
    ) -> ShownBox:
        label = self.classes[self.candidates.classes[place]]
        left, top, right, bottom = self.candidates.boxes_xyxy[place].tolist()
        return ShownBox(
            (left, top, right, bottom),
            label,
            colours.named(label),
            role,
            float(self.candidates.scores[place]),
            Difference.UNKNOWN if outcome is None else outcome,
            overlap,
            place=-1 if self.candidates.places is None else int(self.candidates.places[place]),
            mask=self.masks[place] if self.masks else None,
        )

    def _judge(self, kept: Sequence[int], *, hit_iou: float) -> tuple[JudgedPicture | None, Floats | None]:
        """What became of the kept boxes, and how much each overlaps a true one of its class."""
        found = self.candidates.at(np.array(kept, np.int64))
        truth = self._true_boxes()
        if truth is None:
            return None, None
        compared = self._compare(truth, found, [self.masks[place] for place in kept] if self.masks else [])
        is_same = (found.classes[:, None] == truth.classes[None]) & ~truth.is_crowd[None]
        [judged] = judge_pictures([compared], foreground=hit_iou)
        return judged, np.where(is_same, compared.overlaps, 0.0).max(axis=1, initial=0.0)

    def _compare(self, truth: TrueBoxes, found: FoundBoxes, masks: Sequence[MaskPart]) -> ComparedObjects:
        """By masks where both are known, else by boxes."""
        if self.masks and (self.true_masks or not self.truth):
            return compare_masks(
                TrueMasks(self.true_masks, truth.classes, truth.is_crowd),
                FoundMasks(masks, found.classes, found.scores),
            )
        return compare_boxes(truth, found)

    def _true_boxes(self) -> TrueBoxes | None:
        if self.truth is None:
            return None
        return true_boxes(
            [one.box_xyxy for one in self.truth],
            [self.classes.index(one.label) for one in self.truth],
            is_crowd=[one.is_crowd for one in self.truth],
        )

    def _true(self, colours: ClassColours, judged: JudgedPicture | None) -> list[ShownBox]:
        hit = set() if judged is None else {true for _, true in judged.hits}
        return [
            ShownBox(
                one.box_xyxy,
                one.label,
                colours.named(one.label),
                BoxRole.TRUE,
                outcome=_outcome_of_true(one, is_hit=number in hit),
                is_crowd=one.is_crowd,
                mask=self.true_masks[number] if self.true_masks else None,
            )
            for number, one in enumerate(self.truth or ())
        ]


def _area(box: ShownBox) -> float:
    return box.area_px


def _overlap(box: ShownBox, true: ShownBox | None) -> float | None:
    """The IoU of two boxes; None where nothing is true."""
    if true is None:
        return None
    return float(overlaps_of(np.array([box.box_xyxy]), np.array([true.box_xyxy]))[0, 0])


def _at(values: Floats | None, number: int) -> float | None:
    return None if values is None else float(values[number])


def _outcome_of_true(one: TrueBox, *, is_hit: bool) -> Difference:
    if one.is_crowd:
        return Difference.UNKNOWN
    return Difference.HIT if is_hit else Difference.MISS


def _outcomes(judged: JudgedPicture) -> dict[int, Difference]:
    """Of found boxes by their places; those that are left out have none."""
    wrong = {
        error.found: OUTCOME_OF_KIND.get(error.kind, Difference.FALSE)
        for error in judged.errors
        if error.found is not None
    }
    return wrong | {found: Difference.HIT for found, _ in judged.hits}
