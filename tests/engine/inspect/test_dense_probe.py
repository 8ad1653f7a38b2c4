"""Looking inside networks that say something of every pixel, against sums written out in NumPy."""

import keras
import numpy as np
import pytest
from keras import layers

from engine.inspect.heads import find_class_map, find_default_layer
from engine.inspect.probe import PREDICTED, Probe
from engine.inspect.targets import ClassContrast

PICTURES = np.random.default_rng(1).normal(size=(3, 8, 10, 2)).astype(np.float32)


@pytest.fixture(scope="module")
def network() -> keras.Model:
    keras.utils.set_random_seed(7)
    picture = keras.Input((8, 10, 2))
    first = layers.Conv2D(5, 3, padding="same", activation="relu", name="first")(picture)
    coarse = layers.Conv2D(6, 3, padding="same", activation="relu", name="coarse")(layers.MaxPooling2D(2)(first))
    joined = layers.Concatenate(name="joined")([first, layers.UpSampling2D(2)(coarse)])
    logits = layers.Conv2D(4, 1, name="logits")(joined)
    return keras.Model(picture, layers.Softmax()(logits))


def layer_of(network: keras.Model, name: str) -> np.ndarray:
    part = keras.Model(network.inputs, network.get_layer(name).output)
    return np.asarray(part([PICTURES], training=False))


def area_of(logits: np.ndarray, one: int) -> np.ndarray:
    """(h, w): where a class is predicted; everywhere if nowhere."""
    area = logits.argmax(axis=-1) == one
    return area if area.any() else np.ones_like(area)


def test_the_logit_of_a_class_is_its_sum_over_the_area_that_is_taken_for_it(network: keras.Model) -> None:
    logits = layer_of(network, "logits")
    for one in range(4):
        seen = Probe(network)(PICTURES, np.full(3, one))

        expected = [map_[area_of(map_, one)][:, one].sum() for map_ in logits]
        np.testing.assert_allclose(seen.values, expected, rtol=1e-4, atol=1e-4)


def test_its_gradient_is_the_weight_of_the_class_within_that_area(network: keras.Model) -> None:
    logits, kernel = layer_of(network, "logits"), np.asarray(network.get_layer("logits").kernel)[0, 0]

    seen = Probe(network, ("joined",))(PICTURES, np.full(3, 2))

    for map_, gradient in zip(logits, seen.gradients[0], strict=True):
        np.testing.assert_allclose(gradient, area_of(map_, 2)[..., None] * kernel[:, 2], atol=1e-5)


def test_its_gradient_is_that_of_small_differences(network: keras.Model) -> None:
    seen = Probe(network, ("coarse",))(PICTURES, np.full(3, 1))
    head = keras.Model(
        [network.get_layer("first").output, network.get_layer("coarse").output], network.get_layer("logits").output
    )
    first, coarse = layer_of(network, "first"), layer_of(network, "coarse")
    areas = np.stack([area_of(map_, 1) for map_ in layer_of(network, "logits")])
    direction = np.random.default_rng(3).normal(size=coarse.shape).astype(np.float32)

    def value(step: float) -> np.ndarray:
        moved = np.asarray(head([first, coarse + step * direction], training=False))
        return (moved[..., 1] * areas).sum(axis=(1, 2))

    difference = (value(0.5) - value(-0.5)) / 1.0
    np.testing.assert_allclose((seen.gradients[0] * direction).sum(axis=(1, 2, 3)), difference, rtol=1e-3, atol=1e-3)


def test_scores_of_a_picture_are_the_mean_scores_of_its_pixels(network: keras.Model) -> None:
    seen = Probe(network)(PICTURES, np.full(3, PREDICTED))

    expected = np.asarray(network(PICTURES, training=False)).mean(axis=(1, 2))
    np.testing.assert_allclose(seen.scores, expected, atol=1e-5)
    np.testing.assert_array_equal(seen.targets, expected.argmax(axis=-1))


def test_a_contrast_is_taken_over_the_area_of_the_first_class(network: keras.Model) -> None:
    logits = layer_of(network, "logits")

    seen = Probe(network, kind=ClassContrast())(PICTURES, np.full(3, 0), np.full(3, 3), np.full(3, 0.5))

    expected = [(map_[area_of(map_, 0)] @ np.array([1, 0, 0, -0.5])).sum() for map_ in logits]
    np.testing.assert_allclose(seen.values, expected, rtol=1e-4, atol=1e-4)


def test_the_class_map_and_the_coarsest_layer_are_found(network: keras.Model) -> None:
    assert find_class_map(network) == "logits"
    assert find_default_layer(network) == "coarse"
