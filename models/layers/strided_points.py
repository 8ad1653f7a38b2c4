"""Convolutions of one pixel that leave out pixels, computed without a fault of oneDNN.

oneDNN, with which TensorFlow computes on processors, writes beyond its memory where it works out the gradient of the
filters of a convolution of 1 x 1 pixels with a stride, fewer than 16 channels that come in, and an odd number of
pictures (TensorFlow 2.20, seen with float32 and bfloat16): the program ends with "free(): invalid pointer", sometimes
much later. A network of few filters with residual blocks has such convolutions, and any batch can be odd.
"""

from functools import partial
from typing import Any

import keras
from keras import layers, ops

Tensor = Any


def spare_strided_points(model: keras.Model) -> None:
    """Let the convolutions of 1 x 1 pixels with a stride first leave out pixels, and then convolve what is left.

    What is computed is the same, and the layers stay Keras' own. Nothing changes with other backends than TensorFlow.
    """
    if keras.backend.backend() != "tensorflow":
        return
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            spare_strided_points(layer)
        elif type(layer) is layers.Conv2D and _leaves_out_pixels(layer):
            layer.convolution_op = partial(_thin_and_convolve, layer.strides)


def _leaves_out_pixels(layer: layers.Conv2D) -> bool:
    is_point = tuple(layer.kernel_size) == (1, 1) and layer.groups == 1 and layer.data_format == "channels_last"
    return is_point and max(layer.strides) > 1


def _thin_and_convolve(strides: tuple[int, int], inputs: Tensor, kernel: Tensor) -> Tensor:
    """Convolve each ``strides``-th pixel of (N, H, W, C), from the first one on, with (1, 1, C, K)."""
    rows, columns = strides
    return ops.conv(inputs[:, ::rows, ::columns], kernel, 1, "valid", "channels_last")
