"""What a network says of every pixel, and how well it does: plain values, free of Keras and of Qt."""

from collections.abc import Mapping
from typing import Final, Literal

from engine.contract.base import Value
from engine.contract.measured_split import MeasuredSplit

CONFUSIONS_FILE: Final = "confusions.npy"
"""Of an evaluation: (entries, 4) int64, row of ``images.csv``, true class, class it is taken for, and pixels."""

OBJECTS_FILE: Final = "objects.json"
"""Of an evaluation of masks in which single objects are told apart: an ``ObjectEvaluation``."""

PixelsKind = Literal["class", "area", "pixel"]


class PixelChoice(Value):
    """Some pixels of a mask, told by one of them: it alone, or all that hang together with it by their class.

    Attributes:
        kind: "area" or "pixel".
        x: column in the upright original.
        y: row there.
    """

    kind: Literal["area", "pixel"]
    x: int
    y: int


class ExplainedPixels(Value):
    """The pixels of a picture whose logits a map explains in sum.

    Attributes:
        kind: all of a class, those that hang together with one, or one.
        label: the class that they are taken for.
        count: how many, in pixels of the upright original.
        corner: x and y of the first column and row that hold one; the attached mask begins there.
        place: x and y of the pixel that was chosen; None for a whole class.
        is_absent: no pixel is taken for the class, so all stand for it.
    """

    kind: PixelsKind
    label: str
    count: int
    corner: tuple[int, int]
    place: tuple[int, int] | None = None
    is_absent: bool = False


class ClassArea(Value):
    """How much of a picture a class covers: pixels, and their share of the picture in [0, 1]."""

    label: str
    pixels: int
    share: float


class ClassMask(Value):
    """The classes of all pixels of one picture.

    Attributes:
        image: as it was asked for.
        width: of the upright original in pixels, and of its mask.
        height: likewise.
        areas: of every class of the network, in their order.
        objects: how many single objects were told apart; None where they are not asked for.
    """

    image: str
    width: int
    height: int
    areas: tuple[ClassArea, ...]
    objects: int | None = None

    @classmethod
    def of_counts(
        cls, image: str, size: tuple[int, int], counts: Mapping[str, int], *, objects: int | None = None
    ) -> "ClassMask":
        """What a mask of ``size`` (width, height) says, from the pixels of every class of the network."""
        width, height = size
        areas = tuple(
            ClassArea(label=label, pixels=pixels, share=pixels / (width * height)) for label, pixels in counts.items()
        )
        return cls(image=image, width=width, height=height, areas=areas, objects=objects)


class MaskResult(Value):
    """One picture of an evaluation; scores in [0, 1], None where there was nothing to score.

    Attributes:
        image: path relative to the dataset.
        width: of the upright original in pixels.
        height: likewise.
        mean_iou: over the classes that occur in truth or prediction.
        mean_dice: over the same.
        pixel_accuracy: share of the known pixels.
        boundary_f1: mean over classes (Csurka et al. 2013).
        object_score: precision TP / (TP + FP + FN), mean over IoU 0.5 to 0.95 (Data Science Bowl 2018).
        true_objects: single objects that are drawn; None where none are.
        predicted_objects: objects that were found.
        worst_class: the class with the lowest IoU among those that occur.
        mask: file of the predicted classes, relative to the evaluation's folder.
        truth: file of the true ones, 255 where nothing is known; None in older evaluations.
    """

    image: str
    width: int
    height: int
    mean_iou: float | None
    mean_dice: float | None
    pixel_accuracy: float | None
    boundary_f1: float | None
    object_score: float | None
    true_objects: int | None
    predicted_objects: int | None
    worst_class: str
    mask: str
    truth: str | None = None


class ObjectResult(Value):
    """The single objects of one picture of an evaluation, counted.

    Attributes:
        row: of the picture in ``images.csv``, from 0.
        hits: true objects that are found, at each threshold of the IoU.
        truths: objects that are drawn.
        predictions: objects that are said.
        merged: said objects that cover most of several true ones.
        split: true objects within which most of several said ones lie.
    """

    row: int
    hits: tuple[int, ...]
    truths: int
    predictions: int
    merged: int
    split: int


class ObjectEvaluation(Value):
    """Single objects of all pictures on which some are drawn; ``thresholds`` are those of their hits, ascending."""

    thresholds: tuple[float, ...]
    pictures: tuple[ObjectResult, ...]


class ClassMaskResult(Value):
    """One class of an evaluation; scores in [0, 1], None where there was nothing to score.

    Attributes:
        name: of the class.
        images: pictures in whose truth it occurs.
        true_pixels: of all pictures.
        predicted_pixels: likewise.
        iou: of the pixels of all pictures together.
        dice: mean over the pictures in whose truth or prediction it occurs, as nnU-Net has it (Isensee et al. 2021).
        pooled_dice: of the pixels of all pictures together, so that large objects decide.
        boundary_f1: mean over pictures.
    """

    name: str
    images: int
    true_pixels: int
    predicted_pixels: int
    iou: float | None
    dice: float | None
    pooled_dice: float | None = None
    boundary_f1: float | None


class MaskEvaluation(MeasuredSplit):
    """The result of ``evaluate`` for masks.

    Attributes:
        metrics: ``mIoU`` is the mean over all classes of the IoU of all pixels together, ``image_mIoU`` the mean over
            pictures of ``MaskResult.mean_iou``; ``dice`` and ``pooled_dice`` are the means of those of
            ``ClassMaskResult`` over all classes but the background; ``boundary_f1`` is the mean over all classes,
            ``object_score`` over pictures.
        per_class: one for each class of the run.
        confusion: entry (i, j) counts pixels of class i taken for class j.
        notes: what the numbers do not say.
    """

    per_class: tuple[ClassMaskResult, ...]
    confusion: tuple[tuple[int, ...], ...]
    notes: tuple[str, ...] = ()
