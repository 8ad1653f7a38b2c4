"""Functions compiled for the backend that Keras computes with."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function of arrays, compiled, with arrays as its result."""
    match keras.config.backend():
        case "tensorflow":
            import tensorflow as tf

            run = tf.function(function, autograph=False)
            prepare: Callable[[Any], Any] = tf.constant
        case "jax":
            import jax

            run, prepare = jax.jit(function), jax.numpy.asarray
        case other:
            raise NotImplementedError(other)

    def call(*arrays: Any) -> Any:
        return keras.tree.map_structure(np.asarray, run(*map(prepare, arrays)))

    return call
