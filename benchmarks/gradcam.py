"""Grad-CAM through the probe against one compiled forward pass of the same network.

Run ``python -m benchmarks.gradcam`` in the repository. Prints, for ResNet-50 at 224 px and batches of one: Grad-CAM at
the last convolution (wanted: at most 1.25 forward passes, a speed of 0.80), at a layer in the middle, and the way that
most tutorials take: a new sub-model and an eager tape for each picture.
"""

import argparse
import os
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from keras import ops

from benchmarks.ratios import print_speeds, time_alternately
from engine.inspect.cam import gradcam
from engine.inspect.gradients import value_and_gradients
from engine.inspect.heads import find_default_layer
from engine.inspect.program import program_of
from models.build import build_model
from models.catalogue import architecture

SIDE_PX = 224
WANTED = {"last layer": 1 / 1.25}


def middle_layer(model: keras.Model) -> str:
    """The layer with positions that stands half-way through the network."""
    positioned = [call.name for call in program_of(model).calls if call.has_positions]
    return positioned[len(positioned) // 2]


def compiled_forward(model: keras.Model) -> Callable[[np.ndarray], np.ndarray]:
    """The network as it is, in one compiled function."""

    def compute(_points: list[Any], inputs: list[Any]) -> tuple[Any, list[Any]]:
        scores = model(inputs[0], training=False)
        return ops.sum(scores), [scores]

    run = value_and_gradients(compute, model.variables)
    return lambda picture: ops.convert_to_numpy(run([], [picture])[0][0])


def eager_gradcam(model: keras.Model, layer: str, picture: np.ndarray) -> np.ndarray:
    """Grad-CAM as tutorials for the TensorFlow backend write it."""
    import tensorflow as tf

    both = keras.Model(model.inputs, [model.get_layer(layer).output, model.output])
    with tf.GradientTape() as tape:
        activations, scores = both(picture)
        score = tf.reduce_max(scores, axis=1)
    weights = tf.reduce_mean(tape.gradient(score, activations), axis=(1, 2), keepdims=True)
    return np.asarray(tf.nn.relu(tf.reduce_sum(weights * activations, axis=-1)))


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=15)
    turns = parser.parse_args().turns
    model = build_model(architecture("resnet50").graph(input_shape=(SIDE_PX, SIDE_PX, 3), classes=1000), seed=1)
    picture = np.random.default_rng(1).normal(size=(1, SIDE_PX, SIDE_PX, 3)).astype(np.float32)
    forward = compiled_forward(model)
    last, middle = find_default_layer(model), middle_layer(model)
    alternatives = {
        "forward": lambda: forward(picture),
        "last layer": lambda: gradcam(model, picture, layer=last),
        "middle": lambda: gradcam(model, picture, layer=middle),
    }
    if keras.config.backend() == "tensorflow":
        alternatives["eager tape, new sub-model"] = lambda: eager_gradcam(model, str(last), picture)
    timings = time_alternately(alternatives, turns=turns, warm_ups=2)
    print_speeds(f"Grad-CAM of ResNet-50, {SIDE_PX} px", timings, against="forward", wanted=WANTED)
    for name in alternatives:
        print(f"  {name}: {1 / timings.speed(name, against='forward'):.2f} forward passes")


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    main()
