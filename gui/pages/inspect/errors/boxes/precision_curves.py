"""Precision against recall of an evaluated split, its curves against the score, and single points in words.

Free of Qt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from engine.contract.class_colours import ClassColours
from engine.ops.detections.average_precision import RECALLS
from engine.ops.detections.curves import DetectionCurve
from engine.ops.detections.objects import Floats
from engine.ops.mask_difference import Difference
from gui.charts.point_curves import CurvePoint, PointCurve
from gui.pages.inspect.errors.boxes.compared import compared_of, curves_of
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes, ShownBoxPictures
from gui.pages.inspect.errors.boxes.object_tiles import ObjectPlace, doubt_of_false, nearest_true, shown_object
from gui.pages.inspect.errors.boxes.shown_object import ShownObject
from gui.words import NOTHING, percent

THRESHOLDS: Final = np.linspace(0.0, 1.0, 101)
AROUND: Final = 60
"""Objects before and behind the chosen one that are shown with it."""
_MEAN: Final = "Mean of all classes"


@dataclass(frozen=True, slots=True, eq=False)
class SplitCurves:
    """The curves of a split, or of one class of it.

    Attributes:
        evaluated: the split.
        iou: from which on a found object is a true one.
        of_classes: the objects of each class, best first.
        shown: numbers of the classes whose curves are drawn: those with true objects, or the chosen one.
    """

    evaluated: EvaluatedBoxes
    iou: float
    of_classes: tuple[DetectionCurve, ...]
    shown: tuple[int, ...]

    @classmethod
    def of(cls, evaluated: EvaluatedBoxes, iou: float, class_index: int | None) -> "SplitCurves":
        """The curves of one class; None for all."""
        curves = curves_of(evaluated, iou)
        known = tuple(one for one, curve in enumerate(curves) if curve.truths)
        return cls(evaluated, iou, curves, known if class_index is None else (class_index,))

    @property
    def chosen(self) -> tuple[DetectionCurve, ...]:
        """Those that are drawn."""
        return tuple(self.of_classes[one] for one in self.shown)

    def point_curves(self) -> tuple[PointCurve, ...]:
        """Each class as found, and over them what average precision is the area of: the mean over classes."""
        colours = ClassColours.of(self.evaluated.classes)
        of_classes = [
            PointCurve(self.evaluated.classes[one], curve.recalls, curve.precisions, colours.at(one), 1.5)
            for one, curve in zip(self.shown, self.chosen, strict=True)
        ]
        if not self.chosen:
            return ()
        means = np.mean([curve.interpolated() for curve in self.chosen], axis=0)
        name = _MEAN if len(self.chosen) > 1 else "Interpolated"
        mean = PointCurve(name, RECALLS, means, None, 2.0 if len(self.chosen) > 1 else 1.0, "dashed", has_points=False)
        return (*of_classes, mean)

    @property
    def average_precision(self) -> float | None:
        """The mean over the drawn classes; None where nothing is true."""
        known = [float(curve.interpolated().mean()) for curve in self.chosen if curve.truths]
        return float(np.mean(known)) if known else None

    def against_score(self, name: str) -> Floats:
        """(101,) F1, precision or recall at ``THRESHOLDS``, mean over the drawn classes.

        Args:
            name: ``f1``, ``precision`` or ``recall``.
        """
        of = {"f1": DetectionCurve.f1, "precision": DetectionCurve.precision_at, "recall": DetectionCurve.recall_at}
        return _mean([of[name](curve, THRESHOLDS) for curve in self.chosen])

    def best(self) -> tuple[float, float] | None:
        """The score from which on keeping gives the best mean F1, with that; None without any hit."""
        if not any(curve.is_hit.any() for curve in self.chosen):
            return None
        candidates = np.unique(np.concatenate([curve.scores for curve in self.chosen]))[::-1]
        values = np.mean([curve.f1(candidates) for curve in self.chosen], axis=0)
        place = int(values.argmax())
        return float(candidates[place]), float(values[place])

    def point_at(self, score: float, beside: CurvePoint | None) -> CurvePoint | None:
        """The last object that reaches a score, of the curve of a point, else of the first class."""
        number = 0 if beside is None else beside.curve
        place = self.chosen[number].place_at(score) if number < len(self.chosen) else None
        return None if place is None else CurvePoint(number, place)

    def score_of(self, point: CurvePoint) -> float:
        """The score of an object."""
        return float(self.chosen[point.curve].scores[point.place])

    def image_of(self, point: CurvePoint) -> str:
        """The path of the picture with an object."""
        return self.evaluated.results[int(self.chosen[point.curve].pictures[point.place])].image

    def describe(self, point: CurvePoint) -> tuple[str, Sequence[str]]:
        """An object in words, for the box beside the mouse."""
        curve = self.chosen[point.curve]
        name = self.evaluated.classes[self.shown[point.curve]]
        lines = (
            f"score {self.score_of(point):.3f}, rank {point.place + 1:,} of {len(curve.scores):,}",
            f"precision {percent(float(curve.precisions[point.place]))}",
            f"recall {percent(float(curve.recalls[point.place]))}",
        )
        return f"{name}, {'hit' if curve.is_hit[point.place] else 'false'}", lines

    def around(self, point: CurvePoint) -> ShownBoxPictures:
        """A chosen object among those of its class before and behind it."""
        curve = self.chosen[point.curve]
        ranks = range(max(point.place - AROUND, 0), min(point.place + AROUND + 1, len(curve.scores)))
        note = f"ranks {ranks.start + 1:,} to {ranks.stop:,} of {len(curve.scores):,}, best first"
        name = self.evaluated.classes[self.shown[point.curve]]
        objects = tuple(map(partial(self._shown, curve), ranks))
        chosen = point.place - ranks.start
        return ShownBoxPictures(f"Found as {name}", objects=objects, chosen=chosen, note=note, can_be_undone=True)

    def _shown(self, curve: DetectionCurve, rank: int) -> ShownObject:
        picture, found = int(curve.pictures[rank]), int(curve.places[rank])
        is_hit = bool(curve.is_hit[rank])
        true, overlap = nearest_true(self.evaluated, picture, found)
        outcome = self._outcome(picture, found, true, is_hit=is_hit)
        words = f"{rank + 1:,} · {'hit' if is_hit else 'false'} {curve.scores[rank]:.2f} · IoU {overlap:.2f}"
        tip = "White: what is drawn nearest to it." if true is not None else "Nothing is drawn near it."
        return shown_object(
            self.evaluated,
            ObjectPlace(picture, found, true),
            outcome,
            caption=words,
            tip=tip,
            doubt=None if is_hit else doubt_of_false(self.evaluated, picture, found),
        )

    def _outcome(self, picture: int, found: int, true: int | None, *, is_hit: bool) -> Difference:
        if is_hit:
            return Difference.HIT
        compared = compared_of(self.evaluated)[picture]
        is_other = true is not None and compared.true_classes[true] != compared.found_classes[found]
        return Difference.WRONG_CLASS if is_other else Difference.FALSE


def best_words(best: tuple[float, float] | None) -> dict[str, str]:
    """The best threshold and the F1 there."""
    if best is None:
        return {"score": NOTHING, "f1": NOTHING}
    return {"score": f"{best[0]:.2f}", "f1": percent(best[1])}


def _mean(values: Sequence[Floats]) -> Floats:
    """The mean of known values at each place; NaN where none is known."""
    if not values:
        return np.full(THRESHOLDS.shape, np.nan)
    stacked = np.stack(values)
    known = np.isfinite(stacked)
    count = known.sum(axis=0)
    sums = np.where(known, stacked, 0.0).sum(axis=0)
    return np.asarray(np.divide(sums, count, out=np.full(sums.shape, np.nan), where=count > 0))
