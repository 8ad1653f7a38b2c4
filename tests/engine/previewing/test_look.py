"""One look tells what separate calls tell."""

import keras
import numpy as np
import pytest
from keras import layers

from engine.inspect.cam import exact_cam
from engine.inspect.probe import probe_of
from engine.previewing.look import EpochLook

PICTURES = np.random.default_rng(1).normal(size=(2, 16, 16, 3)).astype(np.float32)


@pytest.fixture(scope="module")
def network() -> keras.Model:
    keras.utils.set_random_seed(1)
    inputs = keras.Input((16, 16, 3))
    first = layers.Conv2D(12, 3, padding="same", activation="relu", name="first")(inputs)
    second = layers.Conv2D(4, 3, padding="same", activation="relu", name="second")(layers.MaxPooling2D()(first))
    pooled = layers.GlobalAveragePooling2D()(second)
    return keras.Model(inputs, layers.Dense(3, activation="softmax", name="scores")(pooled))


def test_scores_and_maps_are_those_of_the_exact_cam(network: keras.Model) -> None:
    looked = EpochLook(network).look(PICTURES, epoch=1)

    exact = exact_cam(network, PICTURES)
    assert (looked.method, looked.layer) == ("cam", "second")
    assert looked.cams is not None
    np.testing.assert_allclose(looked.cams, exact.maps, atol=1e-5)
    np.testing.assert_allclose(looked.scores, exact.scores, atol=1e-6)


def test_kept_maps_are_the_activations_of_their_channels(network: keras.Model) -> None:
    looked = EpochLook(network).look(PICTURES, epoch=1)

    kept = looked.inside.maps[0]
    pixels = looked.pixels[: 2 * 8 * 16 * 16].reshape(2, 8, 16, 16)
    channel, (low, high) = kept.channels[3], kept.ranges[3]
    activations = probe_of(network, ("first",), with_gradients=False)(PICTURES).activations[0]
    restored = low + pixels[:, 3] / 255 * (high - low)
    assert (kept.layer, kept.size, len(kept.channels)) == ("first", (16, 16), 8)
    np.testing.assert_allclose(restored, activations[..., channel], atol=(high - low) / 500)


def test_filters_are_the_last_bytes(network: keras.Model) -> None:
    looked = EpochLook(network).look(PICTURES, epoch=1)

    filters = looked.inside.filters
    assert filters is not None
    assert filters.shape == (12, 3, 3, 3)
    low, high = filters.range
    restored = low + looked.pixels[-12 * 27 :].reshape(filters.shape) / 255 * (high - low)
    kernel = np.moveaxis(np.asarray(network.get_layer("first").kernel), -1, 0)
    np.testing.assert_allclose(restored, kernel, atol=(high - low) / 500)


def test_every_layer_has_histograms_and_the_last_only_of_its_weights(network: keras.Model) -> None:
    looked = EpochLook(network).look(PICTURES, epoch=1)

    first, *_, scores = looked.inside.layers
    assert first.weights is not None
    assert first.activations is not None
    assert first.gradients is not None
    assert sum(first.weights.counts) == 3 * 3 * 3 * 12
    assert scores.layer == "scores"
    assert scores.gradients is None


def test_a_network_without_positions_is_looked_at_too() -> None:
    inputs = keras.Input((16, 16, 3))
    outputs = layers.Dense(2, activation="softmax", name="scores")(layers.Flatten()(inputs))
    network = keras.Model(inputs, outputs)

    looked = EpochLook(network).look(PICTURES, epoch=1)

    assert looked.cams is None
    assert looked.inside.maps == ()
    assert looked.inside.filters is not None
    assert looked.inside.filters.is_templates
    np.testing.assert_allclose(looked.scores, network.predict_on_batch(PICTURES), atol=1e-5)
