"""The mAP of a detector as one looks at it while it learns.

After a training, ``engine/ops/detections`` gives the exact one of whole pictures in their original size. This one
counts hits and false boxes by score, in steps of a thousandth, so that pictures need not be kept, and takes the whole
area under the curve instead of 101 points of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

import keras
from keras import ops

from engine.ops.boxes.finding import Choice, FoundObjects, ScoredBoxes, choose_objects
from engine.ops.boxes.truth_rows import TruthRows, unpack_truth
from models.boxes.overlaps import iou, pairwise, share_inside

Tensor = Any
COCO_PERCENT: Final = tuple(range(50, 100, 5))
STEPS: Final = 1000


class MeanAveragePrecision(keras.metrics.Metric):
    """The mean over classes that occur, and over thresholds of the IoU, of the area under precision and recall.

    Args:
        classes: their number.
        read: takes what the network says for boxes with scores.
        percent: thresholds of the IoU.
        name: of the metric.
        is_one_class: no box means several classes, so that there are no more objects than boxes.
    """

    def __init__(
        self,
        classes: int,
        *,
        read: Callable[[Tensor], ScoredBoxes],
        percent: Sequence[int] = COCO_PERCENT,
        name: str = "map",
        is_one_class: bool = False,
    ) -> None:
        # Counts need float32 whatever the policy is: bfloat16 cannot count beyond 256.
        super().__init__(name=name, dtype="float32")
        self._classes, self._read, self._percent = classes, read, tuple(percent)
        self._is_one_class = is_one_class
        self.hits = self._counter("hits", (classes * STEPS, len(self._percent)))
        self.false = self._counter("false", (classes * STEPS, len(self._percent)))
        self.truths = self._counter("truths", (classes,))

    def update_state(self, y_true: Tensor, y_pred: Tensor, sample_weight: Tensor | None = None) -> None:
        """Count a batch.

        Args:
            y_true: (B, n, 6) truth rows.
            y_pred: what the network says.
            sample_weight: not used: a picture counts by its objects.
        """
        truth = unpack_truth(y_true)
        said = self._read(y_pred)
        found = choose_objects(said, self._choice(said.boxes_xyxy.shape[1]))
        overlaps = self.overlaps(truth, found, y_pred)
        thresholds = [percent / 100 for percent in self._percent]
        is_hit, is_false = judge_found(truth, found, thresholds=thresholds, overlaps=overlaps)
        steps = ops.cast(ops.minimum(found.scores * STEPS, STEPS - 1), "int32")
        places = ops.reshape(found.classes * STEPS + steps, (-1,))
        for counter, flags in ((self.hits, is_hit), (self.false, is_false)):
            flat = ops.reshape(ops.cast(flags, "float32"), (-1, len(self._percent)))
            counter.assign_add(ops.segment_sum(flat, places, self._classes * STEPS))
        counted = (
            ops.one_hot(truth.classes, self._classes, dtype="float32") * ops.cast(truth.is_object, "float32")[..., None]
        )
        self.truths.assign_add(ops.sum(counted, axis=(0, 1)))

    def overlaps(self, truth: TruthRows, found: FoundObjects, outputs: Tensor) -> "Overlaps":
        """How much each found object lies over each true one: here their boxes."""
        return box_overlaps(truth, found)

    def result(self) -> Tensor:
        return self.mean_at(range(len(self._percent)))

    def mean_at(self, places: Sequence[int]) -> Tensor:
        """The mean over classes and over some of the thresholds, by their places; 0 where nothing is true."""
        chosen = list(places)
        hits, false = (
            _from_the_best(each, self._classes)[..., chosen[0] : chosen[-1] + 1] for each in (self.hits, self.false)
        )
        is_there = ops.cast(self.truths > 0, "float32")
        recall = hits / ops.maximum(self.truths, 1.0)[:, None, None]
        precision = hits / ops.maximum(hits + false, 1.0)
        highest = ops.associative_scan(ops.maximum, precision, reverse=True, axis=1)
        gained = recall - ops.pad(recall[:, :-1], [[0, 0], [1, 0], [0, 0]])
        areas = ops.mean(ops.sum(gained * highest, axis=1), axis=-1)
        return ops.sum(areas * is_there) / ops.maximum(ops.sum(is_there), 1.0)

    def _choice(self, boxes: int) -> Choice:
        """Places that nothing can take are not looked at: each costs as much as an object."""
        choice = Choice(score=1.0 / STEPS)
        return replace(choice, most=min(choice.most, boxes)) if self._is_one_class else choice

    def _counter(self, name: str, shape: tuple[int, ...]) -> keras.Variable:
        return self.add_weight(shape=shape, initializer="zeros", dtype="float32", name=name)


class AtOneThreshold(keras.metrics.Metric):
    """What another metric has counted, at its first threshold only: mAP50 without counting again."""

    def __init__(self, counted: MeanAveragePrecision, *, name: str = "map50") -> None:
        super().__init__(name=name, dtype="float32")
        self._counted = (counted,)  # In a tuple, so that Keras does not reset it twice.

    def update_state(self, y_true: Tensor, y_pred: Tensor, sample_weight: Tensor | None = None) -> None:
        """Nothing: the other metric counts."""

    def result(self) -> Tensor:
        return self._counted[0].mean_at([0])


class Overlaps(NamedTuple):
    """How much objects lie over each other.

    Attributes:
        with_objects: (B, m, n) the IoU of each found object with each true one.
        with_crowds: (B, m, n) the share of each found object that lies within each true one.
    """

    with_objects: Tensor
    with_crowds: Tensor


def box_overlaps(truth: TruthRows, found: FoundObjects) -> Overlaps:
    """Those of boxes."""
    return Overlaps(*(pairwise(each, found.boxes_xyxy, truth.boxes_xyxy) for each in (iou, share_inside)))


def judge_found(
    truth: TruthRows, found: FoundObjects, *, thresholds: Sequence[float], overlaps: Overlaps | None = None
) -> tuple[Tensor, Tensor]:
    """(B, m, t) which found objects are hits, and which are false, as COCO matches them; others lie within crowds.

    Args:
        truth: of the pictures.
        found: in them, best first.
        thresholds: t of the IoU.
        overlaps: of the objects; None for those of boxes.
    """
    with_objects, with_crowds = overlaps or box_overlaps(truth, found)
    is_same = found.classes[:, :, None] == truth.classes[:, None, :]
    overlap = ops.where(is_same & truth.is_object[:, None, :], with_objects, 0.0)
    least = ops.convert_to_tensor(list(thresholds), dtype="float32")
    count = overlap.shape[1]

    def match_next(place: Tensor, state: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        is_free, is_hit = state
        row = ops.take(overlap, place, axis=1)[:, None, :]  # (B, 1, n)
        fits = ops.where(is_free & (row >= least[:, None]), row, 0.0)  # (B, t, n)
        best = ops.max(fits, axis=2, keepdims=True)
        # One of those that are equally good: the first.
        is_best = (fits == best) & (best > 0)
        is_first = is_best & (ops.cumsum(ops.cast(is_best, "int32"), axis=2) == 1)
        here = (ops.arange(count) == place)[None, :, None]
        return is_free & ~is_first, is_hit | (here & (best[:, None, :, 0] > 0))

    no_hit = ops.zeros_like(overlap[:, :, :1] * least, dtype="bool")
    all_free = ops.ones_like(ops.swapaxes(overlap[:, :1], 1, 2) * least, dtype="bool")
    _, is_hit = ops.fori_loop(0, count, match_next, (ops.swapaxes(all_free, 1, 2), no_hit))
    in_crowd = ops.where(is_same & truth.is_crowd[:, None, :], with_crowds, 0.0)
    is_left_out = ops.max(in_crowd, axis=2)[..., None] >= least
    return is_hit, found.is_object[..., None] & ~is_hit & ~is_left_out


def _from_the_best(counter: keras.Variable, classes: int) -> Tensor:
    """(classes, steps, t) how many have each score or a better one, the best first."""
    counts = ops.reshape(counter.value, (classes, STEPS, -1))
    return ops.cumsum(ops.flip(counts, axis=1), axis=1)
