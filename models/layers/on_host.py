"""Functions in NumPy inside a network: what Keras' operations cannot say."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from keras import ops

Tensor = Any


def compute_on_host(function: Callable[[np.ndarray], np.ndarray], values: Tensor, *, shape: tuple[int, ...]) -> Tensor:
    """What a function makes of a batch, also where the network is compiled; nothing of it has a gradient.

    The three backends call Python from a compiled network each in its own way, and Keras has no word for it.

    Args:
        function: of float32 (batch, ...), gives float32 (batch, *shape).
        values: (batch, ...).
        shape: of the answer for one of the batch.
    """
    fixed = ops.stop_gradient(ops.cast(values, "float32"))
    match keras.config.backend():
        case "tensorflow":
            import tensorflow as tf

            found = tf.numpy_function(lambda batch: function(np.asarray(batch)), [fixed], tf.float32, stateful=False)
            return tf.ensure_shape(found, (fixed.shape[0], *shape))
        case "jax":
            import jax

            answer = jax.ShapeDtypeStruct((fixed.shape[0], *shape), np.float32)
            return jax.pure_callback(lambda batch: function(np.asarray(batch)), answer, fixed)
        case _:
            return ops.convert_to_tensor(function(ops.convert_to_numpy(fixed)))
