"""What the first stage of a detector says of every anchor."""

from typing import Any, NamedTuple

from keras import ops

Tensor = Any


class AnchorAnswers(NamedTuple):
    """The anchors of a picture.

    Attributes:
        anchors_xyxy: (B, a, 4) float32 corners in pixels of the network's input.
        logits: (B, a) float32; the sigmoid is how probable it is that an object is there.
        changes: (B, a, 4) float32, the code of its box.
    """

    anchors_xyxy: Tensor
    logits: Tensor
    changes: Tensor


def read_anchors(rows: Tensor) -> AnchorAnswers:
    """Take rows (B, a, 9) of the node of anchors apart."""
    rows = ops.cast(rows, "float32")
    return AnchorAnswers(ops.stop_gradient(rows[..., :4]), rows[..., 4], rows[..., 5:])
