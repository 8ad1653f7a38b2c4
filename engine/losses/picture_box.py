"""What the one box of a picture costs beside its class: a multitask loss (OverFeat, VGG)."""

from dataclasses import dataclass
from typing import Any, Literal

from keras import ops

from engine.losses.smooth_l1 import smooth_l1
from engine.ops.boxes.picture_answers import read_answer, shares_of
from engine.ops.boxes.truth_rows import TruthRows
from models.boxes.areas import box_areas
from models.boxes.forms import corners_to_centres
from models.boxes.overlaps import generalised_iou

Tensor = Any
BoxLoss = Literal["smooth L1", "GIoU"]
BETA = 0.1
"""Where smooth L1 turns from a parabola to a line, as a share of the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureBoxLoss:
    """Cross-entropy of the class plus ``box_weight`` times the loss of the box.

    Simonyan and Zisserman 2014 (1409.1556, appendix A.1) add the two; with smooth L1 (1504.08083, equation 3) of
    centre, width and height as shares of the picture in place of squares, or ``1 - GIoU`` (1902.09630).

    Attributes:
        box_weight: how much the box counts.
        box_loss: how boxes are compared.
    """

    box_weight: float = 5.0
    box_loss: BoxLoss = "smooth L1"

    def __call__(
        self, truth: TruthRows, outputs: Tensor, *, picture_px: tuple[int, int], label_smoothing: float = 0.0
    ) -> Tensor:
        """(B,), one loss for each picture; 0 where the object has left the picture.

        Args:
            truth: of several objects of a picture the largest counts.
            outputs: (B, classes + 4).
            picture_px: height and width of the network's input.
            label_smoothing: share of certainty taken from the true class.
        """
        logits, shares = read_answer(outputs)
        box, label, is_there = main_object(truth)
        wanted = ops.one_hot(label, logits.shape[-1], dtype="float32")
        wanted = wanted * (1.0 - label_smoothing) + label_smoothing / logits.shape[-1]
        of_class = ops.categorical_crossentropy(wanted, logits, from_logits=True)
        of_box = self._box_cost(shares_of(box, picture_px=picture_px), shares)
        return ops.cast(is_there, "float32") * (of_class + self.box_weight * of_box)

    def _box_cost(self, true_xyxy: Tensor, said_xyxy: Tensor) -> Tensor:
        if self.box_loss == "GIoU":
            return 1.0 - generalised_iou(said_xyxy, true_xyxy)
        both = corners_to_centres(true_xyxy), corners_to_centres(said_xyxy)
        return ops.sum(smooth_l1(*both, beta=BETA), axis=-1)


def main_object(truth: TruthRows) -> tuple[Tensor, Tensor, Tensor]:
    """The largest object of each picture: its box (B, 4), its class (B,), and whether there is one (B,)."""
    areas = ops.where(truth.is_object, box_areas(truth.boxes_xyxy), -1.0)
    place = ops.argmax(areas, axis=1)[:, None]
    box = ops.take_along_axis(truth.boxes_xyxy, ops.repeat(place[..., None], 4, axis=2), axis=1)[:, 0]
    label = ops.take_along_axis(truth.classes, place, axis=1)[:, 0]
    return box, label, ops.any(truth.is_object, axis=1)
