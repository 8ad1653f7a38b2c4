"""What a sample of rows costs on average: detectors learn from few of their many rows, some of them with an object.

Fast and Faster R-CNN draw so many rows of every picture at random, of which a share at most has an object (1504.08083,
section 2.3; 1506.01497, section 3.1.3). Here every row counts by the probability with which it would be drawn. The mean
loss and its gradient are the same, with less noise, and without a random number that a resumed run would have to know.
"""

from typing import Any

from keras import ops

Tensor = Any


def expected_sample(is_positive: Tensor, is_negative: Tensor, *, count: int, positive_share: float) -> Tensor:
    """(B, n) float32 in [0, 1]: how probable it is that each row is drawn.

    Of rows with an object ``positive_share * count`` are drawn at most, of the others so many that there are ``count``;
    all of them where there are fewer.

    Args:
        is_positive: (B, n) rows with an object.
        is_negative: (B, n) rows of the background; rows that are neither are not drawn.
        count: rows of a sample.
        positive_share: in [0, 1].
    """
    positive, negative = ops.cast(is_positive, "float32"), ops.cast(is_negative, "float32")
    positives = ops.sum(positive, axis=1, keepdims=True)
    negatives = ops.sum(negative, axis=1, keepdims=True)
    drawn = ops.minimum(positives, float(int(positive_share * count)))
    others = ops.minimum(negatives, count - drawn)
    return positive * drawn / ops.maximum(positives, 1.0) + negative * others / ops.maximum(negatives, 1.0)
