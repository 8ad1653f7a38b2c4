"""What a detector says of pictures, and how well it does: plain values, free of Keras and of Qt."""

from collections.abc import Mapping
from typing import Final, Literal

from pydantic import Field

from engine.contract.base import Command, Event, Value
from engine.contract.measured_split import MeasuredSplit

BoxXYXY = tuple[float, float, float, float]
CANDIDATE_COLUMNS: Final = 7
"""Of a candidate as a row of numbers: corners in pixels of the upright original, class, score, place.

The place is which of all boxes that the network says it is; -1 where that means nothing.
"""
LEAST_CANDIDATE_SCORE: Final = 0.05
SHOWN_SCORE: Final = 0.3
"""Of what is shown where nothing else is chosen."""
SUPPRESSING_IOU: Final = 0.6
"""Likewise: of two boxes of a class that overlap more, the better one is shown."""


class FoundBox(Value):
    """One object that was found.

    Attributes:
        label: its class.
        score: in [0, 1].
        box_xyxy: in pixels of the upright original.
        mask_counts: its pixels there, as the compressed run lengths of COCO; None where only a box is said.
    """

    label: str
    score: float
    box_xyxy: BoxXYXY
    mask_counts: str | None = None


class BoxChoice(Value):
    """One box of a picture that is asked about.

    Attributes:
        label: its class.
        place: which of all boxes that the network says it is.
        box_xyxy: where it lies in pixels of the upright original, for people; None where nobody asks.
    """

    label: str
    place: int = Field(ge=0)
    box_xyxy: BoxXYXY | None = None


class AskingEffort(Value):
    """What it took to ask a classifier about the parts of one picture.

    Attributes:
        parts: windows or proposals that it was asked about.
        multiply_adds: of all its passes.
        alone: multiply-adds, if every part had gone through the classifier on its own.
        seconds: from the pixels of the picture to its objects.
    """

    parts: int
    multiply_adds: int
    alone: int
    seconds: float


class PictureBoxes(Value):
    """All objects that were found in one picture.

    Attributes:
        image: as it was asked for.
        width: of the upright original in pixels.
        height: likewise.
        boxes: best first.
        cam_box_xyxy: of a network that says one box: where the class activation map of its class sees it, which has
            learned no boxes; None where that is unknown.
        effort: of a classifier that was asked about parts of the picture; None for a network that says boxes itself.
        candidate_masks: of the candidates that the boxes were chosen from, in their order, as ``FoundBox`` says its
            mask; empty where only boxes are said, and where candidates are not told.
    """

    image: str
    width: int
    height: int
    boxes: tuple[FoundBox, ...]
    cam_box_xyxy: BoxXYXY | None = None
    effort: AskingEffort | None = None
    candidate_masks: tuple[str, ...] = ()


class TrueBox(Value):
    """One object that is drawn on a picture, in pixels of the upright original; a crowd stands for many.

    ``mask_counts`` are its pixels as ``FoundBox`` says them; None where only a box is drawn, or nobody asks for more.
    """

    label: str
    box_xyxy: BoxXYXY
    is_crowd: bool = False
    mask_counts: str | None = None


class ReadTrueBoxes(Command):
    """The objects that are drawn on a picture of the run's dataset. Ends with ``TrueBoxesRead``."""

    type: Literal["read_true_boxes"] = "read_true_boxes"
    run: str
    image: str


class TrueBoxesRead(Event):
    """What is drawn on a picture; ``boxes`` is None for a picture of another dataset, of which nothing is known."""

    type: Literal["true_boxes_read"] = "true_boxes_read"
    run: str
    image: str
    boxes: tuple[TrueBox, ...] | None


BOXES_FILE: Final = "boxes.npy"
"""What became of single objects at the score of the best F1: (n, ``JUDGED_COLUMNS``) float32."""
JUDGED_COLUMNS: Final = 9
"""Row of the picture in images.csv, four corners in pixels of the original, class, score, outcome, IoU.

The IoU is that with the true object of the same class which is overlapped most. An object that was missed has no score
(NaN).
"""
OUTCOME_COLUMN: Final = 7
OUTCOMES: Final = ("hit", "classification", "localisation", "both", "duplicate", "background", "missed")
"""What can become of an object: found, found wrongly in five ways, or true and not hit by any."""
HIT: Final = OUTCOMES.index("hit")
MISSED: Final = OUTCOMES.index("missed")


