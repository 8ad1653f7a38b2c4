"""What Mask R-CNN says of every detected box: its scores, and a small mask for each class."""

from typing import Any, Final, NamedTuple

from keras import ops

Tensor = Any
CORNERS: Final = 4


class InstanceAnswers(NamedTuple):
    """The detected boxes of a picture; those without area are missing ones.

    Attributes:
        boxes_xyxy: (B, k, 4) float32 corners in pixels of the network's input.
        scores: (B, k, classes) float32 in [0, 1], 0 but for the class of the box.
        mask_logits: (B, k, rows, columns, masks) float32, a mask for each class; more than classes are not read.
    """

    boxes_xyxy: Tensor
    scores: Tensor
    mask_logits: Tensor


def read_instances(rows: Tensor, *, classes: int, mask_shape: tuple[int, int, int]) -> InstanceAnswers:
    """Take rows (B, k, 4 + classes + rows x columns x masks) of the node of answers apart."""
    rows = ops.cast(rows, "float32")
    before = CORNERS + classes
    logits = ops.reshape(rows[..., before:], (-1, rows.shape[1], *mask_shape))
    return InstanceAnswers(ops.stop_gradient(rows[..., :CORNERS]), rows[..., CORNERS:before], logits)


def masks_of_class(mask_logits: Tensor, classes: Tensor) -> Tensor:
    """(B, k, rows, columns) the logits of one mask of each box, that of its class in ``classes`` (B, k)."""
    places = classes[..., None, None, None]
    return ops.take_along_axis(mask_logits, places, axis=4)[..., 0]
