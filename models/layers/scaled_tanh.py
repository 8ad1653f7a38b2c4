"""LeCun's squashing function."""

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="fovea")
def scaled_tanh(x: keras.KerasTensor) -> keras.KerasTensor:
    """Return 1.7159 tanh(2x/3): f(1) = 1 and f(-1) = -1 (LeCun et al., 1998, appendix A)."""
    return 1.7159 * ops.tanh(x * (2.0 / 3.0))