ALL_BOXES_FILE: Final = "all_boxes.npy"
"""All objects of an evaluation, whatever their score: (n, ``ALL_BOXES_COLUMNS``) float32, picture by picture."""
ALL_BOXES_COLUMNS: Final = 8
"""Row of the picture in images.csv, four corners in pixels of the original, class, score, whether it is a crowd.

Of each picture come the true objects, which have no score (NaN), then the found ones, best first.
"""

OBJECT_MASKS_FILE: Final = "object_masks.npy"
"""The pixels of the objects of ``ALL_BOXES_FILE``, where a network says masks: (bytes,) uint8.

A line for each of its rows with what ``FoundBox`` calls ``mask_counts``. There are no such files where boxes are said.
"""
MASK_OVERLAPS_FILE: Final = "mask_overlaps.npy"
"""How masks lie over each other: (n, ``MASK_OVERLAPS_COLUMNS``) float32; other pairs have nothing in common."""
MASK_OVERLAPS_COLUMNS: Final = 4
"""Row of the picture in images.csv, place among its found objects, place among its true ones, IoU.

With a crowd the last one is the share of the found object that lies within it.
"""


class BoxResult(Value):
    """One picture of an evaluation, at the threshold of scores where the F1 is best.

    Attributes:
        image: path relative to the dataset.
        width: of the upright original in pixels.
        height: likewise.
        true_objects: that count: crowds do not.
        found_objects: that count.
        hits: found objects that are true ones, at an IoU of 0.5.
        average_precision: AP50 of this picture alone, mean over its classes; None without true objects.

    Whether boxes or masks overlap here says ``BoxEvaluation.judged_by``.
    """

    image: str
    width: int
    height: int
    true_objects: int
    found_objects: int
    hits: int
    average_precision: float | None


class ClassBoxResult(Value):
    """One class of an evaluation; numbers in [0, 1], None where nothing is true.

    Attributes:
        name: of the class.
        images: pictures in whose truth it occurs.
        objects: true ones.
        ap: average precision, mean over IoU 0.5 to 0.95.
        ap50: at an IoU of 0.5.
        ap75: at an IoU of 0.75.
        best_threshold: score from which on objects are kept for the best F1.
        best_f1: there, at an IoU of 0.5.
        mask_ap: average precision of masks, where the network says some, mean over IoU 0.5 to 0.95.
        mask_ap50: at an IoU of 0.5.
        mask_ap75: at an IoU of 0.75.
        located: of a network that says one box of a picture: share of pictures with right class and right box.
        accuracy: of such a network: share with the right class.
        box_iou: of such a network: mean IoU of its box with the true one, whatever its class.
    """

    name: str
    images: int
    objects: int
    ap: float | None
    ap50: float | None
    ap75: float | None
    best_threshold: float | None
    best_f1: float | None
    mask_ap: float | None = None
    mask_ap50: float | None = None
    mask_ap75: float | None = None
    located: float | None = None
    accuracy: float | None = None
    box_iou: float | None = None


class BoxEvaluation(MeasuredSplit):
    """The result of ``evaluate`` for boxes.

    Attributes:
        metrics: ``mAP`` (COCO), ``mAP50``, ``mAP75``, ``mAP_small``, ``mAP_medium``, ``mAP_large``, and ``recall`` with
            a hundred objects a picture. Where the network says masks, also the same of masks (``mask_mAP`` and so on)
            and ``object_score``, that of the Data Science Bowl 2018. Of a network that says one box of a picture before
            them ``localisation_accuracy`` (right class, and an IoU of 0.5 with the true box), ``accuracy``, ``box_iou``
            (mean), and ``cam_iou`` and ``cam_localisation_accuracy`` with the box of the class activation map in place
            of the one that is said.
        per_class: one for each class of the run.
        confusion: entry (i, j) counts true objects of class i found as class j; the last row and column are the
            background. At the score of the best F1 of all classes, and an IoU of 0.5.
        score_threshold: that score.
        errors: mistakes of each kind.
        costs: what each kind costs.
        cost_of: of which metric, as people call it.
        judged_by: whose IoU says what is right: it is behind everything but the metrics of boxes.
        notes: what the numbers do not say.
    """

    per_class: tuple[ClassBoxResult, ...]
    confusion: tuple[tuple[int, ...], ...]
    score_threshold: float
    errors: Mapping[str, int]
    costs: Mapping[str, float]
    cost_of: str = "mAP50"
    judged_by: Literal["boxes", "masks"] = "boxes"
    notes: tuple[str, ...] = ()
