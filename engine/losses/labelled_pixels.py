"""What the losses of semantic segmentation compute on: true classes, scores and weights of all pixels of a batch."""

from typing import Any, NamedTuple

from keras import ops

Tensor = Any
_MAPS = 3


class LabelledPixels(NamedTuple):
    """A batch of B samples, H x W pixels, K classes; all float32, whatever the policy of the network is.

    Attributes:
        truth: (B, H, W, K), 1 for the true class (or shares of classes that add up to 1); all 0 where nothing is known.
        log_scores: (B, H, W, K), the logarithm of the softmax.
        is_known: (B, H, W), 1 where the truth is known and 0 elsewhere.
        weights: (B, H, W), what a pixel counts; 0 where nothing is known.
    """

    truth: Tensor
    log_scores: Tensor
    is_known: Tensor
    weights: Tensor


def label_pixels(targets: Tensor, logits: Tensor, *, pixel_weights: Tensor | None = None) -> LabelledPixels:
    """Bring truth and logits together.

    Half precision ends here: the sum over the pixels of a picture leaves the range of float16, and bfloat16 cannot
    count beyond 256.

    Args:
        targets: (B, H, W) class indices, or (B, H, W, K) one-hot or mixed. What is none of 0 ... K - 1, as
            ``NO_CLASS``, or a row of zeros, counts nowhere.
        logits: (B, H, W, K).
        pixel_weights: (B, H, W) or None for 1 everywhere.

    Raises:
        ValueError: there are fewer than two classes, whose softmax says nothing.
    """
    classes = int(logits.shape[-1])
    if classes < 2:
        raise ValueError(f"A softmax needs two classes. Received: logits of shape {tuple(logits.shape)}.")
    truth = one_hot_classes(targets, classes=classes)
    is_known = ops.cast(ops.sum(truth, axis=-1) > 0, "float32")
    log_scores = ops.log_softmax(ops.cast(logits, "float32"), axis=-1)
    weights = is_known if pixel_weights is None else is_known * ops.cast(pixel_weights, "float32")
    return LabelledPixels(truth, log_scores, is_known, weights)


def one_hot_classes(targets: Tensor, *, classes: int) -> Tensor:
    """(B, H, W, K) float32 of class indices (B, H, W); what has a place for each class already stays as it is."""
    if len(targets.shape) > _MAPS:
        return ops.cast(targets, "float32")
    # Compared and not looked up: what backends do about indices beyond the last class differs.
    indices = ops.cast(targets, "int32")[..., None]
    return ops.cast(ops.equal(indices, ops.arange(classes, dtype="int32")), "float32")


def mean_of_known(values: Tensor, pixels: LabelledPixels) -> Tensor:
    """(B,), the sum of ``values`` (B, H, W) over the number of known pixels; 0 where there are none.

    The weights are in the values and not in the divisor: a picture of rare classes shall count more than others, and
    a border that is weighted tenfold ten times as much.
    """
    known = ops.sum(pixels.is_known, axis=(1, 2))
    return ops.sum(values, axis=(1, 2)) / ops.maximum(known, 1.0)
