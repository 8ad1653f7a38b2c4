"""Counts, batch after batch, which classes pixels have and which they are taken for."""

from typing import Any

import keras
from keras import ops

from engine.losses.labelled_pixels import one_hot_classes

Tensor = Any


class PixelConfusion(keras.metrics.Metric):
    """Entry (i, j) of ``confusion`` counts known pixels of class i that are taken for class j, since the epoch began.

    What is known is told by the truth as in ``label_pixels``: neither ``NO_CLASS`` nor a row of zeros counts.

    Args:
        classes: their number, two or more.
        name: of the metric.
    """

    def __init__(self, classes: int, *, name: str) -> None:
        # Counts need float32 whatever the policy is: bfloat16 cannot count beyond 256.
        super().__init__(name=name, dtype="float32")
        self._classes = classes
        # Whatever Keras' default is: bfloat16 cannot count beyond 256.
        self.confusion = self.add_weight(
            shape=(classes, classes), initializer="zeros", dtype="float32", name="confusion"
        )

    def update_state(self, y_true: Tensor, y_pred: Tensor, sample_weight: Tensor | None = None) -> None:
        """Count a batch.

        Args:
            y_true: (B, H, W) class indices or (B, H, W, K) one-hot.
            y_pred: (B, H, W, K) logits or scores.
            sample_weight: (B,) or (B, H, W), how often a picture or a pixel counts; None for once.
        """
        truth = one_hot_classes(ops.convert_to_tensor(y_true), classes=self._classes)
        counts = ops.cast(ops.sum(truth, axis=-1) > 0, "float32")
        if sample_weight is not None:
            weights = ops.cast(sample_weight, "float32")
            counts = counts * (weights if len(weights.shape) > 1 else weights[:, None, None])
        places = ops.argmax(truth, axis=-1) * self._classes + ops.argmax(y_pred, axis=-1)
        flat = ops.segment_sum(ops.reshape(counts, (-1,)), ops.reshape(places, (-1,)), self._classes**2)
        self.confusion.assign_add(ops.reshape(flat, (self._classes, self._classes)))

    def get_config(self) -> dict[str, Any]:
        return {"classes": self._classes, "name": self.name}
