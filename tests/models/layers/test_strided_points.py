"""Convolutions of one pixel with a stride: the same numbers, and no end of the program."""

import subprocess
import sys

import keras
import numpy as np
import pytest
from keras import layers

from models.layers.strided_points import spare_strided_points

LEARN = """
import numpy as np, keras
from keras import layers
from models.layers.strided_points import spare_strided_points
model = keras.Sequential([layers.Input((32, 32, 8)), layers.Conv2D(16, 1, strides=2), layers.GlobalAveragePooling2D()])
spare_strided_points(model)
model.compile("sgd", "mse")
pictures = np.ones((3, 32, 32, 8), np.float32)
for _ in range(6):
    model.train_on_batch(pictures, np.zeros((3, 16)))
print("learned")
"""
"""Without the change, this ends in an abort or writes into memory that is not its own."""


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("side", [6, 7])
def test_the_numbers_stay_those_of_keras(padding: str, side: int) -> None:
    convolution = layers.Conv2D(4, 1, strides=(2, 3), padding=padding)
    inner = keras.Sequential([layers.Input((side, side, 3)), convolution])
    pictures = np.random.default_rng(1).normal(size=(2, side, side, 3)).astype(np.float32)
    before = np.asarray(inner(pictures))

    spare_strided_points(keras.Sequential([layers.Input((side, side, 3)), inner]))

    assert convolution.convolution_op.__class__.__name__ == "partial"
    np.testing.assert_allclose(np.asarray(inner(pictures)), before, rtol=1e-6, atol=1e-6)


def test_other_convolutions_are_left_alone() -> None:
    wide, close = layers.Conv2D(4, 3, strides=2), layers.Conv2D(4, 1)

    spare_strided_points(keras.Sequential([layers.Input((8, 8, 3)), wide, close]))

    assert "convolution_op" not in vars(wide)
    assert "convolution_op" not in vars(close)


@pytest.mark.slow
def test_few_channels_and_an_odd_batch_can_be_learned() -> None:
    done = subprocess.run([sys.executable, "-c", LEARN], capture_output=True, text=True, timeout=300)

    assert done.stdout.endswith("learned\n"), done.stderr[-500:]
