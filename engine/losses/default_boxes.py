"""What the default boxes of SSD cost: smooth differences of boxes, and classes with the hardest of the background."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from keras import ops

from engine.losses.smooth_l1 import smooth_l1
from engine.ops.boxes.crowds import is_in_crowd
from engine.ops.boxes.default_box_matching import match_default_boxes
from engine.ops.boxes.places import rows_at
from engine.ops.boxes.threshold_matching import BACKGROUND, LEFT_OUT
from engine.ops.boxes.truth_rows import TruthRows
from models.boxes.deltas import SSD_VARIANCES, decode_deltas, encode_deltas
from models.nodes.grids import CORNERS

Tensor = Any
PUBLISHED_NEGATIVES = 3
PUBLISHED_IOU = 0.5


class DefaultBoxValues(NamedTuple):
    """What a network says of its default boxes.

    Attributes:
        anchors_xyxy: (a, 4) where they lie, in pixels of the network's input.
        changes: (B, a, 4), with SSD's variances.
        logits: (B, a, 1 + classes), the background first.
    """

    anchors_xyxy: Tensor
    changes: Tensor
    logits: Tensor

    @property
    def boxes_xyxy(self) -> Tensor:
        """(B, a, 4) what the changes make of the default boxes, in pixels."""
        return decode_deltas(self.changes, self.anchors_xyxy, variances=SSD_VARIANCES)


def read_default_boxes(outputs: Tensor, *, picture_px: tuple[int, int]) -> DefaultBoxValues:
    """Take apart what a network says.

    Args:
        outputs: (B, a, 8 + 1 + classes): corners as shares of the picture, changes, logits.
        picture_px: height and width of the network's input.
    """
    outputs = ops.cast(outputs, "float32")
    height, width = picture_px
    corners = outputs[0, :, :CORNERS] * ops.convert_to_tensor([width, height, width, height], dtype="float32")
    return DefaultBoxValues(
        ops.stop_gradient(corners), outputs[..., CORNERS : 2 * CORNERS], outputs[..., 2 * CORNERS :]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultBoxLoss:
    """The loss of SSD (Liu et al. 2016, 1512.02325, equations 1 to 3).

    Attributes:
        boxes: alpha, the factor of the smooth differences of default boxes that learn an object.
        negatives: so many of the background are learned for each that learns an object, those first of which the
            network is least sure.
        iou: above which a default box learns an object.
    """

    boxes: float = 1.0
    negatives: int = PUBLISHED_NEGATIVES
    iou: float = PUBLISHED_IOU

    def __call__(self, truth: TruthRows, outputs: Tensor, *, picture_px: tuple[int, int]) -> Tensor:
        """(B,), one loss for each picture.

        Sums are divided by the number of default boxes that learn an object, a mean over the pictures of the batch.
        Beyond the paper, a picture without objects learns as much background as one with a single match, and default
        boxes of which half lies in a crowd learn no background.

        Args:
            truth: of the pictures.
            outputs: (B, a, 8 + 1 + classes).
            picture_px: height and width of the network's input.
        """
        said = read_default_boxes(outputs, picture_px=picture_px)
        matches = self.matches(truth, said)
        is_match = matches >= 0
        learns, hard = ops.cast(is_match, "float32"), ops.cast(matches == BACKGROUND, "float32")
        classes = ops.take_along_axis(truth.classes, ops.maximum(matches, 0), axis=1)
        entropies = _entropies(said.logits, ops.where(is_match, classes + 1, 0))
        wanted = encode_deltas(rows_at(truth.boxes_xyxy, matches), said.anchors_xyxy, variances=SSD_VARIANCES)
        away = ops.sum(smooth_l1(wanted, said.changes, beta=1.0), axis=-1)
        costs = ops.sum((learns + hard) * entropies + self.boxes * learns * away, axis=1)
        return costs / ops.maximum(ops.mean(ops.sum(learns, axis=1)), 1.0)

    def matches(self, truth: TruthRows, said: DefaultBoxValues) -> Tensor:
        """(B, a) int32: the true box that a default box learns, ``BACKGROUND`` for the hardest, else ``LEFT_OUT``."""
        found = match_default_boxes(said.anchors_xyxy, truth.boxes_xyxy, truth.is_object, threshold=self.iou)
        is_match = found != BACKGROUND
        can_be_background = ~is_match & ~is_in_crowd(said.anchors_xyxy, truth)
        count = ops.sum(ops.cast(is_match, "float32"), axis=1)
        surprise = ops.stop_gradient(_entropies(said.logits, ops.zeros_like(found)))
        hard = hardest(surprise, can_be_background, self.negatives * ops.maximum(count, 1.0))
        return ops.where(is_match | hard, found, LEFT_OUT)


def hardest(costs: Tensor, can_be: Tensor, count: Tensor) -> Tensor:
    """(B, a), whether a place is one of the ``count`` (B,) with the highest costs (B, a) among those that can be."""
    ranked = ops.argsort(ops.where(can_be, -costs, float("inf")), axis=1)
    rank = ops.cast(ops.argsort(ranked, axis=1), "float32")
    return can_be & (rank < count[:, None])


def _entropies(logits: Tensor, classes: Tensor) -> Tensor:
    """(B, a) cross-entropies."""
    known = ops.one_hot(classes, logits.shape[-1], dtype="float32")
    return -ops.sum(known * ops.log_softmax(logits), axis=-1)
